"""A course on disk: its exercises, and where their public and secret parts lie."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from grader.authored import did_you_mean, read_toml, typed
from grader.errors import InputError, ManifestError
from grader.manifest import CourseManifest, Defaults, FileSystem, Limits, Manifest, Pair, matches, matches_any
from grader.record import Record
from grader.rules import ReportRules

__all__ = ["Course", "Defaults", "Exercise", "FileSystem", "Hidden", "Limits", "Pair"]

EXERCISES = "exercises"
SOLUTIONS = "solutions"
SEALED = "sealed"
SEAL = ".sealed"
COURSE_FILE = "course.toml"
EXERCISE_FILE = "exercise.toml"

_EXERCISE_NAME = re.compile(r"ex(?P<number>\d+)[_-](?P<slug>\w[\w-]*)", re.ASCII)
_NUMBER = re.compile(r"(?:ex)?(\d{1,9})", re.ASCII)


class Hidden(Struct, frozen=True, kw_only=True):
    """What an exercise is graded with, held in memory only: the files of its suite with the record, and others by path.

    `given` are the files that a submission gets; the copy that students have of them is theirs to change.
    """

    suite: dict[str, bytes]
    support: dict[str, bytes]
    given: dict[str, bytes]
    record: Record


class Exercise(Manifest, frozen=True, kw_only=True):
    """One task: its manifest, and the folders of its public and its secret part (`None` where there is none).

    `sealed` is the file that holds the secret part encrypted, `hidden` what was in it once it is opened. `messages`
    are its course's.
    """

    name: str
    number: int
    slug: str
    public: Path
    secret: Path | None = None
    sealed: Path | None = None
    hidden: Hidden | None = None
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def suite(self) -> Path | None:
        """The folder of the hidden suite."""
        return self._secret_part("suite")

    @property
    def solution(self) -> Path | None:
        """The folder of the reference solution."""
        return self._secret_part("solution")

    @property
    def support(self) -> Path | None:
        """The folder of the files that the box gets beside the submission."""
        return self._secret_part("support")

    @property
    def core(self) -> Path | None:
        """The folder of the solution without the stretch."""
        return self._secret_part("core")

    @property
    def alternatives(self) -> tuple[Path, ...]:
        """The folders of the differently written right solutions."""
        return _folders_in(self.secret / "alternatives") if self.secret else ()

    @property
    def mistakes(self) -> tuple[Path, ...]:
        """The folders of the known mistakes."""
        return _folders_in(self.secret / "mistakes") if self.secret else ()

    def read_given(self) -> dict[str, bytes]:
        """Return the given files by path.

        Raises `ManifestError` if an entry of `given` names no file of the exercise.
        """
        if self.hidden is not None:
            return self.hidden.given
        if not self.given:
            return {}
        files = {path.relative_to(self.public).as_posix(): path for path in self.public.rglob("*") if path.is_file()}
        paths = [path for path in sorted(files) if "__pycache__" not in path and matches_any(path, self.given)]
        for pattern in self.given:
            if not any(matches(path, pattern) for path in paths):
                near = did_you_mean(pattern, files)
                message = (
                    f"`{self.public / EXERCISE_FILE}`: `given` names `{pattern}`, and no such file is there.{near}"
                )
                raise ManifestError(message)
        return {path: files[path].read_bytes() for path in paths}

    def _secret_part(self, name: str) -> Path | None:
        folder = self.secret / name if self.secret else None
        return folder if folder and folder.is_dir() else None


class Course(Struct, frozen=True, kw_only=True):
    """The course whose rules hold, in the folder `root`.

    `work` is the copy that holds the files to grade: `root` itself, a student's copy, or `None` where there is neither.
    """

    root: Path
    name: str
    title: str
    defaults: Defaults = field(default_factory=Defaults)
    report: ReportRules = field(default_factory=ReportRules)
    pairs: tuple[Pair, ...] = ()
    concepts: dict[str, str] = field(default_factory=dict)
    signing_keys: tuple[str, ...] = ()
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    work: Path | None = None

    @classmethod
    def load(cls, root: Path) -> Course:
        """Return the course in `root`; without a `course.toml` it is named after its folder.

        Raises `InputError` if there is no `exercises/`, `ManifestError` if the `course.toml` is wrong.
        """
        if not (root / EXERCISES).is_dir():
            raise InputError(
                f"`{root}` is not a course: it has no `{EXERCISES}/` folder.",
                hint="Name the folder that holds `exercises/`.",
            )
        file = root / COURSE_FILE
        content: dict[str, Any] = {"name": root.resolve().name or "course"}
        if file.exists():
            content = read_toml(file)
        if isinstance(content.get("defaults"), dict):
            content["defaults"] = _with_lists(content["defaults"])
        manifest = typed(content, CourseManifest, file)
        return cls(
            root=root,
            name=manifest.name,
            title=manifest.title or manifest.name,
            defaults=manifest.defaults,
            report=manifest.report,
            pairs=manifest.solves_earlier,
            concepts=manifest.concepts,
            signing_keys=manifest.signing_keys,
            messages=manifest.messages,
            work=root,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all exercises by number; reads no manifest."""
        return tuple(self._folders())

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises by number.

        Raises `ManifestError` for the first manifest that is wrong.
        """
        return tuple(self._load(folder) for folder in self._folders().values())

    def find(self, text: str) -> Exercise:
        """Return the exercise that `ex03`, `3`, `calculator` or `ex03_calculator` names.

        Raises `InputError` if none or several do, `ManifestError` if its manifest is wrong.
        """
        folders = self._folders()
        wanted = text.strip().rstrip("/\\").replace("-", "_").casefold()
        found = [name for name in folders if _is_named(name, wanted)]
        if len(found) == 1:
            return self._load(folders[found[0]])
        if found:
            several = " and ".join(f"`{name}`" for name in found)
            raise InputError(
                f"`{text}` names several exercises of the course `{self.name}`: {several}.",
                hint="Write the whole name.",
            )
        near = did_you_mean(wanted, [*(name.partition("_")[part] for part in (0, 2) for name in folders), *folders])
        raise InputError(
            f"There is no exercise `{text}` in the course `{self.name}`.{near}",
            hint="`grade list` shows all exercises.",
        )

    def _folders(self) -> dict[str, Path]:
        """Return the folder of every exercise under its name, by number."""
        found: dict[str, Path] = {}
        for folder in _folders_in(self.root / EXERCISES):
            if not _EXERCISE_NAME.fullmatch(folder.name):
                continue
            name = folder.name.replace("-", "_")
            if name in found:
                raise ManifestError(f"`{found[name]}` and `{folder}` are both named `{name}`; a name must be unique.")
            found[name] = folder
        return dict(sorted(found.items(), key=lambda item: (_number(item[0]), item[0])))

    def _load(self, public: Path) -> Exercise:
        name = public.name.replace("-", "_")
        number, _, slug = name.removeprefix("ex").partition("_")
        file = public / EXERCISE_FILE
        content = _with_lists(read_toml(file))
        inherited = {**asdict(self.defaults), "limits": asdict(self.defaults.limits)}
        if isinstance(content.get("limits"), dict):
            content["limits"] = {**inherited["limits"], **content["limits"]}
        manifest = typed({**inherited, **content}, Manifest, file)
        secret = self.root / SOLUTIONS
        sealed = self.root / SEALED / f"{name}{SEAL}"
        return Exercise(
            **asdict(manifest),
            name=name,
            number=int(number),
            slug=slug,
            public=public,
            secret=next((secret / each for each in (public.name, name) if (secret / each).is_dir()), None),
            sealed=sealed if sealed.is_file() else None,
            messages=self.messages,
        )


def _folders_in(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith((".", "_"))))


def _is_named(name: str, wanted: str) -> bool:
    number = _NUMBER.fullmatch(wanted)
    if number:
        return _number(name) == int(number[1])
    return wanted in (name.casefold(), name.partition("_")[2].casefold())


def _number(name: str) -> int:
    return int(name.removeprefix("ex").partition("_")[0])


def _with_lists(content: dict[str, Any]) -> dict[str, Any]:
    """Return the tables with `filesystem`, which may be one word, as a list."""
    word = content.get("filesystem")
    return {**content, "filesystem": [word]} if isinstance(word, str) else content
