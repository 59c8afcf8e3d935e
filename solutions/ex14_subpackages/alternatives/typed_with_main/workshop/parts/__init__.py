"""Parts; the price list is offered here as well."""

from .wheels import PRICES, price_of

__all__ = ["PRICES", "price_of"]
