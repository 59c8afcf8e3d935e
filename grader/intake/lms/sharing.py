"""Which exercises are in what a student handed in, and under which names their files are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from grader.course import Exercise
from grader.intake.archive import is_named_archive
from grader.intake.lms.handed import Part, named_by
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
    last = max((number for group in found.values() for number, *_ in group), default=0)
    return Renamed(tuple(kept), tuple(superseded), last + 1 if flat else 1)


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
    listed and given files among them is taken, then the next with what is left; where two have as many, none is.
    """
    by_label = named_by(label, exercises) if label else None
    if by_label is not None:
        return [Share(by_label)]
    shares = _by_folders(paths, exercises)
    left = [path for path in paths if not any(path.startswith(each.base) for each in shares)]
    by_files = _by_files(left, [each for each in exercises if all(each != share.exercise for share in shares)])
    if isinstance(by_files, str):
        return shares or by_files
    return [*shares, *by_files]


def _by_folders(paths: Iterable[str], exercises: Sequence[Exercise]) -> list[Share]:
    """Return the exercises that folders are named for, the first folder for each."""
    named: dict[str, Exercise | None] = {}
    found: dict[str, Share] = {}
    for path in paths:
        *folders, _ = path.split("/")
        for depth, folder in enumerate(folders, 1):
            if folder not in named:
                named[folder] = named_by(folder, exercises)
            exercise = named[folder]
            if exercise is not None and _is_meant(folder, "/".join(path.split("/")[depth:]), exercise):
                found.setdefault(exercise.name, Share(exercise, "/".join(folders[:depth]) + "/"))
                break
    return list(found.values())


def _is_meant(folder: str, inner: str, exercise: Exercise) -> bool:
    """Say whether a folder is an exercise's; a slug alone is a word with other uses, so a listed file must be there."""
    is_slug = folder.replace("-", "_").casefold() == exercise.slug.replace("-", "_").casefold()
    return not is_slug or matches_any(inner, exercise.files)


class _Fit(Struct):
    """How many listed and given files of an exercise lie in a folder, and the listed ones."""

    exercise: Exercise
    base: str
    count: int = 0
    listed: set[str] = field(default_factory=set)


def _by_files(paths: Sequence[str], exercises: Sequence[Exercise]) -> list[Share] | str:
    fits = _fits(paths, exercises)
    found: list[_Fit] = []
    while fits := [each for each in fits if each.listed]:
        best = max(fits, key=lambda each: each.count)
        rivals = [
            each
            for each in fits
            if each.count == best.count and (each.exercise == best.exercise or each.listed & best.listed)
        ]
        if len(rivals) > 1:
            names = " and ".join(sorted({f"`{each.base}{each.exercise.name}`" for each in rivals}))
            return f"its files fit {names} alike: name the exercise, or keep one folder"
        found.append(best)
        fits = [each for each in fits if each.exercise != best.exercise]
        for each in fits:
            each.count -= len(each.listed & best.listed)
            each.listed -= best.listed
    if not found:
        return "it holds no listed file of any exercise" if paths else "nothing was handed in"
    return [Share(each.exercise, each.base, _foreign(each, found)) for each in found]


def _foreign(own: _Fit, found: Iterable[_Fit]) -> tuple[str, ...]:
    return tuple(name for each in found if each is not own for name in each.exercise.files)


def _fits(paths: Iterable[str], exercises: Sequence[Exercise]) -> list[_Fit]:
    """Return where files of which exercise lie: at the top, or in a folder there."""
    fits: dict[tuple[str, str], _Fit] = {}
    for path in paths:
        top, slash, inner = path.partition("/")
        for base, name in (("", path), (f"{top}/", inner)) if slash else (("", path),):
            for exercise in exercises:
                listed = matches_any(name, exercise.files)
                if listed or matches_any(name, exercise.given):
                    fit = fits.setdefault((exercise.name, base), _Fit(exercise, base))
                    fit.count += 1
                    fit.listed |= {path} if listed else set()
    return list(fits.values())
