"""Batches: how large they are, and what becomes of those whose worker was lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.bulk.batches import BYTES, FIRST, LARGEST, LOSSES, Batch, Batches
from grader.bulk.executor import Ticket
from grader.submission import Submission


def ticket(number: int, size: int = 10) -> Ticket:
    files = {"a.py": b"x" * size}
    return Ticket(number=number, exercise="ex01_a", submission=Submission(path="", files=files, given={}))


def tickets(count: int) -> list[Ticket]:
    return [ticket(number) for number in range(count)]


def numbers(batch: Batch | None) -> list[int]:
    return [each.number for each in batch.tickets] if batch else []


def drain(batches: Batches) -> Iterator[Batch]:
    while not batches.is_empty:
        batch = batches.suspect() if batches.has_suspects else batches.next()
        assert batch is not None
        yield batch


def test_every_ticket_goes_out_once_in_its_order() -> None:
    batches = Batches(tickets(FIRST * 2 + 3))

    assert [number for batch in drain(batches) for number in numbers(batch)] == list(range(FIRST * 2 + 3))
    assert batches.next() is None


def test_no_more_tickets_are_drawn_than_a_batch_holds() -> None:
    """The class is never held in memory."""
    source = iter(tickets(1000))
    batches = Batches(source)

    assert not batches.is_empty
    assert numbers(batches.next()) == list(range(FIRST))
    assert next(source).number == FIRST


@pytest.mark.parametrize(
    ("seconds", "size"),
    [
        pytest.param(0.01, 100, id="a-second-of-work"),
        pytest.param(0.0, LARGEST, id="too-fast-to-measure"),
        pytest.param(30.0, 1, id="slower-than-a-batch"),
    ],
)
def test_a_batch_is_a_second_of_work(seconds: float, size: int) -> None:
    batches = Batches(tickets(1000))

    batches.pace.note(10, seconds * 10)

    assert len(numbers(batches.next())) == size


def test_one_slow_batch_does_not_decide_alone() -> None:
    batches = Batches(tickets(1000))
    for _ in range(20):
        batches.pace.note(100, 1.0)

    batches.pace.note(1, 0.1)

    assert 20 <= batches.pace.size < 100


def test_large_submissions_travel_in_small_batches() -> None:
    """One that is larger than a batch may be goes alone."""
    sizes = [10, BYTES // 2, BYTES // 2, BYTES * 2, 10]
    batches = Batches([ticket(number, size) for number, size in enumerate(sizes)])

    assert [numbers(batch) for batch in drain(batches)] == [[0, 1], [2], [3], [4]]


def test_a_lost_batch_goes_out_again_before_others() -> None:
    batches = Batches(tickets(1000))
    first = batches.next()
    assert first is not None
    batches.lost(first)

    again = batches.next()

    assert again is not None
    assert (numbers(again), again.is_suspect) == (numbers(first), False)


def test_a_batch_that_is_lost_twice_goes_one_by_one_and_what_kills_is_given_up_alone() -> None:
    batches = Batches(tickets(FIRST))
    poison, workers, results = 3, 0, {}
    for batch in drain(batches):
        if any(each.number == poison and not each.given_up for each in batch.tickets):
            workers += 1
            batches.lost(batch)
        else:
            results.update({each.number: each.given_up for each in batch.tickets})

    assert workers == LOSSES
    assert [number for number, why in results.items() if why] == [poison]
    assert sorted(results) == list(range(FIRST))


def test_a_batch_that_comes_back_without_a_fault_of_its_own_is_not_blamed() -> None:
    """As when the scheduler was lost."""
    batches = Batches(tickets(FIRST))
    for _ in range(LOSSES * 2):
        batch = batches.next()
        assert batch is not None
        batches.put_back(batch)

    assert [(numbers(batch), batch.is_suspect) for batch in drain(batches)] == [(list(range(FIRST)), False)]


def test_a_suspect_that_comes_back_stays_one() -> None:
    batches = Batches(tickets(1))
    for _ in range(2):
        batches.lost(next(drain(batches)))
    suspect = batches.suspect()

    batches.put_back(suspect)

    assert batches.has_suspects
    assert batches.next() is None
