"""Step 1: names, folders, encodings. From the list of names and the bytes alone; nothing is parsed."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.project import INIT, MOST_BYTES
from grader.diagnosis.standard import is_standard

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=]", re.MULTILINE)
_COPY = re.compile(r"(?:\.(?:txt|py|doc|docx|text)| ?\(\d+\))+", re.IGNORECASE)
_NOTEBOOK = re.compile(rb'"nbformat"\s*:')
_IMPORT = re.compile(r"^\s*(?:import|from)\s+(?P<name>[^\s#;,]+(?: [^\s#;,]+)?)")
NEAR = 0.8  # how like a folder's name must be to the wanted one, from 0 to 1


def missing(evidence: Evidence) -> list[str]:
    """The required files that are not there under their exact names."""
    return [path for path in evidence.required if path not in evidence.files]


def names(evidence: Evidence) -> list[str]:
    """Everything that lay in the folder."""
    return sorted({*evidence.files, *evidence.listing})


def folders(evidence: Evidence) -> set[str]:
    """All folders, each by its whole path."""
    found = {path for path in evidence.listing if any(other.startswith(f"{path}/") for other in evidence.listing)}
    for path in names(evidence):
        parts = path.split("/")[:-1]
        found |= {"/".join(parts[: place + 1]) for place in range(len(parts))}
    return found


def misspelt_folder(evidence: Evidence) -> Iterator[Found]:
    """A11: `MyTools/` or `mytool/` where `mytools/` is wanted."""
    there = folders(evidence)
    for path in missing(evidence):
        parts = path.split("/")[:-1]
        for place, part in enumerate(parts):
            parent, wanted = "/".join(parts[:place]), "/".join(parts[: place + 1])
            if wanted in there:
                continue
            beside = [each.rpartition("/")[2] for each in there if each.rpartition("/")[0] == parent]
            near = [each for each in beside if each.casefold() == part.casefold()]
            near = near or difflib.get_close_matches(part, beside, n=1, cutoff=NEAR)
            if near:
                found = "/".join(filter(None, [parent, near[0]]))
                yield Found(id="A11", file=found, values={"package": wanted})
            break


def wrong_case(evidence: Evidence) -> Iterator[Found]:
    """A01: `Calculator.py` where `calculator.py` is wanted."""
    for path in missing(evidence):
        folder, _, wanted = path.rpartition("/")
        for other in names(evidence):
            where, _, name = other.rpartition("/")
            if where == folder and name != wanted and name.casefold() == wanted.casefold():
                values = {"found": other, "name": path.removesuffix(".py").replace("/", ".")}
                if name.casefold() != INIT:
                    yield Found(id="A01", file=other, values=values)


def second_extension(evidence: Evidence) -> Iterator[Found]:
    """A02: `calculator.py.txt`, `calculator (1).py`."""
    for path in missing(evidence):
        folder, _, wanted = path.rpartition("/")
        stem = wanted.removesuffix(".py")
        for other in names(evidence):
            where, _, name = other.rpartition("/")
            if where == folder and name.startswith(stem) and name != wanted and _COPY.fullmatch(name[len(stem) :]):
                yield Found(id="A02", file=other, variant="" if name.startswith(f"{stem}.py") else "copy")


def too_deep(evidence: Evidence) -> Iterator[Found]:
    """A04: the work lies in a folder of its own."""
    for path in missing(evidence):
        matching = [other for other in names(evidence) if other.endswith(f"/{path}")]
        if len(matching) == 1 and not path.endswith(INIT):
            depth = matching[0].removesuffix(path).count("/")
            values = {"name": path, "count": str(depth)}
            yield Found(id="A04", file=matching[0], variant="" if depth == 1 else "deeper", values=values)


def beside_the_package(evidence: Evidence) -> Iterator[Found]:
    """A05: `strings.py` lies beside `mytools/`, not in it."""
    there, lying = folders(evidence), names(evidence)
    for path in missing(evidence):
        folder, _, wanted = path.rpartition("/")
        other = "/".join(filter(None, [folder.rpartition("/")[0], wanted]))
        if folder in there and other in lying and other not in evidence.required and wanted != INIT:
            yield Found(id="A05", file=other, values={"package": folder})


def subpackage_beside(evidence: Evidence) -> Iterator[Found]:
    """A05: the folder `parts/` lies beside `workshop/`, not in it."""
    there, lying = folders(evidence), names(evidence)
    for path in missing(evidence):
        parts = path.split("/")
        for place in range(len(parts) - 2):
            package, beside = "/".join(parts[: place + 1]), "/".join([*parts[:place], parts[place + 1]])
            is_inside = f"{package}/{parts[place + 1]}" in there
            if package in there and not is_inside and "/".join([beside, *parts[place + 2 :]]) in lying:
                yield Found(id="A05", file=beside, variant="folder", values={"package": package})


def no_init(evidence: Evidence) -> Iterator[Found]:
    """A07: a folder of modules without `__init__.py`."""
    there = folders(evidence)
    for path in missing(evidence):
        folder, _, name = path.rpartition("/")
        holds = any(each.startswith(f"{folder}/") and each.endswith(".py") for each in evidence.files)
        if name == INIT and folder in there and holds:
            yield Found(id="A07", file=path, values={"package": folder})


def not_a_name(evidence: Evidence) -> Iterator[Found]:
    """A08: a file name that no import can write: `2tools.py`, `my-tools.py`, `class.py`."""
    for path in evidence.files:
        stem = path.rpartition("/")[2].removesuffix(".py")
        if not path.endswith(".py") or (stem.isidentifier() and not keyword.iskeyword(stem)) or not stem:
            continue
        variant = "" if stem[0].isdigit() else "keyword" if keyword.iskeyword(stem) else "sign"
        for other, line, text in _import_lines(evidence):
            if re.search(rf"(?<![\w-]){re.escape(stem)}(?![\w-])", text):
                values = {"found": path, "text": text.strip()}
                yield Found(id="A08", file=other, line=line, variant=variant, values=values)
        if re.sub(r"\W", "_", path[:-3]) in [each[:-3].replace("/", "_") for each in missing(evidence)]:
            yield Found(id="A08", file=path, variant=f"alone_{variant}".removesuffix("_"), values={"found": path})


def name_of_the_library(evidence: Evidence) -> Iterator[Found]:
    """B02, where a wanted file is missing: `math.py`, the name of what the task is about."""
    for path in names(evidence) if missing(evidence) else ():
        stem = path.removesuffix(".py")
        if "/" not in path and path.endswith(".py") and is_standard(stem) and path not in evidence.required:
            yield Found(id="B02", file=path, variant="named", values={"name": stem})


def not_utf8(evidence: Evidence) -> Iterator[Found]:
    """A13: UTF-16, or an older encoding without a word about it."""
    for path, content in _modules(evidence):
        if content.startswith(_BYTE_ORDER_MARKS) or b"\0" in content or not _is_utf8(content):
            yield Found(id="A13", file=path)


def notebook_as_module(evidence: Evidence) -> Iterator[Found]:
    """A14: a notebook's data under the name of a module."""
    for path, content in _modules(evidence):
        if content.lstrip().startswith(b"{") and _NOTEBOOK.search(content):
            yield Found(id="A14", file=path)


def old_file_left(evidence: Evidence) -> Iterator[Found]:
    """J06: after a rename the same code lies under both names."""
    if not evidence.is_about("J06"):
        return
    seen: dict[bytes, str] = {}
    for path in sorted(evidence.files, key=lambda each: (each not in evidence.required, each)):
        content = evidence.files[path].strip()
        if path.endswith(".py") and content.count(b"\n") > 0 and content in seen:
            yield Found(id="J06", file=path, values={"other": seen[content]})
        seen.setdefault(content, path)


def _modules(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    return ((path, content) for path, content in sorted(evidence.files.items()) if path.endswith(".py"))


def _import_lines(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    for path, content in _modules(evidence):
        text = content[:MOST_BYTES].decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if _IMPORT.match(line):
                yield path, number, line


def _is_utf8(content: bytes) -> bool:
    if _COOKIE.search(b"\n".join(content.splitlines()[:2])):
        return True  # it says which encoding it has; Python will tell if that is wrong
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
