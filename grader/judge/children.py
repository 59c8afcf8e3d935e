"""The children that judge the submissions, one at a time, each forked before its turn comes.

Theory of operation. A fork, the copies of the pages it shares, and the end of a process cost as much as the checks
themselves. So the judge keeps the next child ready while the one before it works. A child waits at a pipe whose other
end only its predecessor holds, who passes the turn on when its submission is judged, or by dying. Only the child whose
turn it is speaks and listens to the worker; the judge itself does neither, it forks and reaps.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable

import msgspec

from grader.judge.pages import Range, ask_for, own_pages

AHEAD = 2  # children at a time: one at work, one ready
NO_MORE = 77  # exit status of the child that finds the worker gone
MOST_TOLD = 1 << 16  # bytes: what a pipe holds


class Turn:
    """One child's place in the row. `before` is the pipe's end it waits at, below zero for the first child."""

    def __init__(self, before: int) -> None:
        self._before = before
        self.after, self._mine = os.pipe()

    def leave_to_child(self) -> None:
        """In the judge: keep nothing but what the next child waits at."""
        os.close(self._mine)
        if self._before >= 0:
            os.close(self._before)

    def wait(self) -> None:
        """In the child: until the one before has passed the turn on, or is dead."""
        os.close(self.after)
        if self._before >= 0:
            os.read(self._before, 1)
            os.close(self._before)

    def pass_on(self) -> None:
        """In the child: let the next one begin."""
        os.close(self._mine)


class Row:
    """The children, oldest first. `fork` makes one; `cores` are those they take in turn, none where the system chooses.

    So the child at work and the one that gets ready are on different ones; the worker places the insides likewise.
    With cores to itself a child asks for its pages while it waits: sooner done, though the machine has more to do.
    """

    def __init__(self, fork: Callable[[], int], cores: list[int]) -> None:
        self._fork = fork
        self._cores = cores
        self._forked = 0
        self._waiting: deque[tuple[int, int]] = deque()  # number and pid
        self._before = -1
        self._pages: list[Range] = []
        self._heard, self._told = os.pipe()
        from grader.box.kernel import name_process  # noqa: PLC0415 - only a judge that forks loads `ctypes`

        name_process("grade-judge")
        ask_for([])  # loads here, once, what every child would load again

    def serve(self, work: Callable[[Turn], int]) -> None:
        """Fork children, whose life is `work`, until one ends with `NO_MORE`. `work` gives a child's exit status."""
        while True:
            while len(self._waiting) < AHEAD:
                self._add(work)
            number, pid = self._waiting.popleft()
            _, status = os.waitpid(pid, 0)
            code = os.waitstatus_to_exitcode(status)
            if code == NO_MORE:
                return
            if code:
                os.write(2, f"the judge's child ended with status {code}\n".encode())
            elif number == 1 and self._cores:
                self._pages = msgspec.json.decode(os.read(self._heard, MOST_TOLD), type=list[Range])

    def _add(self, work: Callable[[Turn], int]) -> None:
        turn = Turn(self._before)
        if self._cores:
            os.sched_setaffinity(0, {self._cores[self._forked % len(self._cores)]})
        self._forked += 1
        pid = self._fork()
        if pid == 0:
            self._live(turn, work)
        turn.leave_to_child()
        self._before = turn.after
        self._waiting.append((self._forked, pid))

    def _live(self, turn: Turn, work: Callable[[Turn], int]) -> None:
        """A child's whole life."""
        status = 1
        try:
            if self._pages:
                ask_for(self._pages)
            status = work(turn)
            if status == 0 and self._forked == 1 and self._cores:
                os.write(self._told, msgspec.json.encode(own_pages()))
        finally:
            os._exit(status)
