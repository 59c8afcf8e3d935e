"""
File helpers of the workshop, kept small on purpose.

>>> count_words("missing.txt")  # doctest: +SKIP
"""

import os


def read_lines(path):
    """Lines of a file.

    Parameters
    ----------
    path : str or os.PathLike
        The file, in UTF-8.

    Returns
    -------
    list of str
        One entry for each line, with "\\n" stripped.
    """
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def count_words(path):
    """Number of words in a file.

    Returns
    -------
    int
    """
    return sum(len(line.split()) for line in read_lines(path))


class Log:
    """Append-only log.

    Attributes
    ----------
    path : str
    """

    def __init__(self, path):
        self.path = path

    def add(self, text):
        """Append `text`."""
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

    def lines(self):
        """Everything that was appended."""
        if not os.path.exists(self.path):
            return []
        return read_lines(self.path)
