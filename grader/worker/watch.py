"""Starts judge and box as siblings and watches them: who runs, for how long, and what becomes of a case that does not end.

Theory of operation. The judge asks over its control socket for insides and for their end; the worker has the warm
inside make them, hands the judge one end of each wire, and keeps the pidfd. The judge says which case it starts; a case
that has not ended a second after its limit costs the judge's child its life (or the judge, where it does not fork), the
case its points, and the rest goes on in a new one.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from grader.box.limits import process_limits
from grader.box.warm import Child, WarmBox
from grader.errors import JudgeError, SuiteError
from grader.judge.control import Control, Job, Seat, Setup
from grader.result import Outcome, Verdict
from grader.worker.orders import Collected, Finished, Judged, Order, Post, Word
from grader.worker.seats import Seats, read_tree

OVERDUE = "a case did not end in time"
TRIES = 2  # of a case whose judge died by itself
GRACE = 1.0  # seconds a case may pass its limit before the judge itself is killed
START = 60.0  # seconds a judge may take to collect, besides what importing student code may take
STDERR_SHOWN = 2000


class Watch:
    """One judge, one warm box, one suite; submissions one after the other."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._seats = Seats()
        self._support = read_tree(post.support)
        self._solution_files = read_tree(post.solution)
        self._log = tempfile.TemporaryFile()
        self._box = WarmBox(post.box, self._seats.root, [Path(path) for path in post.packages])
        self._children: dict[int, Child] = {}
        self._numbers = 0
        self._report = self._seats.root / "report.json"
        self._judge_pidfd = -1
        self._judge_pid = 0
        self._running = ""
        self._ending: str | None = None
        self._cases: dict[str, str] = {}
        self._solution: Seat | None = None
        self._start_judge()
        self._box.wait_ready()

    # The judge

    def _start_judge(self) -> None:
        if self._solution_files:
            self._solution = self._seats.take(self._solution_files, self._support)
        ours, theirs = socket.socketpair()
        self.control = Control(ours)
        with theirs:
            self._judge = subprocess.Popen(
                [sys.executable, "-P", "-s", "-B", "-m", "grader.judge", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                env=judge_environment(),
                cwd=self._seats.root,
                start_new_session=True,
            )
        setup = Setup(
            suite=self._post.suite,
            roots=self._post.roots,
            limits=self._post.limits,
            solution=self._solution,
            plugins=self._post.plugins,
            json_report=str(self._report) if self._post.json_report else "",
            fork=self._post.fork,
        )
        self.control.send({"setup": setup})

    def _end_judge(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._judge.pid, signal.SIGKILL)
        self._judge.wait()
        self.control.close()

    def _message(self, deadline: float) -> dict[str, Any] | None:
        """The judge's next message, None at the deadline; JudgeError where it is gone."""
        if not self.control.waiting():
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self.control], [], [], left)[0]:
                return None
        try:
            return self.control.receive()
        except (JudgeError, OSError):
            raise JudgeError(f"the judge ended before its time{self._last_words()}") from None

    def _last_words(self) -> str:
        self._log.seek(0)
        text = self._log.read()[-STDERR_SHOWN:].decode("utf-8", "replace").strip()
        return f": {text}" if text else ""

    # Collecting

    def collect(self) -> Collected:
        """What the suite is, from the solution; SuiteError where it does not collect."""
        deadline = time.monotonic() + START
        while True:
            message = self._message(deadline)
            if message is None:
                raise SuiteError("collecting the suite does not end", hint="Is there a loop at a test file's top level?")
            if message.get("event") == "collected":
                return self._collected(message)
            self._serve(message)

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
        seat = self._seats.take({**order.files, **order.given}, self._support)
        began = time.monotonic()
        done: dict[str, Verdict] = {}
        deaths: Counter[str] = Counter()
        self._send_job(order, seat, done, began)
        while True:
            for word in self._listen(self._post.limits.submission_seconds):
                if isinstance(word, Judged):
                    done[word.verdict.case] = word.verdict
                yield word
            if self._ending is None:
                break
            verdict = self._after_death(deaths)
            if verdict is not None:
                done[verdict.case] = verdict
                yield Judged(verdict=verdict)
            if not self._post.fork:
                self._end_judge()
                self._start_judge()
                if self._solution_files:
                    self.collect()
            self._send_job(order, seat, done, began)
        self._free_children()
        self._seats.free(seat)
        report = self._report.read_bytes() if self._post.json_report and self._report.is_file() else b""
        yield Finished(box=self._box.kind, json_report=report)

    def _send_job(self, order: Order, seat: Seat, done: dict[str, Verdict], began: float) -> None:
        failed = {self._cases.get(case) for case, verdict in done.items() if verdict.outcome is not Outcome.PASSED}
        complete = {check for check in self._cases.values() if check not in failed}
        missing = {check for case, check in self._cases.items() if case not in done}
        job = Job(
            seat=seat,
            files=sorted(order.files),
            listing=order.listing,
            given=sorted(order.given),
            changed_given=order.changed_given,
            done=sorted(done),
            passed=sorted(complete - missing),
            seconds_left=max(0.0, self._post.limits.submission_seconds - (time.monotonic() - began)),
        )
        self.control.send({"job": job})

    def _listen(self, seconds: float) -> Iterator[Word]:
        """Words until the judge has ended the submission; `_ending` then says how, None for as it should."""
        self._running, self._ending = "", None
        deadline = time.monotonic() + START + seconds
        while True:
            try:
                message = self._message(deadline)
            except JudgeError as error:
                self._ending = str(error)
                return
            if message is None:
                self._kill_judging()
                self._ending = OVERDUE
                if not self._post.fork:
                    return
                deadline = time.monotonic() + START
                continue
            event = message.get("event")
            if event == "start":
                self._running, deadline = message["case"], time.monotonic() + message["seconds"] + GRACE
            elif event == "verdict":
                self._running, deadline = "", time.monotonic() + START
                yield Judged(verdict=msgspec.convert(message["verdict"], Verdict))
            elif event == "collected":
                yield self._collected(message)
            elif event == "forked":
                self._judge_pidfd = self.control.take_fds(message["fds"])[0] if message["fds"] else -1
                self._judge_pid = message["pid"]
            elif event == "broken":
                self._ending = message["why"]
            elif event == "ended":
                self._close_pidfd()
                if message["status"] and self._ending is None:
                    self._ending = f"the judge's child ended with status {message['status']}"
                return
            else:
                self._serve(message)

    def _after_death(self, deaths: Counter[str]) -> Verdict | None:
        """What becomes of the case that was running when the judge died; None to try it once more."""
        case, why = self._running, self._ending or ""
        if why == OVERDUE and case:
            seconds = self._post.limits.seconds
            message = f"This check did not finish within {seconds:g} seconds. Is there a loop that never ends?"
            return Verdict(case=case, outcome=Outcome.TIMED_OUT, message=message, seconds=seconds)
        deaths[case] += 1
        if deaths[case] < TRIES:
            return None
        if not case:
            raise JudgeError(f"the judge cannot grade this submission: {why}")
        return Verdict(case=case, outcome=Outcome.ERRORED, message=f"The grader failed on this check: {why}")

    def _kill_judging(self) -> None:
        """Kill the process that runs the cases: the judge's child, or the judge where it does not fork."""
        with suppress(ProcessLookupError):
            if not self._post.fork:
                self._judge.kill()
            elif self._judge_pidfd >= 0:
                signal.pidfd_send_signal(self._judge_pidfd, signal.SIGKILL)
            elif self._judge_pid:
                os.kill(self._judge_pid, signal.SIGKILL)

    def _close_pidfd(self) -> None:
        if self._judge_pidfd >= 0:
            os.close(self._judge_pidfd)
            self._judge_pidfd = -1

    # Insides

    def _serve(self, message: dict[str, Any]) -> None:
        """Answer what the judge asks."""
        if message.get("ask") == "spawn":
            self._spawn(message)
        elif message.get("ask") == "kill":
            child = self._children.pop(message["number"], None)
            if child is not None:
                self._box.forget(child)
            status = child.exit if child is not None and child.exit is not None else -int(signal.SIGKILL)
            self.control.send({"exit": status})

    def _spawn(self, message: dict[str, Any]) -> None:
        seat = message["seat"]
        self._numbers += 1
        wire, theirs = socket.socketpair()
        out, out_end = os.pipe()
        err, err_end = os.pipe()
        stdin = os.open(os.devnull, os.O_RDONLY)
        if message["stdin"]:
            os.close(stdin)
            stdin = _file_with(message["stdin"])
        order = {
            "see": seat["top"],
            "folder": seat["home"],
            "limits": process_limits(self._post.limits),
            "run": message["run"],
            "path": [seat["support"]] if seat["support"] else [],
        }
        child = self._box.spawn(self._numbers, order, [theirs.fileno(), stdin, out_end, err_end])
        self._children[self._numbers] = child
        self.control.send({"number": self._numbers}, [wire.fileno(), out, err])
        wire.close()
        theirs.close()
        for fd in (out, out_end, err, err_end, stdin):
            os.close(fd)

    def _free_children(self) -> None:
        for number in list(self._children):
            self._box.forget(self._children.pop(number))

    def close(self) -> None:
        """End the judge, the box and everything in it, and remove what lay on disk."""
        self._end_judge()
        self._close_pidfd()
        self._box.close()
        self._seats.close()
        self._log.close()


def _file_with(text: str) -> int:
    """A descriptor to read this text from."""
    with tempfile.TemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.seek(0)
        return os.dup(file.fileno())


def judge_environment() -> dict[str, str]:
    """The whole environment of the judge: nothing of the caller's, so that no variable there changes a verdict."""
    return {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
