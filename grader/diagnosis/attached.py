"""Findings on a result: which failed check each explains, what is said of it at a feedback level, what comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from grader.diagnosis.catalogue import load
from grader.diagnosis.found import Explained, Found
from grader.manifest import matches
from grader.record import Record
from grader.result import CheckResult, Feedback, Finding

SYNTAX = frozenset("A10 A16 C03 C11 C17 D04 F02 K05".split())
"""The mistakes that `expects = ["syntax:FILE"]` silences: those in a file that does not compile."""
MOST = 5  # findings of one submission

_PATH = re.compile(r"[\w./-]+")


def explain(
    checks: Sequence[CheckResult],
    record: Record,
    found: Mapping[str, Sequence[Found]],
    *,
    expects: Sequence[str],
    feedback: Feedback,
) -> Explained:
    """Give each failed check its finding, in the words that its feedback level allows.

    `found` are findings by case, under the empty name those that the files alone show; these come before all others.
    `expects` are findings that the exercise is about, `KIND:FILE` with an id or `syntax`. Below `hint` there are none.
    """
    general = _unexpected(found.get("", ()), expects)
    cases = {check.id: check.cases for check in record.checks}
    own = {
        check.id: _unexpected([each for case in cases.get(check.id, ()) for each in found.get(case, ())], expects)
        for check in checks
        if check.outcome.is_failure
    }
    owners = _owners(checks, own, general)
    findings = list(_worded(general, feedback))
    explained = []
    for check in checks:
        mine = list(_worded([*owners[check.id], *own[check.id]], check.feedback)) if check.id in own else []
        explained.append(replace(check, finding=mine[0] if mine else None))
        findings += [each for each in mine[:1] if each not in findings]
    return Explained(checks=explained, findings=_distinct(findings)[:MOST])


def _owners(
    checks: Sequence[CheckResult], own: Mapping[str, Sequence[Found]], general: Sequence[Found]
) -> dict[str, list[Found]]:
    """The files' faults by failed check: all that speak of the file or fail in it, or the first if none does."""
    failed = [check for check in checks if check.id in own]
    owners: dict[str, list[Found]] = {check.id: [] for check in failed}
    for each in general:
        for check in [check for check in failed if _is_met(each, check)] or failed[:1]:
            owners[check.id].append(each)
    return owners


def _is_met(found: Found, check: CheckResult) -> bool:
    """Whether a check fell in the file of a finding, or its title or message has the file's name or the wanted one."""
    if check.location is not None and check.location.file == found.file:
        return True
    names = {stem for path in (found.file, *found.values.values()) if not (stem := _stem(path)).isdigit() and stem}
    return not names.isdisjoint(_stem(word) for word in _PATH.findall(f"{check.title} {check.message}"))


def _stem(path: str) -> str:
    """The letters and digits of a file's name without its endings, so that near misses are alike."""
    return re.sub(r"[\W_]", "", path.rstrip("/").rpartition("/")[2].partition(".")[0]).casefold()


def _worded(found: Sequence[Found], feedback: Feedback) -> Iterator[Finding]:
    if feedback is Feedback.SCORE:
        return
    messages = load()
    for each in found:
        text = messages.message(each, values=feedback is Feedback.FULL)
        if text:
            yield Finding(each.id, each.file, each.line, text)


def _unexpected(found: Sequence[Found], expects: Sequence[str]) -> list[Found]:
    return [each for each in found if not _is_expected(each, expects)]


def _is_expected(found: Found, expects: Sequence[str]) -> bool:
    for entry in expects:
        kind, _, pattern = entry.partition(":")
        of_kind = found.id == kind or (kind == "syntax" and found.id in SYNTAX)
        if of_kind and (not pattern or matches(found.file, pattern)):
            return True
    return False


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Each mistake once, however many checks it costs."""
    return list({(each.id, each.file, each.line): each for each in reversed(findings)}.values())[::-1]
