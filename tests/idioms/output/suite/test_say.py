import io, sys, contextlib
from contextlib import redirect_stdout, redirect_stderr
from unittest.mock import patch, call
import unittest
import say
from say import hello


def test_capsys(capsys):
    hello()
    assert capsys.readouterr().out == "hello\n"


def test_capsys_err(capsys):
    say.err()
    captured = capsys.readouterr()
    assert captured.err == "oops\n" and captured.out == ""


def test_capfd(capfd):
    hello()
    out, err = capfd.readouterr()
    assert out == "hello\n"


def test_capfd_raw(capfd):
    say.raw()
    assert capfd.readouterr().out == "raw\n"


def test_redirect():
    out = io.StringIO()
    with redirect_stdout(out):
        say.parts()
    assert out.getvalue() == "a-b!w\n"


def test_redirect_stderr():
    out = io.StringIO()
    with redirect_stderr(out):
        say.err()
    assert out.getvalue() == "oops\n"


def test_replace_stdout():
    saved = sys.stdout
    sys.stdout = io.StringIO()
    try:
        hello()
        text = sys.stdout.getvalue()
    finally:
        sys.stdout = saved
    assert text == "hello\n"


def test_monkeypatch_stdout(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    hello()
    assert out.getvalue() == "hello\n"


def test_monkeypatch_name(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    say.table([(1, 2), (3,)])
    assert out.getvalue().splitlines() == ["1 2", "3"]


@patch("sys.stdout", new_callable=io.StringIO)
def test_patch_stdout(out):
    hello()
    assert out.getvalue() == "hello\n"


def test_patch_print():
    with patch("builtins.print") as mocked:
        hello()
    mocked.assert_called_once_with("hello")


def test_patch_print_calls(mocker=None):
    with patch("builtins.print") as mocked:
        say.table([(1, 2), (3,)])
    assert mocked.call_args_list == [call(1, 2), call(3)]


def test_custom_writer(monkeypatch):
    class Spy:
        def __init__(self):
            self.parts = []

        def write(self, text):
            self.parts.append(text)

        def flush(self):
            pass

    spy = Spy()
    monkeypatch.setattr(sys, "stdout", spy)
    hello()
    assert "".join(spy.parts) == "hello\n"


def test_order_between(capsys):
    print("before")
    hello()
    print("after")
    assert capsys.readouterr().out == "before\nhello\nafter\n"


def test_disabled(capsys):
    with capsys.disabled():
        hello()
    hello()
    assert capsys.readouterr().out == "hello\n"


def test_twice(capsys):
    hello()
    assert capsys.readouterr().out == "hello\n"
    say.parts()
    assert capsys.readouterr().out == "a-b!w\n"


class T(unittest.TestCase):
    def setUp(self):
        self.held, sys.stdout = sys.stdout, io.StringIO()

    def tearDown(self):
        sys.stdout = self.held

    def test_setup(self):
        hello()
        self.assertEqual(sys.stdout.getvalue().strip(), "hello")
