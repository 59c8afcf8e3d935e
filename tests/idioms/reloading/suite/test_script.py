import importlib, sys, builtins, io
from unittest.mock import patch
import pytest
import script


def test_reload(capsys):
    importlib.reload(script)
    assert capsys.readouterr().out == "hi nobody\n"


def test_reload_resets():
    script.bump()
    script.bump()
    importlib.reload(script)
    assert script.counter == 0
    assert script.bump() == 1


def test_reload_with_argv_and_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["script.py", "ask"])
    monkeypatch.setattr("builtins.input", lambda p: "Eve")
    importlib.reload(script)
    assert script.name == "Eve"
    assert "hi Eve" in capsys.readouterr().out


def test_reload_returns_module():
    assert importlib.reload(script) is script
    assert script.name == "nobody"


def test_del_and_import(capsys):
    sys.modules.pop("script", None)
    import script as again

    assert capsys.readouterr().out == "hi nobody\n"
    assert again.bump() == 1


def test_del_and_import_module(capsys):
    if "script" in sys.modules:
        del sys.modules["script"]
    module = importlib.import_module("script")
    assert module.counter == 0
    assert capsys.readouterr().out.startswith("hi")


def test_dunder_import():
    module = __import__("script")
    assert module.bump() >= 1


def test_patch_dict_modules(capsys):
    with patch.dict(sys.modules):
        sys.modules.pop("script", None)
        import script as fresh

        assert fresh.counter == 0
    assert "hi" in capsys.readouterr().out


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.delitem(sys.modules, "script", raising=False)
    return importlib.import_module("script")


def test_fresh_one(fresh):
    assert fresh.bump() == 1


def test_fresh_two(fresh):
    assert fresh.bump() == 1
