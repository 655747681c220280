"""Write findings as SARIF 2.1.0, which code hosts and editors display beside the line.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import dump_json, to_one_line
from actgraph.validation.findings import (
    SCOPE,
    STDIN,
    Finding,
    Report,
    build_group_rows,
    build_summary_rows,
    find_worst_severity,
    format_message,
)

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_Object = dict[str, Any]


def format_sarif_report(report: Report) -> str:
    """Format a report as a SARIF log of one run: one rule per shape, one result per finding.

    >>> import json
    >>> run = json.loads(format_sarif_report(Report([], ["my model.ttl"], "as of 2026-11-24")))["runs"][0]
    >>> run["results"], run["artifacts"]
    ([], [{'location': {'uri': 'my%20model.ttl'}}])
    """
    from importlib.metadata import version

    by_shape: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_shape.setdefault(finding.shape, []).append(finding)
    shapes = sorted(by_shape)
    uris = dict.fromkeys(to_file_uri(profile) for profile in report.profiles if profile != STDIN)
    artifacts = {uri: place for place, uri in enumerate(uris)}
    run = {
        "tool": {
            "driver": {
                "name": "actgraph",
                "version": version("actgraph"),
                "rules": [_build_rule(by_shape[shape], report) for shape in shapes],
            }
        },
        "invocations": [{"executionSuccessful": True, **_build_notifications(report)}],
        "artifacts": [{"location": {"uri": uri}} for uri in artifacts],
        "results": _build_results(report, {shape: place for place, shape in enumerate(shapes)}, artifacts),
        "properties": {
            "basis": report.basis,
            "scope": SCOPE,
            "profiles": list(report.profiles),
            "summary": build_summary_rows(report),
            "groups": build_group_rows(report),
        },
    }
    return dump_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def to_file_uri(profile: str) -> str:
    """Convert a path to a URI reference: a relative path stays relative, an absolute one becomes `file://`.

    >>> to_file_uri("./my models/é.ttl"), to_file_uri(str(Path.cwd()))[:8]
    ('my%20models/%C3%A9.ttl', 'file:///')
    """
    import os
    from urllib.parse import quote

    path = Path(profile)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _build_rule(findings: Sequence[Finding], report: Report) -> _Object:
    first = findings[0]
    name = shorten_iri(first.shape)
    summary = report.summaries.get(first.shape) or f"{name}, by {first.source_label}"
    rule: _Object = {
        "id": name,
        "shortDescription": {"text": _escape_text(to_one_line(summary))},
        "defaultConfiguration": {"level": LEVELS[find_worst_severity(findings)]},
        "properties": {"shape": first.shape, "source": first.source, "sourceLabel": first.source_label},
    }
    main = next(iter(first.source.split()), "")
    page = _to_web_uri(report.pages.get(main) or main)
    return {**rule, "helpUri": page} if page else rule


def _build_results(report: Report, rules: Mapping[str, int], artifacts: Mapping[str, int]) -> list[_Object]:
    seen: dict[tuple[str, str], int] = {}
    results = []
    for finding in report.findings:
        fingerprint = _compute_fingerprint(finding)
        seen[finding.profile, fingerprint] = seen.get((finding.profile, fingerprint), 0) + 1
        result = {
            "ruleId": shorten_iri(finding.shape),
            "ruleIndex": rules[finding.shape],
            "level": LEVELS[finding.severity],
            "message": {"text": _build_message(finding)},
            "locations": [_build_location(finding, artifacts)],
            "partialFingerprints": {"finding/v1": f"{fingerprint}:{seen[finding.profile, fingerprint]}"},
            "properties": {
                "profile": finding.profile,
                "kind": finding.kind,
                "property": finding.property,
                "value": finding.value,
                "todo": finding.todo,
                "source": finding.source,
                "sourceLabel": finding.source_label,
                "urgency": finding.urgency,
                "group": finding.group,
            },
        }
        results.append(result)
    return results


def _build_location(finding: Finding, artifacts: Mapping[str, int]) -> _Object:
    location: _Object = {
        "logicalLocations": [{"fullyQualifiedName": finding.node, "name": finding.node_label, "kind": "resource"}]
    }
    if finding.profile != STDIN:  # standard input has no file to open
        uri = to_file_uri(finding.profile)
        physical: _Object = {"artifactLocation": {"uri": uri, "index": artifacts[uri]}}
        if finding.line is not None:
            physical["region"] = {"startLine": finding.line}
        location["physicalLocation"] = physical
    return location


def _compute_fingerprint(finding: Finding) -> str:
    """Compute a digest that survives new lines above a finding and changes of its message.

    The parser chooses the names of blank nodes, so they are left out; equal findings are counted.
    """
    import hashlib

    node = "" if finding.node.startswith("_:") else finding.node
    parts = "\0".join([finding.shape, node, finding.property, finding.value])
    return hashlib.sha256(parts.encode(errors="replace")).hexdigest()[:32]


def _build_message(finding: Finding) -> str:
    sentences = [f"{finding.kind}: {format_message(finding)}"]
    sentences += [f"Source: {to_one_line(finding.source_label)}"] if finding.source_label else []
    sentences += [f"To do: {to_one_line(finding.todo)}"] if finding.todo else []
    return _escape_text(" ".join(one if one.endswith((".", "!", "?")) else one + "." for one in sentences))


def _build_notifications(report: Report) -> _Object:
    notes = [{"level": "note", "message": {"text": _escape_text(to_one_line(note))}} for note in report.notes]
    return {"toolExecutionNotifications": notes} if notes else {}


def _escape_text(text: str) -> str:
    """Escape placeholders (SARIF, section 3.11.5) and embedded links (3.11.6)."""
    return _LINK.sub(r"\\\g<0>", text.replace("{", "{{").replace("}", "}}"))


_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def _to_web_uri(iri: str) -> str:
    """Convert the IRI of a web page to a URI; return an empty text for other schemes, as viewers would follow them."""
    from urllib.parse import quote

    return quote(iri, safe="!#$%&'()*+,/:;=?@~") if iri.startswith(("http://", "https://")) else ""
