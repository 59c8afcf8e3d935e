"""What is known of each work while a class is graded: waiting for a result, or graded and soon in the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from grader.bulk.entries import Graded
from grader.bulk.executor import Done
from grader.bulk.store import Store
from grader.errors import InputError
from grader.result import Status, SuiteInfo

_MOST = 64  # works in a transaction
_SECONDS = 1.0  # from one transaction to the next, where there is something to save


class Tally(Struct, kw_only=True):
    """How many works there are, and what has become of them so far.

    Of those that are `done` some were `judged`, some `known` to the store, and the others are the `same` as one that
    was judged. `errored` are those that the grader failed at, `unplaced` files that belong to no work, `missing`
    students.
    """

    total: int = 0
    done: int = 0
    judged: int = 0
    known: int = 0
    same: int = 0
    errored: int = 0
    unplaced: int = 0
    missing: int = 0


class _Brief(Struct):
    status: Status
    suite: SuiteInfo


class Ledger:
    """The works of a run. The same work of several students is graded once; what is done is saved in batches.

    `suites` are the digests of the suites that the works' keys stand for, by exercise; `show` is told of each change.
    """

    def __init__(self, store: Store, tally: Tally, show: Callable[[Tally], None], suites: Mapping[str, str]) -> None:
        self.tally = tally
        self._store, self._show, self._suites = store, show, suites
        self._numbers: dict[tuple[str, str], int] = {}  # of tickets, by exercise and key
        self._waiting: dict[int, list[Graded]] = {}
        self._batch: list[Graded] = []
        self._unsaved: dict[tuple[str, str], Raw] = {}
        self._saved = time.monotonic()

    def known(self, exercise: str, keys: list[str]) -> set[str]:
        """Those of the keys that have a result in the store which may be used again."""
        return self._store.known(exercise, keys)

    def is_at_hand(self, work: Graded) -> bool:
        """Whether the work's result is there, or on its way, for another student; then it is this one's as well."""
        name = work.exercise, work.key
        if name in self._unsaved:
            self.tally.same += 1
            self._add(replace(work, result=self._unsaved[name]))
        elif name in self._numbers:
            self._waiting[self._numbers[name]].append(work)
        else:
            return False
        return True

    def reuse(self, work: Graded) -> None:
        """Note a work whose result is in the store."""
        self.tally.known += 1
        self._add(work)

    def expect(self, number: int, work: Graded) -> None:
        """Note that a work's result will come for the ticket of this number."""
        self._numbers[work.exercise, work.key] = number
        self._waiting[number] = [work]

    def enter(self, done: Done) -> None:
        """Note a result that has come. Raises `InputError` where it comes from another suite than its key says."""
        works = self._waiting.pop(done.number)
        name = works[0].exercise, works[0].key
        del self._numbers[name]
        brief = msgspec.json.decode(done.result, type=_Brief)
        if brief.status is not Status.ERROR and brief.suite.sha256 not in ("", self._suites[works[0].exercise]):
            raise InputError(
                f"the suite of `{works[0].exercise}` was changed while it was graded with.",
                hint="Give the same command again.",
            )
        self.tally.judged += 1
        self.tally.same += len(works) - 1
        if brief.status is Status.ERROR:
            self.tally.errored += len(works)
        else:
            self._unsaved[name] = done.result
        for work in works:
            self._add(replace(work, result=done.result))

    def save(self) -> None:
        """Save what is not saved yet."""
        batch, self._batch = self._batch, []
        self._unsaved.clear()
        self._store.save(batch)
        self._saved = time.monotonic()

    def _add(self, work: Graded) -> None:
        self._batch.append(work)
        self.tally.done += 1
        if len(self._batch) >= _MOST or time.monotonic() > self._saved + _SECONDS:
            self.save()
        self._show(self.tally)
