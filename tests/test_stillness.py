"""Which suites need no look at the world before each question: only those whose text shows that they leave it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Limits
from grader.judge.control import Seat, Setup
from grader.judge.session import unnamed
from grader.judge.stillness import is_still

STILL = {
    "plain calls": "import calculator\n\ndef test_add():\n    assert calculator.add(1, 2) == 3\n",
    "names from a module": "from calculator import add\nimport math\n\ndef test_add():\n    assert add(1) == math.pi\n",
    "a helper of its own": "import helper\nfrom . import other\n\ndef test_help():\n    assert helper.seen\n",
    "attributes of its own": "class TestA:\n    def setup_method(self):\n        self.a = 1\n        del self.a\n",
    "words in texts": 'TEXT = "import os; os.environ.clear(); exec(1)"\nmodules = argv = 3\n',
    "a dictionary of its own": "seen = {}\n\ndef test_seen():\n    seen['x'] = 1\n",
    "seeded numbers of its own": "from random import Random\n\nNUMBERS = Random(7)\n",
}
MOVING = {
    "monkeypatch": "def test_a(monkeypatch):\n    pass\n",
    "mock": "from unittest import mock\n",
    "patch": "from unittest.mock import patch\n",
    "assigned": "import builtins\nbuiltins.input = lambda: ''\n",
    "assigned with others": "import math\na, math.pi = 1, 2\n",
    "deleted": "import math\ndel math.pi\n",
    "counted up": "import math\nmath.pi += 1\n",
    "setattr": "setattr(__import__('math'), 'pi', 3)\n",
    "sys.modules": "import sys\n\ndef test_a():\n    del sys.modules['calculator']\n",
    "sys.modules by name": "from sys import modules as loaded\n",
    "environ": "import os\nos.environ['X'] = '1'\n",
    "getenv": "import os\nNAME = os.getenv('PYTEST_CURRENT_TEST')\n",
    "argv": "import sys\nsys.argv[1:] = ['a']\n",
    "chdir": "from os import chdir\n",
    "chdir for a while": "import contextlib\n\ndef test_a():\n    with contextlib.chdir('/'):\n        pass\n",
    "seed": "import random\nrandom.seed(1)\n",
    "log levels": "import logging\n",
    "caplog": "def test_a(caplog):\n    pass\n",
    "reload": "import importlib\nimportlib.reload(importlib)\n",
    "exec": "exec('import math; math.pi = 3')\n",
    "vars": "import math\nvars(math)['pi'] = 3\n",
    "dict": "import math\nmath.__dict__['pi'] = 3\n",
    "a package that nobody has looked at": "import freezegun\n",
    "no Python": "def test_a(:\n",
}


def suite_of(folder: Path, source: str) -> Path:
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    (folder / "helper.py").write_text("seen = True\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("source", STILL.values(), ids=STILL)
def test_a_suite_that_leaves_the_world_alone_is_still(source: str, tmp_path: Path) -> None:
    assert is_still(suite_of(tmp_path, source), ["calculator"])


@pytest.mark.parametrize("source", MOVING.values(), ids=MOVING)
def test_a_suite_that_may_change_it_is_not(source: str, tmp_path: Path) -> None:
    assert not is_still(suite_of(tmp_path, source), ["calculator"])


def test_a_helper_counts_as_the_suite(tmp_path: Path) -> None:
    suite = suite_of(tmp_path, STILL["a helper of its own"])
    (suite / "helper.py").write_text(MOVING["environ"], encoding="utf-8")

    assert not is_still(suite, ["calculator"])


NEEDED = {
    "request.fspath": "legacypath",
    "request.node.fspath": "legacypath",
    "request.config.rootdir": "legacypath",
    "request.session.startdir": "legacypath",
    "pytest.skip()": "skipping",
    "sys.stdin": "capture",
}


@pytest.mark.parametrize("text", NEEDED)
def test_a_plugin_of_pytests_is_there_for_who_uses_it(text: str, tmp_path: Path) -> None:
    solution = Seat(top="", home="", tmp="")
    setup = Setup(suite=str(tmp_path), roots=["calculator"], limits=Limits(), solution=solution)
    (tmp_path / "test_it.py").write_text("import calculator\n", encoding="utf-8")
    (tmp_path / "folder.py").mkdir()
    assert NEEDED[text] in unnamed(setup)

    (tmp_path / "helper.py").write_text(f"def use(request):\n    {text}\n", encoding="utf-8")

    assert NEEDED[text] not in unnamed(setup)
