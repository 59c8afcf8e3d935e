"""How much of an iterable is taken, and when."""

import itertools
import pytest
import lazy as lz
from lazy import Peekable


def counted(items, taken):
    for item in items:
        taken.append(item)
        yield item


def test_takes_no_more_than_it_needs():
    taken = []
    assert lz.take(2, counted(range(9), taken)) == [0, 1]
    assert taken == [0, 1]


def test_nothing_is_taken_before_the_first_step():
    taken = []
    pairs = lz.pairwise(counted("abc", taken))
    assert taken == []
    assert next(pairs) == ("a", "b")
    assert taken == ["a", "b"]


def test_infinite():
    assert lz.take(3, lz.pairwise(itertools.count())) == [(0, 1), (1, 2), (2, 3)]


def test_infinite_of_the_student():
    assert list(itertools.islice(lz.always(7), 2)) == [7, 7]


def test_chunks():
    assert list(lz.chunked("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]


def test_key():
    assert list(lz.unique(["a", "A", "b"], key=str.lower)) == ["a", "b"]


def test_nonlocal_counter():
    calls = 0

    def key(item):
        nonlocal calls
        calls += 1
        return item % 2

    assert list(lz.unique([1, 3, 2], key)) == [1, 2]
    assert calls == 3


def test_peek():
    items = Peekable([1, 2])
    assert items.peek() == 1 and next(items) == 1 and list(items) == [2]
    assert items.peek("none") == "none"
    with pytest.raises(StopIteration):
        items.peek()


@pytest.mark.parametrize("source", [[1, 2], (1, 2), {1: 0, 2: 0}, iter([1, 2]), range(1, 3), (n for n in (1, 2))])
def test_any_iterable(source):
    assert list(lz.tee_sum(source)) == [1, 3]


def test_student_feeds_student():
    assert list(lz.tee_sum(lz.take(2, lz.always(2)))) == [2, 4]


def test_standard_tools():
    assert dict(zip("ab", lz.always(1), strict=False)) == {"a": 1, "b": 1}
    assert max(lz.tee_sum([1, 2])) == 3 and sorted(lz.unique("ba")) == ["a", "b"]
    assert list(map(sum, lz.chunked([1, 2, 3], 2))) == [3, 3]
    first, *rest = lz.pairwise("abc")
    assert first == ("a", "b") and rest == [("b", "c")]
