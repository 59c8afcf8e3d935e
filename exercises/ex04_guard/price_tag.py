"""Price tags of Spoke & Co.: a tool to run by hand and a module to import."""


def final_price(price, percent_off):
    """Return price minus percent_off %, rounded to 2 decimals."""


def who_am_i():
    """Return the name under which Python knows this file."""


def main():
    """Print the demonstration tag."""
