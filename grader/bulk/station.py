"""What runs in a Dask worker: the course it was sent, and a pool of one desk for each of its threads.

A Dask worker has many threads, so nothing is forked in it: a desk is a fresh process, spoken to by frames. The three
functions at the end are all that Dask ever pickles, by name; what they take and give is bytes.
"""

from __future__ import annotations

import atexit
import threading
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.bulk.executor import Done, Ticket
from grader.bulk.framing import fault_of
from grader.bulk.local import Pool
from grader.bulk.shipment import own_build, unpack
from grader.errors import GraderError
from grader.worker.base import Base
from grader.worker.orders import Fault

IDLE = 60.0  # seconds without a batch after which nobody is thought to come any more
OFTEN = 1.0  # seconds between two looks whether that is so


class Reply(Struct, frozen=True, kw_only=True):
    """What became of a batch: every result, or the fault that made grading impossible, or `absent`.

    `absent` says that this process was never told of the course, or has forgotten it. `seconds` are those of grading.
    """

    dones: tuple[Done, ...] = ()
    fault: Fault | None = None
    absent: bool = False
    seconds: float = 0.0


class Station:
    """A course in a Dask worker, with the desks that grade it; it ends when nobody has come for a while.

    The course lies in a folder that nobody else may enter. What a killed worker leaves of it, the next one removes.
    """

    def __init__(self, name: str, package: bytes) -> None:
        self._name = name
        self._base = Base()
        folder = Path(self._base.path, "course")
        folder.mkdir(mode=0o700)
        shipment = unpack(package)
        self._exercises = shipment.lay_out(folder)
        self._rules = shipment.rules
        self._free: list[Pool] = []
        self._busy = 0
        self._last = time.monotonic()
        self._is_closed = False
        self._closing = threading.Event()
        threading.Thread(target=self._end_when_idle, name=f"gradebox {name}", daemon=True).start()

    def grade(self, tickets: Sequence[Ticket]) -> Reply:
        """Grade a batch at a desk that is free, else at a new one."""
        began = time.monotonic()
        pool = self._take()
        if pool is None:
            return Reply(absent=True)
        usable = False
        try:
            dones = tuple(pool.run(tickets))
            usable = True
        except GraderError as error:
            return Reply(fault=fault_of(error))
        finally:
            self._put_back(pool, usable=usable)
        return Reply(dones=dones, seconds=time.monotonic() - began)

    def close(self) -> None:
        """End the desks and remove the course; while one still grades, it ends with its batch."""
        self._closing.set()
        with _guard:
            if self._is_closed:
                return
            self._is_closed = True
            free, self._free = self._free, []
            is_last = not self._busy
        self._end(free, is_last=is_last)

    def _take(self) -> Pool | None:
        with _guard:
            if self._is_closed:
                return None
            self._busy += 1
            return self._free.pop() if self._free else Pool(self._exercises, self._rules, jobs=1, pinned=False)

    def _put_back(self, pool: Pool, *, usable: bool) -> None:
        with _guard:
            self._busy -= 1
            self._last = time.monotonic()
            if usable and not self._is_closed:
                self._free.append(pool)
                return
            is_last = self._is_closed and not self._busy
        self._end([pool], is_last=is_last)

    def _end(self, pools: Sequence[Pool], *, is_last: bool) -> None:
        for pool in pools:
            pool.close()
        if is_last:
            self._base.remove()

    def _end_when_idle(self) -> None:
        """Let go of everything when a client is gone that has not said so."""
        while not self._closing.wait(max(OFTEN, self._last + IDLE - time.monotonic())):
            with _guard:
                is_idle = not self._busy and time.monotonic() > self._last + IDLE
            if is_idle:
                close_station(self._name)


_stations: dict[str, Station] = {}
_guard = threading.Lock()


def open_station(name: str, package: bytes) -> bytes:
    """Take a course in, under a name that no other run has; which gradebox this is."""
    with _guard:
        if name not in _stations:
            _stations[name] = Station(name, package)
    return msgspec.json.encode(own_build())


def grade_batch(name: str, batch: bytes) -> bytes:
    """Grade a batch; the `Reply`."""
    with _guard:
        station = _stations.get(name)
    reply = Reply(absent=True) if station is None else station.grade(msgspec.msgpack.decode(batch, type=list[Ticket]))
    return zlib.compress(msgspec.json.encode(reply), 1)


def close_station(name: str) -> None:
    """Let go of a course."""
    with _guard:
        station = _stations.pop(name, None)
    if station is not None:
        station.close()


@atexit.register
def _close_all() -> None:
    """The worker ends."""
    for name in list(_stations):
        close_station(name)


def encode_batch(tickets: Sequence[Ticket]) -> bytes:
    """Tickets for `grade_batch`."""
    return msgspec.msgpack.encode(tickets)


def decode_reply(reply: bytes) -> Reply:
    """What `grade_batch` has given."""
    return msgspec.json.decode(zlib.decompress(reply), type=Reply)
