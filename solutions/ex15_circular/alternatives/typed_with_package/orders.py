"""Orders of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared import names

if TYPE_CHECKING:
    from customers import Customer

ORDERS: dict[Customer, list[int]] = {"ann": [40, 65, 15], "bob": [18], "cleo": []}


def order_total(customer: Customer) -> int:
    return sum(ORDERS[customer])


def order_label(customer: Customer) -> str:
    return f"Order for {names.display_name(customer)}"
