"""What students must not read of an exercise, and whether a text says it.

Secret are the lines of its solution, the names that its hidden suite defines, and the values that the suite works with.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from grader.course import EXERCISE_FILE, Exercise
from grader.files import read_tree
from grader.manifest import matches_any
from grader.record import RecordedCheck

SHORTEST_LINE = 12
"""Characters from which a line of a solution tells something."""
SHORTEST_VALUE = 4
"""Characters from which an argument or an expected value tells something."""

_README = "README.md"
_WORD = re.compile(r"[A-Za-z]?[a-z]*")
_PYTHONS_OWN = re.compile(r"__\w+__")


class Kind(StrEnum):
    """What a secret is."""

    LINE = "a line of the solution"
    NAME = "a name of the hidden suite"
    VALUE = "a value of the hidden suite"


class Secret(Struct, frozen=True):
    """A text that nobody may read, every white space in it a single blank; `origin` is the file and line it is from."""

    text: str
    kind: Kind
    origin: str


class Leak(Struct, frozen=True):
    """A secret that a text says, in its line `line` from 1 on."""

    secret: Secret
    text: str
    line: int


def secrets_of(exercise: Exercise, checks: Iterable[RecordedCheck]) -> list[Secret]:
    """What must appear neither in the public folder nor in feedback below full, each text once.

    A line that the skeleton or a given file has is no secret; nor is a value that README, the manifest, the title
    of one of `checks`, the code of the skeleton or the name of a file says.
    """
    public = texts_in(exercise.public)
    listed = [*exercise.files, *exercise.optional, *exercise.given]
    code = [text for path, text in public.items() if matches_any(path, listed)]
    solution, suite = texts_in(exercise.solution), _trees(exercise.suite)
    told = [public.get(_README, ""), public.get(EXERCISE_FILE, ""), *map(_without_remarks, code)]
    told += [
        f"{exercise.name} {exercise.name.partition('_')[0]}",
        *(_dotted(path) for path in (*solution, *public)),
        *(check.title for check in checks),
    ]
    found = [
        *_lines(solution, _folded("\n".join(code))),
        *_names(suite, {name for text in solution.values() for name, _ in _definitions(_parsed(text))}),
        *_values(suite, _folded("\n".join(told))),
    ]
    return list({secret.text: secret for secret in reversed(found)}.values())[::-1]


def leaks(
    secrets: Iterable[Secret], texts: Mapping[str, str], *, own: Collection[str] = (), wrapped: bool = True
) -> list[Leak]:
    """The secrets that `texts`, by name, say: once for each secret and text.

    `own` are texts that whoever reads has written: what they say is no secret. A secret may go on in the next line
    where lines are `wrapped`.
    """
    mine = [_folded(text) for text in own]
    kept = [
        (secret, _said(secret, r"\s+" if wrapped else r"[^\S\n]+"))
        for secret in secrets
        if not any(secret.text in text for text in mine)
    ]
    return [
        Leak(secret, name, text.count("\n", 0, place.start()) + 1)
        for name, text in texts.items()
        for folded in [_folded(text)]
        for secret, said in kept
        if secret.text in folded and (place := said.search(text))
    ]


def texts_in(folder: Path | None) -> dict[str, str]:
    """The text of every file below `folder` by path, of a notebook what stands in its cells; none without a folder."""
    return {path: text_of(path, content) for path, content in read_tree(folder).items()}


def text_of(path: str, content: bytes) -> str:
    """The text of a file by its path, of a notebook what stands in its cells."""
    text = content.decode("utf-8", "replace")
    if not path.endswith(".ipynb"):
        return text
    try:
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells)
    except (ValueError, LookupError, TypeError):  # no notebook, for which others have words
        return text


def _dotted(path: str) -> str:
    """The file by both its names: as a file and as a module."""
    return f"{path} {path.removesuffix('.py').replace('/', '.')}"


def _folded(text: str) -> str:
    return " ".join(text.split())


def _said(secret: Secret, blank: str = r"\s+") -> re.Pattern[str]:
    """How a text says it; a word of everyday language means the value only where it is quoted."""
    whole = _whole(secret.text, blank)
    if secret.kind is Kind.VALUE and _WORD.fullmatch(secret.text):
        return re.compile(rf"""(?<=[`"']){whole.pattern}(?=[`"'])""")
    return whole


def _whole(text: str, blank: str = r"\s+") -> re.Pattern[str]:
    """The text where no word or number of it goes on, with any white space between its parts."""
    between = blank.join(map(re.escape, text.split(" ")))
    before = r"(?<![\w.])" if text[0].isdigit() else r"(?<!\w)" if _is_word(text[0]) else ""
    after = r"(?!\.?\w)" if text[-1].isdigit() else r"(?!\w)" if _is_word(text[-1]) else ""
    return re.compile(f"{before}{between}{after}")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _lines(solution: Mapping[str, str], public: str) -> Iterator[Secret]:
    for path, text in solution.items():
        for number, line in enumerate(text.splitlines(), 1):
            bare = _folded(line)
            if len(bare) >= SHORTEST_LINE and bare not in public:
                yield Secret(bare, Kind.LINE, f"solution/{path} line {number}")


def _names(suite: Mapping[str, ast.Module], public: Collection[str]) -> Iterator[Secret]:
    """The names that a text can only have from the suite: not those of the task, nor a word of everyday language."""
    for path, tree in suite.items():
        for name, line in _definitions(tree):
            if name not in public and not _WORD.fullmatch(name.strip("_")) and not _PYTHONS_OWN.fullmatch(name):
                yield Secret(name, Kind.NAME, f"suite/{path} line {line}")


def _values(suite: Mapping[str, ast.Module], told: str) -> Iterator[Secret]:
    for path, tree in suite.items():
        for constant in _constants(tree):
            text = _folded(constant.value) if isinstance(constant.value, str) else _number(constant.value)
            if len(text) >= SHORTEST_VALUE and not _PYTHONS_OWN.fullmatch(text) and not _whole(text).search(told):
                yield Secret(text, Kind.VALUE, f"suite/{path} line {constant.lineno}")


def _number(value: object) -> str:
    return repr(value) if type(value) in (int, float) else ""


def _constants(node: ast.AST) -> Iterator[ast.Constant]:
    """The values that a suite works with: not what marks and docstrings say, nor sentences that it puts together."""
    if isinstance(node, ast.Constant):
        yield node
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "check":
        return
    for name, value in ast.iter_fields(node):
        children: Sequence[object] = value if isinstance(value, list) else [value]
        if not (isinstance(node, ast.Assert) and name == "msg"):
            for child in children:
                if isinstance(child, ast.AST) and not _is_remark(child):
                    yield from _constants(child)


def _definitions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """All functions and classes, and the names that the top level assigns, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
    for statement in tree.body:
        for node in ast.walk(statement) if isinstance(statement, ast.Assign | ast.AnnAssign) else ():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, node.lineno


def _trees(suite: Path | None) -> dict[str, ast.Module]:
    return {path: _parsed(text) for path, text in texts_in(suite).items() if path.endswith(".py")}


def _parsed(source: str) -> ast.Module:
    """The source as a tree, empty where it is none: some files are wrong on purpose."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _without_remarks(source: str) -> str:
    """The code without comments and docstrings, which may say more than it does; all of it where it is none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_remark(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _is_remark(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
