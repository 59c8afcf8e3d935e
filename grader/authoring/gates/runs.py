"""The same solution ten times: it earns the same, in any order of the checks, on a busy machine, and soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling, secret_folder, told
from grader.authoring.repeats import Run
from grader.result import CheckResult, Outcome

MOST_SECONDS = 3.0
"""What a whole suite may take for the solution."""
MOST_CHECK_SECONDS = 5.0
"""What a single check may be allowed to take."""


def runs_agree(evidence: Evidence) -> Ruling:
    """Every run of the solution ends as the first; a check that does not is flaky, or depends on the order."""
    by_run = [{check.id: check for check in run.graded.scored.checks} for run in evidence.runs]
    first = by_run[0]
    same = sum(all(checks[name].outcome is first[name].outcome for name in first) for checks in by_run)
    flaws = []
    for name in first:
        came = [checks[name] for checks in by_run]
        if any(check.outcome is not first[name].outcome for check in came):
            flaws.append(_flaw(evidence, name, came))
    return Ruling(f"{same} / {len(by_run)}", flaws)


def _flaw(evidence: Evidence, name: str, came: Sequence[CheckResult]) -> Flaw:
    suite = secret_folder(evidence) / "suite"
    in_order = {check.outcome for run, check in zip(evidence.runs, came, strict=True) if not run.sequence}
    if len(in_order) > 1:
        expected = f"`{name}` ends the same in every run with the solution; it is flaky"
        remedy = "Take out what differs between runs: time, chance without a seed, the machine's load, what was there."
        return Flaw(suite, expected, list(_by_outcome(evidence.runs, came)), remedy)
    expected = f"`{name}` ends the same in any order of the checks; it depends on what ran before"
    remedy = "Let it make what it needs itself, or give it `needs` on the check that must pass before."
    shuffled = [
        f"{told(check)}; it came after {_before(name, run, evidence)}"
        for run, check in zip(evidence.runs, came, strict=True)
        if run.sequence and check.outcome not in in_order
    ]
    return Flaw(suite, expected, shuffled, remedy)


def _by_outcome(runs: Sequence[Run], came: Sequence[CheckResult]) -> Iterator[str]:
    ways: dict[Outcome, list[int]] = {}
    for number, check in enumerate(came, 1):
        ways.setdefault(check.outcome, []).append(number)
    for outcome, numbers in ways.items():
        example = came[numbers[0] - 1]
        words = "passed" if outcome is Outcome.PASSED else told(example).removeprefix(f"`{example.id}` ")
        yield f"in {_numbered(runs, numbers)}: {words}"


def _numbered(runs: Sequence[Run], numbers: Sequence[int]) -> str:
    return "run " + ", ".join(f"{number}{' (busy machine)' if runs[number - 1].busy else ''}" for number in numbers)


def _before(name: str, run: Run, evidence: Evidence) -> str:
    """The checks that ran before this one, in their order."""
    ids = {case: check.id for check in evidence.record.checks for case in check.cases}
    order = list(dict.fromkeys(ids[case] for case in run.graded.verdicts if case in ids))
    earlier = order[: order.index(name)]
    return ", ".join(f"`{each.rpartition('::')[2]}`" for each in earlier) or "none"


def is_in_time(evidence: Evidence) -> Ruling:
    """The fastest run on a machine of its own counts: a slow moment of the machine is no fault of the suite."""
    fastest = min((run for run in evidence.runs if not run.busy), key=lambda run: run.graded.seconds).graded
    allowed = evidence.exercise.limits.seconds
    flaws = []
    if fastest.seconds > MOST_SECONDS:
        slowest = sorted(fastest.scored.checks, key=lambda check: -check.seconds)[:3]
        expected = f"all checks of the solution within {MOST_SECONDS:g} seconds, and they took {fastest.seconds:.1f}"
        came = [f"`{check.id}` took {check.seconds:.1f} s" for check in slowest]
        remedy = "Ask for less: fewer cases, smaller values, no waiting."
        flaws.append(Flaw(secret_folder(evidence) / "suite", expected, came, remedy))
    if allowed > MOST_CHECK_SECONDS:
        expected = f"at most {MOST_CHECK_SECONDS:g} seconds for one check: students wait for it when their code hangs"
        came = [f"`limits.seconds` is {allowed:g}"]
        flaws.append(
            Flaw(evidence.exercise.public / "exercise.toml", expected, came, "Lower it; the solution needs less.")
        )
    seconds = [round(run.graded.seconds, 3) for run in evidence.runs]
    return Ruling(f"{fastest.seconds:.2f} s", flaws, {"seconds": seconds})
