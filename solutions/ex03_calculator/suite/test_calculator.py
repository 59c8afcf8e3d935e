"""ex03: `calculator` does the arithmetic, `receipt` reuses it."""

import contextlib
import random

import pytest

import calculator
import receipt

# A fixed seed: the same cases for every student and every run.
_RANDOM = random.Random("ex03")
PAIRS = [(_RANDOM.randint(-90, 90), _RANDOM.randint(1, 90)) for _ in range(4)]

# Put behind the student's own calculator: whatever receipt calls goes on working, and `divide` leaves a trace.
# Only a division by 7 is doubled, so that sums in cents, which divide by 100 as well, stay right.
RECORDING_DIVIDE = """

LOG = []


def divide(a, b):
    LOG.append([a, b])
    if b == 0:
        raise ValueError("refused by the recording calculator")
    return 2 * a / b if b == 7 else a / b
"""


@pytest.mark.check(
    "calculator.py is in the exercise folder",
    points=1,
    hint="The exact name matters: all lower case, ending `.py`, not inside another folder.",
    concepts=("C09",),
)
def test_calculator_is_there(submission):
    if "calculator.py" not in submission.files:
        pytest.fail("not in the folder: `calculator.py`")


@pytest.mark.check(
    "add works for ints, floats and negatives",
    points=2,
    hint="Hand the result back to the caller.",
    needs="test_calculator_is_there",
    concepts=("C28",),
)
def test_add():
    assert calculator.add(4, 9) == 13
    assert calculator.add(-7, 3) == -4
    assert calculator.add(-2, -6) == -8
    assert calculator.add(0.1, 0.2) == pytest.approx(0.3, rel=1e-9)
    for a, b in PAIRS:
        assert calculator.add(a, b) == a + b


@pytest.mark.check(
    "subtract and multiply work",
    points=2,
    hint="Check the order of the operands.",
    needs="test_calculator_is_there",
    concepts=("C28",),
)
def test_subtract_and_multiply():
    assert calculator.subtract(10, 4) == 6
    assert calculator.subtract(4, 10) == -6
    assert calculator.subtract(2.5, -1) == pytest.approx(3.5, rel=1e-9)
    assert calculator.multiply(6, 7) == 42
    assert calculator.multiply(-3, 0.5) == pytest.approx(-1.5, rel=1e-9)
    assert calculator.multiply(8, 0) == 0
    for a, b in PAIRS:
        assert calculator.subtract(a, b) == a - b
        assert calculator.multiply(a, b) == a * b


@pytest.mark.check(
    "divide(7, 2) is 3.5",
    points=2,
    hint="Normal division, not whole-number division.",
    needs="test_calculator_is_there",
    concepts=("C28",),
)
def test_divide():
    assert calculator.divide(7, 2) == pytest.approx(3.5, rel=1e-9)
    assert calculator.divide(6, 3) == 2
    assert calculator.divide(-9, 4) == pytest.approx(-2.25, rel=1e-9)
    assert calculator.divide(3, 0.5) == pytest.approx(6, rel=1e-9)
    assert calculator.divide(1, -8) == pytest.approx(-0.125, rel=1e-9)
    for a, b in PAIRS:
        assert calculator.divide(a, b) == pytest.approx(a / b, rel=1e-9)


@pytest.mark.check(
    "divide by zero raises ValueError with the given text",
    points=2,
    hint="Python's own error has another type; test `b` first and raise.",
    needs="test_calculator_is_there",
    concepts=("C28",),
    split=False,
)
@pytest.mark.parametrize(("a", "b"), [(5, 0), (-2.5, 0.0), (0, 0)])
def test_divide_by_zero(a, b):
    with pytest.raises(ValueError) as refusal:
        calculator.divide(a, b)

    assert str(refusal.value) == "cannot divide by zero"
    assert calculator.divide(b, 4) == 0, "only a `b` of 0 is an error, an `a` of 0 is not"


@pytest.mark.check(
    "Functions return, they do not print",
    points=1,
    hint="Seeing the number on screen is not the same as handing it back.",
    needs="test_calculator_is_there",
    concepts=("C28",),
)
def test_functions_return(capsys):
    results = [
        calculator.add(12, 4),
        calculator.subtract(12, 4),
        calculator.multiply(12, 4),
        calculator.divide(12, 4),
    ]

    assert None not in results, "a function handed back nothing"
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == ""


@pytest.mark.check(
    "Importing calculator is silent",
    points=1,
    hint="Are there test lines at the bottom of the file?",
    needs="test_calculator_is_there",
    concepts=("C02",),
)
def test_import_is_silent(submission):
    inside = submission.fresh()

    imported = inside.module("calculator")
    printed = inside.output

    assert printed == ""
    answers = [imported.add(2, 1), imported.multiply(2, 1)]
    assert answers != [None, None], "the functions hand back nothing yet"

    inside = submission.fresh()
    # A receipt that cannot be imported is the business of other checks.
    with contextlib.suppress(Exception):
        inside.module("receipt")
    assert inside.output == "", "`receipt.py` prints while it is imported"


@pytest.mark.check(
    "receipt.py imports calculator",
    points=2,
    hint="Write the import, not the code, a second time.",
    concepts=("C02", "C13"),
)
def test_receipt_imports_calculator(submission):
    imports = [
        record
        for record in submission.imports()
        if record.file == "receipt.py" and record.resolved == "calculator" and not record.nested
    ]

    assert imports, "`receipt.py` has no import of `calculator` near its top"
    for record in imports:
        assert "*" not in [name for name, _ in record.names], f"line {record.line} is a star import"


@pytest.mark.check(
    "total adds up a list, also an empty one",
    points=2,
    hint="What should the running total start with?",
    concepts=("C13",),
)
def test_total(submission):
    prices = [19.5, 3, 0.25]
    assert receipt.total(prices) == pytest.approx(22.75, rel=1e-9)
    assert prices == [19.5, 3, 0.25], "the list of prices was changed"

    assert receipt.total([]) == 0
    assert receipt.total([4, 10, 1]) == 15
    assert receipt.total([4, 10, 1]) == 15, "the same list gave another total the second time"
    assert receipt.total([0.1] * 10) == pytest.approx(1, rel=1e-9)

    # As the README does it: receipt first, in a Python that has not imported calculator yet.
    assert submission.fresh().module("receipt").total([2, 3]) == 5


@pytest.mark.check(
    "with_discount works and rejects 120 %",
    points=2,
    hint="Check the allowed range before calculating.",
    concepts=("C13",),
)
def test_with_discount():
    assert receipt.with_discount(60, 15) == pytest.approx(51, rel=1e-9)
    assert receipt.with_discount(19.9, 12.5) == pytest.approx(17.4125, rel=1e-9)
    assert receipt.with_discount(45, 0) == pytest.approx(45, rel=1e-9)
    assert receipt.with_discount(45, 100) == pytest.approx(0)
    assert receipt.with_discount(200, 0.5) == pytest.approx(199, rel=1e-9)
    assert receipt.with_discount(200, 99.5) == pytest.approx(1, rel=1e-9)
    for percent in (120, 101, 100.5, -0.5, -20):
        with pytest.raises(ValueError):
            receipt.with_discount(60, percent)


@pytest.mark.check(
    "split_bill goes through calculator.divide and keeps its error",
    points=3,
    hint="Do not catch the error here; the caller should see it.",
    stretch=True,
    concepts=("C02", "C13"),
)
def test_split_bill(submission):
    assert receipt.split_bill(100, 3) == pytest.approx(33.33, rel=1e-9)
    assert receipt.split_bill(20, 3) == pytest.approx(6.67, rel=1e-9)
    assert receipt.split_bill(45.6, 4) == pytest.approx(11.4, rel=1e-9)
    with pytest.raises(ValueError):
        receipt.split_bill(30, 0)

    recording = submission.source("calculator.py") + RECORDING_DIVIDE
    inside = submission.variant(replace={"calculator.py": recording}).fresh()
    recorded = inside.module("calculator")
    copy = inside.module("receipt")

    assert copy.split_bill(31.5, 7) == pytest.approx(9, rel=1e-9), "another `divide` did not change the share"
    assert 7 in [divisor for _, divisor in recorded.LOG]
    with pytest.raises(ValueError) as refusal:
        copy.split_bill(30, 0)
    assert str(refusal.value) == "refused by the recording calculator"
