"""Workflow commands: lines of the log that the runner obeys, and how text of others is kept from being one."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from grader.reporters.plain import visible


class Annotation(NamedTuple):
    """A remark at a line of the repository. `level` is `error`, `warning` or `notice`; `line` 0 is the whole file."""

    level: str
    message: str
    title: str = ""
    file: str = ""
    line: int = 0


def command(annotation: Annotation) -> str:
    """The line that makes the remark; nothing in it can end it or start another."""
    properties = {
        "file": annotation.file,
        "line": str(annotation.line) if annotation.file and annotation.line else "",
        "title": annotation.title,
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{annotation.level}{' ' + told if told else ''}::{_data(_lines_visible(annotation.message))}\n"


def group(title: str, text: str) -> str:
    """Text in a fold of the log, in which the runner obeys no line."""
    return f"::group::{_data(visible(title))}\n{without_commands(text)}::endgroup::\n"


def without_commands(text: str) -> str:
    """Text in which the runner obeys no line: it holds until a token that nobody else knows."""
    token = secrets.token_hex(16)
    ending = "" if text.endswith("\n") else "\n"
    return f"::stop-commands::{token}\n{text}{ending}::{token}::\n"


def _lines_visible(text: str) -> str:
    return "\n".join(map(visible, text.splitlines()))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
