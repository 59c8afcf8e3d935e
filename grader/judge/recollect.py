"""Collects a suite a second time in the same process, against the submission that is bound now."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.judge.collected import suite_modules
from grader.standin.refs import ref_of


def collect_again(session: pytest.Session, suite: Path, owns: Callable[[str], bool]) -> list[pytest.Item]:
    """The items of the suite, its modules and the student's (which `owns` knows) imported anew.

    The session of before is of no use afterwards.
    """
    config = session.config
    for module in suite_modules(suite):
        sys.modules.pop(module.__name__, None)
    for name in [name for name in sys.modules if owns(name) and ref_of(sys.modules[name]) is not None]:
        del sys.modules[name]
    manager = config.pluginmanager
    for plugin in list(manager._conftest_plugins):
        manager.unregister(plugin)
    manager._conftest_plugins.clear()
    manager._dirpath2confmods.clear()
    manager._getconftest_pathlist_cache = {}  # type: ignore[attr-defined]
    for name in ("session", "funcmanage"):  # the new session registers its own
        manager.unregister(name=name)
    fresh = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=fresh)
    fresh.perform_collect()
    session._setupstate = fresh._setupstate
    session.items = fresh.items
    return fresh.items
