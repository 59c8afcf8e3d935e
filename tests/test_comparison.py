"""Expected beside got: what the eye would miss is pointed at, and no text of a student's can break it."""

from __future__ import annotations

import pytest

from grader.reporters.comparison import Room, compare

ROOM = Room(calls=4, value=300, lines=12)


def told(expected: object, got: object) -> list[str]:
    return list(compare(repr(expected), repr(got), ROOM))[2:]


@pytest.mark.parametrize(
    ("expected", "got", "points"),
    [
        pytest.param("row   1.50", "row  1.50", ["                ^ differs here"], id="text"),
        pytest.param([1, 2, 3], [1, 5, 3], ["the first difference is at index 1: expected 2, got 5"], id="list"),
        pytest.param([1, 2], [1, 2, 3], ["2 items were expected, 3 came"], id="longer"),
        pytest.param([1], [1.0], ["the first difference is at index 0: expected 1, got 1.0"], id="number-type"),
        pytest.param([1, 2], (1, 2), ["a list was expected, a tuple came"], id="tuple"),
        pytest.param(5, "5", ["a whole number was expected, a text came"], id="text-for-number"),
        pytest.param(5, 6, [], id="number"),
        pytest.param("tea", None, [], id="none"),
        pytest.param(
            {"a": 1, "b": 2, "c": 3},
            {"a": 1, "b": 5, "d": 3},
            ["missing key: 'c'", "key not expected: 'd'", "key 'b': expected 2, got 5"],
            id="dict",
        ),
        pytest.param({1, 2}, {2, 3}, ["missing: 1", "not expected: 3"], id="set"),
    ],
)
def test_the_difference_is_named(expected: object, got: object, points: list[str]) -> None:
    assert told(expected, got) == points


def test_long_lists_and_dictionaries_are_compared_item_by_item() -> None:
    names = [f"member {number}" for number in range(12)]
    lines = list(compare(repr(names), repr([*names[:5], "somebody", *names[6:]]), ROOM))

    assert lines[0] == "difference, - is what was expected, + is what came:"
    assert "  - 'member 5'" in lines
    assert "  + 'somebody'" in lines
    long = {name: number for number, name in enumerate(names)}
    assert "  - 'member 3': 3" in list(compare(repr(long), repr({**long, "member 3": 0}), ROOM))


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        ("60.0 ± 6.0e-08", "60.0"),
        ("60.0 ± 0.5", "60.0 ± 0.5"),
        ("(1+2j) ± 3e-6", "(1+2j) ± 3e-6"),
        ("!= [None]", "anything but [None]"),
        ("not '*' in it", "nothing like '*'"),
        ("'777' in it", "something with '777' in it"),
        ("<= 1", "at most 1"),
        ("ValueError", "ValueError"),
    ],
)
def test_conditions_are_told_in_words(expected: str, shown: str) -> None:
    assert next(compare(expected, "3", ROOM)) == f"expected: {shown}"


def test_text_where_nothing_was_expected_is_shown_as_it_was_printed() -> None:
    assert list(compare("''", "one\ntwo \n", ROOM)) == [
        "expected: nothing at all",
        "got:",
        "| one",
        "| two  (spaces at the end: 1)",
    ]
    assert list(compare("one\n", "''", ROOM)) == ["expected:", "| one", "got: nothing at all"]


@pytest.mark.parametrize(
    "got",
    ["[" * 3000, "(" * 3000 + "1", "'\\d'", "1" * 5000, "{[]: 1}", "{{1}, 2}", "'\\x1b[31m'", "0x", "\x00", "-" * 3000],
    ids=range(10),
)
def test_odd_text_of_a_student_is_compared_as_text(got: str) -> None:
    """Neither an error nor a warning, and nothing that a terminal would act on."""
    for expected in ("'a'", "[1]", "{}", "3"):
        lines = list(compare(expected, got, ROOM))

        assert lines
        assert all(line.isprintable() and len(line) <= 320 for line in lines)


def test_values_that_look_the_same_are_said_to() -> None:
    same = repr([1] * 50)

    assert "look the same" in " ".join(compare(same, same, ROOM))
