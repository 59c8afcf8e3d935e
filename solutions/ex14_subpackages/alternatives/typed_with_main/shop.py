"""A sample bill."""

from __future__ import annotations

from workshop.billing import invoice

BASKET = {"tyre": 2, "tube": 1}


def main() -> None:
    print("Total:", invoice.invoice(BASKET))


if __name__ == "__main__":
    main()
