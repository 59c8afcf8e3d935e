"""Small tools, with the two most used ones at the front."""

from __future__ import annotations

from .strings import price_row, shout

__all__ = ["price_row", "shout"]
