"""What is raised, with what it says and carries."""

import errno, traceback, unittest
import fails
import pytest
from fails import AppError, NotThere


def test_class_and_attributes():
    with pytest.raises(AppError) as caught:
        fails.fail(3)
    assert (
        caught.type is AppError and caught.value.code == 3 and caught.value.details == {"where": "here", "tags": ["a"]}
    )
    assert str(caught.value) == "error 3" and caught.value.args == ("error 3",) and caught.typename == "AppError"


def test_match():
    with pytest.raises(AppError, match=r"^error \d$"):
        fails.fail(3)


def test_matched_by_a_function():
    with pytest.raises(AppError, check=lambda error: error.code == 3):
        fails.fail(3)


def test_by_a_base():
    with pytest.raises(KeyError):
        fails.find("x")
    with pytest.raises((OSError, LookupError)):
        fails.find("x")


def test_called_by_raises():
    assert pytest.raises(ValueError, fails.parse, "x").value.args


def test_message():
    assert str(pytest.raises(ValueError, fails.parse, "x").value) == "invalid literal for int() with base 10: 'x'"


def test_try_except():
    try:
        fails.find("x")
    except NotThere as error:
        assert error.code == 404 and error.details["key"] == "x"
    else:
        pytest.fail("nothing was raised")


def test_cause_and_context():
    with pytest.raises(AppError) as caught:
        fails.wrapped()
    assert isinstance(caught.value.__cause__, KeyError) and caught.value.__cause__.args == ("k",)
    with pytest.raises(AppError) as caught:
        fails.during()
    assert caught.value.__cause__ is None and isinstance(caught.value.__context__, ZeroDivisionError)


def test_notes():
    with pytest.raises(ValueError) as caught:
        fails.noted()
    assert caught.value.__notes__ == ["try a number"]


def test_group():
    with pytest.raises(ExceptionGroup) as caught:
        fails.many()
    assert [type(error) for error in caught.value.exceptions] == [ValueError, TypeError] and caught.group_contains(
        TypeError
    )


def test_except_star():
    seen = []
    try:
        fails.many()
    except* ValueError as group:
        seen += [str(error) for error in group.exceptions]
    except* TypeError as group:
        seen += [str(error) for error in group.exceptions]
    assert seen == ["a", "b"]


def test_operating_system():
    with pytest.raises(FileNotFoundError) as caught:
        fails.opened("not/there")
    assert caught.value.errno == errno.ENOENT and caught.value.filename == "not/there"


def test_assertion():
    with pytest.raises(AssertionError, match="positive"):
        fails.checked(0)


def test_exit():
    with pytest.raises(SystemExit) as caught:
        fails.leave("bye")
    assert caught.value.code == "bye"


def test_standard():
    with pytest.raises(IndexError, match="out of range"):
        fails.index([1], 5)
    with pytest.raises(TypeError, match="not subscriptable|indices"):
        fails.index(None, 0)
    with pytest.raises(NotImplementedError):
        fails.unfinished()
    with pytest.raises(RecursionError):
        fails.deep(0)


def test_finally():
    log = []

    def broken():
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        fails.cleanup(log, broken)
    assert log == ["done"]


def test_own_class_of_the_suite():
    class Mine(Exception):
        pass

    def broken():
        raise Mine("mine", 7)

    log = []
    with pytest.raises(Mine) as caught:
        fails.cleanup(log, broken)
    assert caught.value.args == ("mine", 7) and log == ["done"]


def test_raised_by_the_suite():
    error = AppError(9, why="test")
    assert error.code == 9 and error.details == {"why": "test"}
    with pytest.raises(AppError):
        raise error


def test_traceback_text():
    try:
        fails.fail(2)
    except AppError:
        text = traceback.format_exc()
    assert "AppError: error 2" in text


class Unit(unittest.TestCase):
    def test_exception(self):
        with self.assertRaises(AppError) as caught:
            fails.fail(4)
        self.assertEqual(caught.exception.code, 4)

    def test_regex(self):
        self.assertRaisesRegex(AppError, "error 4", fails.fail, 4)
