"""ex03: `trails` asks places that hold places, however deep."""

import copy

import pytest

import trails
from valley import VALLEY

DEEP = 300


def place(name, minutes, *branches):
    """A place with all behind it."""
    return {"name": name, "minutes": minutes, "branches": list(branches)}


ALONE = place("Chapel", 35)
TOWN = place(
    "Bridge",
    5,
    place("Mill", 20),
    place("Market", 10, place("School", 5, place("Tower", 45), place("Well", 2)), place("Church", 30)),
    place("Gate", 70),
)


@pytest.fixture
def town():
    """A town of one's own: a check that changes it spoils no other."""
    return copy.deepcopy(TOWN)


@pytest.fixture
def valley():
    """Likewise the places that are given."""
    return copy.deepcopy(VALLEY)


def in_a_row(number):
    """So many places, one behind the other, of a minute each."""
    row = place(f"Post {number}", 1)
    for left in range(number - 1, 0, -1):
        row = place(f"Post {left}", 1, row)
    return row


@pytest.mark.check(
    "count counts all places",
    points=2,
    hint="One for the place itself, and what count says of each branch.",
    concepts=("R01", "R02"),
)
def test_count(town, valley):
    assert trails.count(ALONE) == 1
    assert trails.count(town) == 8
    assert trails.count(town["branches"][1]) == 5
    assert trails.count(valley) == 5


@pytest.mark.check(
    "total adds up all minutes",
    points=3,
    hint="The same shape as count; only what one place gives is another number.",
    concepts=("R01", "R02"),
)
def test_total(town, valley):
    assert trails.total(ALONE) == 35
    assert trails.total(town) == 187
    assert trails.total(valley["branches"][0]) == 280


@pytest.mark.check(
    "farthest is the longest way to an end",
    points=3,
    hint="Of the branches only the longest counts; a place without any adds nothing.",
    concepts=("R01", "R02"),
)
def test_farthest(town):
    assert trails.farthest(ALONE) == 35
    assert trails.farthest(town) == 75
    assert trails.farthest(town["branches"][1]) == 60
    assert trails.farthest(place("Fork", 1, place("Pond", 9), place("Hill", 3))) == 10


@pytest.mark.check(
    "path_to names the places on the way",
    points=2,
    hint="If a branch knows the way, this place stands before it.",
    concepts=("R01", "R03"),
)
def test_path_to(town):
    assert trails.path_to(town, "Bridge") == ["Bridge"]
    assert trails.path_to(town, "Well") == ["Bridge", "Market", "School", "Well"]
    assert trails.path_to(town, "Gate") == ["Bridge", "Gate"]
    assert trails.path_to(town, "Mill") == ["Bridge", "Mill"], "the second answer holds something of the first"


@pytest.mark.check(
    "path_to a place that is not there is an empty list",
    points=1,
    hint="When no branch knew the way, what is left to hand back?",
    concepts=("R03",),
)
def test_no_path(town):
    assert trails.path_to(town, "Castle") == []
    assert trails.path_to(ALONE, "chapel") == []


@pytest.mark.check(
    "outline moves each step of the way in by two blanks",
    points=3,
    hint="A second parameter with a default can say how deep it is already.",
    concepts=("R01", "R03"),
)
def test_outline(town):
    assert trails.outline(ALONE) == "Chapel"
    assert trails.outline(town).split("\n") == [
        "Bridge",
        "  Mill",
        "  Market",
        "    School",
        "      Tower",
        "      Well",
        "    Church",
        "  Gate",
    ]


@pytest.mark.check(
    f"A trail of {DEEP} places in a row is no trouble",
    points=1,
    hint="One call for each place is enough; how many are there?",
    needs=["test_count", "test_farthest", "test_path_to"],
    concepts=("R02",),
)
def test_deep():
    row = in_a_row(DEEP)

    assert trails.count(row) == DEEP
    assert trails.farthest(row) == DEEP
    assert len(trails.path_to(row, f"Post {DEEP}")) == DEEP


@pytest.mark.check(
    "The places stay as they were",
    points=1,
    hint="Read the lists; take nothing out of them.",
    needs=["test_count", "test_total", "test_farthest", "test_path_to", "test_outline"],
    concepts=("R03",),
)
def test_unchanged(town):
    trails.count(town)
    trails.total(town)
    trails.farthest(town)
    trails.path_to(town, "Church")
    trails.outline(town)

    assert town == TOWN


@pytest.mark.check(
    "import trails prints nothing",
    points=1,
    hint="Try things out in the interactive Python, or take the lines out again.",
    needs="test_count",
    concepts="R05",
)
def test_silent(submission):
    inside = submission.fresh()

    inside.module("trails")

    assert inside.output == ""


@pytest.mark.check(
    "ways counts the ways up a stair",
    points=3,
    hint="The first move takes one step or two. And where could answers be kept?",
    stretch=True,
    concepts=("R02", "R04"),
)
def test_ways():
    assert [trails.ways(steps) for steps in (0, 1, 2, 4, 7)] == [1, 1, 2, 5, 21]
    assert trails.ways(80) == 37889062373143906
