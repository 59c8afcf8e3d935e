"""Step 6, what a call did to folders, and what it asked of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.diagnosis.calls import functions_called
from grader.diagnosis.evidence import Called, Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import calls_in, is_on, last_name, text_of
from grader.diagnosis.project import Source
from grader.diagnosis.raised import file_name
from grader.diagnosis.touched import touched_files

_ABSOLUTE = re.compile(r"^(?:[A-Za-z]:[\\/]|/home/|/Users/|~)")
_MAKERS = ("mkdir", "makedirs")
_QUESTIONS = {"isdir": "folder", "isfile": "file", "exists": "either"}


def moved_and_stayed(evidence: Evidence) -> Iterator[Found]:
    """I01: `os.chdir` moved the whole program, and the second call looks in the wrong place."""
    raised, place = evidence.raised, evidence.place
    name = file_name(raised)
    lost = raised is not None and raised.kind == "FileNotFoundError" and name and place is not None
    for path in touched_files(evidence):
        if not evidence.is_about("I01") and not (lost and place is not None and place.file == path):
            continue
        source = evidence.project.source(path)
        for function in source.functions.values():
            moves = calls_in(function, "chdir")
            if len(moves) == 1 and _ran_before(evidence, source):
                values = {"value": name.rstrip("/").rpartition("/")[2]}
                yield Found(id="I01", file=path, line=moves[0].lineno, values=values)


def path_of_one_computer(evidence: Evidence) -> Iterator[Found]:
    """I02: a path that exists on one computer only."""
    name = file_name(evidence.raised)
    for path in touched_files(evidence):
        for node in evidence.project.source(path).nodes:
            text = text_of(node) if isinstance(node, ast.expr) else ""
            if _ABSOLUTE.match(text) and (name.startswith(text) or evidence.is_about("I02")):
                yield Found(id="I02", file=path, line=getattr(node, "lineno", 0))


def folder_not_empty(evidence: Evidence) -> Iterator[Found]:
    """I04: `os.rmdir` on a folder with files."""
    raised, place = evidence.raised, evidence.place
    if raised is None or place is None or "not empty" not in raised.text:
        return
    for node in _calls_at(evidence.project.source(place.file), place.line, "rmdir"):
        values = {"value": file_name(raised), "used": _written(node)}
        yield Found(id="I04", file=place.file, line=place.line, values=values)


def parent_missing(evidence: Evidence) -> Iterator[Found]:
    """I05: `os.mkdir` makes one folder only; and I03, it is there already."""
    raised, place, name = evidence.raised, evidence.place, file_name(evidence.raised)
    if raised is None or place is None or not name:
        return
    parent, _, last = name.rstrip("/").rpartition("/")
    for _ in _calls_at(evidence.project.source(place.file), place.line, *_MAKERS):
        if raised.kind == "FileNotFoundError" and parent:
            yield Found(id="I05", file=place.file, line=place.line, values={"value": last, "parent": parent})
        elif raised.kind == "FileExistsError":
            yield Found(id="I03", file=place.file, line=place.line, values={"value": last})


def paths_glued(evidence: Evidence) -> Iterator[Found]:
    """I07: `base + name` has no separator, and the folder appears beside."""
    for call, source, function in functions_called(evidence):
        texts = [each for each in (*call.args, *call.kwargs.values()) if isinstance(each, str)]
        run = evidence.run
        gave = [call.value] if run is not None and run.is_check and call.result == run.got else []
        new = [*(run.new if run else ()), *gave]
        pairs = [(base, base + name) for base in texts for name in texts if base != name and base + name in new]
        lines = [node.lineno for node in ast.walk(function) if isinstance(node, ast.expr) and _glues(node)]
        if pairs and lines and calls_in(function, *_MAKERS):
            base, glued = pairs[0]
            yield Found(id="I07", file=source.path, line=min(lines), values={"value": glued, "base": base})


def names_taken_for_paths(evidence: Evidence) -> Iterator[Found]:
    """I08: `os.path.isdir(name)` of a name from `os.listdir` looks in the current folder."""
    for call, source, function in functions_called(evidence):
        base = next((each for each in (*call.args, *call.kwargs.values()) if isinstance(each, str)), "")
        if call.value not in ([], 0) or not base or not calls_in(function, "listdir"):
            continue
        for node in ast.walk(function):
            question = _question(node)
            entry = _entry(evidence, base.rstrip("/"), question) or _first_expected(evidence, call)
            if question and entry:
                values = {"call": call.text, "name": call.name, "value": entry, "base": base}
                words = {"what": question}
                line = getattr(node, "lineno", 0)
                yield Found(id="I08", file=source.path, line=line, values=values, words=words)
                return


def _ran_before(evidence: Evidence, source: Source) -> bool:
    """Whether the file's functions were called more than once, or a check is about where they leave the program."""
    calls = evidence.run.calls if evidence.run else ()
    return evidence.is_about("I01") or sum(evidence.project.module(each.module) is source for each in calls) > 1


def _question(node: ast.AST) -> str:
    """`folder`, `file` or `either` where a node asks whether a bare name is one."""
    if not isinstance(node, ast.Call):
        return ""
    if last_name(node.func) in _QUESTIONS and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
        return _QUESTIONS[last_name(node.func)]
    if last_name(node.func) == "filter" and node.args:
        return _QUESTIONS.get(last_name(node.args[0]), "")
    return ""


def _entry(evidence: Evidence, base: str, question: str) -> str:
    """A folder or file that lies in `base`, the first by name."""
    inside = [path.removeprefix(f"{base}/") for path in evidence.files if path.startswith(f"{base}/")]
    folders = [path.partition("/")[0] for path in inside if "/" in path]
    files = [path for path in inside if "/" not in path]
    return min({"folder": folders, "file": files}.get(question, folders + files), default="")


def _first_expected(evidence: Evidence, call: Called) -> str:
    """The first name in the list that a check expected of a call; the folder may be one that only the check knows."""
    run = evidence.run
    if run is None or not run.is_check or call.result != run.got:
        return ""
    try:
        expected = ast.literal_eval(run.expected)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ""
    names = expected if isinstance(expected, list) else []
    return next((name for name in names if isinstance(name, str)), "")


def _glues(node: ast.expr) -> bool:
    """Whether two variables are put together with nothing between."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name)
    if isinstance(node, ast.JoinedStr):
        return len(node.values) > 1 and all(isinstance(each, ast.FormattedValue) for each in node.values)
    return False


def _calls_at(source: Source, line: int, *names: str) -> list[ast.Call]:
    calls = [each for each in source.nodes if isinstance(each, ast.Call) and last_name(each.func) in names]
    return [each for each in calls if is_on(each, line)]


def _written(node: ast.Call) -> str:
    """How a function is named where it is called: `os.rmdir`, or its last part."""
    inner = getattr(node.func, "value", None)
    return ast.unparse(node.func) if isinstance(inner, ast.Name) else last_name(node.func)
