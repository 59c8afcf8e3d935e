"""Tickets in batches of about a second: which go out next, and what becomes of those whose worker was lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from grader.bulk.executor import Ticket

SECONDS = 1.0  # of work in a batch: what a message costs is then lost in it, and little is lost with a worker
FIRST = 8  # submissions in a batch while nothing is known of how long they take
LARGEST = 256
BYTES = 4_000_000  # of submissions in a batch, so that no message grows with what students hand in
LOSSES = 3  # a submission whose worker dies so often is graded no more
GIVEN_UP = f"each of the {LOSSES} workers that were to grade this submission was lost"
TOGETHER = 2  # losses that a batch may have as a whole: after that each of its submissions goes alone
_WEIGHT = 0.3  # of the latest batch in the average


class Batch(Struct, frozen=True, eq=False):
    """Tickets that go to a worker together; `losses` is how many workers were lost under them."""

    tickets: tuple[Ticket, ...]
    losses: int = 0

    @property
    def is_suspect(self) -> bool:
        """Whether it may be the reason that workers die, so that nothing else should run beside it."""
        return self.losses >= TOGETHER


class Pace:
    """How many submissions make a batch, by how long the last ones took."""

    def __init__(self) -> None:
        self._seconds = 0.0

    @property
    def size(self) -> int:
        """Submissions in the next batch, at least one."""
        if not self._seconds:
            return FIRST
        return max(1, min(LARGEST, round(SECONDS / self._seconds)))

    def note(self, submissions: int, seconds: float) -> None:
        """A batch took so long on its worker, without the time it waited."""
        each = max(seconds, 1e-4) / submissions
        self._seconds += (each - self._seconds) * (_WEIGHT if self._seconds else 1.0)


class Batches:
    """The tickets of a run on their way: drawn as they are asked for, and returned where their worker was lost."""

    def __init__(self, tickets: Iterable[Ticket]) -> None:
        self._tickets = iter(tickets)
        self._drawn: deque[Ticket] = deque()  # at most one: it did not fit into the batch before it
        self._returned: deque[Batch] = deque()
        self._suspects: deque[Batch] = deque()
        self.pace = Pace()

    @property
    def has_suspects(self) -> bool:
        """Whether `suspect` has one to give."""
        return bool(self._suspects)

    @property
    def is_empty(self) -> bool:
        """Whether no ticket is left to go out; draws one to know."""
        if not (self._returned or self._suspects or self._drawn):
            self._drawn.extend(islice(self._tickets, 1))
        return not (self._returned or self._suspects or self._drawn)

    def next(self) -> Batch | None:
        """The next batch that may run beside others; None where there is none now."""
        if self._returned:
            return self._returned.popleft()
        tickets = tuple(self._fitting(self.pace.size))
        return Batch(tickets) if tickets else None

    def suspect(self) -> Batch:
        """The next submission that must run alone on its worker."""
        return self._suspects.popleft()

    def put_back(self, batch: Batch) -> None:
        """Take back a batch that no worker has begun, or that was lost without any fault of its own."""
        (self._suspects if batch.is_suspect else self._returned).append(batch)

    def lost(self, batch: Batch) -> None:
        """Take back a batch that was lost with its worker; what was lost too often will only be given up."""
        losses = batch.losses + 1
        if losses < TOGETHER:
            self._returned.append(Batch(batch.tickets, losses))
        elif losses < LOSSES:
            self._suspects += [Batch((ticket,), losses) for ticket in batch.tickets]
        else:
            self._returned.append(Batch(tuple(replace(ticket, given_up=GIVEN_UP) for ticket in batch.tickets)))

    def _fitting(self, size: int) -> Iterator[Ticket]:
        room = BYTES
        for place in range(size):
            ticket = self._drawn.popleft() if self._drawn else next(self._tickets, None)
            if ticket is None:
                return
            room -= sum(map(len, ticket.submission.files.values()))
            if room < 0 and place:
                self._drawn.append(ticket)
                return
            yield ticket
