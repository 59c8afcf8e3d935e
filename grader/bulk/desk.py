"""One grading desk: tickets come, results go, and nobody sees which judge was needed for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, groupby
from operator import attrgetter
from typing import Self

import msgspec
from msgspec import Raw, Struct

from grader.bulk.executor import Done, Ticket
from grader.course import Exercise
from grader.errors import BoxError, JudgeError, SuiteError
from grader.result import Feedback, Result, Status, lowest
from grader.runner import Grader
from grader.submission import Submission

KEPT = 2  # exercises whose judge and box stay warm
_FAILURES = (JudgeError, SuiteError, BoxError)


class Rules(Struct, frozen=True, kw_only=True):
    """How all tickets are graded: the kind of box, and the most that a student may see.

    `alone` says that no other desk works on the cores that this process may use. `per_child` is how many submissions
    one child of the judge may grade.
    """

    box: str = "bubblewrap"
    feedback: Feedback = Feedback.FULL
    alone: bool = False
    per_child: int = 1


class Desk:
    """Grades tickets in their order, the next of an exercise on its way while one is judged; a context manager.

    Tickets of one exercise should follow each other: another exercise waits until the last one's are done.
    """

    def __init__(self, exercises: Iterable[Exercise], rules: Rules) -> None:
        self._exercises = {each.name: each for each in exercises}
        self._rules = rules
        self._graders: dict[str, Grader] = {}  # the one that was used last stands last

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all judges and what they started."""
        while self._graders:
            self._graders.popitem()[1].close()

    def grade(self, tickets: Iterable[Ticket]) -> Iterator[Done]:
        """Give the result of each ticket, in their order; two are drawn before the first one's result is given.

        What the grader fails at is tried once more in a fresh judge, and then has an errored result. A ticket that is
        `given_up` has one at once. Raises `GraderError` where an exercise cannot be graded at all.
        """
        for (name, given_up), group in groupby(tickets, key=attrgetter("exercise", "given_up")):
            if given_up:
                yield from (_done(each, self._give_up(name, each.submission, given_up)) for each in group)
            else:
                yield from self._graded(name, group)

    def _graded(self, name: str, tickets: Iterator[Ticket]) -> Iterator[Done]:
        waiting: deque[Ticket] = deque()  # drawn, and without a result
        again: Sequence[Ticket] = ()
        while True:
            grader = self._grader(name)
            drawn = _submissions(chain(again, tickets), waiting)
            why = ""
            try:
                with closing(grader.grade_all(drawn, feedback=self._level(name))) as results:
                    for graded in results:
                        if graded.result.status is Status.ERROR:
                            break
                        yield _done(waiting.popleft(), graded.result)
                    else:
                        return
            except _FAILURES as error:
                why = f"{error}"
            self._drop(name)
            yield self._once_more(waiting.popleft(), why)
            again = tuple(waiting)
            waiting.clear()

    def _once_more(self, ticket: Ticket, why: str) -> Done:
        """The result of a ticket that a judge has failed at, from a fresh one."""
        name, submission = ticket.exercise, ticket.submission
        grader = self._grader(name)
        try:
            (graded,) = grader.grade_all([submission], feedback=self._level(name))
        except _FAILURES as error:
            self._drop(name)
            return _done(ticket, self._give_up(name, submission, f"{error}" or why))
        if graded.result.status is Status.ERROR:
            self._drop(name)
        return _done(ticket, graded.result)

    def _give_up(self, name: str, submission: Submission, why: str) -> Result:
        return self._grader(name).give_up(submission, why, feedback=self._level(name))

    def _grader(self, name: str) -> Grader:
        """The exercise's grader, ready; it is tried twice, as a busy machine may be late once."""
        grader = self._graders.pop(name, None)
        if grader is None:
            while len(self._graders) >= KEPT:
                self._drop(next(iter(self._graders)))
            try:
                grader = self._opened(name)
            except (JudgeError, SuiteError):
                grader = self._opened(name)
        self._graders[name] = grader
        return grader

    def _opened(self, name: str) -> Grader:
        rules = self._rules
        grader = Grader(self._exercises[name], box=rules.box, alone=rules.alone, per_child=rules.per_child)
        try:
            grader.record()
        except BaseException:
            grader.close()
            raise
        return grader

    def _drop(self, name: str) -> None:
        self._graders.pop(name).close()

    def _level(self, name: str) -> Feedback:
        return lowest([self._exercises[name].feedback, self._rules.feedback])


def _submissions(tickets: Iterable[Ticket], waiting: deque[Ticket]) -> Iterator[Submission]:
    for ticket in tickets:
        waiting.append(ticket)
        yield ticket.submission


def _done(ticket: Ticket, result: Result) -> Done:
    return Done(number=ticket.number, result=Raw(msgspec.json.encode(result)))
