"""Runs the cases of a suite for one submission through pytest's own protocol, and tells each verdict as it falls."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from _pytest.runner import SetupState

from grader.course import FileSystem
from grader.judge.answered import Answered
from grader.judge.cases import Case, ordered
from grader.judge.collected import Bound, rebind, relink
from grader.judge.control import Job, Setup, WorkerAbove
from grader.judge.insides import Insides
from grader.judge.output import Output
from grader.judge.phases import Protocol, whole_protocol
from grader.judge.realfolder import RealFolder
from grader.judge.rehearsal import PARTNER, PARTNER_SOURCE, rehearse, shorten
from grader.judge.verdicts import Observed, has_left_processes, judge_case, told
from grader.record import RecordedCheck
from grader.result import Outcome, Verdict
from grader.standin.binding import Binding
from grader.standin.failures import StudentFailure


class Run:
    """One submission under one suite, after another one. `reports` of the case in hand come in through `observe`."""

    def __init__(
        self,
        insides: Insides,
        answered: Answered,
        above: WorkerAbove,
        setup: Setup,
        before: Run | None = None,
    ) -> None:
        self.seen: Observed | None = None
        self.output: Output | None = before.output if before is not None else None
        self.protocol: Protocol = before.protocol if before is not None else whole_protocol
        self.captures = False  # from the first submission on: the log gets what is said until then
        self.job: Job
        self._insides = insides
        self._answered = answered
        self._above = above
        self._limits = setup.limits
        self._seconds = setup.limits.seconds  # that one check may take
        self._filesystems = setup.filesystems
        self._messages = setup.messages
        self.bound: list[Bound] = []
        self._modules: list[str] = []
        self._passed: set[str] = set()
        self._wrong: set[str] = set()  # the checks that failed, in any file system
        self._spent: dict[str, float] = {}  # by case, in the file system before
        self.verdicts: list[Verdict] = []
        self._blamed: list[BaseException] = []  # pytest raises what a fixture once raised again, for every later check

    def begin(self, job: Job) -> None:
        """Open the submission's inside."""
        self.job = job
        self._passed = set(job.passed)
        self._wrong = set()
        self._seconds = job.check_seconds or self._limits.seconds
        self.verdicts = []
        ledger = self._insides.ledger
        ledger.submission_deadline = time.monotonic() + job.seconds_left
        self._insides.remember(job)
        self._answered.serve(job)
        for module, message in job.dead.items():
            self._insides.main.dead[module] = StudentFailure(message, Outcome.TIMED_OUT)
        if not job.command:
            self._insides.open_main(job)

    def bind(self, bound: list[Bound], modules: list[str]) -> None:
        """Bind the suite's names to the submission, importing what the suite imports at its top, as it would.

        A module that takes the inside with it costs only the checks that use it.
        """
        self.bound, self._modules = bound, modules
        main, ledger = self._insides.main, self._insides.ledger
        steps: list[Callable[[], object]] = [partial(main.module_or_missing, name) for name in modules]
        steps += [partial(rebind, main, entry) for entry in bound]
        show, main.inside.show = main.inside.show, lambda *_: None
        for step in steps:
            if self._is_over():
                break
            ledger.open(self._seconds, operators=False)
            ledger.silent = True
            step()
            ledger.close()
            ledger.failure = None
            if self._insides.lost():
                self._insides.open_main(self.job)
                main.inside.show = lambda *_: None
        main.inside.show = show

    def run(self, cases: list[Case], checks: list[RecordedCheck]) -> None:
        """Run all cases that have no verdict yet, in this order; in each file system those that passed so far."""
        if self.job.sequence:
            cases = ordered(cases, checks, self.job.sequence)
        waiting = [case for case in cases if case.name not in self.job.done]
        for filesystem in self._filesystems:
            if filesystem != self._insides.filesystem and waiting and not self._is_enough():
                self._turn_to(filesystem, waiting[0].item.session)
            waiting = self._run_all(waiting, checks, last=filesystem == self._filesystems[-1])
        self._diagnose(checks)

    def _turn_to(self, filesystem: FileSystem, session: pytest.Session) -> None:
        """Go on in another file system, with nothing of what happened in the one before."""
        self._above.tell("turned")
        self._insides.main.inside.close()
        if self._insides.filesystem == "temporary":
            with suppress(StudentFailure):
                RealFolder(self._insides, self.job).restore()
        self._insides.filesystem = filesystem
        self._passed = set(self.job.passed)
        self._start_over(session)

    def _run_all(self, waiting: list[Case], checks: list[RecordedCheck], *, last: bool) -> list[Case]:
        """The cases that passed; the others have their verdict now, and in the last file system all have."""
        needs = {check.id: check.needs for check in checks}
        titles = {check.id: check.title for check in checks}
        passed = {*self.job.done} - {*self.job.failed}
        open_cases = {check.id: {*check.cases} - passed for check in checks}
        good = []
        for place, case in enumerate(waiting):
            missing = next((need for need in needs.get(case.check, ()) if need not in self._passed), None)
            if self._is_enough():
                verdict = Verdict(case=case.name, outcome=Outcome.NOT_CHECKED, message="Enough is known without it.")
            elif missing is not None:
                message = f"Not checked yet: it needs “{titles.get(missing, missing)}”."
                verdict = Verdict(case=case.name, outcome=Outcome.NOT_CHECKED, message=message)
            else:
                verdict = self._run_case(case, waiting[place + 1].item if place + 1 < len(waiting) else None)
            if verdict.outcome is Outcome.PASSED:
                good.append(case)
                self._spent[case.name] = verdict.seconds
                open_cases.get(case.check, set()).discard(case.name)
                if not open_cases.get(case.check):
                    self._passed.add(case.check)
            if verdict.outcome.is_failure:
                self._wrong.add(case.check)
            if last or verdict.outcome is not Outcome.PASSED:
                self.hand_in(self._told(verdict))
        return good

    def _is_enough(self) -> bool:
        """Whether so many checks, or such a one, have failed that the others are not asked."""
        many = bool(self.job.enough) and len(self._wrong) >= self.job.enough
        return many or not self._wrong.isdisjoint(self.job.decisive)

    def _told(self, verdict: Verdict) -> Verdict:
        """The verdict; where it did not fall in the first file system, with a word on that and the time of all."""
        if self._insides.filesystem == self._filesystems[0]:
            return verdict
        message, wrong = verdict.message, verdict.outcome in (Outcome.FAILED, Outcome.CRASHED)
        if wrong:
            message = f"{message} This came in a second run, in a {self._insides.filesystem} file system."
        seconds = round(verdict.seconds + self._spent.get(verdict.case, 0.0), 4)
        return msgspec.structs.replace(verdict, message=message.strip(), seconds=seconds)

    def hand_in(self, verdict: Verdict) -> None:
        """Note a verdict."""
        self._above.note("verdict", verdict=told(verdict, self.job.seat.top))
        self.verdicts.append(verdict)

    def _diagnose(self, checks: list[RecordedCheck]) -> None:
        """Tell which known mistakes explain what failed."""
        explained = self.job.explain and any(verdict.outcome is not Outcome.PASSED for verdict in self.verdicts)
        if not self.job.command and not explained:
            return
        from grader.judge.diagnosing import find_mistakes  # noqa: PLC0415 - start-up time, where all passes

        self._answered.allowed = True  # it forks
        try:
            mistakes = find_mistakes(self._insides, self.job, checks, self.verdicts, self._messages)
            for case, found in mistakes.items():
                self._above.hold("found", case=case, found=found)
        except (Exception, StudentFailure):
            if self.job.command:  # then it is all that was asked for; else the verdicts stand without a message
                raise
        finally:
            self._answered.allowed = False

    def rehearse(self, session: pytest.Session, *, watched: bool) -> None:
        """Go through a test that is none of the suite's, before any child is forked; not where its hooks would see."""
        self.output = Output() if self.captures else None
        shorten(session, still=self._insides.still)
        if watched:
            return
        binding = self._partner()
        try:
            module = binding.module(PARTNER) if binding else None
        except StudentFailure:  # too slow a machine
            module = None
        rehearse(session, module, lambda case: told(self._run_case(case, None), self.job.seat.top))
        if binding is not None:
            binding.inside.close()

    def _partner(self) -> Binding | None:
        """An inside with a module to rehearse with; None where what it would see is not on this disk."""
        if self._filesystems[0] != "temporary":
            return None
        Path(self.job.seat.home, f"{PARTNER}.py").write_text(PARTNER_SOURCE, encoding="utf-8")
        self._insides.ledger.open(self._limits.seconds, operators=False)
        self._insides.ledger.silent = True
        return self._insides.apart(self.job, main=False)

    def _run_case(self, case: Case, following: pytest.Item | None) -> Verdict:
        ledger = self._insides.ledger
        if self._is_over():
            message = (
                f"All checks together may take {self._limits.submission_seconds:g} seconds, and they were used up."
            )
            return Verdict(case=case.name, outcome=Outcome.TIMED_OUT, message=message)
        self._above.note("start", case=case.name, seconds=self._seconds)
        if not self._insides.main.inside.is_quiet():  # the last check's doing, and not this one's fault
            self._insides.main.inside.close()
            self._insides.open_main(self.job)
            self.bind(self.bound, self._modules)
        self._insides.main.inside.next_check()
        self._relink()
        self.seen = seen = Observed(case.name)
        if self.output is not None:
            self.output.forget()
        ledger.open(self._seconds, operators=case.operators)
        began = time.monotonic()
        self.protocol(case.item, following)
        seen.seconds = time.monotonic() - began
        self.seen = None
        ledger.close()
        if isinstance(seen.error, StudentFailure):
            ledger.fail(seen.error)  # of a fixture that failed before
        ledger.touched = ledger.touched or _is_about(seen.error, self.job.seat.top)
        if ledger.touched and seen.error is not None:
            self._blamed.append(seen.error)
        ledger.touched = ledger.touched or any(seen.error is error for error in self._blamed)
        verdict = judge_case(seen, ledger, self._limits)
        self._insides.close_extra()
        if has_left_processes(seen.error):
            self._insides.main.inside.close()
            self._start_over(case.item.session)
        elif self._insides.lost():
            self._start_over(case.item.session)
        return verdict

    def _relink(self) -> None:
        ledger = self._insides.ledger
        ledger.open(self._seconds, operators=False)
        ledger.silent = True
        with suppress(StudentFailure):
            relink(self._insides.main, self.bound)
        if self._insides.lost():
            self._insides.open_main(self.job)
            self.bind(self.bound, self._modules)

    def _is_over(self) -> bool:
        """Whether the time for all checks is used up: then no case runs any more, and none needs an inside."""
        return time.monotonic() > self._insides.ledger.submission_deadline

    def _start_over(self, session: pytest.Session) -> None:
        """Tear every fixture down, then go on with a fresh inside, if there is time."""
        state: SetupState = session._setupstate
        with suppress(Exception, StudentFailure):
            state.teardown_exact(None)
        if not self._is_over():
            self._insides.open_main(self.job)
            self.bind(self.bound, self._modules)

    def observe(self, report: Any) -> None:
        """Take in one of pytest's reports."""
        if self.seen is None:
            return
        self.seen.reports.append(report)
        if self.output is not None and report.when == "call":
            self.seen.output = self.output.text


def _is_about(error: BaseException | None, top: str) -> bool:
    """Whether it is about the submission's folder, where the student's code can spoil what the suite needs."""
    return isinstance(error, OSError) and (error.filename is None or str(error.filename).startswith(top))
