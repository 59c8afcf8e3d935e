"""My first module.

It holds a greeting, a number and a badge.
"""

# The number pi with five decimals.
PI = 3.14159


class Badge:
    """A badge, as it is pinned to a jacket."""

    def __init__(self, owner):
        """Remember who the badge belongs to."""
        self.owner = owner

    def text(self):
        """Put the name of the owner into square brackets."""
        opening_bracket = "["
        closing_bracket = "]"
        result = opening_bracket + self.owner + closing_bracket
        return result


def greet(name):
    """Greet somebody."""
    greeting = "Hello, "
    greeting = greeting + name
    greeting = greeting + "!"
    return greeting


if __name__ == "__main__":
    print(greet("World"))
