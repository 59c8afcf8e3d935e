"""From the text of a traceback to the exception: its kind, its words and its frames."""

from __future__ import annotations

import ast
import re

from grader.diagnosis.evidence import Frame, Raised

MOST = 200_000  # characters that are looked at, from the end
_FRAME = re.compile(r'  File "([^"\n]+)", line (\d{1,7})(?:, in ([^\n]+))?')
_LAST = re.compile(r"^(?:[A-Za-z_][\w.]*\.)?([A-Z]\w*)(?:: (.*))?$")
_STARTS = ("Traceback (most recent call last):", '  File "')
_ENDS = ("Error", "Exception", "Exit", "Interrupt", "Iteration", "Warning", "Group")


def read_raised(text: str) -> Raised | None:
    """The last exception in what a run wrote to its error stream; None if there is none."""
    lines = text[-MOST:].splitlines()
    last = next((place for place in range(len(lines) - 1, -1, -1) if _is_last(lines[place])), None)
    if last is None:
        return None
    first = max((place for place in range(last) if lines[place].startswith(_STARTS[0])), default=None)
    if first is None:  # a SyntaxError in the file that was started has no head
        first = next((place for place in range(last) if lines[place].startswith(_STARTS[1])), last)
    found = _LAST.match(lines[last])
    assert found is not None  # noqa: S101 - `_is_last` has said so
    frames = [
        Frame(match[1], int(match[2]), match[3] or "")
        for line in lines[first:last]
        if (match := _FRAME.match(line)) is not None
    ]
    return Raised(found[1], found[2] or "", tuple(frames))


def read_last_line(line: str) -> Raised | None:
    """The exception of a line like `NameError: name 'x' is not defined`."""
    return read_raised(line.strip().rpartition("\n")[2])


def _is_last(line: str) -> bool:
    match = _LAST.match(line)
    return match is not None and match[1].endswith(_ENDS)


def missing_module(raised: Raised | None) -> tuple[str, str]:
    """The module that was not found and, where that was the reason, its parent that is no package; else empty."""
    match = _search(r"No module named '([^']+)'(?:; '([^']+)' is not a package)?", raised, "ModuleNotFoundError")
    return (match[1], match[2] or "") if match else ("", "")


def missing_item(raised: Raised | None) -> tuple[str, str]:
    """The name that a module does not have and the module, where a from-import asked for it; else empty."""
    match = _search(r"cannot import name '([^']+)' from (?:partially initialized module )?'([^']+)'", raised)
    return (match[1], match[2]) if match and raised and raised.kind == "ImportError" else ("", "")


def missing_name(raised: Raised | None) -> str:
    """The name that is not defined; else empty."""
    match = _search(r"name '([^']+)' is not defined", raised, "NameError")
    return match[1] if match else ""


def missing_local(raised: Raised | None) -> str:
    """The variable of a function that is read before it has a value; else empty."""
    match = _search(r"local variable '([^']+)'", raised, "UnboundLocalError")
    return match[1] if match else ""


def missing_attribute(raised: Raised | None) -> tuple[str, str]:
    """The module that lacks an attribute, and the attribute; else empty."""
    match = _search(r"module '([^']+)'(?: from '[^']+')? has no attribute '([^']+)'", raised, "AttributeError")
    return (match[1], match[2]) if match else ("", "")


def missing_on_object(raised: Raised | None) -> tuple[str, str]:
    """The type of an object that lacks an attribute, and the attribute; else empty."""
    match = _search(r"(?:type object )?'([^']+)'(?: object)? has no attribute '([^']+)'", raised, "AttributeError")
    return (match[1], match[2]) if match else ("", "")


def file_name(raised: Raised | None) -> str:
    """The file that an operating system's error is about; else empty."""
    match = _search(r": ('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?: -> .*)?$", raised)
    try:
        return str(ast.literal_eval(match[1])) if match else ""
    except (ValueError, SyntaxError):
        return ""


def _search(pattern: str, raised: Raised | None, kind: str = "") -> re.Match[str] | None:
    if raised is None or (kind and raised.kind != kind):
        return None
    return re.search(pattern, raised.text)
