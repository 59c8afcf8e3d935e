"""From what lies there to what is taken: the rules of a manifest, wherever the files come from."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence

from msgspec import Struct

from grader.course import Exercise
from grader.intake.near import near_miss
from grader.intake.notebook_files import Notebooks, Reader
from grader.intake.paths import shown
from grader.intake.tree import Refusal, refusal_of
from grader.manifest import is_pattern, matches, matches_any
from grader.result import Problem
from grader.submission import Entry, Submission

FILE_LIMIT = 200
LISTING_LIMIT = 1_000
NOTICE_LIMIT = 20

_MB = 1 << 20


class _Taken(Struct, frozen=True):
    """The files that were read, and why others were not."""

    files: dict[str, bytes]
    refused: dict[str, Refusal]


def select(
    entries: Sequence[Entry],
    read: Reader,
    exercise: Exercise,
    *,
    student: str,
    path: str,
    notices: Sequence[str] = (),
) -> Submission:
    """Return the submission that lies in `entries`; `read` gives the content of one, of at most so many bytes.

    If the listed files lie one folder too deep and none at the top, that folder is graded.
    Raises `ManifestError` if a given file is not in the exercise.
    """
    given = exercise.read_given()
    base = _leading_folder(entries, exercise, given)
    here = {entry.path.removeprefix(base): entry for entry in entries if entry.path.startswith(base)}
    notebooks = Notebooks(here, read, exercise)
    here = notebooks.entries
    taken = _take(here, notebooks.read, exercise, given)
    changed = _changed_given(here, notebooks.read, given)
    missing = tuple(entry for entry in exercise.files if not any(matches(file, entry) for file in taken.files))
    problem = _problem(missing, taken, here, exercise) if len(missing) == len(exercise.files) else None
    said = [
        *notices,
        *([f"The files were inside `{shown(base)}`: graded from there."] if base else []),
        *notebooks.notices,
        *([] if problem else _about_missing(missing, taken, here)),
        *([] if problem else _about_refused(taken.refused)),
        *(f"`{each}` is given and was changed: it was graded with the original." for each in changed),
        *_about_encoding(taken.files),
    ]
    return Submission(
        student=student,
        path=shown(path),
        files=taken.files,
        given=given,
        changed_given=changed,
        missing=missing,
        listing=_listing(here, {*taken.files, *given}),
        instead=_instead(missing, here, notebooks.read),
        segments={path: tuple(found) for path, found in notebooks.segments.items() if path in taken.files},
        notices=_cut(said),
        problem=problem,
    )


def unopened(
    path: str, exercise: Exercise, problem: Problem, *, student: str, notices: Sequence[str] = ()
) -> Submission:
    """Return the submission of which nothing could be read, with its problem.

    Raises `ManifestError` if a given file is not in the exercise.
    """
    return Submission(
        student=student,
        path=shown(path),
        files={},
        given=exercise.read_given(),
        missing=exercise.files,
        notices=tuple(notices),
        problem=problem,
    )


def quoted(names: Sequence[str]) -> str:
    """Return `a`, `b` and `c`, each in backticks."""
    *others, last = [f"`{shown(name)}`" for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def _leading_folder(entries: Sequence[Entry], exercise: Exercise, given: Mapping[str, bytes]) -> str:
    """Return the folder, with a `/`, in which the listed files lie one too deep; empty if they do not."""
    paths = [entry.path for entry in entries if entry.kind != "folder"]
    folded = [pattern.casefold() for pattern in exercise.files]
    if any(matches_any(path.casefold(), folded) for path in paths if path not in given):
        return ""
    split = [path.partition("/") for path in paths]
    leading = {top for top, _, rest in split if rest and rest not in given and matches_any(rest, exercise.files)}
    named = {top for top in leading if top.replace("-", "_").casefold() in (exercise.name, f"ex{exercise.number:02}")}
    chosen = leading if len(leading) == 1 else named
    return f"{chosen.pop()}/" if len(chosen) == 1 else ""


def _take(here: Mapping[str, Entry], read: Reader, exercise: Exercise, given: Mapping[str, bytes]) -> _Taken:
    taken = _Taken({}, {})
    left = exercise.limits.files_mb * _MB
    for path in _wanted(here, exercise, given):
        content = _read_one(here[path], read, left, len(taken.files))
        if isinstance(content, Refusal):
            taken.refused[path] = content
        else:
            taken.files[path] = content
            left -= len(content)
    return taken


def _wanted(here: Mapping[str, Entry], exercise: Exercise, given: Mapping[str, bytes]) -> list[str]:
    """Return the paths to take, listed ones first, so that optional ones cannot use up what listed ones need."""
    wanted: dict[str, None] = {}
    for patterns in (exercise.files, exercise.optional):
        for path in sorted(here):
            # A pattern like `*` means files; only a name of its own can be wanted and be a folder.
            if path not in given and (path in patterns or here[path].kind != "folder"):
                wanted.update({path: None} if matches_any(path, patterns) else {})
    return list(wanted)


def _read_one(entry: Entry, read: Reader, limit: int, taken: int) -> bytes | Refusal:
    # What could not even be looked at is tried, for the reason that trying gives.
    if entry.kind not in ("file", "other"):
        return refusal_of(entry.kind)
    if not entry.path.isprintable():
        return Refusal("unreadable", "has a name with characters that cannot be shown: rename it")
    if taken >= FILE_LIMIT:
        return Refusal("too large", f"is one too many: at most {FILE_LIMIT} files are taken")
    return read(entry.path, limit)


def _changed_given(here: Mapping[str, Entry], read: Reader, given: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the given files that lie there with another content; line ends, which git may change, do not count."""
    changed = []
    for path, original in given.items():
        if path in here:
            content = read(here[path].path, 2 * len(original) + _MB) if here[path].kind == "file" else None
            if not isinstance(content, bytes) or _with_plain_ends(content) != _with_plain_ends(original):
                changed.append(path)
    return tuple(changed)


def _with_plain_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _listing(here: Mapping[str, Entry], known: set[str]) -> tuple[Entry, ...]:
    """Return all but the known files and the folders that lead to them."""
    leading = {path[:place] for path in known for place, letter in enumerate(path) if letter == "/"}
    others = [path for path in sorted(here) if path not in known and path not in leading]
    return tuple(Entry(shown(path), here[path].size, here[path].kind) for path in others[:LISTING_LIMIT])


def _instead(missing: Sequence[str], here: Mapping[str, Entry], read: Reader) -> dict[str, bytes]:
    """Return the scripts that lie where a listed notebook is missing, for a word on them."""
    names = [each.removesuffix(".ipynb") + ".py" for each in missing if each.endswith(".ipynb")]
    contents = {name: read(here[name].path, _MB) for name in names if name in here and here[name].kind == "file"}
    return {name: content for name, content in contents.items() if isinstance(content, bytes)}


def _near_misses(missing: Sequence[str], taken: _Taken, here: Mapping[str, Entry]) -> dict[str, str]:
    """Return a sentence for each missing file that may have another name or place; refused ones have their own."""
    present = {shown(path) for path in here if here[path].kind == "file" and path not in taken.files}
    return {
        entry: near_miss(entry, present) for entry in missing if not is_pattern(entry) and entry not in taken.refused
    }


def _about_missing(missing: Sequence[str], taken: _Taken, here: Mapping[str, Entry]) -> list[str]:
    near = _near_misses(missing, taken, here)
    return [f"`{entry}` is missing. {near.get(entry, '')}".rstrip() for entry in missing if entry not in taken.refused]


def _about_refused(refused: Mapping[str, Refusal]) -> list[str]:
    return [f"`{shown(path)}` {refusal.reason}." for path, refusal in refused.items()]


def _about_encoding(files: Mapping[str, bytes]) -> list[str]:
    return [
        f"`{path}` is saved as UTF-16, which Python does not read: save it as UTF-8."
        for path, content in files.items()
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ]


def _problem(missing: Sequence[str], taken: _Taken, here: Mapping[str, Entry], exercise: Exercise) -> Problem:
    """Return why not one listed file could be read, and what the student can do next."""
    refused = {path: why for path, why in taken.refused.items() if matches_any(path, exercise.files)}
    if refused:
        kinds = {refusal.kind for refusal in refused.values()}
        reasons = " ".join(_cut(_about_refused(refused)))
        return Problem(
            "unreadable" if "unreadable" in kinds else "too large", f"Not one expected file could be read. {reasons}"
        )
    if not here:
        start = f"Copy the work into it, or begin with `grade start ex{exercise.number:02}`."
        return Problem("missing files", f"The folder is empty, and this exercise expects {quoted(missing)}. {start}")
    near = " ".join(sentence for sentence in _near_misses(missing, taken, here).values() if sentence)
    step = near or "Put them there under exactly these names, or name the folder they are in."
    return Problem("missing files", f"Not one expected file is there: {quoted(missing)}. {step}")


def _cut(sentences: Sequence[str]) -> tuple[str, ...]:
    if len(sentences) <= NOTICE_LIMIT:
        return tuple(sentences)
    return (*sentences[:NOTICE_LIMIT], f"And {len(sentences) - NOTICE_LIMIT:,} more like these.")
