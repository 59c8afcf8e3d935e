"""A helper that shows that helpers are found."""

from __future__ import annotations


def some_function() -> str:
    return "utils" " works"


if __name__ == "__main__":
    print(some_function())
