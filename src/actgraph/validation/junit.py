"""Write findings as JUnit XML, which build servers display: one test suite per profile, one test case per finding."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from actgraph.core.errors import InputError
from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import to_one_line
from actgraph.reasoning.duty_counts import format_duty_counts
from actgraph.validation.findings import (
    CLEAN_MESSAGE,
    SCOPE,
    Finding,
    Report,
    format_finding,
    format_heading,
    format_message,
)

if TYPE_CHECKING:
    from junitparser import TestCase


def format_junit_report(report: Report) -> str:
    """Format a report as JUnit XML; a profile without findings has one test case that passed.

    Raises:
        InputError: the extra `junit` is not installed.

    >>> lines = format_junit_report(Report([], ["m.ttl"], "as of 2026-11-24")).splitlines()
    >>> [line.strip() for line in lines if "<testcase" in line]
    ['<testcase name="nothing found: that is no proof of compliance" classname="m.ttl"/>']
    """
    try:
        from junitparser import JUnitXml, TestCase, TestSuite
    except ModuleNotFoundError as error:
        todo = 'Install it: pip install "actgraph[junit]"'
        raise InputError(f"JUnit needs {error.name}, which is not installed", where="--format", todo=todo) from None
    from lxml import etree

    xml = JUnitXml("actgraph")
    for profile, findings in report.group_by_profile().items():
        suite = TestSuite(_replace_illegal_chars(profile))
        duties = (("duties", format_duty_counts(one)) for one in report.counts.get(profile, ()))
        notes = (("note", note) for note in report.notes)
        for name, value in (("basis", report.basis), ("scope", SCOPE), *duties, *notes):
            suite.add_property(name, _replace_illegal_chars(value))
        names = Counter[str]()
        cases = []
        for finding in findings:
            name = f"{shorten_iri(finding.shape)} {finding.node_label}".strip()
            names[name] += 1
            cases.append(_build_case(f"{name} ({names[name]})" if names[name] > 1 else name, finding, report))
        suite.add_testcases(cases or [TestCase(CLEAN_MESSAGE, classname=_replace_illegal_chars(profile))])
        xml.append(suite)  # add_testsuite would merge two profiles with the same name
    xml.update_statistics()
    root = etree.fromstring(xml.tostring(), etree.XMLParser(huge_tree=True, resolve_entities=False))
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")


def _build_case(name: str, finding: Finding, report: Report) -> "TestCase":
    from junitparser import Attr, Failure, IntAttr, TestCase

    class Case(TestCase):
        file = Attr()
        line = IntAttr()

    case = Case(_replace_illegal_chars(name), classname=_replace_illegal_chars(finding.profile))
    case.file = _replace_illegal_chars(finding.profile)
    if finding.line is not None:
        case.line = finding.line
    group = report.get_group(finding)
    cause = [] if group is None else [f"    cause: {to_one_line(group.message)} ({to_one_line(group.id)})"]
    message = f"{format_heading(finding)}: {format_message(finding)}"
    failure = Failure(_replace_illegal_chars(message), finding.severity)
    failure.text = _replace_illegal_chars("\n".join([format_finding(finding), *cause]))
    case.result = [failure]
    return case


def _replace_illegal_chars(text: str) -> str:
    """Replace the characters that XML 1.0 forbids or discourages by U+FFFD; escaping does not help."""
    return _ILLEGAL.sub("\ufffd", text)


# Replace bidirectional controls too: a terminal may display the file.
_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
