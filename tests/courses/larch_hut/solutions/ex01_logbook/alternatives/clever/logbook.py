"""Generators all the way down."""

from itertools import count
from operator import itemgetter


def _rows(path):
    with open(path, encoding="utf-8") as log:
        yield from ((n, row.split(None, 2)) for n, row in zip(count(1), log) if row.strip() and row[0] != "#")


def _reading(number, row):
    try:
        return row[0], float(row[1])
    except Exception as error:
        raise ValueError(f"{number}: {error}") from error


def read_log(path):
    return [_reading(*each) for each in _rows(path)]


def coldest(readings):
    return sorted(readings, key=itemgetter(1))[0][0] if readings else float("no readings")


def write_frost(source, target):
    lines = ["%s  %5.1f\n" % each for each in read_log(source) if each[1] < 0]
    with open(target, "w", encoding="utf-8") as out:
        out.writelines(lines)
    return len(lines)


def add_reading(path, day, degrees):
    with open(path, "a+b") as log:
        end = log.tell()
        log.seek(max(end - 1, 0))
        gap = b"\n" if log.read(1) not in (b"", b"\n") else b""
        log.write(gap + f"{day} {degrees}\n".encode())


def remarks(path):
    return {day: rest[0].strip() for _, (day, _, *rest) in _rows(path) if rest}
