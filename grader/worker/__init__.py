"""What runs inside the sandbox, beside student code: it imports `wire` and, through it, `core`, and nothing else.

`main` reads requests and writes replies; `modules` imports what was handed in; `evaluate` evaluates a call's
expression; `convert` turns `Data` into what functions are given and results back into `Data`; `gradients`
differentiates; `failures` says what student code raised. The author lane runs the same program over the
author's files. Nothing in this room knows an expected value.
"""
