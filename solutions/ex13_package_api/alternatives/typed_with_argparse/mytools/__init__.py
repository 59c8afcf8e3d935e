from __future__ import annotations

from .numbers import add_all as _add_all, multiply
from .strings import line as _line
from .strings import price_row, shout

VERSION: str = "1.0"

__all__: list[str] = ["multiply", *("price_row", "shout")]
__all__ += ["strings"]
