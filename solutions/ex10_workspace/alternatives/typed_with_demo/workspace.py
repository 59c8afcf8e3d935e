"""Folders for repairs, by way of pathlib where it is shorter."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(".")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


def where() -> str:
    return str(HERE.absolute())


def names(folder: str | os.PathLike[str]) -> list[str]:
    return sorted(entry.name for entry in Path(folder).iterdir())


def make_box(base: str, name: str) -> str:
    path = os.path.join(base, name)
    try:
        os.mkdir(path)
    except FileExistsError:
        if not Path(path).is_dir():
            raise
    return path


def remove_box(base: str, name: str) -> bool:
    box = Path(base) / name
    if not box.is_dir() or any(box.iterdir()):
        return False
    box.rmdir()
    return True


def year_tree(base: str, year: int) -> int:
    top = Path(base, str(year))
    before = set(names(top)) if top.is_dir() else set()
    for month in MONTHS:
        (top / month).mkdir(parents=True, exist_ok=True)
    return len(set(MONTHS) - before)


def _demo() -> None:
    print(where())


if __name__ == "__main__":
    _demo()
