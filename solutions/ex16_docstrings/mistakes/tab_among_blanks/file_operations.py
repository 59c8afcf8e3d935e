"""This module handles file operations."""

import os


def read_lines(path):
    """Return the lines of a text file, without their line ends."""
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def count_words(path):
    """Return the number of words in a text file."""
	return sum(len(line.split()) for line in read_lines(path))


class Log:
    """A text file that grows by one line at a time."""

    def __init__(self, path):
        self.path = path

    def add(self, text):
        """Write the text at the end, as a line of its own; make the file if there is none."""
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

    def lines(self):
        """Return all lines so far; an empty list as long as there is no file."""
        if not os.path.exists(self.path):
            return []
        return read_lines(self.path)
