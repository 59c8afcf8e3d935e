"""The diagnosis for people, good in black and white, and for machines."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from grader.doctor.finding import Diagnosis, Finding
from grader.reporters.plain import visible, wrapped

_INDENT = " " * 10
_KEPT = (
    "The plain process keeps the wall: student code runs in another process than the tests, only plain data of exact "
    "types comes back, memory, CPU time and file size are limited, and what does not end is killed."
)
_LOST = (
    "It does not protect what this user can reach: files (the suite's too), network, and the user's other processes; "
    "a process that student code starts in a session of its own is not found and killed. "
    "Grade in it only work of people you trust."
)
_ROOT = "Here it would run student code as root: do not grade in it."


def report_json(diagnosis: Diagnosis) -> str:
    """The diagnosis as `grade-doctor/v1`."""
    return msgspec.json.format(msgspec.json.encode(diagnosis), indent=2).decode() + "\n"


def report(diagnosis: Diagnosis, *, width: int = 80) -> str:
    """The findings in the order they were made, then what they mean together."""
    lines = ["What box this machine can give", ""]
    for finding in diagnosis.findings:
        lines += _finding(finding, width)
    lines.append("")
    for paragraph in _conclusion(diagnosis):
        lines += wrapped(paragraph, width)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _finding(finding: Finding, width: int) -> Iterator[str]:
    mark = f"  {'--' if finding.state == 'note' else finding.state.upper() if finding.state == 'no' else finding.state}"
    first, *rest = wrapped(visible(finding.what), width - len(_INDENT))
    yield f"{mark:<{len(_INDENT)}}{first}"
    for line in rest:
        yield _INDENT + line
    if finding.why:
        yield from _paragraph(finding.why, width)
    if finding.remedy:
        yield _INDENT + "Remedy:"
        for step in finding.remedy.splitlines():
            yield from _paragraph(step, width, "  ")


def _paragraph(text: str, width: int, extra: str = "") -> Iterator[str]:
    indent = _INDENT + extra
    for line in wrapped(visible(text.replace("\n", "; ")), width - len(indent)):
        yield indent + line


def _conclusion(diagnosis: Diagnosis) -> list[str]:
    if not diagnosis.box:
        return ["Nothing can be graded here: see the last NO."]
    if diagnosis.box == "process":
        paragraphs = [
            "This machine gives the plain process only (--box process), not the real box: see NO above.",
            _KEPT,
            _LOST,
        ]
        return [*paragraphs, _ROOT] if diagnosis.as_root else paragraphs
    weak = [finding for finding in diagnosis.findings if finding.state in ("no", "partly")]
    if weak:
        return [f"The real box works, with less than it could have: {', '.join(each.what for each in weak)}."]
    return ["The real box works, with all its layers."]
