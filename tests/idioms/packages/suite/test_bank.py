import importlib, pkgutil, subprocess, sys, runpy, types
from unittest.mock import patch, Mock
import pytest
import bank
import bank.table
import bank.account as acc
import helpers
from bank import Account
from bank.table import RATES, get
from bank import table as tbl


def test_shared_table():
    RATES["a"] = 5
    try:
        assert get("a") == 5 and Account("a").rate() == 5 and Account("a").via() == 5 and bank.table.RATES["a"] == 5
    finally:
        RATES["a"] = 1
    assert get("a") == 1


def test_same_object():
    assert bank.table.RATES is RATES and tbl is bank.table and acc.Account is Account and bank.Account is Account


def test_version():
    assert bank.__version__ == "1.0" and bank.__name__ == "bank" and bank.__doc__ == "Bank."


def test_all():
    assert bank.__all__ == ["Account", "table"]


def test_import_module():
    assert importlib.import_module("bank.table").get("a") == 1


def test_import_relative():
    assert importlib.import_module(".table", "bank").get("a") == 1


def test_iter_modules():
    assert sorted(m.name for m in pkgutil.iter_modules(bank.__path__)) == ["__main__", "account", "table"]


def test_missing_submodule():
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("bank.nope")
    with pytest.raises(ImportError):
        from bank import nope
    assert bank.table.get("a") == 1


def test_find_spec():
    assert importlib.util.find_spec("bank.table") is not None and importlib.util.find_spec("bank.nope") is None
    assert bank.table.get("a") == 1


def test_patch_sub():
    with patch("bank.account.helpers.double", return_value=77):
        assert Account("a").doubled() == 77


def test_patch_module_name():
    with patch("helpers.double", return_value=78):
        assert Account("a").doubled() == 78


def test_patch_dict():
    with patch.dict("bank.table.RATES", {"z": 3}):
        assert Account("z").rate() == 3


def test_sys_modules_mock(monkeypatch):
    fake = types.ModuleType("helpers")
    fake.double = lambda x: 500
    monkeypatch.setitem(sys.modules, "helpers", fake)
    for name in list(sys.modules):
        if name.startswith("bank"):
            monkeypatch.delitem(sys.modules, name)
    fresh = importlib.import_module("bank")
    assert fresh.Account("a").doubled() == 500


def test_subprocess():
    done = subprocess.run([sys.executable, "-m", "bank", "x"], capture_output=True, text=True)
    assert done.stdout == "bank x\n" and done.returncode == 0


def test_run_module(capsys):
    runpy.run_module("bank", run_name="__main__")
    assert capsys.readouterr().out.startswith("bank")
