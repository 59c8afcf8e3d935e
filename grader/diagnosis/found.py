"""A recognised mistake as data, before it is put into words."""

from __future__ import annotations

from msgspec import Struct, field

from grader.result import CheckResult, Finding


class Found(Struct, frozen=True, kw_only=True):
    """A recognised mistake: the id of its message, the place, and what the message is filled in with.

    `line` counts from 1; 0 means the file or folder as a whole. `variant` picks another text of the same message,
    `words` fill in a word of the catalogue's, by its key there.
    """

    id: str
    file: str = ""
    line: int = 0
    variant: str = ""
    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


class Explained(Struct, frozen=True, kw_only=True):
    """Checks with their findings, and all findings, the root cause first."""

    checks: list[CheckResult]
    findings: list[Finding]
