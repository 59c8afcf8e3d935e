import sys, unittest
import pytest
import z


@pytest.mark.skip
def test_skip():
    assert z.f() == 1


@pytest.mark.skipif(True, reason="x")
def test_skipif():
    assert z.f() == 1


@pytest.mark.xfail
def test_xfail():
    assert z.f() == 3


@pytest.mark.xfail
def test_xpass():
    assert z.f() == 1


def test_skip_inside():
    assert z.f() == 1
    pytest.skip("no")


def test_importorskip():
    pytest.importorskip("nonexistent_module_q")


@pytest.mark.parametrize("n", [])
def test_empty(n):
    assert z.f() == 1


@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.skip)])
def test_param_skip(n):
    assert z.f() == 1


class T(unittest.TestCase):
    @unittest.skip("x")
    def test_skip(self):
        self.assertEqual(z.f(), 1)

    @unittest.expectedFailure
    def test_expected(self):
        self.assertEqual(z.f(), 3)

    def test_skip_inside(self):
        self.skipTest("x")


def test_good():
    assert z.f() == 1
