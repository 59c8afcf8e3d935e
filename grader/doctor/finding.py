"""What the doctor found: findings, and the diagnosis they add up to."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

SCHEMA = "grade-doctor/v1"


class State(StrEnum):
    """How good a finding is. A note is neither good nor bad."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOTE = "note"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at. `why` says what was seen; `remedy` what to do about it, one step in each line.

    `id` is for machines and stays, `what` is for people.
    """

    id: str
    what: str
    state: State
    why: str = ""
    remedy: str = ""


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What this machine gives: `bubblewrap`, `process`, or an empty text where nothing can be graded.

    `as_root` says that the plain process would run student code as root; `seconds` is what the trial took.
    """

    schema: str = SCHEMA
    box: str
    as_root: bool
    seconds: float
    findings: list[Finding]
