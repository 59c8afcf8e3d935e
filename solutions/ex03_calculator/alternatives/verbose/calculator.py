"""The four rules of arithmetic, each in its own function.

The till and the receipt printer of Spoke & Co. both use this module.
"""


def add(a, b):
    """Return a plus b."""
    the_sum = a + b
    return the_sum


def subtract(a, b):
    """Return what is left of a when b is taken away."""
    the_difference = a - b
    return the_difference


def multiply(a, b):
    """Return a times b."""
    the_product = a * b
    return the_product


def divide(a, b):
    """Return a divided by b.

    Raises ValueError when b is zero, because the till shows its text to the customer.
    """
    divisor_is_zero = b == 0
    if divisor_is_zero:
        message = "cannot divide by zero"
        raise ValueError(message)
    else:
        the_quotient = a / b
        return the_quotient


if __name__ == "__main__":
    print("2 + 3 =", add(2, 3))
    print("7 / 2 =", divide(7, 2))
