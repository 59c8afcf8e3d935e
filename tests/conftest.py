"""What every test starts from: an environment that decides nothing."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller's colour, course and debugging choices would change what the tests see."""
    for name in ("NO_COLOR", "FORCE_COLOR", "GRADE_COURSE", "GRADE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
