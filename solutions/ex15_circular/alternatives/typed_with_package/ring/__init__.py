"""Bikes for hire. Three modules, and each needs the next one."""
