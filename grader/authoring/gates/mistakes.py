"""Known mistakes: what each fails, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.authoring.evidence import Evidence, Tried
from grader.authoring.gates.ruling import Flaw, Ruling, told
from grader.authoring.mistakes import MISTAKE_FILE, Mistake, named_checks
from grader.record import Record
from grader.result import Finding


def mistakes_are_known(evidence: Evidence) -> Ruling:
    """Each known mistake fails exactly the tests that it names, and gets the message that it names first."""
    flaws = [flaw for tried in evidence.mistakes for flaw in _wrong_about(tried, evidence.record)]
    wrong = {flaw.file for flaw in flaws}
    return Ruling(f"{len(evidence.mistakes) - len(wrong)} / {len(evidence.mistakes)}", flaws)


def _wrong_about(tried: Tried, record: Record) -> Iterator[Flaw]:
    file = tried.folder / MISTAKE_FILE
    if tried.mistake is None or tried.graded is None:
        yield Flaw(
            file, "a `mistake.toml` that says what the mistake is and fits its files", [tried.fault], "Correct it."
        )
        return
    expected, faults = named_checks(tried.mistake.fails, record)
    not_passed = {check.id: check for check in tried.graded.not_passed}
    came = [
        *faults,
        *(f"`{check.id}` passed" for check in record.checks if check.id in expected and check.id not in not_passed),
        *(f"also {told(check)}" for name, check in not_passed.items() if name not in expected),
    ]
    if tried.mistake.message and not faults:
        yield from _other_message(tried.mistake, tried.graded.explained.findings, file)
    if came:
        names = ", ".join(f"`{name}`" for name in tried.mistake.fails)
        remedy = "Correct `fails` if the suite is right; else mend the check, or its `needs`."
        yield Flaw(file, f"exactly these fail: {names}", came, remedy)


def _other_message(mistake: Mistake, findings: list[Finding], file: Path) -> Iterator[Flaw]:
    """What is told first, where it is not the message that the mistake is said to get, with its file and line."""
    first = findings[0] if findings else None
    if first is None or (first.id, first.file, first.line) != (mistake.message, mistake.file, mistake.line):
        expected = f"the first message is {_placed(mistake.message, mistake.file, mistake.line)}"
        came = [f"{_placed(each.id, each.file, each.line)}: {each.message}" for each in findings] or ["there is none"]
        remedy = "Correct `message`, `file` or `line`; leave `message` empty where there is none of its own."
        yield Flaw(file, expected, came, remedy)


def _placed(message: str, file: str, line: int) -> str:
    return f"`{message}` for `{file}` line {line}" if line else f"`{message}` for `{file}`"
