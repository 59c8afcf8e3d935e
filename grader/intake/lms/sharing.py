"""Which exercises are in what a student handed in, and under which names their files are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from grader.course import Exercise
from grader.intake.archive import is_named_archive
from grader.intake.lms.handed import Part, exactly_named, named_by
from grader.manifest import matches_any

_NUMBERED = re.compile(r"(?P<stem>.+?)(?:-(?P<again>\d{1,6})| ?\((?P<copy>\d{1,6})\))(?P<suffix>(?:\.tar)?\.\w+)")


class Share(Struct, frozen=True):
    """An exercise, and the folder, with a `/`, in which its files lie; `foreign` are listed files of others there."""

    exercise: Exercise
    base: str = ""
    foreign: tuple[str, ...] = ()

    def holds(self, path: str, others: Iterable[Share]) -> bool:
        """Say whether a file is taken for this exercise, and not for another with a folder of its own."""
        if not path.startswith(self.base):
            return False
        if any(len(each.base) > len(self.base) and path.startswith(each.base) for each in others):
            return False
        name = path.removeprefix(self.base)
        return matches_any(name, self.exercise.files) or not matches_any(name, self.foreign)


class Renamed(Struct, frozen=True):
    """Files under the names they are listed by, those that a later one of the same name replaces, and the attempt."""

    parts: tuple[Part, ...]
    superseded: tuple[tuple[Part, Part], ...]
    attempt: int


def rename(parts: Sequence[Part], exercises: Sequence[Exercise], *, flat: bool) -> Renamed:
    """Return files without the number that an LMS or a browser has put behind their names.

    It is taken off where the name without it is listed, or is an archive's. In `flat` places the highest number, then
    the latest, replaces the others; elsewhere a file that has its listed name already stays, and so do the others.
    """
    listed = [name for each in exercises for name in (*each.files, *each.optional) if not set("*?[") & set(name)]
    present = {each.path for each in parts}
    found: dict[str, list[tuple[int, int, Part]]] = {}
    for part in parts:
        path, number = _unnumbered(part.path, listed)
        if number and not flat and (path in present or is_named_archive(path)):
            path, number = part.path, 0
        found.setdefault(path, []).append((number, part.order, part))
    kept, superseded = [], []
    for path, group in found.items():
        *older, (_, order, part) = sorted(group, key=lambda each: each[:2])
        kept.append(Part(path, part.item, order, part.typed))
        superseded += [(each, part) for _, _, each in older]
    attempt = 1 + max((group[0] for each in found.values() for group in each), default=0)
    return Renamed(tuple(kept), tuple(superseded), attempt)


def _unnumbered(path: str, listed: Sequence[str]) -> tuple[str, int]:
    folder, slash, name = path.rpartition("/")
    match = _NUMBERED.fullmatch(name)
    if match is None or _is_listed(path, listed):
        return path, 0
    plain = f"{folder}{slash}{match['stem']}{match['suffix']}"
    number = int(match["again"] or match["copy"])
    return (plain, number) if _is_listed(plain, listed) or is_named_archive(plain) else (path, 0)


def _is_listed(path: str, listed: Sequence[str]) -> bool:
    return any(path == each or path.endswith(f"/{each}") or path == each.rpartition("/")[2] for each in listed)


def share(paths: Sequence[str], label: str, exercises: Sequence[Exercise]) -> list[Share] | str:
    """Return the exercises that the files belong to, or why there is none.

    What `label` says holds. Then a folder named for an exercise is for it. Of the rest, the exercise with the most
    listed and given files among them is taken, then the next with what is left; where two have as many, neither is.
    """
    by_label = named_by(label, exercises) if label else None
    if by_label is not None:
        return [Share(by_label)]
    shares: list[Share] = []
    for path in paths:
        folders = path.split("/")[:-1]
        for depth, folder in enumerate(folders):
            exercise = _folder_of(folder, path, exercises)
            if exercise is not None:
                base = "/".join(folders[: depth + 1]) + "/"
                shares += [Share(exercise, base)] if all(each.base != base for each in shares) else []
                break
    left = [path for path in paths if not any(path.startswith(each.base) for each in shares)]
    by_files = _by_files(left, [each for each in exercises if all(each != share.exercise for share in shares)])
    if isinstance(by_files, str) and not shares:
        return by_files
    return [*shares, *(by_files if not isinstance(by_files, str) else ())]


def _folder_of(folder: str, path: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """Return the exercise of a folder; a slug alone is a word that others use as well, so its files must be there."""
    exercise = exactly_named(folder, exercises)
    if exercise is None:
        return named_by(folder, exercises) if re.match(r"ex\d+[_ -]", folder, re.IGNORECASE) else None
    bare = folder.replace("-", "_").casefold() == exercise.slug.casefold().replace("-", "_")
    inner = path.rpartition(f"{folder}/")[2]
    return exercise if not bare or matches_any(inner, exercise.files) else None


def _by_files(paths: Sequence[str], exercises: Sequence[Exercise]) -> list[Share] | str:
    bases = sorted({"", *(path.partition("/")[0] + "/" for path in paths if "/" in path)})
    left = list(paths)
    found: list[tuple[Exercise, str, list[str]]] = []
    while True:
        ranked = [
            (count, exercise, base, listed)
            for exercise in exercises
            if all(exercise != each[0] for each in found)
            for base in bases
            for count, listed in [_count(left, base, exercise)]
            if listed
        ]
        if not ranked:
            break
        most = max(count for count, *_ in ranked)
        best = [each for each in ranked if each[0] == most]
        rivals = [each for each in best if set(each[3]) & set(best[0][3])]
        if len({each[1].name for each in rivals}) > 1:
            names = " and ".join(f"`{each[1].name}`" for each in rivals)
            return f"its files fit {names}: grade it with the exercise named"
        _, exercise, base, listed = best[0]
        found.append((exercise, base, listed))
        left = [path for path in left if path not in listed]
    if not found:
        return "it holds no listed file of any exercise" if paths else "nothing was handed in"
    return [
        Share(
            exercise, base, tuple(name for other in exercises if other != exercise for name in _foreign(other, found))
        )
        for exercise, base, _ in found
    ]


def _foreign(other: Exercise, found: Sequence[tuple[Exercise, str, list[str]]]) -> tuple[str, ...]:
    return other.files if any(other == each for each, _, _ in found) else ()


def _count(paths: Sequence[str], base: str, exercise: Exercise) -> tuple[int, list[str]]:
    """Return how many listed and given files lie in a folder, and the listed ones."""
    within = {path: path.removeprefix(base) for path in paths if path.startswith(base)}
    listed = [path for path, name in within.items() if matches_any(name, exercise.files)]
    given = [path for path, name in within.items() if matches_any(name, exercise.given)]
    return len(listed) + len(given), listed
