"""Several submissions per judge child change nothing: all exercises, idioms and attacks, graded both ways.

`GRADE_ISOLATION=1` grades everything there is; the suite compares a small class, one exercise and one idiom.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.authoring.mistakes import MISTAKE_FILE, read_mistake
from grader.box.bubblewrap import why_not
from grader.bulk.checked import FILE, check_known, remember
from grader.bulk.desk import Rules
from grader.bulk.grading import Wish
from grader.bulk.isolation import LEAST, WAYS, Compared, Difference, compare
from grader.bulk.trial import check_class
from grader.course import Course, Exercise, Limits
from grader.errors import InputError
from grader.files import read_tree
from grader.intake.folder import take
from grader.post import post_for
from grader.worker.orders import Order, Post

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
IDIOMS = ROOT / "tests" / "idioms"
ESCAPES = ROOT / "tests" / "escapes"
EVERYTHING = bool(os.environ.get("GRADE_ISOLATION"))
LIMITS = Limits(seconds=10.0, submission_seconds=120.0)
HOSTILE = Limits(seconds=1.0, submission_seconds=4.0)

Record = Callable[[str, object], None]
EXERCISES = COURSE.names if EVERYTHING else ["ex02_mymodule"]
STEP = 1 if EVERYTHING else 3  # of an exercise's mistakes, which resemble each other
CASES = sorted(path.name for path in IDIOMS.iterdir()) if EVERYTHING else ["by_name"]


def orders_of(exercise: Exercise) -> Iterator[tuple[str, Order]]:
    """The solution, the skeleton, other right answers, known mistakes; the solution again at the end."""
    assert exercise.solution is not None
    solution = read_tree(exercise.solution)
    folders = [exercise.public, exercise.core, *exercise.alternatives]
    yield "solution", order_of(solution, exercise)
    for folder in filter(None, folders):
        name = "skeleton" if folder == exercise.public else folder.name
        yield name, replace(order_of({}, exercise), files=take(folder, exercise).files)
    for manifest in sorted((exercise.solution.parent / "mistakes").glob(f"*/{MISTAKE_FILE}"))[::STEP]:
        yield manifest.parent.name, order_of(read_mistake(manifest.parent, solution)[1], exercise)
    yield "solution again", order_of(solution, exercise)


def order_of(files: dict[str, bytes], exercise: Exercise) -> Order:
    return Order(files=files, given=exercise.read_given(), required=list(exercise.files))


def compared(post: Post, orders: dict[str, Order]) -> Compared:
    return compare(post, list(orders), orders.__getitem__)


def assert_equal(found: Compared, count: int, record: Record) -> None:
    record("compared", f"{count} submissions, {found.reused} times one more; {found.ends}; unsteady {found.unsteady}")
    assert found.differences == []
    assert found.submissions == count


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_is_graded_the_same_both_ways(name: str, record_property: Record) -> None:
    exercise = COURSE.find(name)
    orders = dict(orders_of(exercise))

    found = compared(post_for(exercise, "auto", fork=True), orders)

    assert_equal(found, len(orders), record_property)
    assert found.unsteady == []


@pytest.mark.parametrize("case", CASES)
def test_an_idiom_is_graded_the_same_both_ways(case: str, record_property: Record) -> None:
    solution = plain(IDIOMS / case / "solution")
    wrong = {path.name: solution | plain(path) for path in sorted((IDIOMS / case).glob("wrong*"))}
    answers = {"solution": solution} | {
        name: files for each in wrong for name, files in ((each, wrong[each]), (f"after {each}", solution))
    }
    post = Post(
        suite=str(IDIOMS / case / "suite"),
        solution=solution,
        roots=sorted({name.split("/")[0].removesuffix(".py") for name in solution}),
        limits=LIMITS,
        box="process" if why_not() else "bubblewrap",
    )

    assert_equal(
        compared(post, {name: Order(files=files) for name, files in answers.items()}), len(answers), record_property
    )


def plain(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in read_tree(folder).items() if not path.endswith(".pyc")}


@pytest.mark.large
@pytest.mark.skipif(bool(why_not()), reason=f"no real box: {why_not()}")
@pytest.mark.parametrize("corpus", ["corpus", "own"])
def test_attacks_are_graded_the_same_both_ways(corpus: str, record_property: Record) -> None:
    exercise = Course.load(ROOT / "tests" / "courses" / "calculator8").find("ex01")
    right = read_tree(ESCAPES / "corpus" / "00_control_right")
    orders: dict[str, Order] = {}
    for folder in sorted((ESCAPES / corpus).iterdir()):
        submission = take(folder, exercise)
        if submission.problem is None:
            orders[folder.name] = Order(files=submission.files, listing=list(submission.listing))
            orders[f"after {folder.name}"] = Order(files={"calculator.py": right["calculator.py"]})
    post = replace(post_for(exercise, "bubblewrap", fork=True), limits=HOSTILE, show={"/etc/attackbox": "armed\n"})

    assert_harmless(compared(post, orders), record_property)


def assert_harmless(found: Compared, record: Record) -> None:
    """A right answer after an attack is graded as alone; of an attack that races or waits, which checks it passes."""
    record("ends", found.ends)
    serious = [
        each
        for each in found.differences
        if each.name.startswith("after ") or (each.field == "outcome" and "passed" in (each.apart, each.together))
    ]
    record("differences", [each for each in found.differences if each not in serious])
    assert serious == []
    assert not [name for name in found.unsteady if name.startswith("after ")]


@pytest.mark.large
@pytest.mark.skipif(bool(why_not()), reason=f"no real box: {why_not()}")
def test_attacks_on_a_suite_of_idioms_are_graded_the_same_both_ways(record_property: Record) -> None:
    solution = plain(ESCAPES / "idioms" / "solution")
    orders = {"solution": Order(files=solution)}
    for attack in sorted((ESCAPES / "idioms" / "attacks").iterdir()):
        files = solution | {"student.py": solution["student.py"] + b"\n\n" + attack.read_bytes()}
        orders |= {attack.stem: Order(files=files), f"after {attack.stem}": Order(files=solution)}
    post = Post(
        suite=str(ESCAPES / "idioms" / "suite"),
        solution=solution,
        roots=sorted({name.split("/")[0].removesuffix(".py") for name in solution}),
        limits=replace(LIMITS, seconds=2.0),
        box="bubblewrap",
    )

    assert_harmless(compared(post, orders), record_property)


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """A class that is just large enough, for the eight checks, in a course of its own."""
    course = Course.load(shutil.copytree(ROOT / "tests" / "courses" / "calculator8", tmp_path / "course"))
    exercise = course.find("ex01")
    assert exercise.solution is not None
    right = (exercise.solution / "calculator.py").read_text(encoding="utf-8")
    for number in range(LEAST):
        text = (right, right.replace("a + b", "a - b"), "")[number % 3]
        (tmp_path / "class" / f"s{number:02}").mkdir(parents=True)
        (tmp_path / "class" / f"s{number:02}" / "calculator.py").write_text(f"{text}\n# {number}\n", encoding="utf-8")
    return Wish(
        submissions=tmp_path / "class",
        store=tmp_path / "grades.sqlite",
        rules=Rules(box="process" if why_not() else "bubblewrap", per_child=4),
        exercises=(exercise,),
        exercise=exercise,
        folder=tmp_path,
    )


def test_several_per_child_are_graded_only_where_that_was_checked(wish: Wish) -> None:
    (exercise,) = wish.exercises
    with pytest.raises(InputError, match="were not checked for `ex01_calculator`"):
        check_known(wish.folder, wish.exercises, wish.rules)
    told: dict[str, Compared] = {}

    passed = check_class(wish, 4, wish.folder, told.__setitem__)

    assert (passed, told[exercise.name].submissions) == (True, LEAST)
    check_known(wish.folder, wish.exercises, wish.rules)
    with pytest.raises(InputError, match="8 submissions per judge child"):
        check_known(wish.folder, wish.exercises, replace(wish.rules, per_child=8))
    assert exercise.suite is not None
    (exercise.suite / "test_more.py").write_text("def test_more(): pass\n", encoding="utf-8")
    with pytest.raises(InputError, match="as it is now"):
        check_known(wish.folder, wish.exercises, wish.rules)


def test_too_few_submissions_pass_no_check(wish: Wish) -> None:
    shutil.rmtree(wish.submissions / "s00")
    told: dict[str, Compared] = {}

    passed = check_class(wish, 4, wish.folder, told.__setitem__)

    (compared,) = told.values()
    assert (passed, compared.submissions, compared.differences) == (False, LEAST - 1, [])
    with pytest.raises(InputError, match="were not checked"):
        check_known(wish.folder, wish.exercises, wish.rules)


def test_a_difference_takes_back_what_was_noted(wish: Wish) -> None:
    (exercise,) = wish.exercises
    good = Compared(submissions=LEAST, reused=2, ends={}, differences=[], unsteady=[])
    wrong = Difference(name="ada", way=WAYS[0], case="", field="box", apart="", together="x")
    remember(wish.folder, exercise, wish.rules.box, 4, good)
    check_known(wish.folder, wish.exercises, wish.rules)

    remember(wish.folder, exercise, wish.rules.box, 4, replace(good, differences=[wrong]))

    with pytest.raises(InputError, match="were not checked"):
        check_known(wish.folder, wish.exercises, wish.rules)
    (wish.folder / FILE).write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="cannot read"):
        check_known(wish.folder, wish.exercises, wish.rules)
