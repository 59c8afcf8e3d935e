"""Mutants of the family `files`: what lies in the folder, where, and under which name."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Files = Mapping[str, bytes]


class Moved(NamedTuple):
    """One mutation of the whole folder: the file it is about, what it does in a few words, and the files then."""

    file: str
    note: str
    files: dict[str, bytes]


class Folder(NamedTuple):
    """What is mutated: the files of the solution, and those that the student starts from and the solution drops."""

    files: Files
    dropped: Files


def delete_init(folder: Folder) -> Iterator[Moved]:
    """A package without its `__init__.py`."""
    for path in folder.files:
        if path.rpartition("/")[2] == "__init__.py":
            yield Moved(path, "deleted", {name: folder.files[name] for name in folder.files if name != path})


def wrong_case(folder: Folder) -> Iterator[Moved]:
    """A name with a capital letter where it has a small one, or the other way round."""
    for path in folder.files:
        base, slash, name = path.rpartition("/")
        place = next((index for index, letter in enumerate(name) if letter.isalpha()), 0)
        yield _renamed(
            folder, path, f"{base}{slash}{name[:place]}{name[place : place + 1].swapcase()}{name[place + 1 :]}"
        )


def move_up(folder: Folder) -> Iterator[Moved]:
    """A file in the folder above its own."""
    for path in folder.files:
        *folders, name = path.split("/")
        target = "/".join([*folders[:-1], name])
        if folders and target not in folder.files:
            yield _renamed(folder, path, target)


def move_down(folder: Folder) -> Iterator[Moved]:
    """A file in one more folder."""
    for path in folder.files:
        base, slash, name = path.rpartition("/")
        yield _renamed(folder, path, f"{base}{slash}src/{name}")


def py_txt(folder: Folder) -> Iterator[Moved]:
    """A file with the ending that an editor adds and the file manager hides."""
    for path in folder.files:
        yield _renamed(folder, path, f"{path}.txt")


def old_file_left(folder: Folder) -> Iterator[Moved]:
    """The file under its old name beside the new one."""
    for path, content in folder.dropped.items():
        yield Moved(path, "left there", {**folder.files, path: content})


def stdlib_name(folder: Folder) -> Iterator[Moved]:
    """A file that bears the name of a module of the standard library: one that is imported, if there is one."""
    path = f"{next(iter(sorted(_imported(folder.files))), 'random')}.py"
    if path not in folder.files:
        yield Moved(path, "added", {**folder.files, path: b'"""Notes."""\n'})


def utf_16(folder: Folder) -> Iterator[Moved]:
    """A file saved as UTF-16."""
    for path, content in folder.files.items():
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue
        if text:
            yield Moved(path, "saved as UTF-16", {**folder.files, path: text.encode("utf-16")})


def _renamed(folder: Folder, path: str, target: str) -> Moved:
    files = {target if name == path else name: content for name, content in folder.files.items()}
    return Moved(path, f"is now `{target}`", files)


def _imported(files: Files) -> set[str]:
    """The modules of the standard library that the files import and a file can stand before."""
    found: set[str] = set()
    for path, content in files.items():
        try:
            tree = ast.parse(content) if path.endswith(".py") else ast.Module([], [])
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.partition(".")[0])
    # Those that the interpreter has loaded at its start, or holds within itself, no file can replace.
    return (found & sys.stdlib_module_names) - set(sys.builtin_module_names) - {"os", "__future__"}
