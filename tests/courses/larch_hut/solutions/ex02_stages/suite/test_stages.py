"""ex02: `Stage` and its operators, which the student's objects may answer for themselves where the mark says so.

An answer of theirs is never taken alone: the plain numbers of an object are asked as well.
"""

import pytest

from stages import Stage


def numbers(stage):
    """The two numbers of a stage."""
    return stage.km, stage.climb


@pytest.mark.check(
    "A stage knows its km and its climb",
    points=1,
    hint="__init__ keeps what it is given; climb has a default.",
    concepts="O01",
)
def test_numbers():
    assert numbers(Stage(6, 450)) == (6, 450)
    assert numbers(Stage(1.5)) == (1.5, 0)
    assert numbers(Stage(climb=80, km=2)) == (2, 80)


@pytest.mark.check(
    "Negative numbers raise ValueError",
    points=2,
    hint="Look at both numbers, before anything is kept.",
    concepts="O01",
)
def test_negative():
    assert numbers(Stage(0, 0)) == (0, 0)
    for km, climb in ((-0.5, 10), (3, -1), (-2, -2)):
        with pytest.raises(ValueError):
            Stage(km, climb)


@pytest.mark.check(
    "minutes is the walking time",
    points=1,
    hint="A property is worked out when it is asked for.",
    concepts="O02",
)
def test_minutes():
    assert Stage(2).minutes == pytest.approx(30)
    assert Stage(0, 250).minutes == pytest.approx(25)
    assert Stage(7.2, 615).minutes == pytest.approx(169.5)


@pytest.mark.check(
    "repr shows how the stage is made",
    points=2,
    hint="__repr__ returns a text and prints nothing.",
    concepts="O02",
)
def test_repr():
    assert repr(Stage(6, 450)) == "Stage(6, 450)"
    assert repr(Stage(1.5)) == "Stage(1.5, 0)"
    assert f"{[Stage(2, 80)]}" == "[Stage(2, 80)]"


@pytest.mark.operators
@pytest.mark.check(
    "Stages are equal when both numbers are",
    points=3,
    hint="Compare km and climb, not the time; what is no stage is not equal.",
    concepts="O03",
)
def test_equal():
    stage = Stage(6, 450)

    assert (stage == Stage(6, 450)) is True
    assert (stage != Stage(6, 450)) is False
    for other in (Stage(6, 451), Stage(7, 450), Stage(5, 600)):
        assert (stage == other) is False
        assert (stage != other) is True
    for other in ("Stage(6, 450)", (6, 450), None):
        assert (stage == other) is False


@pytest.mark.operators
@pytest.mark.check(
    "Stages are sorted by their time",
    points=2,
    hint="__lt__ compares the minutes.",
    concepts="O03",
)
def test_order():
    short, steep, long = Stage(2, 50), Stage(1, 610), Stage(8, 20)

    assert (short < steep) is True
    assert (steep < short) is False
    assert (steep > short) is True
    assert (short < Stage(2, 50)) is False
    assert [numbers(each) for each in sorted([long, steep, short])] == [(2, 50), (1, 610), (8, 20)]
    assert numbers(min(steep, long, short)) == (2, 50)
    assert numbers(max(steep, long, short)) == (8, 20)


@pytest.mark.operators
@pytest.mark.check(
    "a + b is a new stage",
    points=3,
    hint="__add__ makes a Stage of the sums and leaves both others alone.",
    concepts="O04",
)
def test_add():
    first, second = Stage(6, 450), Stage(0.5, 35)

    both = first + second

    assert numbers(both) == (6.5, 485)
    assert isinstance(both, Stage)
    assert numbers(second + first + second) == (7, 520)
    assert (numbers(first), numbers(second)) == ((6, 450), (0.5, 35)), "adding changed one of the stages"


@pytest.mark.operators
@pytest.mark.check(
    "stage * 3 and 3 * stage are three of them",
    points=2,
    hint="For 3 * stage Python first asks the number, then __rmul__ of the stage.",
    concepts=("O04", "O05"),
)
def test_times():
    stage = Stage(6, 450)

    assert numbers(stage * 3) == (18, 1350)
    assert numbers(3 * stage) == (18, 1350)
    assert numbers(stage * 0) == (0, 0)
    assert numbers(stage) == (6, 450), "multiplying changed the stage"


@pytest.mark.operators
@pytest.mark.check(
    "What means nothing raises TypeError",
    points=1,
    hint="A method that does not know the other thing hands back NotImplemented.",
    needs=["test_order", "test_add", "test_times"],
    concepts="O05",
)
def test_meaningless():
    stage = Stage(6, 450)

    with pytest.raises(TypeError):
        stage + 5
    with pytest.raises(TypeError):
        assert stage < 5
    for times in ("2", 1.5):
        with pytest.raises(TypeError):
            stage * times


@pytest.mark.check(
    "import stages prints nothing",
    points=1,
    hint="Try things out in the interactive Python, or take the lines out again.",
    needs="test_numbers",
    concepts="O06",
)
def test_silent(submission):
    inside = submission.fresh()

    inside.module("stages")

    assert inside.output == ""


@pytest.mark.operators
@pytest.mark.check(
    "sum adds up a list of stages",
    points=2,
    hint="sum begins with 0 + the first one. Which method answers that?",
    stretch=True,
    concepts=("O04", "O05"),
)
def test_sum():
    walk = [Stage(6, 450), Stage(1.5), Stage(2, 80)]

    assert numbers(sum(walk)) == (9.5, 530)
    assert numbers(walk[0]) == (6, 450), "adding up changed the first stage"
    assert numbers(sum([Stage(2, 80)])) == (2, 80)
    with pytest.raises(TypeError):
        3 + walk[0]
