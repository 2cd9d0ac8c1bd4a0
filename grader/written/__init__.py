"""Written answers: numbers, matrices, truth tables, choices and formulas, as students type them.

Every scalar arrives as text. `numerals` reads a number and says how exactly it was given, `matrices` tables of them,
`answers` compares what was read with what is expected, and `formulas` compares formulas, whose grammar is
`core.formula`. What can be read in two ways is never guessed: a person marks it, and is told what was read.
"""
