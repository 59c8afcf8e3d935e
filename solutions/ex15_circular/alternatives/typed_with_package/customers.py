"""Customers, and reports on them."""

from __future__ import annotations

import orders
from shared.names import CUSTOMERS as CUSTOMERS
from shared.names import display_name as display_name

Customer = str


def customer_report(customer: Customer) -> str:
    amounts = orders.ORDERS[customer]
    return f"{display_name(customer)}: {len(amounts)} orders, {orders.order_total(customer)}"
