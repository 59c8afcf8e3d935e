"""Grades tickets on this machine: desks in processes of their own, each on cores of its own.

Theory of operation. The pool never waits for one desk: it hands each as many tickets as bridge the time until it looks
again, and draws no more than that. A desk that ends, or is silent for too long, is replaced, and what it had goes to
others. The ticket that it was at is tried again alone; after three ends it is given up, and its result is errored.
"""

from __future__ import annotations

import os
import selectors
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from msgspec.structs import replace

from grader.bulk.desk import Rules
from grader.bulk.deskprocess import DeskProcess
from grader.bulk.executor import Done, Ticket
from grader.bulk.framing import Assignment
from grader.course import Exercise
from grader.errors import JudgeError
from grader.worker.cores import PAIR

DEATHS = 3  # of desks under one ticket, after which it is not tried any more
PATIENCE = 240.0  # seconds that a desk may be silent, besides those of the submission's limits: judges start in them
_GIVEN_UP = f"the process that was to grade it has died {DEATHS} times."
_LOOK = 1.0  # seconds between two looks for desks that hang
_PAUSE = 0.03  # seconds without a look at desks that have enough to do: what has come by then is heard at one go
_TRIES = 2  # of a submission at its desk


class Pool:
    """An `Executor` of `jobs` desks, each started when there is a ticket for it; a context manager that ends them.

    `patience` is how long, in seconds, a desk may be silent besides what its submission's limits allow. Without
    `pinned` the system places the desks on the cores, as where other pools are beside this one.
    """

    def __init__(
        self,
        exercises: Sequence[Exercise],
        rules: Rules,
        *,
        jobs: int | None = None,
        patience: float = PATIENCE,
        pinned: bool = True,
    ) -> None:
        own = own_cores() if pinned else []
        places = places_of(jobs or len(own) or 1, own)
        self._free = deque(
            Assignment(exercises=tuple(exercises), rules=replace(rules, alone=alone), cores=cores)
            for cores, alone in places
        )
        self._seconds = {each.name: patience + _TRIES * _longest(each) for each in exercises}
        self._most_deaths = DEATHS * (len(places) + 1)
        self._assigned: dict[DeskProcess, Assignment] = {}
        self._again: deque[Ticket] = deque()
        self._deaths: Counter[int] = Counter()  # of desks, by the ticket that they were at
        self._deaths_in_a_row = 0
        self._next_look = 0.0
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The processes of the desks."""
        return [desk.pid for desk in self._assigned]

    def run(self, tickets: Iterable[Ticket]) -> Iterator[Done]:
        """See `Executor.run`."""
        source = iter(tickets)
        while True:
            self._hand_out(source)
            if not any(desk.in_hand for desk in self._assigned):
                return
            if all(desk.is_provided for desk in self._assigned):
                time.sleep(_PAUSE)
            for key, events in self._selector.select(_LOOK):
                if events & selectors.EVENT_WRITE:
                    key.data.send()
                    self._watch(key.data)
                if events & selectors.EVENT_READ:
                    yield from self._hear(key.data)
            if time.monotonic() > self._next_look:
                self._end_hung()

    def close(self) -> None:
        """End every process that was started."""
        for desk in self._assigned:
            desk.ask_to_end()
        for desk in self._assigned:
            desk.close()
        self._assigned.clear()
        self._selector.close()

    def _hand_out(self, source: Iterator[Ticket]) -> None:
        """Give each desk what it has room for; where that is all there is, have them give what they hold back."""
        while (desk := self._next_desk()) is not None:
            ticket = self._again.popleft() if self._again else next(source, None)
            if ticket is None:
                break
            desk.give(ticket)
            if ticket.number in self._deaths:
                desk.end_round()
            self._watch(desk)
        else:
            if not self._is_waiting_for_idle():
                return
        for each in self._assigned:
            each.end_round()
            self._watch(each)

    def _next_desk(self) -> DeskProcess | None:
        """Whom the next ticket goes to; None where nobody has room for it now."""
        room = [desk for desk in self._assigned if desk.has_room and not self._is_at_risk(desk)]
        desk = min(room, key=lambda each: len(each.in_hand), default=None)
        if self._free and (desk is None or desk.in_hand):
            desk = self._started()
        return None if desk is not None and desk.in_hand and self._is_waiting_for_idle() else desk

    def _is_waiting_for_idle(self) -> bool:
        """Whether the next ticket is one that must be tried alone."""
        return bool(self._again) and self._again[0].number in self._deaths

    def _is_at_risk(self, desk: DeskProcess) -> bool:
        return bool(desk.in_hand) and desk.in_hand[0].number in self._deaths

    def _started(self) -> DeskProcess:
        assignment = self._free.popleft()
        desk = DeskProcess(assignment)
        self._assigned[desk] = assignment
        self._selector.register(desk.socket, selectors.EVENT_READ, desk)
        return desk

    def _watch(self, desk: DeskProcess) -> None:
        """Be told when there is something to hear, and when something can be sent that waits for it."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if desk.has_more_to_send else 0)
        if self._selector.get_key(desk.socket).events != events:
            self._selector.modify(desk.socket, events, desk)

    def _hear(self, desk: DeskProcess) -> Iterator[Done]:
        try:
            for done in desk.hear():
                self._deaths_in_a_row = 0
                self._deaths.pop(done.number, None)
                yield done
        except EOFError:
            self._replace(desk)
        except JudgeError as error:  # its judges do not start; another's may
            self._replace(desk, f"{error}")

    def _end_hung(self) -> None:
        now = time.monotonic()
        self._next_look = now + _LOOK
        for desk in list(self._assigned):
            if desk.in_hand and now - desk.waits_since > self._seconds[desk.in_hand[0].exercise]:
                self._replace(desk)

    def _replace(self, desk: DeskProcess, said: str = "") -> None:
        """Have another desk in the place of one that has ended or hangs, and its tickets graded again."""
        self._selector.unregister(desk.socket)
        self._free.append(self._assigned.pop(desk))
        desk.kill()
        said = said or desk.last_words()
        desk.close()
        self._deaths_in_a_row += 1
        if self._deaths_in_a_row > self._most_deaths:
            why = f": {said}" if said else ""
            raise JudgeError(
                f"the processes that grade end again and again without a result{why}",
                hint="Is there enough memory? `grade doctor` looks at the machine.",
            )
        if desk.in_hand:
            first = desk.in_hand.popleft()
            self._deaths[first.number] += 1
            given_up = _GIVEN_UP if self._deaths[first.number] >= DEATHS else ""
            self._again.extendleft(reversed([replace(first, given_up=given_up), *desk.in_hand]))


def own_cores() -> list[int]:
    """The cores that this process may use; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def places_of(jobs: int, own: Sequence[int]) -> list[tuple[tuple[int, ...], bool]]:
    """The cores of each of so many desks, and whether they are its alone: two where there are enough, else one.

    With two, a judge gets the next submission ready on one while the other is busy.
    """
    if not own:
        return [((), False)] * jobs
    if PAIR * jobs <= len(own):
        return [(tuple(own[PAIR * number : PAIR * number + PAIR]), True) for number in range(jobs)]
    return [((own[number % len(own)],), False) for number in range(jobs)]


def _longest(exercise: Exercise) -> float:
    """Seconds that a submission may take; each of its file systems has them anew."""
    return exercise.limits.submission_seconds * len(exercise.filesystem)
