"""Customers: who they are."""

from people import CUSTOMERS, display_name

__all__ = ["CUSTOMERS", "display_name"]
