from . import numbers


def shout(text):
    return f"{text}!".upper()


def line(width, *, mark="-"):
    if width != abs(width):
        raise ValueError(width)
    return "".join(mark for _ in range(width))


def price_row(label, price, qty):
    return "%-12s%8.2f" % (label, numbers.multiply(price, qty))
