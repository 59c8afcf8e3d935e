import shadow
from shadow import sum, max, len as length, list as L
from unittest.mock import patch


def test_sum():
    assert sum([1, 2]) == 3 and shadow.sum([4]) == 4


def test_max():
    assert max(1, 2) == 2


def test_len():
    assert length([]) == 7


def test_list():
    assert L().kind == "mine" and shadow.list().kind == "mine"


def test_print():
    assert shadow.print(1) == (1,)


def test_open():
    assert shadow.open("x") == "opened x"


def test_patch():
    with patch("shadow.input", return_value="p"):
        assert shadow.input() == "p"
    assert shadow.input() == "mine"
