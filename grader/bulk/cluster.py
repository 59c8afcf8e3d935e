"""Grades tickets on a Dask cluster. Dask carries bytes and calls; who grades what is decided here.

Theory of operation. Each worker is sent the course once, and each call names the worker that it is for: so a worker
never holds more than it works on, and a lost one tells which batches were lost with it. Dask's own retries would put
a batch that kills workers on one worker after the other, and not say so.
"""

from __future__ import annotations

import queue
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pkgutil import resolve_name
from typing import Any

import msgspec
from msgspec.structs import replace

from grader.bulk.batches import Batch, Batches
from grader.bulk.executor import Done, Ticket
from grader.bulk.framing import error_of
from grader.bulk.link import Link, LinkLostError
from grader.bulk.shipment import Build, own_build
from grader.bulk.station import Reply, close_station, decode_reply, encode_batch, grade_batch, open_station
from grader.errors import GraderError, InputError, JudgeError

PATIENCE = 60.0  # seconds: time for a worker to start, and for a scheduler to be started again
AHEAD = 2  # batches for each thread of a worker: the one it grades, and the next
LOOK = 1.0  # seconds between two looks at which workers are there
HOPELESS = 30  # batches lost one after the other, without any result between
_NEEDED_NAME = open_station.__module__
_NEEDED = f"{_NEEDED_NAME}:__name__"
_FETCHERS = 4  # answers that are fetched at once
_GOODBYE = 10.0  # seconds for the workers to let go
_INSTALL = "Scheduler and workers need the very gradebox that is here: install the same version, for the same Python."
_AGAIN = "What was graded is kept: `grade bulk` again continues with the rest."


class _Place:
    """A worker: the calls it has not answered yet, in their order. Those that are no batches are its greeting.

    The greeting asks first, by a function that every Python has, whether ours are there: a Dask worker that cannot
    unpickle what it is sent ends.
    """

    def __init__(self, address: str, threads: int) -> None:
        self.address = address
        self.threads = threads
        self.is_open = False  # the course is there
        self.is_kept = False  # for suspects, one at a time
        self.calls: dict[Any, Batch | None] = {}

    @property
    def load(self) -> float:
        """How many batches it has for each thread."""
        return len(self.calls) / self.threads

    def take_calls(self) -> dict[Any, Batch | None]:
        """What it has not answered; an answer to it that still comes is nobody's."""
        calls, self.calls = self.calls, {}
        return calls


class Cluster:
    """An executor on the Dask cluster behind `link`, which it ends; `package` is from `grader.bulk.shipment.pack`.

    `patience` are the seconds that it waits for a scheduler that was lost, and for a worker where there is none.
    """

    def __init__(self, link: Link, package: bytes, *, patience: float = PATIENCE) -> None:
        self._package = package
        self._patience = patience
        self._name = uuid.uuid4().hex
        self._places: dict[str, _Place] = {}
        self._answers: queue.SimpleQueue[tuple[_Place, Any, Any]] = queue.SimpleQueue()
        self._fetchers = ThreadPoolExecutor(_FETCHERS)
        self._link = link
        self._deserted = time.monotonic()
        self._next_look = 0.0
        self._losses = 0

    def run(self, tickets: Iterable[Ticket]) -> Iterator[Done]:
        """See `Executor.run`."""
        batches = Batches(tickets)
        self._deserted, self._next_look = time.monotonic(), 0.0
        try:
            while not batches.is_empty or self._batch_calls():
                try:
                    if time.monotonic() >= self._next_look:
                        self._look(batches)
                    self._hand_out(batches)
                    yield from self._heard(batches)
                except LinkLostError:
                    self._find_again(batches)
        finally:
            self._abandon()

    def close(self) -> None:
        """Have the workers forget the course, and leave the cluster."""
        with suppress(LinkLostError):
            self._link.cancel([call for place in self._places.values() for call in place.calls])
            open_places = [place.address for place in self._places.values() if place.is_open]
            self._link.wait_for([self._link.call(each, close_station, self._name) for each in open_places], _GOODBYE)
        self._places.clear()
        self._link.close()
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    def _look(self, batches: Batches) -> None:
        """Greet the workers that have come, and take back what was with those that are gone."""
        workers = self._link.workers()
        for place in list(self._places.values()):
            if place.address not in workers:
                self._lose(place, batches)
        for address in workers.keys() - self._places.keys():
            place = self._places[address] = _Place(address, workers[address])
            self._call(place, None, resolve_name, _NEEDED)
        now = time.monotonic()
        self._next_look = now + LOOK
        if self._places:
            self._deserted = now
        elif now > self._deserted + self._patience:
            raise JudgeError(
                f"the Dask cluster has had no worker for {self._patience:.0f} seconds",
                hint=f"Start some: `dask worker ADDRESS`. {_AGAIN}",
            )

    def _hand_out(self, batches: Batches) -> None:
        """Give batches to the workers with the least to do, and suspects to one that does nothing else."""
        kept = next((place for place in self._places.values() if place.is_kept), None)
        if batches.has_suspects and not (kept and kept.calls):
            self._look(batches)  # a worker that is gone already would count as one more that was killed
        places = sorted(self._places.values(), key=lambda place: place.load)
        kept = next((place for place in places if place.is_kept), None)
        if batches.has_suspects and kept is None:
            kept = next((place for place in places if place.is_open), None)
        for place in places:
            place.is_kept = place is kept and (batches.has_suspects or bool(place.calls))
        if kept is not None and not kept.calls and batches.has_suspects:
            self._send(kept, batches.suspect(), batches)
        free = [place for place in places if place.is_open and not place.is_kept]
        while free and (place := min(free, key=lambda each: each.load)).load < AHEAD:
            batch = batches.next()
            if batch is None:
                return
            self._send(place, batch, batches)

    def _heard(self, batches: Batches) -> Iterator[Done]:
        """The results of the next batch that is done, if one is before it is time to look."""
        try:
            place, call, answer = self._answers.get(timeout=max(0.01, self._next_look - time.monotonic()))
        except queue.Empty:
            return
        if call not in place.calls:
            return  # it was lost, and what it was has gone elsewhere
        batch = place.calls[call]
        if isinstance(answer, LinkLostError):
            raise answer
        if isinstance(answer, Exception):
            raise _failure(place.address, answer)
        if answer is None:
            self._lose(place, batches)
        elif batch is None:
            del place.calls[call]
            self._greet(place, answer)
        elif (reply := decode_reply(answer)).absent:
            self._lose(place, batches)
        else:
            del place.calls[call]
            yield from self._entered(place, batch, reply, batches)

    def _greet(self, place: _Place, answer: Any) -> None:
        """Send the course to a worker that has what it needs, and batches to one that has the course."""
        if answer == _NEEDED_NAME:
            self._call(place, None, open_station, self._name, self._package)
            return
        _refuse_other_build(place.address, msgspec.json.decode(answer, type=Build))
        place.is_open = True

    def _entered(self, place: _Place, batch: Batch, reply: Reply, batches: Batches) -> Iterator[Done]:
        if reply.fault is not None:
            where = f"on the Dask worker `{place.address}`: {reply.fault.message}"
            raise error_of(replace(reply.fault, message=where))
        self._losses = 0
        batches.pace.note(len(batch.tickets), reply.seconds)
        yield from reply.dones

    def _send(self, place: _Place, batch: Batch, batches: Batches) -> None:
        try:
            self._call(place, batch, grade_batch, self._name, encode_batch(batch.tickets))
        except LinkLostError:
            batches.put_back(batch)
            raise

    def _call(self, place: _Place, batch: Batch | None, function: Callable[..., Any], *arguments: str | bytes) -> None:
        call = self._link.call(place.address, function, *arguments)
        place.calls[call] = batch
        call.add_done_callback(lambda call: self._fetch(place, call))

    def _fetch(self, place: _Place, call: Any) -> None:
        """Get an answer that is ready, in a thread: one that was lost with its worker never comes."""

        def fetch() -> None:
            try:
                answer = self._link.answer(call)
            except LinkLostError as error:
                answer = error
            self._answers.put((place, call, answer))

        with suppress(RuntimeError):  # closed meanwhile
            self._fetchers.submit(fetch)

    def _lose(self, place: _Place, batches: Batches) -> None:
        """Take back what was with a worker that is gone."""
        del self._places[place.address]
        calls = place.take_calls()
        for batch in calls.values():
            if batch is not None:  # begun or not: what a worker has last said may be lost with it
                batches.lost(batch)
        self._count_loss()
        self._link.cancel(list(calls))

    def _batch_calls(self) -> list[tuple[_Place, Any]]:
        """The batches that are on the cluster."""
        return [
            (place, call) for place in self._places.values() for call, batch in place.calls.items() if batch is not None
        ]

    def _abandon(self) -> None:
        """Forget what is on the cluster, where a run ends before its time."""
        abandoned = self._batch_calls()
        for place, call in abandoned:
            del place.calls[call]
        if abandoned:
            with suppress(LinkLostError):
                self._link.cancel([call for _, call in abandoned])

    def _find_again(self, batches: Batches) -> None:
        """After the scheduler was lost, with all that it knew."""
        for place in self._places.values():
            for batch in place.take_calls().values():
                if batch is not None:
                    batches.put_back(batch)
        self._places.clear()
        self._count_loss()
        try:
            self._link.reconnect(self._patience)
        except LinkLostError as error:
            raise JudgeError(
                f"the Dask scheduler was lost, and has not come back within {self._patience:.0f} seconds: {error}",
                hint=_AGAIN,
            ) from error
        self._deserted = time.monotonic()
        self._next_look = 0.0

    def _count_loss(self) -> None:
        self._losses += 1
        if self._losses > HOPELESS:
            raise JudgeError(
                f"workers of the Dask cluster were lost {HOPELESS} times, with no result in between",
                hint=f"Their logs may say why. {_AGAIN}",
            )


def _failure(address: str, error: Exception) -> GraderError:
    """What a call of ours raised: most often, what is installed there is not what is installed here."""
    if isinstance(error, ImportError | AttributeError | TypeError):
        return InputError(f"the Dask worker `{address}` has no gradebox like this one: {error}", hint=_INSTALL)
    if isinstance(error, RuntimeError) and "deserialization of the task graph" in str(error):
        return InputError("the Dask scheduler has no gradebox like this one", hint=_INSTALL)
    return JudgeError(f"the Dask worker `{address}` failed: {type(error).__name__}: {error}", hint=_AGAIN)


def _refuse_other_build(address: str, build: Build) -> None:
    if build != own_build():
        raise InputError(f"the Dask worker `{address}` has {build}, and here is {own_build()}", hint=_INSTALL)
