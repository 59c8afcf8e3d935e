"""The pytest plugin of the judge: collected once, forked for each submission, told by the worker what to do.

Theory of operation. The judge collects the suite against the reference solution (or against the only submission it
will ever see). Then it forks a child for each submission: the child waits for its job, opens an inside for it, binds
the stand-ins to it, runs the cases and ends at once. Without fork the same steps run here, once.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

import pytest

from grader.errors import GraderError
from grader.judge.another import Another
from grader.judge.answered import Answered
from grader.judge.cases import Case, cases_of, ordered
from grader.judge.children import Row
from grader.judge.collected import Bound, bound_names, checks_of, refuse_real_folders, used_while_collecting
from grader.judge.control import Job, Setup, WorkerAbove
from grader.judge.insides import Insides
from grader.judge.life import live
from grader.judge.phases import ENDS, ended, is_watched, shorten_phases
from grader.judge.recollect import collect_again
from grader.judge.rehearsal import lighten_forks
from grader.judge.running import Run
from grader.judge.stillness import is_still
from grader.record import RecordedCheck
from grader.result import Outcome, Verdict
from grader.standin.failures import StudentFailure
from grader.standin.frames import set_suite
from grader.standin.importing import StudentFinder
from grader.standin.ledger import Ledger
from grader.standin.world import Baseline

MARKERS = (
    "check(title, points=1, hint='', needs=(), concepts=(), feedback=None, stretch=False, split=True): its worth",
    "operators: the exercise is about operators, so a student's object may answer ==, <, + with plain values",
)


class Judge:
    """The plugin. One judge serves one suite."""

    def __init__(self, setup: Setup, above: WorkerAbove) -> None:
        self.setup = setup
        self.above = above
        self.ledger = Ledger()
        set_suite(setup.suite)
        self.insides = Insides(self.above, self.ledger, setup.limits, setup.suite, setup.filesystems[0])
        self.insides.finder = StudentFinder(self.insides.main, setup.roots)
        self.answered = Answered(self.insides)
        self.current = Run(self.insides, self.answered, self.above, setup)
        self.collect_failures: list[str] = []
        self.reasons: dict[str, str] = {}
        self.only_job: Job | None = None
        self.checks: list[RecordedCheck] = []
        self.cases: list[Case] = []
        self.bound: list[Bound] = []
        self.imports: list[str] = []
        self.again = False

    # Collecting

    def begin(self) -> None:
        """Take our place in this process and open the first inside: before any file of the suite is loaded."""
        self.insides.finder.install()
        self.answered.install()
        self.answered.allowed = True  # until collecting: plugins look at the machine, which takes programs
        self.insides.baseline = Baseline()  # after what we changed ourselves
        self.insides.still = not self.setup.plugins and is_still(Path(self.setup.suite), self.setup.roots)
        if self.setup.solution is None:
            job = self.only_job = self.above.next_job()
        else:
            job = Job(seat=self.setup.solution, files=self.setup.solution_files)
        self.current.begin(job)
        self._start_collecting()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the markers."""
        for line in MARKERS:
            config.addinivalue_line("markers", line)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session: pytest.Session) -> Any:
        """Collect with the stand-ins connected to the solution, or to the only submission."""
        self.answered.allowed = False
        self._start_collecting()
        try:
            result = yield
        finally:
            self._stop_collecting()
        try:
            self._settle(session)
        except GraderError as error:  # pytest would call it its own failure
            self.above.tell("broken", why=explain(error))
            raise
        return result

    def _settle(self, session: pytest.Session) -> None:
        suite = Path(self.setup.suite)
        self.checks = checks_of(session.items)
        self.cases = ordered(cases_of(session.items), self.checks)
        if "fake" in self.setup.filesystems:
            refuse_real_folders(session.items)
        main = self.insides.main
        self.bound, imports = self._bound_names()
        self.imports = list(imports)
        notes = sorted({*main.notes, *used_while_collecting(suite, self.bound)})
        self.again = bool(notes) and self.setup.solution is not None
        if self.setup.solution is not None:
            if self.setup.fork:
                self._shed_plugins(session)
                shorten_phases(self, session)
                self.current.rehearse(session, watched=is_watched(self, session))
            main.inside.close()  # its code is the solution: nothing of it may be there when student code runs
        self.above.tell(
            "collected", checks=self.checks, imports=imports, notes=notes, failures=self.collect_failures[:20]
        )

    def _bound_names(self) -> tuple[list[Bound], dict[str, dict[str, str]]]:
        return bound_names(Path(self.setup.suite), frozenset(self.setup.roots), self.insides.main.starred)

    def pytest_collectreport(self, report: Any) -> None:
        """Keep why a file could not be collected."""
        if report.failed:
            self.collect_failures.append(f"{report.nodeid}: {report.longreprtext}"[-2000:])
            failure = self.ledger.failure
            self.reasons[report.nodeid] = failure.message if failure else report.longreprtext.strip().splitlines()[-1]
        self.ledger.failure = None

    # Running

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge the submissions the worker names, until it closes the socket."""
        gc.enable()
        if self.only_job is not None:
            self.judge(session, self.only_job)
            self.above.tell("judged", ends="without a fork")
            return True
        another = Another(session, self.setup, self.insides, self.answered, again=self.again)
        gc.collect()
        gc.freeze()  # what the children share stays as it is: a collection would touch, and so copy, all of it
        if self.setup.fork:
            lighten_forks()
            Row(self._fork, self.setup.cores).serve(lambda turn: live(self, session, turn, another))
        else:
            job = self.above.next_job()
            self.current.begin(job)
            self.judge(session, job)
            self.above.tell("judged", ends="without a fork")
        return True

    def _shed_plugins(self, session: pytest.Session) -> None:
        """Let go of what the children have no use for: nobody reads their terminal, and few suites read logs."""
        manager = session.config.pluginmanager
        used = {name for item in session.items for name in getattr(item, "fixturenames", ())}
        for name in ["terminalreporter"] + (["logging-plugin"] if "caplog" not in used else []):
            if manager.has_plugin(name) and not self.setup.json_report:
                manager.unregister(name=name)

    def _fork(self) -> int:
        self.answered.allowed = True
        pid = os.fork()
        self.answered.allowed = False
        return pid

    def judge(self, session: pytest.Session, job: Job) -> None:
        """All cases of one submission, with the suite collected again where names cannot be bound again."""
        cases = self.cases
        if self.again:
            cases = self._collect_again(session)
            self._fail_uncollected({case.name for case in cases})
        else:
            self.current.bind(self.bound, self.imports)
        basetemp(session.config, Path(job.seat.tmp, "pytest"))
        self.current.run(cases, self.checks)

    def _fail_uncollected(self, there: set[str]) -> None:
        """A case that the submission keeps from being collected fails with the student's reason."""
        for case in (case for check in self.checks for case in check.cases if case not in there):
            reason = self.reasons.get(case.partition("::")[0], "A value in the files decides the cases of this check.")
            outcome = Outcome.FAILED
            self.current.hand_in(Verdict(case=case, outcome=outcome, message=reason[:500]))

    def _start_collecting(self) -> None:
        """Missing names and modules become stand-ins; an inside that an import takes with it is replaced."""
        self.insides.main.collecting, self.insides.main.revive = True, self._revive
        self._revive(lost=False)

    def _stop_collecting(self) -> None:
        self.insides.main.collecting = False
        self.ledger.close()
        self.ledger.failure = None
        if self.insides.lost():
            self.insides.open_main(self.current.job)

    def _revive(self, *, lost: bool = True) -> None:
        if lost:
            self.insides.open_main(self.current.job)
        self.ledger.open(self.setup.limits.seconds, operators=False)
        self.ledger.silent = True

    def _collect_again(self, session: pytest.Session) -> list[Case]:
        self.collect_failures.clear()
        self._start_collecting()
        try:
            items = collect_again(session, Path(self.setup.suite), self.insides.finder.owns)
        finally:
            self._stop_collecting()
        self.current.bound, _ = self._bound_names()
        self.insides.main.notes.clear()
        known = {case for check in self.checks for case in check.cases}
        return ordered([case for case in cases_of(items) if case.name in known], self.checks)

    # Observing

    def pytest_internalerror(self, excrepr: Any) -> None:
        """Leave the failure of pytest or of a plugin in the log: the terminal, which would, may be gone."""
        os.write(2, f"{excrepr}\n".encode(errors="replace"))

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Take every report of the case in hand, the subtests' too."""
        self.current.observe(report)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> Any:
        """Keep the exception itself, which tells more than pytest's text of it, and outlives pytest's failure at it."""
        try:
            report = yield
        except Exception as error:  # noqa: BLE001 - an exception of the student's that pytest cannot show
            report = pytest.TestReport(item.nodeid, item.location, {}, "failed", type(error).__name__, call.when)
        seen = self.current.seen
        if seen is not None and call.excinfo is not None and seen.error is None:
            seen.error = call.excinfo.value
        return report

    def pytest_assertrepr_compare(self, config: pytest.Config, op: str, left: object, right: object) -> None:  # noqa: ARG002
        """Keep the two sides of a comparison that failed."""
        if self.current.seen is not None:
            self.current.seen.compare(op, left, right, self.ledger)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Any:
        """Have pytest keep what it keeps of exceptions only: why a fixture failed, for all that use it."""
        try:
            return (yield)
        except (StudentFailure, KeyboardInterrupt, SystemExit) as why:
            fixturedef.cached_result = (None, fixturedef.cache_key(request), (why, why.__traceback__))
            raise

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Any:  # noqa: ARG002
        """See `escaped`."""
        return (yield from escaped(self.ledger))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:  # noqa: ARG002
        """See `escaped`."""
        return (yield from escaped(self.ledger))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Any:  # noqa: ARG002
        """See `escaped`."""
        return (yield from escaped(self.ledger))


def escaped(ledger: Ledger) -> Any:
    """See `ended`."""
    try:
        return (yield)
    except ENDS as error:
        raise ended(error, ledger) from error


def basetemp(config: pytest.Config, folder: Path) -> None:
    """Have `tmp_path` lie where judge and box both see it."""
    factory = getattr(config, "_tmp_path_factory", None)
    if factory is not None:
        factory._given_basetemp = folder
        factory._basetemp = None


def explain(error: BaseException) -> str:
    """What the worker is told of a judge that cannot go on."""
    if isinstance(error, GraderError):
        return str(error) + (f" ({error.hint})" if error.hint else "")
    return f"{type(error).__name__}: {error}"
