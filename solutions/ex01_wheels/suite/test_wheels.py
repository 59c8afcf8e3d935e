"""ex01: `wheels` calculates the fitting chart with what `math` offers."""

import ast
import contextlib
import math

import pytest

import wheels

# Multiples of a turn that stay whole through rounding, whichever of the usual formulas divides them.
WHOLE_TURNS = [(500, 1), (500, 2), (559, 3), (622, 4)]


def imports_of_math(tree):
    """The plain imports that make the name `math` for the whole file."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (alias for alias in statement.names if alias.name == "math" and alias.asname in (None, "math"))


@pytest.mark.check(
    "wheels.py has a line `import math`",
    points=2,
    hint="Functions from another module are only available after one statement near the top of the file.",
    concepts=("C03", "C08"),
)
def test_imports_math(submission):
    assert list(imports_of_math(submission.tree("wheels.py"))), "`wheels.py` has no plain import of `math`"


@pytest.mark.check(
    "circumference(700) is right",
    points=2,
    hint="Multiply the diameter by pi; where does pi come from?",
    concepts=("C05", "C08"),
)
def test_circumference():
    assert wheels.circumference(700) == pytest.approx(2199.114857512855, rel=1e-9)
    assert wheels.circumference(622) == pytest.approx(622 * math.pi, rel=1e-9)
    assert wheels.circumference(28.5) == pytest.approx(28.5 * math.pi, rel=1e-9)
    assert wheels.circumference(1) == pytest.approx(math.pi, rel=1e-9)


@pytest.mark.check(
    "pi is exact, not typed in",
    points=2,
    hint="The result is slightly off. Is the constant from `math`, or a rounded copy?",
    concepts=("C05",),
)
def test_pi_is_exact(submission):
    for diameter in (1, 1000, 2_000_000):
        assert wheels.circumference(diameter) == pytest.approx(diameter * math.pi, rel=1e-12)

    for node in ast.walk(submission.tree("wheels.py")):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            assert not 3.1 < node.value < 3.2, f"line {node.lineno} of `wheels.py` holds pi as a typed number"


@pytest.mark.check(
    "circumference rejects 0 and negatives",
    points=2,
    hint="Raise the error before calculating.",
    concepts=("C05",),
)
def test_circumference_rejects():
    for diameter in (0, -1, -622, -0.25, 0.0):
        with pytest.raises(ValueError):
            wheels.circumference(diameter)
    assert wheels.circumference(0.25) is not None, "a small wheel is a wheel, too"


@pytest.mark.check(
    "diagonal(3, 4) is 5.0 and diagonal(1, 1) is 1.414...",
    points=2,
    hint="`math` has a square-root function.",
    concepts=("C04",),
)
def test_diagonal():
    assert wheels.diagonal(3, 4) == pytest.approx(5.0, rel=1e-9)
    assert wheels.diagonal(1, 1) == pytest.approx(math.sqrt(2), rel=1e-9)
    assert wheels.diagonal(60, 25) == pytest.approx(65, rel=1e-9)
    assert wheels.diagonal(0.8, 1.5) == pytest.approx(1.7, rel=1e-9)
    assert wheels.diagonal(0, 70) == pytest.approx(70, rel=1e-9)


@pytest.mark.check(
    "ramp_rise uses degrees (90 and 30)",
    points=3,
    hint="In which unit does `math.sin` want its angle? `math` can convert.",
    concepts=("C07",),
)
def test_ramp_rise():
    assert wheels.ramp_rise(10, 90) == pytest.approx(10, rel=1e-9)
    assert wheels.ramp_rise(10, 30) == pytest.approx(5, rel=1e-9)
    assert wheels.ramp_rise(2.5, 45) == pytest.approx(2.5 * math.sqrt(0.5), rel=1e-9)
    assert wheels.ramp_rise(6, 7.5) == pytest.approx(6 * math.sin(math.radians(7.5)), rel=1e-9)
    assert wheels.ramp_rise(4, 0) == pytest.approx(0)


@pytest.mark.check(
    "parking_orders(0), (1) and (5)",
    points=2,
    hint="One function in `math` does exactly this.",
    concepts=("C06", "C37"),
)
def test_parking_orders():
    for bikes, orders in [(0, 1), (1, 1), (5, 120), (4, 24), (7, 5040)]:
        answer = wheels.parking_orders(bikes)
        assert answer == orders
        assert type(answer) is int, "the number of orders is a whole number, an int"
    assert wheels.parking_orders(23) == 25852016738884976640000


@pytest.mark.check(
    "parking_orders(-1) raises ValueError",
    points=1,
    hint="Let the error come through; do not catch it.",
    concepts=("C06",),
)
def test_parking_orders_rejects():
    for bikes in (-1, -2, -40):
        with pytest.raises(ValueError):
            wheels.parking_orders(bikes)
    assert wheels.parking_orders(2) is not None, "for bikes that are there it hands back a number"


@pytest.mark.check(
    "Nothing is printed",
    points=1,
    hint="The functions hand back values; the caller decides about printing.",
    concepts=("C03",),
)
def test_nothing_is_printed(submission):
    inside = submission.fresh()
    chart = inside.module("wheels")
    assert inside.output == "", "`wheels.py` prints while it is imported"

    results = []
    calls = [("circumference", 406), ("diagonal", 12, 35), ("ramp_rise", 3, 20), ("parking_orders", 3)]
    for name, *numbers in [*calls, ("turns_needed", 50, 406), ("circumference", -406), ("parking_orders", -3)]:
        # What a function hands back or raises is the business of other checks.
        with contextlib.suppress(Exception):
            results.append(getattr(chart, name)(*numbers))

    assert inside.output == ""
    assert [result for result in results if result is not None], "the functions hand back nothing yet"


@pytest.mark.check(
    "turns_needed rounds up, also for exact multiples",
    points=3,
    hint="An exact multiple must not gain an extra turn; compare 0, one turn exactly, and one turn plus a little.",
    stretch=True,
    concepts=("C37", "C05"),
)
def test_turns_needed():
    assert wheels.turns_needed(0, 559) == 0
    for diameter, turns in WHOLE_TURNS:
        assert wheels.turns_needed(math.pi * diameter / 1000 * turns, diameter) == turns
    assert wheels.turns_needed(1.6, 500) == 2
    assert wheels.turns_needed(0.01, 500) == 1
    assert wheels.turns_needed(250, 622) == 128
    assert wheels.turns_needed(3909, 622) == 2001
    assert type(wheels.turns_needed(250, 622)) is int, "the number of turns is a whole number, an int"
