"""Names of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customers import Customer

CUSTOMERS: dict[Customer, tuple[str, str]] = {
    "ann": ("Ann", "Miller"),
    "bob": ("Bob", "de Vries"),
    "cleo": ("Cleo", "Okafor"),
}


def display_name(customer: Customer) -> str:
    return "{} {}".format(*CUSTOMERS[customer])
