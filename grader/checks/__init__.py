"""Judging: what an observation is worth, and why. NumPy only; no student or author code runs here.

`compare` judges data against data (`equals`, `matches_reference`, `gradient_of`), `raises` and `complies` what
their names say, `expects` what must hold before a verifier looks, `verifiers` are the built-in ones of
`satisfies`, and `outcomes` says in words why a call has no result to judge.
"""
