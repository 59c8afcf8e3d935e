"""What a suite takes from the student's objects while it is collected."""

import pytest
import shelf

KEPT = list(shelf.SHELF)


def test_kept():
    assert KEPT == ["a", "b"]


@pytest.mark.parametrize("item", list(shelf.SHELF))
def test_each(item):
    assert item in ("a", "b") and list(shelf.SHELF)[0] == "a"
