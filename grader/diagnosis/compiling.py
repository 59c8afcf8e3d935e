"""Step 2: files that are no Python. Tabs first, then the line that Python names, against a short list of shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.project import Fault, Source

_SHAPES = (
    ("K05", re.compile(r"^\s*(?:%{1,2}[A-Za-z]|!\s*\S)")),
    ("D04", re.compile(r"^\s*import\s+\.")),
    ("A10", re.compile(r"^\s*(?:import|from)\s+[\w.]+(?P<sign>[/\\])[\w./\\]+")),
    ("C17", re.compile(r"^\s*(?:import|from)\s+['\"]")),
    ("C03", re.compile(r"^\s*import\s+[\w., ]+\s+from\s+[\w.]+")),
    ("C11", re.compile(r"^\s*(?:import|from)\s.*\b(?!import\b)\w+\(.*\)")),
    ("F02", re.compile(r"(?:__name__\s*=\s*[\"']|[\"']__main__[\"']\s*=\s*__name__)")),
)
_INDENT = re.compile(r"[ \t]*")


def tabs_and_spaces(evidence: Evidence) -> Iterator[Found]:
    """A16: indentation of both kinds in one file."""
    for source, fault in _faults(evidence):
        if fault.kind != "TabError" and not (fault.kind == "IndentationError" and _is_mixed(source, fault.line)):
            continue
        kind = _kind(fault.text)
        other = next((n for n in range(fault.line - 1, 0, -1) if _kind(source.line(n)) not in ("", kind)), 0)
        if kind and other:
            tab, space = (fault.line, other) if kind == "\t" else (other, fault.line)
            yield Found(id="A16", file=source.path, line=tab, values={"other_line": str(space)})


def shape_of_the_line(evidence: Evidence) -> Iterator[Found]:
    """A10, C03, C11, C17, D04, F02, K05: what the line that does not compile looks like."""
    for source, fault in _faults(evidence):
        for number in (fault.line, fault.line - 1):
            match = next(
                ((name, found) for name, shape in _SHAPES if (found := shape.search(source.line(number)))), None
            )
            if match is not None:
                name, found = match
                yield Found(id=name, file=source.path, line=number, values=dict(found.groupdict()))
                break


def _faults(evidence: Evidence) -> Iterator[tuple[Source, Fault]]:
    for source in evidence.project.sources:
        if source.fault is not None:
            yield source, source.fault


def _kind(line: str) -> str:
    """A tab or a space, whichever the line is indented with first; empty for a line that is not."""
    return line[:1] if line.strip() and line[:1] in ("\t", " ") else ""


def _is_mixed(source: Source, line: int) -> bool:
    near = [source.line(number) for number in range(max(1, line - 1), line + 1)]
    return len({_kind(each) for each in near} - {""}) > 1
