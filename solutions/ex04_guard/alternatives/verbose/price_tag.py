"""Price tags for the workshop.

Staff start this file by hand; the web shop imports `final_price` from it.
"""


def final_price(price, percent_off):
    """Return the price after the discount, rounded to whole cents."""
    discount = price * percent_off / 100
    reduced_price = price - discount
    rounded_price = round(reduced_price, 2)
    return rounded_price


def who_am_i():
    """Return the name Python gave to this file."""
    my_name = __name__
    return my_name


def main():
    """Show that the file was started by hand, and one example price."""
    print("Running directly")
    example = final_price(80, 25)
    text = "{:.2f}".format(example)
    print("Price:", text)


if __name__ == "__main__":
    # Only here when somebody typed: python price_tag.py
    main()
else:
    started_by_hand = False
