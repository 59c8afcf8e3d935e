"""Starts judge and box as siblings, and watches them from outside.

Theory of operation. The judge asks over its control socket for insides and for their end; the warm inside makes them,
the judge gets one end of each wire, and the worker keeps the pidfd. The judge says which case it starts. A case that
has not ended a second after its limit costs the judge's child its life (or the judge, where it does not fork), the case
its points, and the rest goes on in a new one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from grader.box.ground import Ground
from grader.diagnosis.found import Found
from grader.errors import BoxError, JudgeError, SuiteError
from grader.judge.control import ENOUGH, Seat, Setup
from grader.result import Verdict
from grader.worker.boxes import open_for
from grader.worker.cores import Cores
from grader.worker.deaths import BOX_DIED, OVERDUE, Deaths
from grader.worker.jobs import job_for
from grader.worker.judging import JudgeProcess
from grader.worker.keeper import Keeper
from grader.worker.orders import Collected, Finished, Judged, Order, Post, Word
from grader.worker.seats import Seats
from grader.worker.start import Started, start_judge

GRACE = 1.0  # seconds a case may pass its limit before its process is killed
START = 60.0  # seconds a judge may take for anything that is no case


class Watch:
    """One judge, one warm box, one suite; submissions one after the other."""

    def __init__(self, post: Post, log: BinaryIO, ground: Ground, caller: int, started: Started) -> None:
        self._post, self._ground = post, ground
        self._log, self._caller = log, caller
        self._seats = Seats(Path(ground.root), post.support, Path(ground.view))
        self._left: Seat | None = None  # of the last submission, whose processes may not all have ended yet
        self._contained = started.contained
        self._solution: Seat | None = None
        self._cases: dict[str, str] = {}
        self._running, self._deadline = "", 0.0
        self._ending: str | None = None
        self._goes_ahead = False
        self._found: dict[str, list[Found]] = {}
        self._ends, self._served, self._is_silent = "", 0, False  # see `_send_job` and `_child_ended`
        self.each_look: Callable[[], None] = lambda: None
        self._report = Path(ground.view, "report.json")
        self._cores = Cores(alone=post.alone and post.fork)
        self._judge = self._with_judge(started)
        self._box = open_for(self._post, self._ground)
        if self._box.kind == "process" and self._contained:
            self._contained = []  # what refuses the box refuses the judge's as well
            self._restart_judge()
        self._keeper = Keeper(self._box, post.limits, self._cores)

    def _restart_judge(self) -> None:
        self._judge.end()
        self._judge = self._with_judge(start_judge(self._log, self._contained))

    def _with_judge(self, started: Started) -> JudgeProcess:
        """The judge that was started, set up for this suite."""
        if self._post.solution:
            self._solution = self._seats.take(self._post.solution)
        setup = Setup(
            suite=self._post.suite,
            roots=self._post.roots,
            limits=self._post.limits,
            solution=self._solution,
            solution_files=sorted(self._post.solution),
            plugins=self._post.plugins,
            filesystems=self._post.filesystems,
            messages=self._post.messages,
            json_report=str(self._seats.root / self._report.name) if self._post.json_report else "",
            fork=self._post.fork,
            view=self._seats.root.as_posix() if self._contained else "",
            cores=self._cores.pair,
            per_child=self._post.per_child,
        )
        self._cores.restart()
        return JudgeProcess(setup, self._log, self._caller, started)

    # Collecting

    def collect(self) -> Collected:
        """What the suite is, from the solution; SuiteError where it does not collect."""
        try:
            return self._collect()
        except BoxError:
            if not self._box.broken:
                raise
        self._reopen_box()  # once: a sandbox that ends again has a reason
        self._restart_judge()
        return self._collect()

    def _collect(self) -> Collected:
        deadline = time.monotonic() + START
        while True:
            message = self._judge.message(deadline)
            if message is None:
                raise SuiteError(
                    "collecting the suite does not end", hint="Is there a loop at a test file's top level?"
                )
            if message.get("event") == "collected":
                return self._collected(message)
            if message.get("event") == "broken":
                raise SuiteError(f"the suite cannot be collected: {message['why']}")
            self._keeper.serve(self._judge.control, message)

    def _collected(self, message: dict[str, Any]) -> Collected:
        found = msgspec.convert({**message, "type": "Collected"}, Collected)
        self._cases = {case: check.id for check in found.checks for case in check.cases}
        if self._solution is not None:
            self._seats.free(self._solution)  # no student code may find it, not even in the plain box
            if found.failures:
                raise SuiteError(f"the suite cannot be collected against its solution:\n{found.failures[0]}")
        return found

    # Judging

    def grade(self, order: Order) -> Iterator[Word]:
        """Grade one submission: its verdicts as they fall, and the end."""
        seat = self._take_seat({**order.files, **order.given})
        began = time.monotonic()
        done: dict[str, Verdict] = {}
        deaths = Deaths(order.check_seconds or self._post.limits.seconds)
        self._found = {}
        while True:
            self._send_job(order, seat, done, began)
            self._keeper.end_retired()
            self.each_look()
            for word in self._listen():
                if isinstance(word, Judged):
                    done[word.verdict.case] = word.verdict
                yield word
            if self._ending is None:
                break
            verdict = deaths.verdict(self._running, self._ending or "")
            if verdict is not None:
                done[verdict.case] = verdict
                yield Judged(verdict=verdict)
            self._recover()
            self._seats.free(seat)  # what the student's code made of it is no longer what was handed in
            seat = self._seats.take({**order.files, **order.given})
        self._keeper.retire()
        self._left = seat
        report = self._read_report() if self._post.json_report else b""
        yield Finished(box=self._box.kind, ends=self._ends, found=self._found, json_report=report)

    def _take_seat(self, files: dict[str, bytes]) -> Seat:
        """A seat; what the last submission left is removed first where there is little room, and later otherwise."""
        disk = os.statvfs(self._seats.root)
        if 2 * disk.f_bavail < disk.f_blocks or 2 * disk.f_ffree < disk.f_files:
            self.tidy()
        return self._seats.take(files)

    def tidy(self) -> None:
        """Wait for the end of what was killed, and remove the last submission's files."""
        with suppress(BoxError):  # the next question to the box meets it again
            self._keeper.wait()
        if self._left is not None:
            self._seats.free(self._left)
            self._left = None

    def _read_report(self) -> bytes:
        """pytest-json-report's file, which is written when the session ends."""
        deadline = time.monotonic() + START
        while (message := self._judge.message(deadline)) is not None and message.get("event") != "closed":
            if message.get("event") == "broken":
                raise JudgeError(f"pytest-json-report cannot write its file: {message['why']}")
        return self._report.read_bytes() if self._report.is_file() else b""

    def _recover(self) -> None:
        """Have a box and a judge again, whatever the last case has cost."""
        self._keeper.free()
        with suppress(BoxError):  # which says that it is broken
            self._keeper.wait()
        if self._box.broken:
            self._reopen_box()
        if not self._post.fork or not self._judge.alive() or self._is_silent:  # nobody knows who has taken the job
            self._restart_judge()
            if self._post.solution:
                self.collect()

    def _reopen_box(self) -> None:
        self._keeper.drop_ready()
        self._box.close()
        self._box = open_for(self._post, self._ground)
        self._keeper = Keeper(self._box, self._post.limits, self._cores)

    def _send_job(self, order: Order, seat: Seat, done: dict[str, Verdict], began: float) -> None:
        left = began + (order.seconds or self._post.limits.submission_seconds) - time.monotonic()
        job = job_for(order, seat, done, self._cases, left)
        self._is_silent = self._judge.has_child()  # one that stayed, and may die before it has the job
        self._served = self._served * self._is_silent + 1
        if self._is_silent:
            self._keeper.end_retired()  # a child that is there begins at once
        self._cores.advance(stays=self._is_silent)
        number, fds = self._keeper.hand_over(seat) if not order.command else (0, [])
        self._goes_ahead = number > 0
        with suppress(JudgeError):  # listening meets it again
            self._judge.control.send({"job": job, "inside": number}, fds)
        for fd in fds:
            os.close(fd)
        if self._post.fork and not order.command and not number:
            with suppress(BoxError):  # the judge's own question meets it again
                self._keeper.prepare(seat, self._cores.of_job())

    def _listen(self) -> Iterator[Word]:
        """Words until the judge has ended the submission; `_ending` then says why it broke off, None if it did not."""
        self._running, self._ending = "", None
        self._judge.while_waiting = self._look
        self._deadline = time.monotonic() + START + self._post.limits.submission_seconds
        if self._is_silent:
            self._go_ahead()
        while True:
            try:
                message = self._judge.message(self._deadline)
                if message is not None and message.get("event") in ("judged", "died"):
                    return self._child_ended(message)
                if message is None:
                    self._overdue()
                else:
                    yield from self._heard(message)
            except JudgeError as error:  # it died, perhaps while it was answered
                self._ending = self._ending or str(error)
                return
            except (BoxError, OSError):
                if not self._box.broken:
                    raise
                self._ending = BOX_DIED
                self._judge.kill_case()

    def _child_ended(self, message: dict[str, Any]) -> None:
        self._ends = message.get("ends", "it died")
        self._is_silent = self._is_silent and message["event"] == "died"
        if self._ends:
            self._judge.forget_child()
        if message["event"] == "died" and self._ending is None:
            self._ending = f"the judge's child ended before its time{self._judge.last_words()}"

    def _look(self) -> None:
        """What is done ten times a second while a check runs."""
        self.each_look()
        self._keeper.sample()
        self._cores.leave(self._judge.child_pidfd)

    def _overdue(self) -> None:
        """Kill what runs the case; its end is heard of next."""
        self._ending = OVERDUE
        self._judge.kill_case()
        self._deadline = time.monotonic() + START

    def _heard(self, message: dict[str, Any]) -> Iterator[Word]:
        event, self._is_silent = message.get("event"), False
        if event == "start":
            self._running, self._deadline = message["case"], time.monotonic() + message["seconds"] + GRACE
        elif event == "verdict":
            self._running, self._deadline = "", time.monotonic() + START
            yield Judged(verdict=msgspec.convert(message["verdict"], Verdict))
        elif event == "turned":
            self._running, self._deadline = "", time.monotonic() + START
        elif event == "collected":
            yield self._collected(message)
        elif event == "forked":
            self._judge.forked(message)
            self._go_ahead()
        elif event == "found":
            self._found[message["case"]] = msgspec.convert(message["found"], list[Found])
        elif event == "broken":
            self._ending = message["why"]
        elif "ask" in message:
            self._keeper.serve(self._judge.control, message)
            self._goes_ahead = self._goes_ahead or message["ask"] == "spawn"
            self._go_ahead()

    def _go_ahead(self) -> None:
        """Once this submission has its inside, make the next one's, and clear away the last one's remains."""
        if self._goes_ahead and self._post.fork and self._box.apart:
            self._keeper.prepare(self._seats.next(), self._next_core())
            self.tidy()

    def _next_core(self) -> int | None:
        """Where the next submission is probably graded."""
        leaves = self._served >= self._post.per_child or self._ends not in ("", ENOUGH)
        return self._cores.of_next() if leaves else self._cores.of_job()

    def close(self) -> None:
        """End the judge, the box and everything in it, and remove what lay on disk."""
        self._judge.end()
        self._box.close()
        self._seats.close()
