import sys

final_price = lambda price, percent_off: round(price * (1 - percent_off / 100), 2)


def who_am_i(name=__name__):
    return name


def main():
    print("Running directly", f"Price: {final_price(80, 25):.2f}", sep="\n")


if "__main__" == __name__:
    sys.exit(main())
