"""The gates that an exercise must pass. A new one is a function and a line in `GATES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import asdict

from grader.authoring.evidence import Evidence, Graded, Tried
from grader.authoring.mistakes import MISTAKE_FILE, Mistake, named_checks
from grader.errors import ManifestError
from grader.record import RECORD_NAME, Record, RecordedCheck, load
from grader.reporters.plain import cut
from grader.result import CheckResult, Finding, Outcome

FEWEST_ALTERNATIVES = 3
MOST_SKELETON_POINTS = 2.0

_LONGEST_MESSAGE = 200


class Flaw(Struct, frozen=True):
    """One thing that is wrong: the file or folder, what was expected, what came, line by line, and what to do."""

    file: Path
    expected: str
    came: list[str]
    remedy: str


class Ruling(Struct, frozen=True):
    """What a gate says of an exercise: `shown` in a word or two, and the flaws; without any, the gate is passed."""

    shown: str
    flaws: list[Flaw] = field(default_factory=list)


Gate = Callable[[Evidence], Ruling]


def solution_passes(evidence: Evidence) -> Ruling:
    """The reference solution earns full marks."""
    return Ruling(
        _points(evidence.solution), list(_not_full(evidence.solution, "Mend the solution, or the checks it fails."))
    )


def alternatives_pass(evidence: Evidence) -> Ruling:
    """Right answers in other people's styles earn full marks as well, and there are enough of them."""
    there = evidence.alternatives
    remedy = "If the answer is right, the check asks for more than the task says: mend the check; else the answer."
    flaws = [flaw for graded in there for flaw in _not_full(graded, remedy)]
    if len(there) < FEWEST_ALTERNATIVES:
        flaws.append(
            Flaw(
                _secret(evidence) / "alternatives",
                f"at least {FEWEST_ALTERNATIVES} differently written right solutions",
                [f"there {'is' if len(there) == 1 else 'are'} {len(there)}"],
                "Write more: one by another person, one clever, one verbose.",
            )
        )
    return Ruling(f"{sum(graded.is_full for graded in there)} / {len(there)}", flaws)


def core_earns_the_core(evidence: Evidence) -> Ruling:
    """A solution without the stretch earns all core points and no other."""
    core = evidence.core
    if core is None:
        stretch = [check.id for check in evidence.record.checks if check.stretch]
        expected = "a solution without the stretch, which earns exactly the core points"
        came = [f"there is none, and `{check}` is stretch" for check in stretch]
        remedy = "Write it: the solution with the stretch left out."
        return Ruling("none", [Flaw(_secret(evidence) / "core", expected, came, remedy)] if stretch else [])
    scored = core.scored
    lost = [told(check) for check in core.not_passed if not check.stretch]
    gained = [f"`{check.id}` is stretch and gave {check.points:g}" for check in scored.checks if _gave(check)]
    flaws = []
    if core.problem or lost or gained:
        expected = f"exactly the core points, {scored.core_points:g}: every core check passes, no stretch check does"
        remedy = "Take the stretch out of `core/`, or move the check to the side it belongs to."
        came = [core.problem] if core.problem else [*lost, *gained]
        flaws.append(Flaw(core.folder, expected, came, remedy))
    return Ruling(f"{scored.points:g} / {scored.core_points:g}", flaws)


def skeleton_fails_well(evidence: Evidence) -> Ruling:
    """What students start from earns next to nothing, and every check that they have before them has a hint."""
    skeleton = evidence.skeleton
    flaws = []
    if skeleton.scored.points > MOST_SKELETON_POINTS:
        earning = [f"`{check.id}` gave {check.points:g}" for check in skeleton.scored.checks if check.points]
        expected = f"at most {MOST_SKELETON_POINTS:g} points, and it earns {skeleton.scored.points:g}"
        remedy = "Give a check that is true of an empty answer `needs` on one that shows work."
        flaws.append(Flaw(skeleton.folder, expected, earning, remedy))
    without = [f"`{check.id}` has none" for check in skeleton.not_passed if not check.hint.strip()]
    if without:
        suite = _secret(evidence) / "suite"
        expected = "a hint for every check that the skeleton does not pass"
        flaws.append(Flaw(suite, expected, without, 'Write `hint="…"` in the mark: what to look at, not the answer.'))
    return Ruling(_points(skeleton), flaws)


def mistakes_are_known(evidence: Evidence) -> Ruling:
    """Each known mistake fails exactly the tests that it names, and gets the message that it names first."""
    flaws = [flaw for tried in evidence.mistakes for flaw in _wrong_about(tried, evidence.record)]
    wrong = {flaw.file for flaw in flaws}
    return Ruling(f"{len(evidence.mistakes) - len(wrong)} / {len(evidence.mistakes)}", flaws)


def record_is_current(evidence: Evidence) -> Ruling:
    """`suite/checks.json` says what collecting the suite against the solution gives now."""
    file = _secret(evidence) / "suite" / RECORD_NAME
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


# By the word that heads their column, in the order of the report.
GATES: dict[str, Gate] = {
    "solution": solution_passes,
    "alternatives": alternatives_pass,
    "core": core_earns_the_core,
    "skeleton": skeleton_fails_well,
    "mistakes": mistakes_are_known,
    "record": record_is_current,
}


def told(check: CheckResult) -> str:
    """A check that did not pass, in one line: its message, or the last call and what was expected."""
    why = [check.message or check.exception.strip().rpartition("\n")[2]]
    if not any(why):
        why = [f"`{call.call}` gave {call.result or 'nothing'}" for call in check.transcript[-1:]]
        why += [f"expected {check.expected}"] if check.expected else []
    return ": ".join([f"`{check.id}` {check.outcome}", *([cut("; ".join(why), _LONGEST_MESSAGE)] if why else [])])


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


def _not_full(graded: Graded, remedy: str) -> Iterator[Flaw]:
    if not graded.is_full:
        came = [graded.problem] if graded.problem else [told(check) for check in graded.not_passed]
        expected = f"full marks, {graded.scored.max_points:g}, and it earns {graded.scored.points:g}"
        yield Flaw(graded.folder, expected, came, remedy)


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


def _gave(check: CheckResult) -> bool:
    return check.stretch and (check.outcome is Outcome.PASSED or check.points > 0)


def _points(graded: Graded) -> str:
    return f"{graded.scored.points:g} / {graded.scored.max_points:g}"


def _secret(evidence: Evidence) -> Path:
    secret = evidence.exercise.secret
    assert secret is not None  # noqa: S101 - evidence cannot be had without it
    return secret
