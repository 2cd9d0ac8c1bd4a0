"""Results as they were judged, read back from the gradebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from grader.core.report import CheckResult, ProblemReport
from grader.core.verdict import Verdict
from grader.gradebook import tables as t
from grader.gradebook.codec import Outline, read_evidence, read_known, read_points, read_texts

_VERDICTS = {str(verdict): verdict for verdict in Verdict}
_AT_ONCE = 500  # below what any database takes in one list


def problem_reports(
    connection: Connection, ids: Sequence[int], outlines: Mapping[int, Outline]
) -> dict[int, ProblemReport]:
    """Reports by result id, in the specs' own points; `outlines` by row of `problems`."""
    found: dict[int, ProblemReport] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        checks: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        of_checks = select(t.check_results).where(t.check_results.c.result_id.in_(some))
        for row in connection.execute(
            of_checks.order_by(t.check_results.c.result_id, t.check_results.c.position)
        ).all():
            checks[row.result_id].append(row)
        for row in connection.execute(select(t.results).where(t.results.c.id.in_(some))):
            found[row.id] = _problem(row, checks[row.id], outlines[row.problem_id])
    return found


def _problem(row: Row[Any], checks: Sequence[Row[Any]], outline: Outline) -> ProblemReport:
    return ProblemReport(
        id=outline.id,
        title=outline.title,
        status=row.status,
        score=read_points(row.score),
        max_score=read_known(row.max_score),
        checks=tuple(_check(check, outline) for check in checks),
        notes=read_texts(row.notes),
    )


def _check(row: Row[Any], outline: Outline) -> CheckResult:
    said = outline.checks[row.check_id]
    feedback, detail = read_evidence(row.evidence)
    return CheckResult(
        id=row.check_id,
        title=said.title,
        verdict=_VERDICTS[row.verdict],
        score=read_points(row.score),
        max_score=read_known(row.max_score),
        visibility=said.visibility,
        extra_credit=said.extra_credit,
        feedback=feedback,
        misconception=row.misconception,
        carried=row.carried,
        wall_time_s=row.wall_time_s,
        detail=detail,
    )
