"""Greetings and badges, with types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PI: Final = 3.14159


@dataclass(frozen=True)
class Badge:
    owner: str

    def text(self) -> str:
        return f"[{self.owner}]"


def greet(name: str) -> str:
    return " ".join(["Hello,", name]) + "!"
