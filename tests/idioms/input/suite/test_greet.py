import builtins, io, sys, unittest
from unittest import mock
from unittest.mock import patch
import pytest
import greet
from greet import add_two


def test_monkeypatch_lambda(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt="": "Bob")
    assert greet.greet() == "Hello Bob"


def test_monkeypatch_object(monkeypatch):
    monkeypatch.setattr(builtins, "input", lambda *_: "Ann")
    assert greet.greet() == "Hello Ann"


def test_iterator(monkeypatch):
    answers = iter(["1", "2"])
    monkeypatch.setattr("builtins.input", lambda _="": next(answers))
    assert add_two() == 3


@patch("builtins.input", side_effect=["3", "4"])
def test_patch_side_effect(mocked):
    assert add_two() == 7
    assert mocked.call_count == 2


@patch("builtins.input", return_value="Zed")
def test_patch_return_value(mocked):
    assert greet.greet() == "Hello Zed"
    mocked.assert_called_once_with("Name? ")


def test_patch_context():
    with patch("builtins.input", side_effect=["a", "b", ""]):
        assert greet.until_blank() == ["a", "b"]


def test_patch_plain_function():
    with mock.patch.object(builtins, "input", lambda *a: "Q"):
        assert greet.greet() == "Hello Q"


def test_patch_builtins_by_hand():
    old = builtins.input
    builtins.input = lambda prompt: "Hand"
    try:
        assert greet.greet() == "Hello Hand"
    finally:
        builtins.input = old


def test_patch_in_module(monkeypatch):
    monkeypatch.setattr(greet, "input", lambda p: "Mod", raising=False)
    assert greet.greet() == "Hello Mod"


@patch("greet.input", create=True)
def test_patch_module_input_create(mocked):
    mocked.side_effect = ["5", "6"]
    assert greet.add_two() == 11


def test_module_attribute_by_hand():
    greet.input = lambda prompt="": "H"
    try:
        assert greet.greet() == "Hello H"
    finally:
        del greet.input


def test_stdin_stringio(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("10\n20\n"))
    assert greet.add_two() == 30


def test_stdin_by_hand():
    old, sys.stdin = sys.stdin, io.StringIO("x\ny\n\n")
    try:
        assert greet.until_blank() == ["x", "y"]
    finally:
        sys.stdin = old


def test_eof(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("x\ny\n"))
    assert greet.upto_eof() == 2


def test_eof_by_mock():
    with patch("builtins.input", side_effect=["1", EOFError]):
        assert greet.upto_eof() == 1


def test_prompt_in_stdout(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("Joe\n"))
    assert greet.greet() == "Hello Joe"
    assert capsys.readouterr().out == "Name? "


class TestCase(unittest.TestCase):
    @patch("builtins.print")
    @patch("builtins.input", side_effect=["7", "8"])
    def test_two_patches(self, mocked_input, mocked_print):
        self.assertEqual(add_two(), 15)
        mocked_print.assert_called_with(15)

    @patch("sys.stdout", new_callable=io.StringIO)
    def test_new_callable(self, out):
        with patch("builtins.input", side_effect=["1", "1"]):
            add_two()
        self.assertEqual(out.getvalue(), "2\n")
