"""The phases of a test, without what pytest does for plugins where there are none.

pytest asks three hooks in each of a test's three phases, and makes objects for their answers: more work than an easy
test is. Where only pytest itself and the judge answer them, a phase that passes comes to the same without them. One
that fails goes pytest's own way from there on.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import pytest
from _pytest import assertion, python, runner

from grader.judge.verdicts import Passed
from grader.result import Outcome
from grader.standin.failures import StudentFailure
from grader.standin.ledger import Ledger

if TYPE_CHECKING:
    from grader.judge.plugin import Judge

Protocol = Callable[[pytest.Item, pytest.Item | None], object]
"""What runs one test, told which is the next."""

AROUND = [f"pytest_runtest_{name}" for name in ("protocol", "logstart", "logfinish")]
WITHIN = [f"pytest_runtest_{name}" for name in ("setup", "call", "teardown", "makereport", "logreport")]
CALL = ["pytest_pyfunc_call"]
ENDS = (KeyboardInterrupt, SystemExit, GeneratorExit, pytest.exit.Exception)  # what ends a program, or pytest


def whole_protocol(item: pytest.Item, following: pytest.Item | None) -> None:
    """Run a test with all hooks."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def short_protocol(item: pytest.Item, following: pytest.Item | None) -> None:
    """Run a test with pytest's own two hooks around it."""
    around = assertion.pytest_runtest_protocol(item)
    next(around)
    try:
        runner.runtestprotocol(item, nextitem=following)
    finally:
        around.close()


def shorten_phases(judge: Judge, session: pytest.Session) -> None:
    """Run all tests the short way, where nobody else's hooks would notice."""
    if _plugins(session, WITHIN) <= {runner, session, judge}:
        runner.call_and_report = Phases(judge, hooked=not _plugins(session, CALL) <= {python})
        if _plugins(session, AROUND) <= {runner, assertion}:
            judge.current.protocol = short_protocol


def is_watched(judge: Judge, session: pytest.Session) -> bool:
    """Whether the suite, or a plugin that is not pytest's own, has a hook that runs with each test."""
    others = _plugins(session, [*WITHIN, *AROUND, *CALL]) - {session, judge}
    names = (plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__module__ for plugin in others)
    return not all(name.startswith("_pytest.") for name in names)


def _plugins(session: pytest.Session, hooks: list[str]) -> set[object]:
    """Who answers these hooks."""
    return {impl.plugin for name in hooks for impl in getattr(session.config.hook, name).get_hookimpls()}


class Phases:
    """In the place of pytest's `call_and_report`; `hooked` tells whether a test's function is called by a hook."""

    def __init__(self, judge: Judge, *, hooked: bool) -> None:
        self._judge = judge
        self._hooked = hooked
        self._passed = {when: Passed(when) for when in ("setup", "call", "teardown")}

    def __call__(self, item: pytest.Item, when: Literal["setup", "call", "teardown"], *_: bool, **after: Any) -> Any:
        """One phase of a test; pytest's report of it, or what passes for one."""
        try:
            self._carry_out(item, when, **after)
        except BaseException as error:  # noqa: BLE001 - pytest sorts them
            return self._report(item, when, error)
        report = self._passed[when]
        self._judge.current.observe(report)
        return report

    def _carry_out(self, item: pytest.Item, when: str, nextitem: pytest.Item | None = None) -> None:
        try:
            if when == "setup":
                item.session._setupstate.setup(item)
            elif when == "call" and type(item) is pytest.Function and not self._hooked:
                python.pytest_pyfunc_call(item)
            elif when == "call":
                item.runtest()
            else:
                item.session._setupstate.teardown_exact(nextitem)
        except ENDS as error:
            raise ended(error, self._judge.ledger) from error

    def _report(self, item: pytest.Item, when: Literal["setup", "call", "teardown"], error: BaseException) -> Any:
        def again() -> NoReturn:
            raise error

        call = pytest.CallInfo.from_call(again, when)
        report = item.ihook.pytest_runtest_makereport(item=item, call=call)
        item.ihook.pytest_runtest_logreport(report=report)
        if runner.check_interactive_exception(call, report):
            item.ihook.pytest_exception_interact(node=item, call=call, report=report)
        return report


def ended(error: BaseException, ledger: Ledger) -> StudentFailure:
    """A KeyboardInterrupt or exit that leaves a check, as its failure: it never ends the session.

    The judge ignores the keyboard, so one that comes here was raised by student code or by the suite.
    """
    call = f"`{ledger.calls[-1].call}`" if ledger.calls else "The check"
    name = type(error).__name__
    failure = StudentFailure(f"{call} ended with {name}, which stops a whole program.", Outcome.CRASHED)
    return ledger.fail(failure)
