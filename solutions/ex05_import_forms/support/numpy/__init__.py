"""A stand-in for numpy: it builds an array from a sequence, and little else."""


class ndarray(list):  # noqa: N801 - numpy's own name
    """A sequence of numbers that shows itself as numpy's arrays do."""

    def __repr__(self):
        return f"array({super().__repr__()})"

    def tolist(self):
        """Return the numbers as an ordinary list."""
        return list(self)


def array(seq):
    """Return an array of what is in `seq`."""
    return ndarray(seq)
