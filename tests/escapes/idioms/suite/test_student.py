"""What real suites lean on; each attack leans on one of them, too."""

import inspect
import unittest
from contextlib import suppress
from pathlib import Path

import pytest
import student

kept = []


class Secret:
    word = "SECRET-4711"


def test_map():
    assert all(map(student.is_even, [2, 4, 6]))


def test_with():
    with student.Timer() as timer:
        assert timer.value() == 42424242


def test_callback():
    def accept(number):
        assert number in (1, 2, 3), "SECRET-4711"

    student.visit(accept)


def test_forgiven(submission):
    with suppress(BaseException):
        assert student.number() < 5
    assert submission.run("script.py").exit_code == 0


def test_keep():
    kept.append(student.Timer())
    assert student.alive() == 1


def test_gone():
    with pytest.raises(TypeError):
        kept[-1].push(1, 2)


def test_class_source():
    assert "return" in inspect.getsource(student.Timer)


def test_source(submission):
    assert "hidden" not in submission.source("helper.py")


def test_open_file():
    assert "eval" not in Path(student.__file__).read_text()


def test_variant(submission):
    assert submission.variant(remove=["extra.py"]).run("script.py").stderr == ""


def test_saved():
    assert Path(student.save("ok")).read_text() == "ok"


def test_tmp(tmp_path):
    assert list(tmp_path.iterdir()) == []


def test_raises():
    with pytest.raises(ValueError) as caught:
        student.bad()
    assert str(caught.value) == "no"


class TestMembers(unittest.TestCase):
    def test_members(self):
        self.assertEqual({student.member(number) for number in (1, 2, 3)}, {"1", "2", "3"})


def test_address():
    assert not hasattr(student.Timer(), "__array_interface__")


@pytest.fixture
def text(submission):
    return submission.source("odd.py")


def test_text(text):
    assert "a = 1" in text
