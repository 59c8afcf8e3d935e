'Text files: lines, words, logs.'

import os


def read_lines(path):
    'returns the lines of a file'
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def count_words(path):
    "returns the words counted"
    return sum(len(line.split()) for line in read_lines(path))


class Log:
    'Lines in a file'

    def __init__(self, path):
        self.path = path

    def add(self, text):
        'one more line'
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

    def lines(self):
        r'lines so far'
        if not os.path.exists(self.path):
            return []
        return read_lines(self.path)
