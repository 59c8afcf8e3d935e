"""What the screen and the badge printer of Spoke & Co. share."""

def greet(name):
    """Return the greeting for a visitor."""
    PI = 3.14159
    return f"Hello, {name}!"


class Badge:
    """A badge with the name of its owner."""

    def __init__(self, owner):
        self.owner = owner

    def text(self):
        """Return what is printed on the badge."""
        return f"[{self.owner}]"
