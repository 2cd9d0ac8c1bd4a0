"""Handout: what students get of a course's problems, to check themselves with.

    selection   which visible checks may go out: those whose judging does not tell the answer
    pinned      what a check draws, or asks the reference for, as fixed cases in files
    problem     one problem's folder: an allowlist of the spec's keys, and the files that they name
    proof       the folder loads by itself, and the reference passes what it checks
    pages       the page that says what is here, and what is graded besides
    writing     the folder, and a zip of it

Nothing is taken away from a problem; what goes out is put together, part by part, from what may.
"""

from grader.handout.build import Handout, hand_out
from grader.handout.problem import HandedOut
from grader.handout.writing import refuse_if_there, write

__all__ = ["HandedOut", "Handout", "hand_out", "refuse_if_there", "write"]
