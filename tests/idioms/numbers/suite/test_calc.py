"""Numbers, near and exact."""

import math, random, unittest
from decimal import Decimal
from fractions import Fraction
import calc
import pytest


def test_approx():
    assert calc.mean([0.1, 0.2]) == pytest.approx(0.15) and calc.root(2) == pytest.approx(1.414, abs=1e-3)
    assert pytest.approx(calc.PI, rel=1e-4) == math.pi


def test_approx_in_containers():
    assert calc.spread([1, 2, 4]) == pytest.approx({"mean": 2.3333333, "stdev": 1.5275252})
    assert calc.both(1.0) == pytest.approx((0.9, 1.1))


def test_isclose():
    assert math.isclose(calc.root(2) ** 2, 2) and abs(calc.root(2) - 1.4142) < 1e-4 and round(calc.root(2), 2) == 1.41


def test_exact_types():
    assert calc.price("1.10") == Decimal("2.20") and type(calc.price("1")) is Decimal
    assert calc.half(3) == Fraction(3, 2) == 1.5 and calc.half(3).numerator == 3
    assert calc.big(200) == 1 << 200 and type(calc.parity(2)) is bool and isinstance(calc.mean([1, 2]), float)


def test_not_numbers():
    assert math.isnan(calc.nan()) and calc.inf() == math.inf and calc.nan() != calc.nan()


def test_identity_of_constants():
    assert calc.parity(2) is True and calc.parity(3) is False


@pytest.mark.parametrize("n, expected", [(2, True), (9, False), (97, True), pytest.param(0, False, id="zero")])
def test_table(n, expected):
    assert calc.is_prime(n) == expected and calc.parity(4) is True


def test_loop_of_random_cases():
    generator = random.Random(7)
    for _ in range(30):
        n = generator.randrange(1, 500)
        assert calc.is_prime(n) == (n > 1 and all(n % d for d in range(2, n)))


def test_seeded():
    random.seed(3)
    first = calc.dice(5)
    random.seed(3)
    assert calc.dice(5) == first == [random.Random(3).randint(1, 6), *first[1:]]


def test_range_of_results():
    assert set(calc.dice(200)) == {1, 2, 3, 4, 5, 6}


class Unit(unittest.TestCase):
    def test_almost(self):
        self.assertAlmostEqual(calc.root(2), 1.41421, places=4)
        self.assertAlmostEqual(calc.root(2), 1.5, delta=0.1)
        self.assertNotAlmostEqual(calc.root(2), 1.5)
        self.assertLessEqual(calc.root(4), 2)
