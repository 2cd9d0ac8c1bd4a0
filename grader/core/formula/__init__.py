"""The grammar of formulas: what authors write in a spec, and what students write in answers, read by one parser.

    2/(n_in + n_out)      $\\sigma'(x) = \\sigma(x)(1 - \\sigma(x))$      W^T (y − ŷ)      x if x > 0 else m x

`domains` reads where the variables live, `latex` and `tokens` turn text into tokens, `names` says what a word means,
`parser` builds a tree of `tree`, and `render` writes it back. Nothing here computes: that is `grader.written`. Text of
any kind gives a tree or a `FormulaError`, within caps on length, depth and exponents.
"""
