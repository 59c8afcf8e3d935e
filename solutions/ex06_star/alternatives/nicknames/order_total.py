"""Totals of orders, with types."""

from __future__ import annotations

from collections.abc import Iterable

from paint import price as tin_price
from parts import price as part_price


def order_total(colours: Iterable[str], parts_list: Iterable[str]) -> int:
    return sum(map(tin_price, colours)) + sum(map(part_price, parts_list))
