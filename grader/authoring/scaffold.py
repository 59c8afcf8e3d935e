"""A new exercise: small files that work and show where everything goes, with lines that say what is to be written."""

from __future__ import annotations

import builtins
import keyword
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from grader.authored import read_toml
from grader.authoring.markers import is_marked, unmarked
from grader.course import COURSE_FILE, EXERCISES, SOLUTIONS, Course
from grader.errors import InputError
from grader.files import read_tree, reason, write_whole
from grader.lookup import COURSE_VARIABLE, course_around

UNWRITTEN = "WRITE:"

_TEMPLATES = Path(__file__).parent.parent / "templates" / "new_exercise.toml"
_NAME = re.compile(r"ex(?P<number>\d{2,4})_(?P<slug>[a-z](?:[a-z0-9_]*[a-z0-9])?)", re.ASCII)
_NEARLY = re.compile(r"(?:ex)?[\s_-]*(?P<number>\d{1,4})[\s_.-]+(?P<slug>.+)", re.IGNORECASE)


class Place(NamedTuple):
    """A line that `grade new` left for the author."""

    file: Path
    line: int
    text: str


class Scaffold(NamedTuple):
    """What was made: the course's folder and, below it, the paths of all new files."""

    root: Path
    files: list[str]


def scaffold(name: str, root: Path) -> Scaffold:
    """Write the exercise `name` into the course in `root`; an empty folder becomes a course.

    Raises `InputError`, before anything is written, for a name that is no exercise's or is taken.
    """
    check_name(name, root)
    public, secret = _filled(name)
    return place_exercise(name, root, public, secret)


def check_name(name: str, root: Path) -> None:
    """Raise `InputError` where `name` is no exercise's, or the course in `root` has it."""
    _check_free(name, _slug_of(name), root)


def place_exercise(
    name: str, root: Path, public: Mapping[str, str | bytes], secret: Mapping[str, str | bytes]
) -> Scaffold:
    """Write the files of an exercise whose name `check_name` has let pass; an empty folder becomes a course.

    Raises `InputError` where they cannot be written.
    """
    files = {f"{EXERCISES}/{name}": public, f"{SOLUTIONS}/{name}": secret}
    made = [f"{folder}/{path}" for folder, texts in files.items() for path in texts]
    try:
        for folder, texts in files.items():
            _place_new(root / folder, texts)
    except OSError as error:
        raise InputError(f"cannot write `{root / EXERCISES / name}`: {reason(error)}") from error
    if not (root / COURSE_FILE).exists():
        write_whole(root / COURSE_FILE, _course_file(root))
        made.insert(0, COURSE_FILE)
    return Scaffold(root, made)


def author_root(explicit: Path | None, cwd: Path, environ: Mapping[str, str]) -> Path:
    """The folder of the course that a new exercise belongs to: named, around `cwd`, or an empty `cwd` itself.

    Raises `InputError` for a student's copy, and where `cwd` holds something else.
    """
    named = explicit or (Path(environ[COURSE_VARIABLE]) if environ.get(COURSE_VARIABLE) else None)
    root = cwd / named if named else course_around(cwd)
    if root is None:
        other = sorted(entry.name for entry in cwd.iterdir() if not entry.name.startswith("."))
        if other:
            raise InputError(
                f"no course was found around `{cwd}`, and the folder is not empty: it holds `{other[0]}`",
                hint="Go to the course, name it with `--course DIR`, or begin one in an empty folder.",
            )
        return cwd
    if (root / EXERCISES).is_dir() and not (root / SOLUTIONS).is_dir():
        raise InputError(
            f"`{root}` has no `{SOLUTIONS}/`: it is a student's copy of a course, and exercises are made in the course",
            hint=f"Name the author's folder with `--course DIR`; if this is it, make `{SOLUTIONS}/` there first.",
        )
    return root


def unwritten(folder: Path) -> Iterator[Place]:
    """The lines in the files of a folder that are still to be written."""
    for path, content in read_tree(folder).items():
        if UNWRITTEN.encode() in content:
            for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
                _, found, text = line.partition(UNWRITTEN)
                if found:
                    yield Place(folder / path, number, text.strip())


def _slug_of(name: str) -> str:
    """The slug in an exercise's name; `InputError` where it is no name."""
    fitting = _NAME.fullmatch(name)
    if fitting and "__" not in name:
        return fitting["slug"]
    near = _NEARLY.fullmatch(name.strip())
    slug = re.sub(r"[^a-z0-9]+", "_", near["slug"].lower()).strip("_") if near else ""
    suggested = f"ex{int(near['number']):02}_{slug}" if near else ""
    better = f" Did you mean `{suggested}`?" if _NAME.fullmatch(suggested) else ""
    raise InputError(
        f"`{name}` cannot be the name of an exercise.{better}",
        hint="It is `ex`, two digits or more, `_`, then lower-case letters, digits and `_`: `ex19_text_files`.",
    )


def _check_free(name: str, slug: str, root: Path) -> None:
    """Raise `InputError` where the name, its number or its slug is another exercise's, or a folder has it."""
    for folder in (root / EXERCISES / name, root / SOLUTIONS / name):
        if os.path.lexists(folder):
            raise InputError(f"`{folder}` is there already; nothing was written", hint="Choose another name.")
    names = Course.load(root).names if (root / EXERCISES).is_dir() else ()
    number = int(name[2:].partition("_")[0])
    for other in names:
        taken, _, its_slug = other.removeprefix("ex").partition("_")
        if int(taken) == number or its_slug == slug:
            what = f"number {number}" if int(taken) == number else f"name `{slug}`"
            free = max(int(each[2:].partition("_")[0]) for each in names) + 1
            raise InputError(
                f"the {what} is taken by `{other}`; students find an exercise by either",
                hint=f"The next free number is {free}: `grade new ex{free:02}_{slug}`.",
            )


def _filled(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """The text of every file by its path, of the public folder and of the secret one."""
    slug = _slug_of(name)
    taken = slug in sys.stdlib_module_names or keyword.iskeyword(slug) or hasattr(builtins, slug)
    words = {
        "MODULE": f"my_{slug}" if taken else slug,  # a module of Python's own name would be hidden by it
        "NAME": name,
        "SHORT": name.partition("_")[0],
        "TITLE": slug.replace("_", " ").capitalize(),
    }

    def fill(text: str) -> str:
        return re.sub(r"\b(MODULE|NAME|SHORT|TITLE)\b|(?<=test_)MODULE", lambda found: words[found[0]], text)

    templates = read_toml(_TEMPLATES)
    public, secret = (
        {fill(path): fill(text) for path, text in templates[part].items()} for part in ("public", "secret")
    )
    for path, text in secret.items():
        folder, _, inner = path.partition("/")
        if folder == "solution" and is_marked(text):
            public[inner] = unmarked(text, path)
    return public, secret


def _place_new(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Make a folder with these files, all at once. Raises OSError where it is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, text in texts.items():
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            (part / path).write_bytes(text.encode() if isinstance(text, str) else text)
        part.chmod(0o777 & ~_umask())  # `mkdtemp` keeps it to the owner
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _course_file(root: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", root.resolve().name.lower()).strip("-") or "course"
    return f'name = "{name}"\ntitle = "{name.replace("-", " ").capitalize()}"\n'
