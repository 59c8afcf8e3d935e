"""Known mistakes: what each fails, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.authoring.evidence import Evidence, Tried
from grader.authoring.gates.ruling import Flaw, Ruling, told
from grader.authoring.mistakes import MISTAKE_FILE, Mistake, named_checks
from grader.record import Record
from grader.result import Finding

_NO_MESSAGE = "none"


def mistakes_are_known(evidence: Evidence) -> Ruling:
    """Each known mistake fails exactly the tests that it names, and gets the message that it names first.

    The facts hold how many mistakes that name one message got which: `confusion`, by name and what came.
    """
    flaws = [flaw for tried in evidence.mistakes for flaw in _wrong_about(tried, evidence)]
    wrong = {flaw.file for flaw in flaws}
    confusion = _confusion(evidence.mistakes)
    facts = {"confusion": confusion, "diagonal": all({name} == came.keys() for name, came in confusion.items())}
    return Ruling(f"{len(evidence.mistakes) - len(wrong)} / {len(evidence.mistakes)}", flaws, facts)


def _confusion(mistakes: Sequence[Tried]) -> dict[str, dict[str, int]]:
    confusion: dict[str, dict[str, int]] = {}
    for tried in mistakes:
        if tried.mistake is not None and tried.graded is not None:
            findings = tried.graded.explained.findings
            row = confusion.setdefault(tried.mistake.message or _NO_MESSAGE, {})
            came = findings[0].id if findings else _NO_MESSAGE
            row[came] = row.get(came, 0) + 1
    return confusion


def _wrong_about(tried: Tried, evidence: Evidence) -> Iterator[Flaw]:
    file = tried.folder / MISTAKE_FILE
    if tried.mistake is None or tried.graded is None:
        yield Flaw(
            file, "a `mistake.toml` that says what the mistake is and fits its files", [tried.fault], "Correct it."
        )
        return
    expected, faults = named_checks(tried.mistake.fails, evidence.record)
    if not faults:
        others = _owners(evidence.mistakes, but=tried)
        yield from _other_message(tried.mistake, tried.graded.explained.findings, others, file)
    yield from _other_checks(tried, expected, faults, evidence.record)


def _other_checks(tried: Tried, expected: set[str], faults: Sequence[str], record: Record) -> Iterator[Flaw]:
    """What passed of the checks that the mistake is said to fail, and what failed besides."""
    assert tried.mistake is not None  # noqa: S101 - the caller has seen to both
    assert tried.graded is not None  # noqa: S101
    not_passed = {check.id: check for check in tried.graded.not_passed}
    came = [
        *faults,
        *(f"`{check.id}` passed" for check in record.checks if check.id in expected and check.id not in not_passed),
        *(f"also {told(check)}" for name, check in not_passed.items() if name not in expected),
    ]
    if came:
        names = ", ".join(f"`{name}`" for name in tried.mistake.fails)
        remedy = "Correct `fails` if the suite is right; else mend the check, or its `needs`."
        yield Flaw(tried.folder / MISTAKE_FILE, f"exactly these fail: {names}", came, remedy)


def _owners(mistakes: Sequence[Tried], *, but: Tried) -> dict[str, str]:
    """The first other mistake that names a message, by message."""
    named = [(each.mistake.message, each.folder.name) for each in mistakes if each.mistake and each is not but]
    return dict(reversed(named))


def _other_message(
    mistake: Mistake, findings: Sequence[Finding], others: Mapping[str, str], file: Path
) -> Iterator[Flaw]:
    """What is told first, where it is not the message that the mistake is said to get, with its file and line."""
    first = findings[0] if findings else None
    if first is None:
        if mistake.message:
            expected = f"the first message is {_placed(mistake.message, mistake.file, mistake.line)}"
            yield Flaw(file, expected, ["there is none"], "Have it recognised, or leave `message` empty.")
        return
    if (first.id, first.file, first.line) == (mistake.message, mistake.file, mistake.line):
        return
    expected = "no message: `message` is empty"
    if mistake.message:
        expected = f"the first message is {_placed(mistake.message, mistake.file, mistake.line)}"
    came = [f"{_placed(each.id, each.file, each.line)}: {each.message}" for each in findings]
    if first.id != mistake.message and first.id in others:
        came.append(f"the mistakes `{file.parent.name}` and `{others[first.id]}` are told the same: `{first.id}`")
    remedy = "If that is right for this mistake, correct `message`, `file` or `line`; else mend the diagnosis."
    yield Flaw(file, expected, came, remedy)


def _placed(message: str, file: str, line: int) -> str:
    return f"`{message}` for `{file}` line {line}" if line else f"`{message}` for `{file}`"
