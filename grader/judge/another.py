"""Whether a child of the judge may judge another submission, and what it takes to have it as it was for that.

Theory of operation. Before the first fork everything is written down: the stand-ins, pytest's own objects, the suite's
and what surrounds them in the process. After a submission the first two are put back to it, and the others compared
with it. Anything that differs, anything unusual on the way, and anything that is alive still and stands for something
of the student's costs the child its life: the next submission gets a fresh one, as each has without this.
"""

from __future__ import annotations

import builtins
import gc
import linecache
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from grader.judge.answered import Answered
from grader.judge.collected import suite_modules
from grader.judge.control import ENOUGH, Setup
from grader.judge.holdings import Holdings
from grader.judge.insides import Insides
from grader.judge.lasting import leaves_something
from grader.judge.surroundings import Surroundings, memory
from grader.result import Outcome, Verdict
from grader.standin.renewal import AsItWas, Renewal, end, first_of_student

GROWTH = 64 << 20  # bytes that a child may grow by
_USUAL = (Outcome.PASSED, Outcome.FAILED, Outcome.NOT_CHECKED)
_PYTESTS, _BUILT_IN = frozenset(vars(pytest)), frozenset(vars(builtins))  # before any suite is loaded
_OURS = ("grader.", "contextlib.ExitStack")  # the fixtures, and what pytest does when it ends
_UNFINISHED = (
    types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, types.FrameType, types.TracebackType,
    BaseException,
)  # fmt: skip


class Another:
    """The judge as it is before any submission. `per_child` is 1 where no child may judge a second one, `why` says why.

    `again` says that the suite is collected for each submission anew.
    """

    def __init__(
        self, session: pytest.Session, setup: Setup, insides: Insides, answered: Answered, *, again: bool
    ) -> None:
        self.why = ""
        self.per_child = setup.per_child
        self._insides = insides
        self._session = session
        self.count = 0  # submissions that this child has judged
        if self.per_child > 1:
            self.why = _refused(setup, again=again) or self._write_down(setup, answered)
        if self.why:
            self.per_child = 1

    def _write_down(self, setup: Setup, answered: Answered) -> str:
        insides, session = self._insides, self._session
        gc.collect()
        self._ours = [AsItWas(part) for part in (insides, insides.ledger, insides.finder, insides.baseline, answered)]
        self._standins = Renewal(insides.main)
        self._suite = Holdings([*suite_modules(Path(setup.suite)), *_given_to_pytest(session)], setup.suite)
        self._pytests = Holdings(_of_pytest(session), setup.suite, self._suite.known)
        self._surroundings = Surroundings()
        unknown = [*self._suite.unknown, *(each for each in self._pytests.unknown if not each.startswith(_OURS))]
        return f"{unknown[0]} is of no known kind" if unknown else ""

    def begin(self, fds: Sequence[int]) -> None:
        """In the child, before its first submission, which came with these descriptors."""
        if self.per_child > 1:
            self._generation = self._insides.main.generation
            self._memory = memory()
            self._surroundings.begin(fds, patched=not self._insides.still)
            gc.freeze()  # what there is now is nothing that a submission left

    def end(self, verdicts: Sequence[Verdict], top: str) -> str:
        """Have everything as it was, after a submission that lay in the folder `top`; why not, where that cannot be."""
        self.count += 1
        if self.count >= self.per_child:
            return ENOUGH
        try:
            return self._unusual(verdicts) or self._renewed(top)
        except BaseException as error:  # noqa: BLE001 - whatever it is, a fresh child does not have it
            return f"it stopped with {type(error).__name__}: {error}"

    def _unusual(self, verdicts: Sequence[Verdict]) -> str:
        """What happened that is unusual."""
        main, ledger = self._insides.main, self._insides.ledger
        odd = next((verdict.outcome for verdict in verdicts if verdict.outcome not in _USUAL), None)
        reasons = {
            ledger.unclean: ledger.unclean,
            f"a check {odd}": odd is not None,
            "the inside was replaced": main.generation != self._generation + 1 or self._insides.lost(),
            "something came that nobody asked for": not main.inside.is_quiet(),
            "a fixture is still there": self._session._setupstate.stack,
            "an inside is still there": self._insides.above.has_more(),
            "it has grown": memory() > self._memory + GROWTH,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def _renewed(self, top: str) -> str:
        """Put back what is ours and pytest's, then look at the rest."""
        main = self._insides.main
        self._generation = main.generation
        end(main.inside)
        for path in [path for path in linecache.cache if path.startswith(top)]:
            del linecache.cache[path]
        for part in self._ours:
            part.put_back()
        self._pytests.put_back()
        self._standins.put_back()
        self._surroundings.put_back(self._insides.finder.owns)
        gc.collect()
        left = gc.get_objects()
        stays = first_of_student(left) or next((type(one).__name__ for one in left if isinstance(one, _UNFINISHED)), "")
        self._standins.forget_instances(left)
        if stays:
            return f"a {stays} is alive still"
        changed = self._suite.changed() or self._surroundings.changed(patched=not self._insides.still)
        gc.freeze()
        return f"{changed} changed" if changed else ""


def _refused(setup: Setup, *, again: bool) -> str:
    """Why no child may judge several submissions of this suite, told from what it is."""
    if again:
        return "the suite is collected for each submission anew"
    if setup.plugins or setup.json_report or not setup.fork:
        return "pytest has plugins of others"
    if len(setup.filesystems) > 1:
        return "each submission has several insides"
    place = leaves_something(Path(setup.suite), setup.roots)
    return f"{place} may leave something behind in the process" if place else ""


def _given_to_pytest(session: pytest.Session) -> Iterator[Any]:
    """What a suite has handed to pytest or laid where everybody finds it, which its modules may not hold."""
    for module, names in ((pytest, _PYTESTS), (builtins, _BUILT_IN)):
        yield from (value for name, value in vars(module).items() if name not in names)
    for item in session.items:
        yield from (each for marks in (item.own_markers, item.user_properties) for each in marks)
        yield from getattr(getattr(item, "callspec", None), "params", {}).values()


def _of_pytest(session: pytest.Session) -> list[Any]:
    """What pytest changes from check to check."""
    nodes = {id(node): node for item in session.items for node in item.listchain()}
    return [*nodes.values(), session._setupstate, vars(session.config)]
