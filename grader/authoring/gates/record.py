"""The record of the checks beside the suite."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import asdict

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling, secret_folder
from grader.errors import ManifestError
from grader.record import RECORD_NAME, Record, RecordedCheck, load
from grader.reporters.plain import cut


def record_is_current(evidence: Evidence) -> Ruling:
    """`suite/checks.json` says what collecting the suite against the solution gives now."""
    file = secret_folder(evidence) / "suite" / RECORD_NAME
    expected = "the checks that the suite has now, collected against the solution"
    remedy = f"Write it with `grade check {evidence.exercise.name} --write`, and look at what changes."
    if not file.exists():
        return Ruling("missing", [Flaw(file, expected, ["there is no such file"], remedy)])
    try:
        recorded = load(file)
    except ManifestError as error:
        return Ruling("wrong", [Flaw(file, expected, [str(error)], remedy)])
    changes = list(differences(recorded, evidence.record))
    if changes:
        return Ruling("stale", [Flaw(file, expected, changes, remedy)])
    return Ruling("written" if evidence.written else "current")


def differences(old: Record, new: Record) -> Iterator[str]:
    """What a record says otherwise than a newer one, a line each."""
    before, after = ({check.id: check for check in record.checks} for record in (old, new))
    yield from (f"`{name}` is not in it" for name in after if name not in before)
    yield from (f"`{name}` is in it, and no longer in the suite" for name in before if name not in after)
    for name in after:
        if name in before:
            yield from _changes(before[name], after[name])
    if sorted(before) == sorted(after) and list(before) != list(after):
        yield "the checks come in another order"
    if old.imports != new.imports:
        yield "the suite imports other names from the submission"
    if old.suite != new.suite:
        yield "a file of the suite has changed since it was written"


def _changes(before: RecordedCheck, after: RecordedCheck) -> Iterator[str]:
    now = asdict(after)
    for key, value in asdict(before).items():
        if value != now[key]:
            yield f"`{after.id}` has another `{key}`: {cut(repr(value), 60)} there, {cut(repr(now[key]), 60)} now"
