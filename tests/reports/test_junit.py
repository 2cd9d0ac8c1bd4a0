import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from xmlschema import XMLSchema, XMLSchemaValidationError

from grader.core.report import Report
from grader.reports.junit import pieces, render

JUNIT = XMLSchema(Path(__file__).with_name("junit.xsd"))


def test_golden(class_report: Report, golden: Callable[[str, str], None]) -> None:
    golden("junit.xml", render(class_report))


def test_it_is_what_readers_of_junit_agree_on(class_report: Report, student_report: Report) -> None:
    for report in (class_report, student_report):
        JUNIT.validate(render(report))
    with pytest.raises(XMLSchemaValidationError):
        JUNIT.validate(render(class_report).replace("<failure", "<failed").replace("</failure", "</failed"))


def test_counts_add_up(class_report: Report) -> None:
    root = ET.fromstring(render(class_report))
    cases = root.findall(".//testcase")
    assert int(root.attrib["tests"]) == len(cases) == 42
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(root.attrib[count]) == len(root.findall(f".//{tag}"))


def test_what_could_not_be_graded_does_not_look_fine(class_report: Report) -> None:
    root = ET.fromstring(render(class_report))
    cases = root.findall("./testsuite[@name='s04.xnor-rnn']/testcase")
    assert [case.find("error") is not None for case in cases] == [True, True, True]


def test_a_hidden_check_is_skipped(student_report: Report) -> None:
    hidden = ET.fromstring(render(student_report)).find(".//testcase[@name='fresh-inputs']")
    assert hidden is not None
    assert [child.tag for child in hidden] == ["properties", "skipped"]


def test_characters_that_xml_has_not(class_report: Report) -> None:
    report = replace(
        class_report, submissions=(replace(class_report.submissions[0], student="s\x00\x0b\ud800"),)
    )
    ET.fromstring(render(report).encode())


def test_a_big_class_is_written_one_suite_at_a_time(class_report: Report) -> None:
    many = tuple(replace(class_report.submissions[3], student=f"t{n:04}") for n in range(2_000))
    tracemalloc.start()
    size = sum(map(len, pieces(replace(class_report, submissions=many))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 10


def test_a_class_of_nobody_is_whole(class_report: Report) -> None:
    text = render(replace(class_report, submissions=()))
    assert ET.fromstring(text).get("tests") == "0"
    JUNIT.validate(text)
