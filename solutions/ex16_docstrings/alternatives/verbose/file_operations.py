"""Reading and writing text files for the repair log.

The module has two functions that read files, read_lines and count_words,
and one class, Log, that writes a file.
All files are expected in UTF-8.
"""

# The module os is needed to see whether a file exists.

import os


def read_lines(path):
    """Read a whole text file.

    The argument path is the name of the file.
    The function returns a list with one text for each line.
    The line ends are taken off.
    """
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def count_words(path):
    """Count the words of a text file.

    Words are what stands between blanks and line ends.
    The function returns their number.
    """
    return sum(len(line.split()) for line in read_lines(path))


class Log:
    """A log book in a file.

    Every call of add writes one line.
    """

    def __init__(self, path):
        """Remember where the log is kept."""
        self.path = path

    def add(self, text):
        """Write one line at the end of the log.

        The file is created if it does not exist.
        """
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

    def lines(self):
        """Read the log.

        Returns a list of lines. If nothing was written so far, the list is empty.
        """
        if not os.path.exists(self.path):
            return []
        return read_lines(self.path)
