"""Every message with an example that was run, as one document.

`python -m grader.authoring.messages tests/diagnosis/misconceptions.json tests/diagnosis/examples.toml docs/messages.md`
writes it. The examples are mistakes by id: their files, and the command or the test that shows them.
"""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.authored import read_toml
from grader.authoring.trials import Trials
from grader.course import Limits
from grader.diagnosis.catalogue import load
from grader.diagnosis.commands import read_command
from grader.errors import ManifestError
from grader.result import Finding
from grader.worker.client import Worker
from grader.worker.orders import Finished, Order, Post

_ABOUT = """\
# Messages

For teachers: every mistake that is recognised, with an example and what a student is told of it.

Each example was run: its files, then the command or the test that fails.
[feedback.md](feedback.md) says how a message is chosen, and how to edit it.
"""
_IMPORTS = "import pytest\n"


class Example(Struct, frozen=True, kw_only=True):
    """A mistake as someone makes it: its id, the files, and the command or the test that shows it, the other empty.

    `title` may name files that must be there.
    """

    id: str
    files: dict[str, bytes]
    run: str = ""
    test: str = ""
    title: str = ""


def read_examples(file: Path) -> list[Example]:
    """The examples in a TOML file by id, or in a list in JSON. Raises `ManifestError` if it is not TOML."""
    if file.suffix == ".json":
        known = json.loads(file.read_text(encoding="utf-8"))
        return [
            Example(id=each["id"], files=_content(each["files"]), run=each["cmd"], title=each["title"])
            for each in known
        ]
    return [
        Example(id=name, files=_content(each["files"]), run=each.get("run", ""), test=each.get("test", "").lstrip("\n"))
        for name, several in read_toml(file).items()
        for each in several
    ]


def _content(files: Mapping[str, Any]) -> dict[str, bytes]:
    """Files by path; what is no text is written as `{ hex = "…" }`."""
    return {
        path: bytes.fromhex(text["hex"]) if isinstance(text, dict) else text.encode() for path, text in files.items()
    }


def tell(examples: Sequence[Example], trials: Trials) -> list[list[Finding]]:
    """What is told of each example, the root cause first; all tests of the examples run in one worker."""
    tested = _tell_tested([each for each in examples if each.test])
    return [
        tested[each.id] if each.test else trials.diagnose(each.files, each.run, title=each.title) for each in examples
    ]


def _tell_tested(examples: Sequence[Example]) -> dict[str, list[Finding]]:
    with tempfile.TemporaryDirectory(prefix="gradebox-") as folder:
        suite = Path(folder)
        suite.chmod(0o755)  # the worker may run as another user
        for each in examples:
            (suite / f"test_{each.id}.py").write_text(f"{_IMPORTS}\n\n{each.test}", encoding="utf-8")
        messages = {each.id: [each.id] for each in examples}
        post = Post(
            suite=folder, roots=[], limits=Limits(), box="auto", solution={"nothing.py": b""}, messages=messages
        )
        with Worker(post) as worker:
            return {each.id: _found(list(worker.grade(Order(files=each.files))), each.id) for each in examples}


def _found(words: Sequence[object], name: str) -> list[Finding]:
    """What was found for the test of one example."""
    finished = next(word for word in words if isinstance(word, Finished))
    found = [each for case, several in finished.found.items() if case.startswith(f"test_{name}.py") for each in several]
    return [Finding(each.id, each.file, each.line, load().message(each)) for each in found]


def document(examples: Sequence[Example], told: Sequence[Sequence[Finding]]) -> str:
    """Every message by id, with its example.

    Raises `ManifestError` where a message has no example, or an example gets another message first.
    """
    shown: dict[str, str] = {}
    for example, findings in zip(examples, told, strict=True):
        if not findings or findings[0].id != example.id:
            came = findings[0].id if findings else "none"
            raise ManifestError(f"the example of `{example.id}` gets another message first: {came}")
        shown.setdefault(example.id, _shown(example, findings[0]))
    if missing := sorted(load().entries.keys() - shown.keys()):
        raise ManifestError(f"these messages have no example: {', '.join(missing)}")
    return "\n".join([_ABOUT, *(shown[name] for name in sorted(shown))])


def _shown(example: Example, finding: Finding) -> str:
    lines = "\n".join([*_files(example.files), *_shows(example)])
    place = f"`{finding.file}`" + (f", line {finding.line}" if finding.line else "")
    title = load().entries[example.id].title
    return f"## {example.id}: {title}\n\n```text\n{lines}\n```\n\n{place}:\n\n> {finding.message}\n"


def _files(files: Mapping[str, bytes]) -> Iterator[str]:
    for path, content in files.items():
        yield f"[{path}]"
        try:
            text = content.decode("utf-8").rstrip("\n")
        except UnicodeDecodeError:
            text = str(content)
        yield from [text.replace("\t", "→   "), ""] if text else [""]


def _shows(example: Example) -> Iterator[str]:
    if example.test:
        yield "[a test]"
        yield example.test.rstrip("\n")
        return
    command = read_command(example.run)
    if "\n" in command.code:
        yield from (f">>> {line}" for line in command.code.splitlines())
    else:
        yield f"$ python {command.script}" if command.script else f"$ python -c {shlex.quote(command.code)}"


if __name__ == "__main__":
    wanted = [each for file in sys.argv[1:-1] for each in read_examples(Path(file))]
    with Trials() as trials:
        Path(sys.argv[-1]).write_text(document(wanted, tell(wanted, trials)), encoding="utf-8")
