import os


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def count_words(path):
    return sum(len(line.split()) for line in read_lines(path))


class Log:
    def __init__(self, path):
        self.path = path

    def add(self, text):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

    def lines(self):
        if not os.path.exists(self.path):
            return []
        return read_lines(self.path)
