"""The gradebook: what was judged and decided, as a history that only grows.

A result is written as it is judged and never changed. What a person decides stands beside it, with who and why. A grade
is what both came to at one moment; the last one counts.

It is a file (SQLite), or a PostgreSQL database that several graders share. One of them writes at a time, and each
claims the work that it is at; a claim ends when the work is recorded, or with the process.

    assignments ─┬─ attempts ─┬─ results ── check results        what was judged, once for the same work
    students ──┬─┘            ├─ entries (a run's attempt) ──▶ the results that the run gave for it
    decisions ─┘   problems   └─ grades ──▶ the entry that each rests on
"""

from grader.gradebook.book import Gradebook, open_gradebook
from grader.gradebook.conditions import Conditions
from grader.gradebook.decisions import Decision

__all__ = ["Conditions", "Decision", "Gradebook", "open_gradebook"]
