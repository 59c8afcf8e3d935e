"""Modules and names that are looked up when a test runs."""

import importlib, importlib.util, inspect, pkgutil, sys
import pytest


def load(name):
    return importlib.import_module(name)


def test_fixture(maths):
    assert maths.add(1, 2) == 3


def test_function_fixture(add):
    assert add(2, 2) == 4


def test_import_inside():
    import maths
    from maths import area

    assert maths.ANSWER == 42 and area(1) == 3


def test_importorskip():
    assert pytest.importorskip("maths").add(1, 1) == 2


def test_try():
    try:
        from maths import add
    except ImportError:
        pytest.fail("`add` is not there")
    assert add(1, 1) == 2


def test_missing_name():
    with pytest.raises(ImportError):
        from maths import subtract
    with pytest.raises(AttributeError):
        load("maths").subtract
    assert load("maths").area(1) == 3


def test_missing_module():
    with pytest.raises(ModuleNotFoundError):
        load("physics")
    assert importlib.util.find_spec("physics") is None and load("maths").ANSWER == 42


@pytest.mark.parametrize("name", ["add", "area", "Point", "ANSWER"])
def test_has(name):
    assert hasattr(load("maths"), name) and name in dir(load("maths")) and load("maths").ANSWER == 42


@pytest.mark.parametrize("name, args, expected", [("add", (1, 2), 3), ("area", (2,), 12)])
def test_called_by_name(name, args, expected):
    assert getattr(load("maths"), name)(*args) == expected


def test_kinds(maths):
    assert callable(maths.add) and inspect.isclass(maths.Point) and not callable(maths.ANSWER)
    assert len(inspect.signature(maths.add).parameters) == 2


def test_submodule():
    assert load("tools.text").shout("a") == "A" and importlib.import_module(".text", "tools").shout("b") == "B"


def test_found():
    import tools

    assert [each.name for each in pkgutil.iter_modules(tools.__path__)] == ["text"]
    assert importlib.util.find_spec("tools.text") is not None and load("tools.text").shout("a") == "A"


def test_dunder_import():
    assert (
        __import__("tools.text").text.shout("q") == "Q" and __import__("tools.text", fromlist=["x"]).shout("q") == "Q"
    )


def test_in_sys_modules():
    module = load("maths")
    assert sys.modules["maths"] is module and "maths" in sys.modules and module.add(1, 1) == 2


def test_public_names(maths):
    assert sorted(name for name in dir(maths) if not name.startswith("_")) == ["ANSWER", "Point", "add", "area"]


def test_vars(maths):
    assert vars(maths)["add"](1, 2) == 3 and maths.__dict__["ANSWER"] == 42


def test_the_same_function_everywhere():
    """As a table of operations, a list of handlers and a name see it."""
    from maths import AREAS, add, area

    assert AREAS["circle"] is area and AREAS == {"circle": area} and area in AREAS.values() and load("maths").area is area
    assert load("maths").pick("circle") is area and {area: 1}[AREAS["circle"]] == 1 and add is not area


from maths import AREAS as TABLE, area as at_the_top


def test_a_name_taken_while_collecting():
    assert TABLE["circle"] is at_the_top and load("maths").area is at_the_top and load("maths").pick("circle") is at_the_top
