"""Points, outcomes and feedback from verdicts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.record import Record, RecordedCheck
from grader.result import Call, CheckResult, Feedback, Location, Outcome, Status, Verdict, lowest
from grader.scoring import Scored, score, status, without_names

PASSED, FAILED, ERRORED = Outcome.PASSED, Outcome.FAILED, Outcome.ERRORED


def check(name: str = "t", cases: int = 1, **values: Any) -> RecordedCheck:
    return RecordedCheck(id=name, title=name, cases=[f"{name}[{place}]" for place in range(cases)], **values)


def verdicts(name: str, *outcomes: Outcome) -> dict[str, Verdict]:
    return {f"{name}[{place}]": told(f"{name}[{place}]", outcome) for place, outcome in enumerate(outcomes)}


def told(case: str, outcome: Outcome) -> Verdict:
    """A verdict with all there is to tell, each text with the case in it."""
    return Verdict(
        case=case,
        outcome=outcome,
        message=f"message {case}",
        transcript=[Call(f"add({case})", "5")],
        expected=f"expected {case}",
        got=f"got {case}",
        exception=f"exception {case}",
        traceback=f"traceback {case}",
        location=Location("calculator.py", 2),
        output=f"output {case}",
        seconds=0.25,
    )


def score_one(one: RecordedCheck, *outcomes: Outcome, feedback: Feedback = Feedback.FULL) -> CheckResult:
    return score(Record(checks=[one]), verdicts(one.id, *outcomes), feedback=feedback).checks[0]


@pytest.mark.parametrize(
    ("points", "split", "passed", "cases", "earned", "maximum"),
    [
        ("2", True, 1, 1, 2.0, 2.0),
        ("2", True, 0, 1, 0.0, 2.0),
        ("2", True, 1, 2, 1.0, 2.0),
        ("2", False, 1, 2, 0.0, 2.0),
        ("2", False, 2, 2, 2.0, 2.0),
        ("1", True, 1, 3, 0.33, 1.0),
        ("1", True, 2, 3, 0.67, 1.0),
        ("1/3", True, 1, 1, 0.33, 0.33),
        ("1/8", True, 1, 1, 0.13, 0.13),
        ("1", True, 1, 200, 0.01, 1.0),
        ("1", True, 1, 201, 0.0, 1.0),
        ("1", True, 999, 1000, 0.99, 1.0),
        ("1/1000", True, 1, 2, 0.0, 0.0),
        ("0", True, 1, 1, 0.0, 0.0),
    ],
)
def test_points_are_split_and_rounded_once_and_never_up_to_full(
    points: str, passed: int, cases: int, earned: float, maximum: float, *, split: bool
) -> None:
    outcomes = [PASSED] * passed + [FAILED] * (cases - passed)

    result = score_one(check(cases=cases, points=points, split=split), *outcomes)

    assert (result.points, result.max_points) == (earned, maximum)
    assert result.outcome is (PASSED if passed == cases else FAILED)


def test_totals_are_rounded_from_the_exact_sum() -> None:
    checks = [check(name, points="1/3", stretch=name == "c") for name in "abc"]

    scored = score(
        Record(checks=checks), {case: told(case, PASSED) for case in ("a[0]", "b[0]", "c[0]")}, feedback=Feedback.FULL
    )

    assert [each.points for each in scored.checks] == [0.33, 0.33, 0.33]
    assert (scored.points, scored.max_points, scored.core_points) == (1.0, 1.0, 0.67)


def test_a_total_below_full_is_never_shown_as_full() -> None:
    checks = [check("a", points="1000"), check("b", points="1/1000")]

    scored = score(Record(checks=checks), verdicts("a", PASSED), feedback=Feedback.FULL)

    assert (scored.points, scored.max_points) == (999.99, 1000.0)


@pytest.mark.parametrize(
    ("outcomes", "outcome", "speaking"),
    [
        ((PASSED, Outcome.CRASHED, FAILED), Outcome.CRASHED, 1),
        ((FAILED, Outcome.TIMED_OUT, PASSED), FAILED, 0),
        ((Outcome.NOT_CHECKED, FAILED, PASSED), Outcome.NOT_CHECKED, 0),
        ((FAILED, PASSED, ERRORED), ERRORED, 2),
    ],
)
def test_the_first_case_not_passed_speaks_unless_the_grader_failed(
    outcomes: tuple[Outcome, ...], outcome: Outcome, speaking: int
) -> None:
    result = score_one(check(cases=3, hint="look"), *outcomes)

    case = f"t[{speaking}]"
    assert result == CheckResult(
        id="t",
        title="t",
        outcome=outcome,
        points=0.33 if PASSED in outcomes else 0.0,
        max_points=1.0,
        message=f"message {case}",
        hint="look",
        transcript=[Call(f"add({case})", "5")],
        expected=f"expected {case}",
        got=f"got {case}",
        exception=f"exception {case}",
        traceback=f"traceback {case}",
        location=Location("calculator.py", 2),
        output=f"output {case}",
        seconds=0.75,
    )


def test_a_passed_check_tells_nothing_but_its_time() -> None:
    assert score_one(check(), PASSED) == CheckResult(
        id="t", title="t", outcome=PASSED, points=1.0, max_points=1.0, seconds=0.25
    )


def test_a_case_without_a_verdict_is_failed_and_one_not_recorded_is_ignored() -> None:
    given = {**verdicts("t", PASSED), "t[9]": told("t[9]", ERRORED), "u[0]": told("u[0]", PASSED)}

    scored = score(Record(checks=[check(cases=2)]), given, feedback=Feedback.FULL)

    assert (scored.points, scored.status) == (0.5, Status.FAILED)
    assert scored.checks[0].outcome is FAILED
    assert scored.checks[0].message == "This check was not run."


@pytest.mark.parametrize(
    ("general", "own", "level"),
    [
        (Feedback.FULL, None, Feedback.FULL),
        (Feedback.FULL, Feedback.HINT, Feedback.HINT),
        (Feedback.HINT, Feedback.FULL, Feedback.HINT),
        (Feedback.HINT, Feedback.SCORE, Feedback.SCORE),
        (Feedback.SCORE, Feedback.FULL, Feedback.SCORE),
        (Feedback.SCORE, None, Feedback.SCORE),
    ],
)
def test_feedback_hides_what_could_hold_an_expected_value(
    general: Feedback, own: Feedback | None, level: Feedback
) -> None:
    record = Record(checks=[check(hint="look", feedback=own, needs=["u"]), check("u")])

    result = score(record, verdicts("t", FAILED), feedback=general).checks[0]

    assert (result.feedback, result.title, result.outcome, result.needs) == (level, "t", FAILED, ["u"])
    assert result.hint == ("" if level is Feedback.SCORE else "look")
    assert (result.location is None) == (level is Feedback.SCORE)
    details = [result.message, result.expected, result.got, result.exception, result.traceback, result.output]
    assert [bool(text) for text in [*details, result.transcript]] == [level is Feedback.FULL] * 7


def test_the_lowest_level_lets_a_student_see_least() -> None:
    assert lowest([Feedback.FULL]) is Feedback.FULL
    assert lowest([Feedback.SCORE, Feedback.FULL, Feedback.HINT]) is Feedback.SCORE


@pytest.mark.parametrize(
    ("core", "stretch", "expected"),
    [
        (PASSED, PASSED, Status.PASSED),
        (PASSED, FAILED, Status.PASSED),
        (FAILED, PASSED, Status.FAILED),
        (Outcome.NOT_CHECKED, PASSED, Status.FAILED),
        (ERRORED, PASSED, Status.ERROR),
        (PASSED, ERRORED, Status.ERROR),
    ],
)
def test_the_stretch_does_not_count_for_the_status(core: Outcome, stretch: Outcome, expected: Status) -> None:
    record = Record(checks=[check("a"), check("b", stretch=True)])

    scored = score(record, {**verdicts("a", core), **verdicts("b", stretch)}, feedback=Feedback.FULL)

    assert scored.status is expected


def test_no_checks_at_all_are_never_a_pass() -> None:
    assert status([]) is Status.ERROR


CHECKS = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.integers(1, 30),
        st.booleans(),
        st.booleans(),
        st.lists(st.booleans(), min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=6,
)


@given(CHECKS, st.randoms(use_true_random=False))
def test_sums_are_exact_and_the_order_does_not_matter(drawn: list[Any], shuffler: Any) -> None:
    checks, found, earned, worth = [], {}, Fraction(), Fraction()
    for place, (above, below, split, stretch, passed) in enumerate(drawn):
        name = f"t{place}"
        checks.append(check(name, len(passed), points=f"{above}/{below}", split=split, stretch=stretch))
        found.update(verdicts(name, *(PASSED if each else FAILED for each in passed)))
        worth += Fraction(above, below)
        earned += Fraction(above, below) * (Fraction(sum(passed), len(passed)) if split else all(passed))
    shuffled = list(checks)
    shuffler.shuffle(shuffled)

    scored = score(Record(checks=checks), found, feedback=Feedback.FULL)
    again = score(Record(checks=shuffled), found, feedback=Feedback.FULL)

    assert totals(scored) == totals(again)
    assert abs(Fraction(scored.max_points) - worth) <= Fraction(1, 199)
    assert abs(Fraction(scored.points) - earned) <= Fraction(1, 99)
    assert earned == worth or scored.points < scored.max_points or scored.max_points == 0
    assert scored.points == round(scored.points, 2)


def totals(scored: Scored) -> tuple[float, float, float, Status]:
    return scored.points, scored.max_points, scored.core_points, scored.status


def test_below_full_a_check_has_a_number_for_a_name() -> None:
    """An id names what the suite defines, in whatever format the result is told."""
    checks = [check("t::a"), check("t::b", feedback=Feedback.HINT, needs=["t::a"]), check("t::c", needs=["t::b"])]

    shown = without_names(score(Record(checks=checks), {}, feedback=Feedback.FULL).checks)
    hidden = without_names(score(Record(checks=checks), {}, feedback=Feedback.SCORE).checks)

    assert [(each.id, each.needs) for each in shown] == [("t::a", []), ("check-02", ["t::a"]), ("t::c", ["check-02"])]
    assert [(each.id, each.needs) for each in hidden] == [
        ("check-01", []),
        ("check-02", ["check-01"]),
        ("check-03", ["check-02"]),
    ]
