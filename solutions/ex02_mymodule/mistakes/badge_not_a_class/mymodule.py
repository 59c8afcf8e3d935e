"""What the screen and the badge printer of Spoke & Co. share."""

PI = 3.14159


def greet(name):
    """Return the greeting for a visitor."""
    return f"Hello, {name}!"


def badge_text(owner):
    """Return what is printed on the badge."""
    return f"[{owner}]"
