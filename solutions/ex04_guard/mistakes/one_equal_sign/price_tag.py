"""Price tags of Spoke & Co.: a tool to run by hand and a module to import."""


def final_price(price, percent_off):
    """Return price minus percent_off %, rounded to 2 decimals."""
    return round(price * (100 - percent_off) / 100, 2)


def who_am_i():
    """Return the name under which Python knows this file."""
    return __name__


def main():
    """Print the demonstration tag."""
    print("Running directly")
    print(f"Price: {final_price(80, 25):.2f}")


if __name__ = "__main__":
    main()
