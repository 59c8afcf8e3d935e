"""Databases."""

from __future__ import annotations

from typing import Any, TypeAlias

Database: TypeAlias = dict[str, Any]


def connect() -> Database:
    return {"members": {}, "loans": []}
