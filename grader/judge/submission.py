"""The fixture `submission`: the student's files, and ways to run them."""

from __future__ import annotations

import ast
import io
import os
import tempfile
import tokenize
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from grader.judge.control import Job
from grader.judge.notebook import Notebook, run_notebook
from grader.result import Location, Outcome
from grader.standin.binding import Binding
from grader.standin.failures import StudentFailure
from grader.standin.rebuilt import details_of

if TYPE_CHECKING:
    from grader.judge.insides import Insides

_LONG_AGO = 946_684_800.0  # the first second of 2000, in seconds


class ImportLine(NamedTuple):
    """One import in a student's file.

    `names` are (name, asname) pairs, of a plain `import` the module itself; `resolved` is the absolute name of what is
    imported from; `nested` says that the line stands inside a function or class.
    """

    file: str
    line: int
    module: str
    names: tuple[tuple[str, str | None], ...]
    level: int
    nested: bool
    resolved: str


class Fresh:
    """A new interpreter for one check. `output` is all that was printed in it so far, both streams."""

    def __init__(self, insides: Insides, job: Job) -> None:
        self._parts: list[str] = []
        self._binding: Binding = insides.open(job, main=False)
        self._binding.inside.show = lambda _, text: self._parts.append(text)

    def module(self, name: str) -> Any:
        """Import a module, the student's or the standard library's; raises what the import raises."""
        return self._binding.module(name)

    @property
    def output(self) -> str:
        """The text printed so far."""
        return "".join(self._parts)


class Run(NamedTuple):
    """A script or module that was run as `__main__`.

    `names` are its final global names that hold plain values; `files_made` are new files, relative to its folder.
    """

    exit_code: int
    stdout: str
    stderr: str
    files_made: tuple[str, ...]
    names: dict[str, Any]


class Submission:
    """What one student handed in. Paths are relative, with `/`."""

    def __init__(self, insides: Insides, job: Job) -> None:
        self._insides = insides
        self._job = job

    @property
    def files(self) -> list[str]:
        """The student's files, and the given ones."""
        return sorted({*self._job.files, *self._job.given})

    @property
    def listing(self) -> list[Any]:
        """Everything else that lay in the folder: path, size, kind. Its contents are not here."""
        return list(self._job.listing)

    @property
    def changed_given(self) -> tuple[str, ...]:
        """The given files that came back changed; the exercise's own are used."""
        return tuple(self._job.changed_given)

    def source(self, path: str) -> str:
        """The text of a file, decoded as Python would."""
        return _decoded(path, self._bytes(path))

    def given(self, path: str) -> str:
        """The text of a given file as the exercise has it."""
        if path not in self._job.given:
            raise ValueError(f"`{path}` is not a given file of this exercise")
        return _decoded(path, self._bytes(path))

    def tree(self, path: str) -> ast.Module:
        """The syntax tree of a file, if it compiles inside."""
        source = self._bytes(path)
        self._insides.ledger.touched = True
        try:
            self._insides.main.ask("compile", os.path.join(self._job.seat.home, path))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            details = details_of(error)
            line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
            what = details.last_line if details else type(error).__name__
            message = f"`{path}` cannot be read as Python (line {line}): {what}"
            failure = StudentFailure(message, Outcome.CRASHED, location=Location(path, line), exception=what)
            raise self._insides.ledger.fail(failure) from None
        return ast.parse(source)

    def imports(self, *paths: str) -> list[ImportLine]:
        """The import graph: every import of every file, or of these only, `if TYPE_CHECKING:` left out.

        A file that cannot be read fails the check; who asks for some files does not depend on the others.
        """
        found = []
        for path in paths or self.files:
            if path.endswith(".py"):
                found += _imports(path, self.tree(path))
        return found

    def star_names(self, module: str) -> list[str]:
        """The names that `from module import *` creates, sorted; raises what the statement raises."""
        self._insides.main.module(module)
        return [str(name) for name in self._insides.main.ask("star_import", module)]

    def fresh(self) -> Fresh:
        """A new interpreter that has imported nothing yet."""
        self._insides.ledger.touched = True
        return Fresh(self._insides, self._job)

    def run(self, path: str = "", *args: str, module: str = "", stdin: str = "", timeout: float | None = None) -> Run:
        """Run a file, or with `module` a module, as `python` would.

        `timeout`, in seconds, can only shorten the check's.
        """
        self._insides.ledger.touched = True
        words = [path, *args] if module and path else list(args)  # no file is named beside a module
        code, stdout, stderr, names, made = self._insides.run(
            self._job, {"target": module or path, "args": words, "module": bool(module)}, stdin, timeout
        )
        return Run(code, stdout, stderr, tuple(made), names)

    def notebook(self, path: str) -> Notebook:
        """Run the cells of a notebook from top to bottom in a copy of the folder, once for all checks.

        A notebook that hangs or ends its process fails every check that asks for it.
        """
        self._insides.ledger.touched = True
        known = self._insides.notebooks
        key = self._job.seat.home, path
        if key not in known:
            content = self._bytes(path)
            copy = self.variant()._job
            for name in copy.files:  # long ago, so that whatever is written from now on shows
                os.utime(Path(copy.seat.home, name), (_LONG_AGO, _LONG_AGO), follow_symlinks=False)
            try:
                known[key] = run_notebook(self._insides, copy, path, content)
            except StudentFailure as failure:
                known[key] = failure
        if isinstance(known[key], StudentFailure):
            raise self._insides.ledger.fail(known[key])
        notebook: Notebook = known[key]
        self._insides.ledger.write(f"# all cells of {path}, from top to bottom", notebook.transcript)
        return notebook

    def variant(
        self,
        add: Mapping[str, str] | None = None,
        replace: Mapping[str, str] | None = None,
        remove: Sequence[str] = (),
        rename: Mapping[str, str] | None = None,
    ) -> Submission:
        """A changed copy with all the same abilities. `rename` and `remove` take files and folders."""
        tree = {path: self._bytes(path) for path in self.files}
        for old, new in (rename or {}).items():
            tree = {_renamed(path, old, new): content for path, content in tree.items()}
        for gone in [remove] if isinstance(remove, str) else remove:
            tree = {path: content for path, content in tree.items() if path != gone and not path.startswith(f"{gone}/")}
        for path, text in {**(add or {}), **(replace or {})}.items():
            tree[path] = text.encode()
        home = Path(tempfile.mkdtemp(prefix="variant", dir=self._job.seat.top))  # where nothing was put before
        for path, content in tree.items():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_bytes(content)
        self._insides.keep(str(home), tree)
        seat = msgspec.structs.replace(self._job.seat, home=str(home))
        job = msgspec.structs.replace(self._job, seat=seat, files=sorted(tree), given=[])
        return Submission(self._insides, job)

    def _bytes(self, path: str) -> bytes:
        if path not in self.files:
            failure = StudentFailure(f"`{path}` was not found in what was handed in.", location=Location(path))
            raise self._insides.ledger.fail(failure)
        return self._insides.original(self._job, path)


def _decoded(path: str, content: bytes) -> str:
    if not path.endswith(".py"):
        return content.decode("utf-8", "replace")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except (SyntaxError, ValueError, LookupError):  # some codecs have no better word than ValueError
        return content.decode("utf-8", "replace")


def _renamed(path: str, old: str, new: str) -> str:
    if path == old:
        return new
    return f"{new}/{path.removeprefix(f'{old}/')}" if path.startswith(f"{old}/") else path


def _imports(path: str, tree: ast.Module) -> list[ImportLine]:
    package = path.removesuffix(".py").split("/")[:-1]
    found: list[ImportLine] = []

    def walk(node: ast.AST, *, nested: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                for other in child.orelse:
                    walk(other, nested=nested)
                continue
            if isinstance(child, ast.Import):
                found.extend(
                    ImportLine(path, child.lineno, alias.name, ((alias.name, alias.asname),), 0, nested, alias.name)
                    for alias in child.names
                )
            elif isinstance(child, ast.ImportFrom):
                names = tuple((alias.name, alias.asname) for alias in child.names)
                above = package[: max(0, len(package) - child.level + 1)] if child.level else []
                resolved = ".".join([*above, *filter(None, [child.module])])
                found.append(ImportLine(path, child.lineno, child.module or "", names, child.level, nested, resolved))
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
            walk(child, nested=nested or inner)

    walk(tree, nested=False)
    return found
