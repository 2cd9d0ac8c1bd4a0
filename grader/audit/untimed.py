"""A problem whose calls may take their time: a reference and its mutants are no faster than the reference."""

from __future__ import annotations

from dataclasses import replace

from grader.core.problem import Check, MatchesReference, Problem


def untimed(problem: Problem) -> Problem:
    """The problem, where the answers of its speed checks must be right, however long they take."""
    return replace(problem, checks=tuple(map(_untimed, problem.checks)))


def _untimed(check: Check) -> Check:
    if not isinstance(check.expectation, MatchesReference):
        return check
    return replace(check, expectation=replace(check.expectation, speedup=None))
