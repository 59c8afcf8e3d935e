"""Bikes for hire."""

from . import bikes, hires, prices
