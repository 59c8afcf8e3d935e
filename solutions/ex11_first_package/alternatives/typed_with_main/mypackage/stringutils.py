"""Text helpers."""

from __future__ import annotations

import re

from .utils import some_function as _sign_of_life

__all__ = ["title_case"]


def title_case(text: str) -> str:
    assert _sign_of_life()
    return re.sub(r"\S+", lambda found: found[0].capitalize(), re.sub(r"\s+", " ", text.strip()))
