"""`junit.xml`: each student's problem is a test suite, each check a test case; points stand as properties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from grader.core.report import CheckResult, ProblemReport, Report, SubmissionReport
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports.clean import clean, one_line
from grader.reports.counts import label
from grader.reports.numbers import written

_SKIPPED = (Verdict.BLOCKED, Verdict.NEEDS_REVIEW)
_FAILURES = (Verdict.FAILED, Verdict.PARTIAL, Verdict.MISSING)
# Characters that XML 1.0 cannot hold in any spelling.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, language: Language = "en") -> str:
    """The whole report as JUnit XML, ending in a newline."""
    return "".join(pieces(report, language))


def pieces(report: Report, language: Language = "en") -> Iterator[str]:
    """As `render`, one suite after another: the text of a big class need not fit into memory."""
    submissions = sorted(report.submissions, key=lambda one: (one.student, one.attempt))
    every = [check for one in submissions for problem in one.problems for check in problem.checks]
    root = ET.Element("testsuites", {"name": _xml(report.assignment_id), **_counts(every)})
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_text(root).removesuffix(" />")}>\n'
    timestamp = _utc(report.run.started_at)
    for submission in submissions:
        for problem in submission.problems:
            suite = _suite(submission, problem, timestamp, language)
            ET.indent(suite, level=1)
            yield f"  {_text(suite)}\n"
    yield "</testsuites>\n"


def _text(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _suite(
    submission: SubmissionReport, problem: ProblemReport, timestamp: str, language: Language
) -> ET.Element:
    name = _xml(f"{label(submission)}.{problem.id}")
    total_s = sum(check.wall_time_s or 0.0 for check in problem.checks)
    suite = ET.Element("testsuite", {"name": name, **_counts(problem.checks)})
    suite.set("time", f"{total_s:.4f}")
    suite.set("timestamp", timestamp)
    suite.extend(_case(name, check, language) for check in problem.checks)
    return suite


def _counts(checks: Sequence[CheckResult]) -> Mapping[str, str]:
    tags = Counter(_tag(check.verdict) for check in checks)
    return {
        "tests": str(len(checks)),
        "failures": str(tags["failure"]),
        "errors": str(tags["error"]),
        "skipped": str(tags["skipped"]),
    }


def _tag(verdict: Verdict | None) -> str:
    """A passed check has none. What could not be graded is an error: it must not look fine."""
    if verdict is Verdict.PASSED:
        return ""
    if verdict is None or verdict in _SKIPPED:
        return "skipped"
    return "failure" if verdict in _FAILURES else "error"


def _utc(time: str) -> str:
    """Without an offset, as the common schema has it."""
    return datetime.fromisoformat(time).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def _case(class_name: str, check: CheckResult, language: Language) -> ET.Element:
    attributes = {"name": _xml(check.id), "classname": class_name, "time": f"{check.wall_time_s or 0.0:.4f}"}
    if check.detail.file:
        attributes |= {"file": _xml(check.detail.file), "line": str(check.detail.line or 1)}
    case = ET.Element("testcase", attributes)
    properties = ET.SubElement(case, "properties")
    for name, value in (("score", written(check.score)), ("max_score", written(check.max_score))):
        ET.SubElement(properties, "property", name=name, value=value)
    _outcome(case, check, language)
    if check.detail.stdout:
        ET.SubElement(case, "system-out").text = _xml(clean(check.detail.stdout))
    return case


def _outcome(case: ET.Element, check: CheckResult, language: Language) -> None:
    tag = _tag(check.verdict)
    if not tag:
        return
    message = _xml(one_line(check.feedback.in_language(language)))
    if tag == "skipped":
        why = "hidden" if check.verdict is None else message or str(check.verdict)
        ET.SubElement(case, tag, message=why)
    else:
        child = ET.SubElement(case, tag, message=message, type=str(check.verdict))
        child.text = _xml(clean(check.detail.traceback or check.feedback.in_language(language)))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
