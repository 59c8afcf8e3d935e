"""Makes the work of a class of 30 in each shape that an LMS gives, with every case that a class has.

What is handed in stands in `CASES`, how an LMS names and lays it out in the functions of `LAYOUTS`.
"""

from __future__ import annotations

import io
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

CALCULATOR = b"def add(a, b):\n    return a + b\n"
RECEIPT = b"import calculator\n"
BOTH = {"calculator.py": CALCULATOR, "receipt.py": RECEIPT}
OLD = b"# an earlier attempt\n"
NAMES = (
    "Ada Lovelace,Grace Hopper,Alan Turing,Edsger Dijkstra,Barbara Liskov,Donald Knuth,Radia Perlman,Ken Thompson,"
    "José Núñez,Zoë Müller-Lüdenscheidt,Conor O'Neill,Jan van den Berg,İpek Çelik,Nguyễn Thị Minh,小龙 李,Олена Коваль,"
    "Ida B. Wells,Lê Văn,María del Mar,Søren Ærø,Tim Berners-Lee,Anna Late,Mary Ann Smith_Jones,Ben Ng,Eva Ek,"
    "Max Weiß,Ana Ruiz,Leo Ott,Kim Lee,Zed Missing"
).split(",")


class Student(NamedTuple):
    """One of the class: the number that the LMS gives, a name, and a user name."""

    number: int
    name: str

    @property
    def user(self) -> str:
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        letters = "".join(each for each in plain if each.isalnum())
        return f"{letters or 'student'}-{self.number}"

    @property
    def sortable(self) -> str:
        first, _, last = self.name.partition(" ")
        return f"{last}, {first}"


class Case(NamedTuple):
    """What a student handed in, and what is taken of it: names of files, or the kind of the problem."""

    files: dict[str, bytes]
    taken: frozenset[str] | str = frozenset(BOTH)
    late: bool = False
    typed: bytes = b""
    again: Mapping[str, bytes] = MappingProxyType({})


def zipped(files: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 10, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def tarred(files: Mapping[str, bytes], links: Mapping[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as opened:
        for name, content in files.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            opened.addfile(header, io.BytesIO(content))
        for name, target in (links or {}).items():
            header = tarfile.TarInfo(name)
            header.type, header.linkname = tarfile.SYMTYPE, target
            opened.addfile(header)
    return file.getvalue()


ONE = frozenset({"calculator.py"})
CASES = {
    1: Case(BOTH, late=True),
    2: Case(BOTH, again={"calculator.py": OLD}),
    3: Case({"work.zip": zipped(BOTH)}),
    4: Case({"work.zip": zipped({f"my work/{name}": content for name, content in BOTH.items()})}),
    5: Case({"work.tar.gz": tarred(BOTH)}),
    6: Case({}, "missing files", typed=b"<p>I could not do it</p>"),
    7: Case(BOTH, typed=b"<p>See the files</p>"),
    9: Case({"calculator.py": CALCULATOR}, ONE),
    10: Case(
        {"work.zip": zipped({"../../calculator.py": CALCULATOR, "receipt.py": RECEIPT})}, frozenset({"receipt.py"})
    ),
    11: Case({"work.zip": zipped({"calculator.py": bytes(2 << 20), "receipt.py": RECEIPT})}, frozenset({"receipt.py"})),
    12: Case(
        {"work.tar.gz": tarred({"receipt.py": RECEIPT}, {"calculator.py": "/etc/passwd"})}, frozenset({"receipt.py"})
    ),
    13: Case({"work.zip": zipped({"inner.zip": zipped(BOTH)})}, "missing files"),
    14: Case({"work.zip": zipped({**BOTH, "__MACOSX/._calculator.py": b"\0", ".DS_Store": b"\0"})}),
    15: Case({"work.zip": zipped({"my\\calculator.py": CALCULATOR, "receipt.py": RECEIPT})}, frozenset({"receipt.py"})),
    16: Case({"work.zip": b"PK\3\4 not really"}, "unreadable"),
    17: Case({"calculator.py": CALCULATOR, "work.zip": zipped({"calculator.py": OLD, "receipt.py": RECEIPT})}),
    18: Case({"notes.txt": b"to do"}, "missing files"),
}
MISSING = 29
STUDENTS = [Student(4700 + index, name) for index, name in enumerate(NAMES)]


def case_of(index: int) -> Case:
    return CASES.get(index, Case(BOTH))


class Made(NamedTuple):
    """A class in one shape: its files by path, and by the index of the student the id that the shape knows."""

    files: dict[str, bytes]
    ids: dict[int, str]
    unplaced: dict[str, str]
    folders: tuple[str, ...] = ()


def canvas() -> Made:
    files: dict[str, bytes] = {}
    unplaced = {}
    for index, student in enumerate(STUDENTS[:MISSING]):
        case = case_of(index)
        name = "".join(each for each in student.sortable.lower() if each.isalnum() or each == "_")
        start = f"{name}_{'LATE_' if case.late else ''}{student.number}"
        if index == 20:
            start = "anon_Ab3dE"
        if index == 8:
            start = unicodedata.normalize("NFD", start)
        number = 998_000 + 10 * index
        for place, (file, content) in enumerate(case.files.items()):
            stem, dot, suffix = file.partition(".")
            files[f"{start}_{number + place}_{stem}{'-1' if file in case.again else ''}{dot}{suffix}"] = content
        for file, content in case.again.items():
            files[f"{start}_{number - 5}_{file}"] = content
            unplaced[f"{start}_{number - 5}_{file}"] = "is superseded by"
        if case.typed:
            files[f"{start}_text.html"] = case.typed
    files["readme first.md"] = b""
    unplaced["readme first.md"] = "not named as Canvas"
    ids = {index: str(student.number) for index, student in enumerate(STUDENTS[:MISSING])}
    return Made(files, ids | {20: "anon_Ab3dE"}, unplaced)


def moodle() -> Made:
    files: dict[str, bytes] = {}
    for index, student in enumerate(STUDENTS[:MISSING]):
        case = case_of(index)
        name = "Participant" if index == 20 else student.name.replace("_", " ")
        start = f"{name}_{student.number}_assignsubmission"
        end = "_" if index % 2 else ""
        if index == 8:
            start = unicodedata.normalize("NFD", start)
        files |= {f"{start}_file{end}/{file}": content for file, content in case.files.items()}
        if case.typed:
            files[f"{start}_onlinetext{end}/onlinetext.html"] = case.typed
    return Made(files, {index: str(student.number) for index, student in enumerate(STUDENTS[:MISSING])}, {})


def moodle_flat() -> Made:
    made = moodle()
    files = {
        "_".join((path.partition("/")[0].rstrip("_"), path.partition("/")[2])): content
        for path, content in made.files.items()
    }
    return Made(files, made.ids, {})


def gradescope() -> Made:
    files: dict[str, bytes] = {}
    metadata = {}
    for index, student in enumerate(STUDENTS[:MISSING]):
        case = case_of(index)
        folder = f"submission_{310_000 + index}"
        files |= {f"{folder}/{file}": content for file, content in (case.files or {"nothing.txt": b""}).items()}
        submitter = {":name": student.name, ":sid": str(student.number), ":email": f"{student.user}@example.org"}
        metadata[folder] = {
            ":submitters": [submitter],
            ":created_at": f"2026-03-01 10:{index:02}:00.0 Z",
            ":score": 7.5,
            ":results": {"tests": [{"name": "a", ":submitters": [{":sid": "forged"}], "output": ["\n" * 9]}]},
        }
        if case.again:
            files |= {f"submission_{300_000 + index}/{file}": content for file, content in case.again.items()}
            metadata[f"submission_{300_000 + index}"] = {
                ":submitters": [submitter],
                ":created_at": "2026-02-01 10:00:00.0 Z",
            }
    files["submission_metadata.yml"] = yaml.safe_dump(metadata, allow_unicode=True).encode()
    unplaced = {"submission_300002/calculator.py": "is superseded by", "submission_metadata.yml": "own list"}
    return Made(files, {index: str(student.number) for index, student in enumerate(STUDENTS[:MISSING])}, unplaced)


def github() -> Made:
    files: dict[str, bytes] = {}
    for index, student in enumerate(STUDENTS[:MISSING]):
        repository = f"ex03-calculator-submissions/ex03-calculator-{student.user}"
        work = {"README.md": b"# ex03", ".github/workflows/classroom.yml": b"", ".git/HEAD": b"ref"} | case_of(
            index
        ).files
        files |= {f"{repository}/{file}": content for file, content in work.items()}
    return Made(files, {index: student.user for index, student in enumerate(STUDENTS[:MISSING])}, {})


def classroom50() -> Made:
    files: dict[str, bytes] = {}
    lines = [
        "username,first_name,last_name,email,section,score,max_score,datetime,submission_tag,submitted_by,review_url,late,override"
    ]
    for index, student in enumerate(STUDENTS[:MISSING]):
        case = case_of(index)
        repository = f"py101-ex03-calculator-{student.user}"
        files |= {
            f"{repository}/{file}": content for file, content in (case.files | {".classroom50.yaml": b""}).items()
        }
        for day, late in ((2, case.late), (1, not case.late)):
            lines.append(f"{student.user},,,,S1,0,0,2026-06-0{day}T14:32:01Z,submit/{day},,,{str(late).lower()},")
    files["scores.csv"] = "\n".join(lines).encode()
    return Made(
        files, {index: student.user for index, student in enumerate(STUDENTS[:MISSING])}, {"scores.csv": "own list"}
    )


def nbgrader() -> Made:
    files: dict[str, bytes] = {"gradebook.db": b""}
    for index, student in enumerate(STUDENTS[:MISSING]):
        work = {"timestamp.txt": b"2026-03-01 10:00:00 UTC"} | case_of(index).files
        files |= {f"submitted/{student.user}/ex03_calculator/{file}": content for file, content in work.items()}
    files["submitted/stray.txt"] = b""
    unplaced = {"gradebook.db": "<student>/<assignment>", "submitted/stray.txt": "<student>/<assignment>"}
    return Made(files, {index: student.user for index, student in enumerate(STUDENTS[:MISSING])}, unplaced)


def folders() -> Made:
    files: dict[str, bytes] = {}
    for index, student in enumerate(STUDENTS[:MISSING]):
        case = case_of(index)
        name = student.name + ("_late" if case.late else "") + (" (2)" if case.again else "")
        if index == 8:
            name = unicodedata.normalize("NFD", name)
        inner = "their own folder/" if index == 20 else ""
        files |= {f"{name}/{inner}{file}": content for file, content in case.files.items()}
        files |= {f"{student.name}/{file}": content for file, content in case.again.items()}
    ids = {index: student.name for index, student in enumerate(STUDENTS[:MISSING])}
    superseded = {f"{STUDENTS[2].name}/calculator.py": "is superseded by"}
    return Made(files, ids, superseded, folders=(STUDENTS[6].name,))


def single_files() -> Made:
    files: dict[str, bytes] = {}
    unplaced = {"calculator.py": "does not tell whose"}
    for index, student in enumerate(STUDENTS[:MISSING]):
        case = case_of(index)
        late = " (late)" if case.late else ""
        for file, content in (case.files or {"nothing.txt": b""}).items():
            stem, dot, suffix = file.partition(".")
            listed = stem in ("calculator", "receipt")
            copy = " (1)" if file in case.again else ""
            files[f"{student.name}_{stem}{late}{copy}{dot}{suffix}" if listed else f"{student.name}{dot}{suffix}"] = (
                content
            )
        for file, content in case.again.items():
            files[f"{student.name}_{file}"] = content
            unplaced[f"{student.name}_{file}"] = "is superseded by"
    return Made(
        files | {"calculator.py": CALCULATOR},
        {index: student.name for index, student in enumerate(STUDENTS[:MISSING])},
        unplaced,
    )


LAYOUTS: dict[str, Callable[[], Made]] = {
    "Canvas": canvas,
    "Moodle": moodle,
    "Moodle, flat": moodle_flat,
    "Gradescope": gradescope,
    "GitHub Classroom": github,
    "Classroom 50": classroom50,
    "nbgrader": nbgrader,
    "student folders": folders,
    "single files": single_files,
}


def written(made: Made, folder: Path) -> Path:
    """Write a class into a folder."""
    for path, content in made.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for path in made.folders:
        (folder / path).mkdir(parents=True, exist_ok=True)
    return folder
