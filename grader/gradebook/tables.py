"""The tables. Points are exact: fractions as text, such as `8` or `10/3`. Times are ISO 8601 with an offset."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# One row: which version of these tables a file holds.
about = Table(
    "gradebook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("schema_version", Integer, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment", Text, nullable=False, unique=True),
    Column("secret", LargeBinary, nullable=False),  # what random inputs are drawn from where no seed is given
    Column("created_at", Text, nullable=False),
)

students = Table(
    "students",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    Column("lms_id", Text, nullable=False, server_default=""),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment_id", ForeignKey("assignments.id"), nullable=False),
    Column("student_id", ForeignKey("students.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    UniqueConstraint("assignment_id", "student_id", "attempt"),
)

# A problem as it stood: the digest is of everything in its folder that grades hang on.
problems = Table(
    "problems",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("problem", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("outline", Text, nullable=False),  # JSON: titles, checks, rubrics, misconceptions
    UniqueConstraint("problem", "version", "digest"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("assignment_id", ForeignKey("assignments.id"), nullable=False, index=True),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),  # none: it was cut off
    Column("device", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("layers", Text, nullable=False),  # JSON
    Column("seed", Text),
    Column("grader", Text, nullable=False),
    Column("torch", Text, nullable=False),
    Column("numpy", Text, nullable=False),
    Column("terms", Text, nullable=False),  # JSON: the assignment's title, problems and policies
)

results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", ForeignKey("attempts.id"), nullable=False),
    Column("problem_id", ForeignKey("problems.id"), nullable=False),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("work", Text, nullable=False),  # digest of the files that were judged
    Column("ground", Text, nullable=False),  # digest of all that the result hangs on
    Column("status", Text, nullable=False),
    Column("score", Text),
    Column("max_score", Text, nullable=False),
    Column("graded_at", Text, nullable=False),
    Column("notes", Text, nullable=False, server_default="[]"),  # JSON
    Index("results_by_ground", "attempt_id", "ground"),
)

check_results = Table(
    "check_results",
    metadata,
    Column("result_id", ForeignKey("results.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("check_id", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("score", Text),
    Column("max_score", Text, nullable=False),
    Column("misconception", Text),
    Column("carried", Boolean, nullable=False),
    Column("wall_time_s", Float),
    Column("evidence", Text),  # JSON: feedback and detail, what is empty left out
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("attempt_id", ForeignKey("attempts.id"), nullable=False),
    Column("digest", Text, nullable=False),
    Column("submitted_at", Text),
    Column("extension_until", Text),
    Column("notes", Text, nullable=False),  # JSON
    UniqueConstraint("run_id", "attempt_id"),
)

entry_results = Table(
    "entry_results",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("result_id", ForeignKey("results.id"), nullable=False),
)

grades = Table(
    "grades",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", ForeignKey("attempts.id"), nullable=False, index=True),
    Column("entry_id", ForeignKey("entries.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("cause", Text, nullable=False),  # graded | accepted | mark | remark | override | extension
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("score", Text),
    Column("grade", Text),
    Column("max_score", Text, nullable=False),
    Column("days_late", Integer, nullable=False),
)

# What people decided. The last row about the same thing holds; one without points and time takes the decision back.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment_id", ForeignKey("assignments.id"), nullable=False, index=True),
    Column("student_id", ForeignKey("students.id"), nullable=False),
    Column("attempt", Integer),  # none: whichever
    Column("kind", Text, nullable=False),  # mark | remark | override | extension
    Column("problem", Text, nullable=False),  # "" where it is about the grade itself
    Column("check_id", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("points", Text),
    Column("until", Text),
    Column("text_digest", Text, nullable=False),  # of what was marked: another text needs another mark
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)
