"""What results are worth: late penalties, overrides, attempts, dropped exercises, and the rules' own manifest."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import book, entry

from grader.course import Course
from grader.errors import ManifestError
from grader.gradebook.marking import LATE, TOTAL, Override, mark
from grader.gradebook.reading import rules_of
from grader.rules import ExerciseRule, LateRule, ReportRules

EX03, EX04 = "ex03_calculator", "ex04_main"
DUE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def due(late: LateRule | None = None, **rules: Any) -> ReportRules:
    return ReportRules(exercises={EX03: ExerciseRule(due=DUE)}, late=late or LateRule(), **rules)


def after(**delta: float) -> str:
    return (DUE + timedelta(**delta)).isoformat()


@pytest.mark.parametrize(
    ("late", "time", "points"),
    [
        pytest.param(LateRule(percent_per_day=10), after(), 10, id="in-time"),
        pytest.param(LateRule(percent_per_day=10), after(seconds=1), 8, id="a-started-day-is-a-day"),
        pytest.param(LateRule(percent_per_day=10), after(days=1), 8, id="a-whole-day-is-one"),
        pytest.param(LateRule(percent_per_day=10), after(days=1, seconds=1), 6, id="the-second-has-started"),
        pytest.param(LateRule(percent_per_day=10, grace_minutes=15), after(minutes=15), 10, id="within-grace"),
        pytest.param(LateRule(percent_per_day=10, grace_minutes=15), after(minutes=16), 8, id="beyond-grace"),
        pytest.param(LateRule(points_per_day=1.5), after(days=3), 5.5, id="points"),
        pytest.param(LateRule(percent_per_day=10, of="earned"), after(days=1), 9, id="of-what-was-earned"),
        pytest.param(LateRule(percent_per_day=10, most_percent=25), after(days=9), 5, id="no-more-than"),
        pytest.param(LateRule(percent_per_day=10, floor_percent=40), after(days=9), 8, id="nothing-below"),
        pytest.param(LateRule(percent_per_day=10, floor_percent=60), after(days=9), 10, id="already-below"),
        pytest.param(LateRule(percent_per_day=100), after(days=9), 0, id="not-below-nothing"),
        pytest.param(LateRule(percent=50), after(days=9), 10, id="a-flat-one-is-not-for-known-times"),
        pytest.param(LateRule(percent_per_day=10), "2026-11-21T02:00:00+14:00", 10, id="another-zone"),
        pytest.param(LateRule(percent_per_day=10), "2026-11-20 13:00:00.0 Z", 8, id="as-gradescope-writes-it"),
    ],
)
def test_late_work_loses_by_the_day(late: LateRule, time: str, points: float) -> None:
    """10 of 20 points were earned; the due time and the work's time decide, whatever the late mark says."""
    assert mark(entry(time=time, late=True), due(late)).points == points
    assert mark(entry(time=time), due(late)).points == points


@pytest.mark.parametrize("time", ["", "yesterday", "000000000012345678"])
def test_where_no_time_is_known_the_late_mark_decides(time: str) -> None:
    rules = due(LateRule(percent_per_day=10, percent=25))

    late, prompt = mark(entry(time=time, late=True), rules), mark(entry(time=time), rules)

    assert (late.points, prompt.points) == (5, 10)
    (adjustment,) = late.adjustments
    assert (adjustment.kind, adjustment.points, adjustment.reason) == ("late", -5, "Handed in late: 25 %.")
    assert prompt.adjustments == ()


def test_what_is_shown_as_late_is_what_the_times_say() -> None:
    rules = due(LateRule(grace_minutes=5))

    shown = [
        mark(work, rules).late
        for work in (
            entry(time=after(minutes=6)),
            entry(time=after(minutes=5), late=True),
            entry(late=True),
            entry(),
        )
    ]

    assert shown == [True, False, True, False]


def test_an_exercise_has_a_rule_of_its_own() -> None:
    rules = ReportRules(late=LateRule(points=1), exercises={EX04: ExerciseRule(late=LateRule(points=3))})

    assert mark(entry(late=True), rules).points == 9
    assert mark(entry(late=True, exercise=EX04), rules).points == 7


def test_a_due_time_without_zone_is_of_the_course_s() -> None:
    rules = ReportRules(
        timezone="Europe/Vienna",
        late=LateRule(points_per_day=1),
        exercises={EX03: ExerciseRule(due=datetime(2026, 7, 1, 12, 0))},  # noqa: DTZ001 -- the subject
    )

    assert mark(entry(time="2026-07-01T10:00:00Z"), rules).points == 10
    assert mark(entry(time="2026-07-01T10:00:01Z"), rules).points == 9
    assert mark(entry(time="2026-07-01T12:00:00"), rules).points == 10


@pytest.mark.parametrize("time", ["2026-10-25T12:00:00", "2026-10-25T11:00:00Z"])
def test_a_day_is_one_by_the_clock(time: str) -> None:
    """Summer time ends in between: 25 hours are the one day that the student sees."""
    due_at = datetime(2026, 10, 24, 12, 0)  # noqa: DTZ001 -- the subject
    rules = ReportRules(
        timezone="Europe/Vienna", late=LateRule(points_per_day=1), exercises={EX03: ExerciseRule(due=due_at)}
    )

    assert mark(entry(time=time), rules).points == 9


@pytest.mark.parametrize(("decimals", "points"), [(2, 8.33), (1, 8.3), (0, 8)])
def test_points_are_rounded_a_half_upwards(decimals: int, points: float) -> None:
    rules = ReportRules(late=LateRule(percent=16.67, of="earned"), decimals=decimals)

    assert mark(entry(late=True), rules).points == points
    assert mark(entry(late=True), ReportRules(late=LateRule(points=0.5), decimals=0)).points == 10


_late_rules = st.builds(
    LateRule,
    percent_per_day=st.sampled_from([0, 0.5, 10, 33.3, 100]),
    percent=st.sampled_from([0, 5, 66.6]),
    of=st.sampled_from(["maximum", "earned"]),
    grace_minutes=st.sampled_from([0, 15, 1e9]),
    most_percent=st.sampled_from([0, 12.5, 50, 100]),
    floor_percent=st.sampled_from([0, 20, 50, 100]),
)


@given(
    late=_late_rules,
    passed=st.sets(st.sampled_from(["add", "divide", "extra"])),
    minutes=st.none() | st.integers(-100_000, 100_000),
    is_late=st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_a_penalty_never_raises_points_nor_goes_below_the_floor(
    late: LateRule, passed: set[str], minutes: int | None, is_late: bool
) -> None:
    time = "" if minutes is None else after(minutes=minutes)
    work = entry(passed=sorted(passed), late=is_late, time=time)

    marked = mark(work, due(late))

    earned, floor = work.result.points, late.floor_percent * 20 / 100
    assert min(earned, floor) - 0.005 <= marked.points <= earned
    assert marked.points == pytest.approx(earned + sum(each.points for each in marked.adjustments))


def test_overrides_are_the_last_word() -> None:
    """A check's points go in before the penalty; `late` is in the penalty's place; nothing is taken off a `total`."""
    work = entry(late=True)
    rules = ReportRules(late=LateRule(points=2))
    check = Override("test_it.py::test_extra", 7.5, "regraded by hand")

    assert mark(work, rules, [check]).points == 15.5
    assert mark(work, rules, [check, Override(LATE, 0, "was ill")]).points == 17.5
    assert mark(work, rules, [check, Override(LATE, 99, "copied")]).points == 0
    assert mark(work, rules, [check, Override(TOTAL, 12, "oral")]).points == 12
    assert [(each.kind, each.points) for each in mark(work, rules, [check]).adjustments] == [
        ("override", 7.5),
        ("late", -2),
    ]
    assert mark(work, rules, [check]).checks["test_it.py::test_extra"] == 7.5


@given(
    said=st.lists(
        st.builds(
            Override,
            st.sampled_from(["test_it.py::test_add", "test_it.py::test_extra", TOTAL, LATE]),
            st.sampled_from([0.0, 1.25, 4.0]),
            st.just("because"),
        ),
        max_size=4,
        unique_by=lambda each: each.check,
    )
)
@settings(deadline=None, max_examples=30)
def test_overrides_said_twice_or_in_another_order_change_nothing(said: list[Override]) -> None:
    work, rules = entry(late=True), ReportRules(late=LateRule(points=2))

    once = mark(work, rules, said)

    assert mark(work, rules, [*said, *said]) == once
    assert mark(work, rules, said[::-1]) == once


def test_what_the_grader_failed_on_has_no_points_until_somebody_says_so() -> None:
    work = entry(errored=True)
    check = Override("test_it.py::test_extra", 10, "looked at it")

    assert (mark(work, ReportRules()).points, mark(work, ReportRules()).scored) == (0, False)
    assert (mark(work, ReportRules(), [check]).points, mark(work, ReportRules(), [check]).scored) == (20, True)
    assert mark(work, ReportRules(), [Override(TOTAL, 3, "fair")]).points == 3
    made = book([work, entry(exercise=EX04)])
    assert (made.rows[0].total, made.rows[0].max_total) == (10, 20), "what nobody judged counts neither way"
    assert "`ada` (ex03_calculator)" in made.warnings[0]


def test_the_order_of_entries_changes_nothing() -> None:
    entries = [
        entry(
            student, ["add", "extra"][: number % 3], exercise=exercise, run=run, work=f"w{run}{number}", late=run == 1
        )
        for number, student in enumerate(["ada", "Bob", "4711", "züleyha", "4712"])
        for exercise in (EX03, EX04)
        for run in (1, 2, 3)
    ]
    rules = ReportRules(attempts="best", drop_lowest=1, late=LateRule(points=1))
    wanted = book(entries, rules)

    for step in (7, 11, 13):  # none of them divides 30: each is another order of all
        assert book([entries[place * step % 30] for place in range(30)], rules) == wanted
    assert [row.student for row in wanted.rows] == ["4711", "4712", "Bob", "ada", "züleyha"]


def test_the_last_attempt_counts_or_the_best_after_its_penalty() -> None:
    entries = [
        entry(passed=["add"], run=1, work="first"),
        entry(passed=["add", "divide", "extra"], run=2, work="second", late=True),
        entry(passed=["add", "divide"], run=3, work="third"),
    ]
    late = LateRule(points=11)

    last = book(entries, ReportRules(late=late)).rows[0].marks[EX03]
    best = book(entries, ReportRules(late=late, attempts="best")).rows[0].marks[EX03]

    assert (last.points, last.adjustments) == (10, ())
    assert (best.points, best.entry.run) == (10, 3), "20 less 11 is less than 10"
    assert book(entries, ReportRules(attempts="best")).rows[0].marks[EX03].entry.run == 2


def test_a_regrade_of_the_same_work_takes_the_place_of_the_first() -> None:
    """A suite that was wrong in the student's favour is no attempt of theirs."""
    entries = [entry(passed=["add", "extra"], run=1, suite="wrong"), entry(passed=["add"], run=2, suite="right")]

    marked = book(entries, ReportRules(attempts="best")).rows[0].marks[EX03]

    assert (marked.points, marked.adjustments) == (4, ())


def test_the_lowest_are_dropped_and_weights_count() -> None:
    entries = [entry(exercise=EX03, passed=["add"]), entry(exercise=EX04), entry(exercise="ex05_x", passed=["extra"])]
    entries += [entry("bob", exercise=EX03)]
    rules = ReportRules(drop_lowest=1, exercises={"ex05_x": ExerciseRule(weight=1.5), EX04: ExerciseRule(weight=0)})

    ada, bob = book(entries, rules).rows

    assert (ada.total, ada.max_total, ada.dropped) == (15, 30, (EX03,))
    assert (bob.total, bob.max_total, bob.dropped) == (10, 20, ("ex05_x",)), "what was not handed in is 0"
    assert book(entries, ReportRules(drop_lowest=9)).rows[0].max_total == 20, "one always stays"


def test_mixed_versions_are_warned_of() -> None:
    entries = [entry("a"), entry("b"), entry("c", suite="s2", version="0.2.0")]

    suite, grader = book(entries).warnings

    assert "`ex03_calculator` was judged by 2 versions of its suite: 2 by `s1`, 1 by `s2`." in suite
    assert "2 versions of the grader: 2 by `0.1.0 on Python 3.11`, 1 by `0.2.0 on Python 3.11`." in grader


def test_late_marks_that_cost_nothing_are_warned_of() -> None:
    rules = ReportRules(late=LateRule(percent_per_day=10))

    (warning,) = book([entry("a", late=True), entry("b")], rules).warnings

    assert warning == (
        "1 late ones of `ex03_calculator` lost nothing: a due time is not known, and there is no flat penalty."
    )


def test_work_that_came_another_way_is_given_points() -> None:
    """A student of the roster who handed in nothing has a row once somebody gives points."""
    said = {("zed", EX03): [Override(TOTAL, 5, "by e-mail")]}

    made = book([entry()], overrides=said, missing={"zed": "Zed Missing", "eve": "Eve"})

    assert [(row.student, row.name, row.total) for row in made.rows] == [("ada", "", 10), ("zed", "Zed Missing", 5)]
    assert made.missing == {"eve": "Eve"}


def test_an_override_of_a_check_that_is_gone_is_told() -> None:
    said = {("ada", EX03): [Override("test_it.py::test_old", 5, "once")]}

    assert "has no check `test_it.py::test_old`" in book([entry()], overrides=said).warnings[0]


REPORT = """
name = "rules"
[report]
attempts = "best"
timezone = "Europe/Vienna"
[report.late]
percent_per_day = 10
[report.exercises.ex03]
due = 2026-12-01T23:59:00
weight = 2
"""


def course_of(folder: Path, text: str) -> Course:
    exercise = folder / "exercises" / EX03
    exercise.mkdir(parents=True)
    (exercise / "exercise.toml").write_text('title = "x"\nfiles = ["x.py"]\n')
    (folder / "course.toml").write_text(text)
    return Course.load(folder)


def test_the_rules_stand_in_course_toml(tmp_path: Path) -> None:
    rules = rules_of(course_of(tmp_path, REPORT))

    rule = rules.of(EX03)
    assert rule.due is not None
    assert (rules.attempts, rule.weight, rule.due.isoformat()) == ("best", 2, "2026-12-01T23:59:00+01:00")
    assert rule.late == LateRule(percent_per_day=10)


def test_the_page_on_rules_shows_what_can_be_loaded(tmp_path: Path) -> None:
    """Every key that the page names is there, and no key is left out of it."""
    page = (Path(__file__).parents[2] / "docs" / "gradebook.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)

    rules = rules_of(course_of(tmp_path, f'name = "shown"\n{block}'))

    assert rules.of(EX03).late == LateRule(points=1)
    missing = [
        key for kind in (ReportRules, LateRule, ExerciseRule) for key in kind.__struct_fields__ if key not in page
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("attempts =", "attemps =", "there is no key `attemps` in `report`. Did you mean `attempts`?"),
        ('"best"', '"bets"', "`report.attempts` must be `last` or `best`, not `bets`. Did you mean `best`?"),
        ("percent_per_day = 10", "percent_per_day = 101", "`percent_per_day` must be at most 100, not 101"),
        ("percent_per_day = 10", "percent_per_day = nan", "`percent_per_day` must be 0 or more, not nan"),
        ("percent_per_day = 10", "percent_per_dya = 10", "Did you mean `percent_per_day`?"),
        ("= 10", "= 10\npoints_per_day = 1", "`percent_per_day` and `points_per_day` cannot both be taken off"),
        ("Europe/Vienna", "Europe/Viena", "`timezone` must be a name like `Europe/Vienna`, and `Europe/Viena` is none"),
        ('timezone = "Europe/Vienna"', "", "`exercises.ex03.due` says no time zone"),
        ("2026-12-01T23:59:00", "2026-12-01", "must be a date with a time or nothing, not a date"),
        ("weight = 2", "weight = -1", "`weight` must be 0 or more, not -1"),
        ("[report.exercises.ex03]", "[report.exercises.ex04]", "names `ex04`, which is no exercise"),
        ("[report]", "[report]\ndecimals = 3", "`decimals` must be 0, 1 or 2, not 3"),
        ("[report]", "[report]\ndrop_lowest = -1", "`drop_lowest` must be 0 or more, not -1"),
    ],
)
def test_a_wrong_rule_is_named_with_its_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in REPORT

    with pytest.raises(ManifestError) as caught:
        rules_of(course_of(tmp_path, REPORT.replace(old, new, 1)))

    assert message in str(caught.value)
