"""The log as paths and patterns see it."""

import re
from pathlib import Path

READING = re.compile(r"(?P<day>\S+)\s+(?P<degrees>[-+]?\d+(\.\d+)?)(\s+(?P<remark>\S.*))?")


def _found(path):
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            match = READING.fullmatch(line.strip())
            if match is None:
                raise ValueError(f"{path}: cannot understand line {number}")
            yield match


def read_log(path):
    return [(match["day"], float(match["degrees"])) for match in _found(path)]


def coldest(readings):
    if not readings:
        raise ValueError("an empty log has no coldest day")
    lowest = min(degrees for _, degrees in readings)
    return next(day for day, degrees in readings if degrees == lowest)


def write_frost(source, target):
    frosty = [f"{day}  {degrees:>5.1f}\n" for day, degrees in read_log(source) if degrees < 0]
    Path(target).write_text("".join(frosty), encoding="utf-8")
    return len(frosty)


def add_reading(path, day, degrees):
    log = Path(path)
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.write_text("\n".join([*lines, f"{day} {degrees}"]) + "\n", encoding="utf-8")


def remarks(path):
    return {match["day"]: match["remark"] for match in _found(path) if match["remark"]}
