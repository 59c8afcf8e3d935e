"""What is shared stays shared, and what is not does not: wrong grids, handed-out dicts, tables of two modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenSuite, Suite

SUITE = """
from unittest import mock

import pytest
import bank
import store
from store import TABLE


def test_grid():
    grid = bank.grid(3)
    grid[0][0] = 1
    assert grid == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert bank.total(grid) == 1


def test_connect():
    one, other = bank.connect(), bank.connect()
    one["members"]["Ann"] = 1
    assert other == {"members": {}}
    assert bank.members(one) == ["Ann"] and bank.members(other) == []


def test_table_of_two_modules():
    store.put("a", 1)
    assert TABLE == {"a": 1} and bank.read("a") == 1
    TABLE["b"] = 2
    assert bank.read("b") == 2
    assert bank.table() is TABLE and store.TABLE is TABLE


def test_argument_changed_in_place():
    items = [3, 1, 2]
    assert bank.tidy(items) is None
    assert items == [1, 2, 3]
    numbers = {1, 2}
    assert bank.grow(numbers) is numbers and numbers == {1, 2, 99}


def test_argument_left_alone():
    items = [3, 1, 2]
    assert bank.sorted_copy(items) == [1, 2, 3]
    assert items == [3, 1, 2]


def test_change_seen_later():
    kept = bank.remember([1])
    kept.append(2)
    assert bank.remembered() == [1, 2]
    bank.append(3)
    assert kept == [1, 2, 3]


def test_cycle():
    ring = bank.ring()
    assert ring[0] is ring and len(ring) == 1


def test_raises_is_no_way_out():
    with pytest.raises(Exception):
        bank.refuse()


@mock.patch("bank.fetch", return_value=7)
def test_patched(fetch):
    assert bank.doubled("x") == 14
    fetch.assert_called_once_with("x")


def test_patched_in_other_ways():
    with mock.patch.object(bank, "fetch", side_effect=[1, ValueError("no")]):
        assert bank.doubled("x") == 2
        with pytest.raises(ValueError, match="no"):
            bank.doubled("x")
    with mock.patch("bank.open", mock.mock_open(read_data="text"), create=True) as opened:
        assert bank.read_file("name") == "text"
    opened.assert_called_once_with("name")
    with mock.patch.multiple(bank, fetch=mock.DEFAULT) as made:
        made["fetch"].return_value = 5
        assert bank.doubled("y") == 10
    with mock.patch.dict(TABLE, {"z": 26}):
        assert bank.read("z") == 26
    assert bank.doubled("abc") == 6


def test_patched_world(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt="": "typed")
    assert bank.ask() == "typed"
    monkeypatch.setattr("random.randint", lambda low, high: 4)
    assert bank.roll() == 4
    monkeypatch.setenv("BANK_NAME", "Spoke")
    assert bank.name() == "Spoke"
"""

STORE = "TABLE = {}\ndef put(key, value): TABLE[key] = value\n"
BANK = """
import os
import random
import store

KEPT = []

def grid(n): return [[0] * n for _ in range(n)]
def total(rows): return sum(map(sum, rows))
def connect(): return {"members": {}}
def members(db): return sorted(db["members"])
def read(key): return store.TABLE[key]
def table(): return store.TABLE
def tidy(items): items.sort()
def grow(numbers):
    numbers.add(99)
    return numbers
def sorted_copy(items): return sorted(items)
def remember(items):
    global KEPT
    KEPT = items
    return KEPT
def remembered(): return KEPT
def append(item): KEPT.append(item)
def ring():
    made = []
    made.append(made)
    return made
def refuse(): raise ValueError("refused")
def fetch(key): return len(key)
def doubled(key): return 2 * fetch(key)
def read_file(name):
    with open(name) as file:
        return file.read()
def ask(): return input("? ")
def roll(): return random.randint(1, 6)
def name(): return os.environ["BANK_NAME"]
"""
WRONG = {
    "test_grid": ("[[0] * n for _ in range(n)]", "[[0] * n] * n"),
    "test_connect": ('def connect(): return {"members": {}}', 'DB = {"members": {}}\ndef connect(): return DB'),
    "test_table_of_two_modules": ("def table(): return store.TABLE", "def table(): return dict(store.TABLE)"),
    "test_argument_changed_in_place": ("items.sort()", "items = sorted(items)"),
    "test_argument_left_alone": ("return sorted(items)", "items.sort(); return items"),
    "test_change_seen_later": ("    KEPT = items\n    return KEPT\n", "    KEPT = items\n    return list(KEPT)\n"),
    "test_cycle": ("made.append(made)", "made.append([])"),
    "test_raises_is_no_way_out": ('raise ValueError("refused")', "os._exit(0)"),
    "test_patched": ("return 2 * fetch(key)", "return 14"),
}


@pytest.fixture(scope="module")
def suite(open_suite: OpenSuite) -> Suite:
    return open_suite({"test_bank.py": SUITE}, {"bank.py": BANK, "store.py": STORE})


def test_right_code_keeps_all_its_points(suite: Suite) -> None:
    verdicts = suite.grade({"bank.py": BANK, "store.py": STORE})

    assert {name: verdict.message for name, verdict in verdicts.items() if verdict.outcome != "passed"} == {}
    assert len(verdicts) == 11


@pytest.mark.parametrize("name", WRONG)
def test_wrong_code_gains_no_point(name: str, suite: Suite) -> None:
    right, wrong = WRONG[name]
    assert right in BANK

    passed = suite.passed({"bank.py": BANK.replace(right, wrong), "store.py": STORE})

    assert name not in passed
