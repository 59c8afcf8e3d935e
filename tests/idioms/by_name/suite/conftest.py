import importlib
import pytest


@pytest.fixture
def maths():
    return importlib.import_module("maths")


@pytest.fixture(scope="session")
def add():
    return getattr(importlib.import_module("maths"), "add")
