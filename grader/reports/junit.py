"""`junit.xml`: each student's problem is a test suite, each check a test case; points stand as properties."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from grader.core.report import CheckResult, ProblemReport, Report, SubmissionReport
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports.clean import clean, one_line
from grader.reports.numbers import written

_SKIPPED = (Verdict.BLOCKED, Verdict.NEEDS_REVIEW)
_FAILURES = (Verdict.FAILED, Verdict.PARTIAL, Verdict.MISSING)
# Characters that XML 1.0 cannot hold in any spelling.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, language: Language = "en") -> str:
    """The whole report as JUnit XML, ending in a newline."""
    root = ET.Element("testsuites", name=_xml(report.assignment_id))
    timestamp = _utc(report.run.started_at)
    suites = [
        _suite(submission, problem, timestamp, language)
        for submission in sorted(report.submissions, key=lambda one: (one.student, one.attempt))
        for problem in submission.problems
    ]
    root.extend(suites)
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(
    submission: SubmissionReport, problem: ProblemReport, timestamp: str, language: Language
) -> ET.Element:
    who = submission.student if submission.attempt == 1 else f"{submission.student}@{submission.attempt}"
    name = _xml(f"{who}.{problem.id}")
    cases = [_case(name, check, language) for check in problem.checks]
    total_s = sum(check.wall_time_s or 0.0 for check in problem.checks)
    suite = ET.Element("testsuite", name=name, tests=str(len(cases)))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{total_s:.4f}")
    suite.set("timestamp", timestamp)
    suite.extend(cases)
    return suite


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
    """A passed check has no child. What could not be graded is an error: it must not look fine."""
    if check.verdict is Verdict.PASSED:
        return
    message = _xml(one_line(check.feedback.in_language(language)))
    if check.verdict is None:
        ET.SubElement(case, "skipped", message="hidden")
    elif check.verdict in _SKIPPED:
        ET.SubElement(case, "skipped", message=message or str(check.verdict))
    else:
        tag = "failure" if check.verdict in _FAILURES else "error"
        child = ET.SubElement(case, tag, message=message, type=str(check.verdict))
        child.text = _xml(clean(check.detail.traceback or check.feedback.in_language(language)))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
