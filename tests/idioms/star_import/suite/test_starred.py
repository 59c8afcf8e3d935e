from starred import *
import starred


def test_add():
    assert add(1, 2) == 3


def test_pi():
    assert PI == 3


def test_hidden():
    assert "hidden" not in globals() and starred.hidden() == 1


def test_box():
    assert not hasattr(Box(), "size")
