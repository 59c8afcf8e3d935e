"""Grades a class both ways, one exercise after the other; see `isolation`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.assembly import required_by
from grader.bulk.checked import remember
from grader.bulk.grading import Wish
from grader.bulk.isolation import Compared, compare
from grader.bulk.work import check_gradable, find_work
from grader.course import Exercise
from grader.errors import GraderError
from grader.intake.lms.placed import Placed
from grader.intake.lms.roll import rolled
from grader.judging import order_for
from grader.post import post_for
from grader.worker.orders import Order


def check_class(wish: Wish, per_child: int, folder: Path, show: Callable[[str, Compared], None]) -> bool:
    """Grade what a class has handed in both ways, and remember in `folder` what passed; whether all did.

    `show` is told of each exercise when it is done. Raises as `grade_class` does; no result is stored.
    """
    passed = True
    with rolled(wish.submissions, wish.exercises, only=wish.exercise, roster=wish.roster) as roll:
        work = find_work(roll, only=wish.student)
        for exercise in work.exercises:
            check_gradable(exercise)
        for exercise in work.exercises:
            placed = {f"{each.student.id}: {each.where}": each for each in work.placed if each.exercise is exercise}
            names = [name for name, each in placed.items() if _can_be_judged(each)]
            post = post_for(exercise, wish.rules.box, fork=True)
            compared = compare(post, names, _order_of(placed, exercise), per_child)
            remember(folder, exercise, wish.rules.box, per_child, compared)
            show(exercise.name, compared)
            passed = passed and compared.passed
    return passed


def _can_be_judged(placed: Placed) -> bool:
    """Whether a judge would get to see it."""
    try:
        return placed.take().problem is None
    except GraderError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, grading the class makes an errored result of it
        return False


def _order_of(placed: dict[str, Placed], exercise: Exercise) -> Callable[[str], Order]:
    return lambda name: order_for(placed[name].take(), required_by(exercise))
