"""Notebooks: damaged and odd ones as files in `tests/notebooks/`, what becomes of their cells, and how they run."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import Course, Exercise, Limits
from grader.intake.folder import take
from grader.intake.notebook import ReadNotebook, read_notebook
from grader.intake.notebook_commands import Written, strip_commands
from grader.intake.tree import Refusal
from grader.result import Location, Outcome, Verdict
from grader.runner import grade
from grader.submission import Submission

if TYPE_CHECKING:
    from conftest import OpenSuite, Suite

ROOT = Path(__file__).parent.parent
NOTEBOOKS = Path(__file__).parent / "notebooks"
FILES = {path.name: path.read_bytes() for path in NOTEBOOKS.iterdir()}
COURSE = Course.load(ROOT)

MENDED = "`lab.ipynb` was damaged and has been mended: {}."
OLD = "`lab.ipynb` is of the old notebook version {} and was converted."
LEFT_OUT = "Notebook commands are not carried out. Left out of `lab.ipynb`: {}."

REFUSED = {
    "binary.ipynb": "holds no text, so it is no notebook",
    "blank.ipynb": "is empty: save the notebook in Jupyter and hand it in again",
    "cells_is_text.ipynb": "has no list of cells, so there is nothing in it to grade",
    "cut_off.ipynb": "ends in line 8, in the middle: it was cut off, so save or copy it again",
    "damaged.ipynb": "is damaged in line 6 (Expecting property name enclosed in double quotes): "
    "save the notebook in Jupyter again",
    "empty.ipynb": "is empty: save the notebook in Jupyter and hand it in again",
    "list.ipynb": "is no notebook: it holds a list and no cells",
    "merge_markers_beyond_repair.ipynb": "holds the marks of a merge (`<<<<<<<`): settle the merge and save the "
    "notebook in Jupyter",
    "no_cells.ipynb": "holds no cell: save it in Jupyter after you have written into it",
    "null.ipynb": "is no notebook: it holds nothing and no cells",
    "object.ipynb": "has no cells, so it is no notebook",
    "python.ipynb": "holds plain text or code, not a notebook: save it from Jupyter, or hand code in as a `.py` file",
    "version_5.ipynb": "is of notebook version 5, and versions 1 to 4 are read",
    "web_page.ipynb": "is a web page, not a notebook: download the notebook itself, with the ending `.ipynb`",
}
# Graded, each with what the student is told; the final `answer` is 42 where all of its code is in code cells.
READ = {
    "byte_order_mark.ipynb": [MENDED.format("a byte order mark stood before it")],
    "code_as_text.ipynb": [
        "A text cell of `lab.ipynb` begins like code (`import math`): turn it into a code cell if it is one."
    ],
    "commands.ipynb": [
        LEFT_OUT.format(
            "`%load_ext autoreload` in cell 1, `%autoreload 2` in cell 1, `%matplotlib inline` in cell 1 and 19 more"
        )
    ],
    "duplicate_ids.ipynb": [MENDED.format("two cells had the same id; an id was wrong")],
    "latin_1.ipynb": [MENDED.format("it was not saved as UTF-8")],
    "merge_markers.ipynb": [MENDED.format("it held the marks of a merge, and the upper side was taken")],
    "merge_markers_lower_side.ipynb": [MENDED.format("it held the marks of a merge, and the lower side was taken")],
    "missing_ids.ipynb": [MENDED.format("a cell had no id")],
    "missing_outputs.ipynb": [
        MENDED.format("a cell had no list of outputs, or no number; a cell had no metadata"),
    ],
    "odd_cells.ipynb": [
        MENDED.format(
            "its version was written as text; something that is no cell stood among the cells; a cell did not say "
            "what it is; a cell had no list of outputs, or no number; a cell had no text"
        )
    ],
    "other_language.ipynb": ["`lab.ipynb` says that it is written in `r`: it was read as Python 3."],
    "plain.ipynb": [],
    "python_2.ipynb": [],
    "text_behind_it.ipynb": [MENDED.format("something followed its end")],
    "text_like_commands.ipynb": [LEFT_OUT.format("`!ls` in cell 1")],
    "utf_16.ipynb": [MENDED.format("it was saved as UTF-16")],
    "version_1.ipynb": [OLD.format(1)],
    "version_2.ipynb": [OLD.format(2)],
    "version_3.ipynb": [OLD.format(3)],
    "without_ids_v4_4.ipynb": [],
}
# Their cells write files, which the exercise lists.
WRITING = ("writes_files.ipynb", "unsafe_paths.ipynb", "plain_cells.ipynb")


def notebook(*sources: str, **cell: Any) -> bytes:
    """A notebook with these code cells; the numbers that Jupyter shows begin at 2."""
    cells = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {}, "outputs": [], "source": source, **cell}
        | {"execution_count": number}
        for number, source in enumerate(sources, 2)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def make_exercise(root: Path, *files: str) -> Exercise:
    public = root / "public"
    public.mkdir(exist_ok=True)
    return Exercise(name="ex01_lab", number=1, slug="lab", title="Lab", files=files, public=public)


def hand_in(root: Path, exercise: Exercise, **files: bytes) -> Submission:
    """What is taken of a folder with these files, named without their dots."""
    work = root / "work"
    work.mkdir()
    for name, content in files.items():
        (work / re.sub("_(ipynb|py)$", r".\1", name)).write_bytes(content)
    return take(work, exercise)


# Reading


def test_every_oddity_is_tried() -> None:
    assert set(FILES) == {*REFUSED, *READ, *WRITING}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_notebook_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    submission = hand_in(tmp_path, make_exercise(tmp_path, "lab.ipynb"), lab_ipynb=FILES[name])

    assert submission.files == {}
    assert submission.problem is not None
    assert submission.problem.kind == "unreadable"
    assert submission.problem.message == f"Not one expected file could be read. `lab.ipynb` {REFUSED[name]}."


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_mended_and_says_so(tmp_path: Path, name: str) -> None:
    submission = hand_in(tmp_path, make_exercise(tmp_path, "lab.ipynb"), lab_ipynb=FILES[name])

    assert (submission.problem, list(submission.notices)) == (None, READ[name])
    current = json.loads(submission.files["lab.ipynb"])
    assert current["nbformat"] == 4
    as_it_was = submission.files["lab.ipynb"] == FILES[name]
    assert as_it_was is not any("mended" in notice or "converted" in notice for notice in READ[name])


def opened(content: bytes) -> ReadNotebook | Refusal:
    return read_notebook("lab.ipynb", content)


def test_huge_outputs_are_left_out() -> None:
    outputs = [{"output_type": "stream", "name": "stdout", "text": "y" * 3_000_000}]

    read = opened(notebook("answer = 42", outputs=outputs))

    assert isinstance(read, ReadNotebook)
    assert read.notices == ("`lab.ipynb` is larger than 1 MB: its saved outputs were left out.",)
    assert (len(read.content) < 1_000, [cell.source for cell in read.cells]) == (True, ["answer = 42"])


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        pytest.param(b" " * (65 << 20), "too large", "is larger than a notebook may be (64 MB)", id="size"),
        pytest.param(
            b'{"nbformat": 4, "cells": [%s]}' % b",".join([b"{}"] * 10_001),
            "too large",
            "has 10,001 cells, and at most 10,000 are read",
            id="cells",
        ),
        pytest.param(
            notebook("x = '" + "a" * 1_100_000), "too large", "holds more than 1 MB of text in its cells", id="text"
        ),
        pytest.param(
            b'{"cells": ' + b"[" * 200_000, "unreadable", "is nested too deeply to be a notebook", id="nesting"
        ),
        pytest.param(
            b'{"metadata": ' + b'{"a": ' * 200_000,
            "unreadable",
            "is nested too deeply to be a notebook",
            id="nested-objects",
        ),
        pytest.param(
            b'{"nbformat": ' + b"4" * 10_000 + b"}",
            "unreadable",
            "is no notebook that can be read (Exceeds the limit (4300 digits) for integer string conversion: "
            "value has 10000 digits)",
            id="digits",
        ),
        pytest.param(
            b"<<<<<<<\n=======\n>>>>>>>\n" * 10_000,
            "unreadable",
            REFUSED["merge_markers_beyond_repair.ipynb"],
            id="marks",
        ),
    ],
)
def test_hostile_files_are_refused_with_the_limit(content: bytes, kind: str, reason: str) -> None:
    assert opened(content) == Refusal(kind, reason)  # type: ignore[arg-type]


def scalars() -> st.SearchStrategy[Any]:
    return st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)


KEYS = "cells worksheets nbformat nbformat_minor metadata cell_type source input outputs id execution_count".split()
VALUES = scalars() | st.sampled_from(["code", "markdown", "raw", 1, 2, 3, 4, "4", 5, [], {}])


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        VALUES | st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES | st.lists(VALUES, max_size=3)), max_size=3),
    )
)
def test_no_json_breaks_the_reading(document: dict[str, Any]) -> None:
    assert isinstance(opened(json.dumps(document).encode()), ReadNotebook | Refusal)


# Commands


@pytest.mark.parametrize(
    ("source", "python", "lines"),
    [
        ("%matplotlib inline\nx = 1\n", "pass\nx = 1\n", [1]),
        ("if x:\n    !ls\n    %cd ..\n", "if x:\n    pass\n    pass\n", [2, 3]),
        ("!a \\\n  b\nx = 1", "pass\n\nx = 1", [1]),
        ("files = !ls\nd['a'] = %pwd", "pass\npass", [1, 2]),
        ("math.sqrt?\n?math\nx??\n  y? ;", "pass\npass\npass\n  pass", [1, 2, 3, 4]),
        ("pip install x\nconda list", "pass\npass", [1, 2]),
        ("%time y = f(\n  1)\nz = 2", "y = f(\n  1)\nz = 2", []),
        ("!!ls\n,f a\n;f a\n/f a", "pass\npass\npass\npass", [1, 2, 3, 4]),
        ("s = '''\n!ls\n%x\nwhat?\n'''\n!ls", "s = '''\n!ls\n%x\nwhat?\n'''\npass", [6]),
        ("s = r'\\\\' + '''\n!ls'''\n!ls", None, [3]),
        ('t = "it\'s" + f"{x!r}" # "\n!ls', 't = "it\'s" + f"{x!r}" # "\npass', [2]),
        ("u = (7\n  % 5)\nv = 9 \\\n% 5\nw = a != b\nx %= 3\n!ls", None, [7]),
        ("!echo \"it's\nx = 1", "pass\nx = 1", [1]),
        ("x = 'open\n!ls", "x = 'open\npass", [2]),
        ("\n\n   x = 1\n   !ls\n   if x:\n     y = '''\n !'''", "\n\nx = 1\npass\nif x:\n  y = '''\n !'''", [4]),
        ("%%time\n%%capture out\nx = 1\n!ls", "\n\nx = 1\npass", [4]),
        ("%%bash\nls\n", "", [1]),
        ("# first\n%%writefile a.py\nx = 1", "# first\npass\nx = 1", [2]),
        ("x = 5 % 3 # %\nprint('100 %', '!', 'what?')", None, []),
        ("", "", []),
    ],
)
def test_commands_are_taken_out_and_no_line_moves(source: str, python: str | None, lines: list[int]) -> None:
    stripped = strip_commands(source)

    if python is None:
        python = re.sub("^!ls$", "pass", source, flags=re.MULTILINE)
    assert stripped.python == python
    assert [left.line for left in stripped.left_out] == lines


@pytest.mark.parametrize(
    ("first", "name", "append"),
    [
        ("%%writefile a.py", "a.py", False),
        ("%%file  a.py ", "a.py", False),
        ("%%writefile -a a.py", "a.py", True),
        ("%%writefile a.py --append", "a.py", True),
        ('%%writefile "my file.py"', "my file.py", False),
        ("%%writefile it's.py", "it's.py", False),
        (r"%%writefile sub\a.py # no comment", r"sub\a.py # no comment", False),
        ("%%writefile", "", False),
    ],
)
def test_a_writing_cell_says_what_it_writes(first: str, name: str, append: bool) -> None:
    written = Written(name, "x = 1\n!kept\n", 2, append)

    assert strip_commands(f"{first}\nx = 1\n!kept").written == written


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="ax1 \t\n%!?=;,/\\'\"#()[]{}", max_size=60))
def test_stripping_never_moves_a_line(source: str) -> None:
    stripped = strip_commands(source)

    if not source.lstrip().startswith("%%"):
        assert stripped.python.count("\n") == source.count("\n")
    assert all(0 < left.line <= source.count("\n") + 1 for left in stripped.left_out)


# Files


def test_writing_cells_become_files_in_order(tmp_path: Path) -> None:
    exercise = make_exercise(tmp_path, "calculator.py", "receipt.py")

    submission = hand_in(tmp_path, exercise, work_ipynb=FILES["writes_files.ipynb"])

    assert submission.files == {
        "calculator.py": b"def add(a, b):\n    return a + b\n\ndef subtract(a, b):\n    return a - nothing\n",
        "receipt.py": b"import calculator\ndef total(prices):\n    return sum(prices)\n",
    }
    assert submission.notices == ()
    assert submission.cell_of("calculator.py", 2) == "line 3 of cell 3 (In [3]) of `work.ipynb`"
    assert submission.cell_of("calculator.py", 5) == "line 4 of cell 4 (In [4]) of `work.ipynb`"
    assert submission.cell_of("receipt.py", 2) == "line 2 of cell 6 (In [6]) of `work.ipynb`"
    assert (submission.cell_of("other.py", 2), submission.cell_of("receipt.py", 4)) == ("", "")


def test_unsafe_names_are_refused_and_the_rest_is_written(tmp_path: Path) -> None:
    submission = hand_in(tmp_path, make_exercise(tmp_path, "calculator.py"), a_ipynb=FILES["unsafe_paths.ipynb"])

    assert submission.files == {"calculator.py": b"x = 1\n"}
    refused: list[re.Match[str] | None] = [
        re.match("Refusing to write `(.*)` from cell .* of `a.ipynb`: (.*)[.]", note) for note in submission.notices
    ]
    assert [match and (match[1][:20], match[2]) for match in refused] == [
        ("../calculator.py", "its name leads out of its folder"),
        ("/etc/calculator.py", "its name is an absolute path"),
        ("C:\\x.py", "its name begins with a drive"),
        ("a\\b.py", "its name holds a backslash, which parts folders on some systems only"),
        ("C:x.py", "its name begins with a drive"),
        ("", "it has no name"),
        ("a/../../x.py", "its name leads out of its folder"),
        ("x" * 20, "its name is longer than 1,024 bytes, or a part of it than 255"),
    ]


def test_plain_cells_become_the_one_missing_module(tmp_path: Path) -> None:
    exercise = make_exercise(tmp_path, "calculator.py", "receipt.py")

    submission = hand_in(
        tmp_path, exercise, Untitled_ipynb=FILES["plain_cells.ipynb"], receipt_py=b"import calculator\n"
    )

    source = b"def add(a, b):\n    return a + b\n\nseven = add(3, 4)\ndef divide(a, b):\n    return missing\n"
    assert submission.files["calculator.py"] == source
    assert submission.notices == (
        "Notebook commands are not carried out. Left out of `Untitled.ipynb`: `%matplotlib inline` in cell 2 (In [2]).",
        "The plain cells of `Untitled.ipynb` were taken as `calculator.py`.",
    )
    assert submission.cell_of("calculator.py", 6) == "line 2 of cell 4 (In [6]) of `Untitled.ipynb`"


def test_a_notebook_is_the_module_of_its_own_name(tmp_path: Path) -> None:
    exercise = make_exercise(tmp_path, "calculator.py", "receipt.py")

    submission = hand_in(tmp_path, exercise, calculator_ipynb=notebook("a = 1"), Receipt_ipynb=notebook("b = 2"))

    assert submission.files == {"calculator.py": b"a = 1\n", "receipt.py": b"b = 2\n"}


@pytest.mark.parametrize(
    ("files", "listed"),
    [
        pytest.param({"x_ipynb": notebook("a = 1")}, ("a.py", "b.py"), id="two files are missing"),
        pytest.param({"x_ipynb": notebook("a = 1"), "y_ipynb": notebook("a = 2")}, ("a.py",), id="two notebooks ask"),
        pytest.param({"x_ipynb": notebook("a = 1")}, ("a/__init__.py",), id="a package's first file"),
    ],
)
def test_where_it_is_not_clear_plain_cells_are_no_file(
    tmp_path: Path, files: dict[str, bytes], listed: tuple[str, ...]
) -> None:
    submission = hand_in(tmp_path, make_exercise(tmp_path, *listed), **files)

    assert submission.files == {}
    assert submission.notices[0] == (
        "The plain cells of `x.ipynb` belong to no file. "
        f"Begin a cell with `%%writefile {listed[0]}` to say that it is `{listed[0]}`."
    )


def test_files_that_lie_there_stay_and_a_notebook_nobody_needs_is_not_opened(tmp_path: Path) -> None:
    exercise = make_exercise(tmp_path, "calculator.py")

    submission = hand_in(tmp_path, exercise, calculator_py=b"mine\n", a_ipynb=FILES["cut_off.ipynb"])

    assert (submission.files, submission.notices) == ({"calculator.py": b"mine\n"}, ())


def test_a_file_with_another_name_comes_before_plain_cells(tmp_path: Path) -> None:
    exercise = make_exercise(tmp_path, "calculator.py")

    submission = hand_in(tmp_path, exercise, Calculator_py=b"mine\n", a_ipynb=notebook("a = 1"))

    assert submission.problem is not None
    assert "`Calculator.py` is there: rename it to `calculator.py`" in submission.problem.message


def test_a_notebook_alone_or_in_an_archive_is_opened(tmp_path: Path) -> None:
    exercise = make_exercise(tmp_path, "calculator.py")
    (tmp_path / "my work.ipynb").write_bytes(notebook("a = 1"))
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.write(tmp_path / "my work.ipynb", "folder/my work.ipynb")

    taken = [take(tmp_path / name, exercise).files for name in ("my work.ipynb", "work.zip")]

    assert taken == [{"calculator.py": b"a = 1\n"}] * 2


def test_the_one_listed_notebook_may_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "lab final.ipynb").write_bytes(FILES["plain.ipynb"])

    submission = take(tmp_path / "lab final.ipynb", make_exercise(tmp_path, "lab.ipynb"))

    assert submission.files == {"lab.ipynb": FILES["plain.ipynb"]}
    assert submission.notices == ("`lab final.ipynb` was taken as `lab.ipynb`.",)


def test_a_verdict_names_the_cell_of_a_made_file(tmp_path: Path) -> None:
    """The whole way: `calculator.py` comes from cells, and an error in it is found there."""
    cells = notebook("def add(a, b):\n    return a + b", "%matplotlib inline\ndef subtract(a, b):\n    return missing")
    (tmp_path / "calculator.ipynb").write_bytes(cells)

    result = grade(tmp_path, COURSE.find("ex03"), COURSE)

    check = next(check for check in result.checks if check.id.endswith("test_subtract_and_multiply"))
    assert check.outcome is Outcome.CRASHED
    assert check.message.endswith(
        "NameError: name 'missing' is not defined. This is line 3 of cell 2 (In [3]) of `calculator.ipynb`."
    )
    assert next(check for check in result.checks if check.id.endswith("test_add")).outcome is Outcome.PASSED


# Running

SHOWING = """
import ast
import json


def told(lab):
    cells = [
        [cell.label, cell.output, cell.error and [cell.error.name, cell.error.message, cell.error.line]]
        for cell in lab.cells
    ]
    files = [list(lab.files_made), list(lab.files_changed)]
    return {"cells": cells, "names": lab.names, "files": files, "first": repr(lab.failed)}


def test_told(submission):
    print(json.dumps(told(submission.notebook("lab.ipynb"))))


def test_answer(submission):
    assert submission.notebook("lab.ipynb").names["answer"] == 42


def test_other_files(submission):
    lab = submission.variant(replace={"rates.py": "RATE = 7"}, add={"more.py": ""}).notebook("lab.ipynb")
    print(json.dumps(told(lab)))


def test_trees(submission):
    lab = submission.notebook("lab.ipynb")
    print(json.dumps([[cell.source, ast.unparse(cell.tree)] for cell in lab.cells]))


def test_runs(submission):
    submission.notebook("lab.ipynb").raise_first_error()


def test_of_no_notebook(submission):
    submission.notebook("rates.py")
"""
RATES = "RATE = 1\n"
NO_ANSWER = (
    "`answer` is not there after the last cell of `lab.ipynb`, or it is no number, text, list or other plain value. "
    "The first error is in {}."
)


@pytest.fixture(scope="module")
def suite(open_suite: OpenSuite) -> Suite:
    limits = Limits(seconds=10.0, submission_seconds=60.0)
    return open_suite({"test_show.py": SHOWING}, {"lab.ipynb": "{}", "rates.py": RATES}, limits=limits)


def verdicts_on(suite: Suite, content: bytes) -> dict[str, Verdict]:
    return suite.grade({"lab.ipynb": content.decode(), "rates.py": RATES})


def told_by(suite: Suite, *sources: str, check: str = "test_told") -> dict[str, Any]:
    """What the check saw of a notebook with these cells."""
    verdict = verdicts_on(suite, notebook(*sources))[check]
    assert verdict.outcome is Outcome.PASSED, verdict
    shown: dict[str, Any] = json.loads(verdict.output)
    return shown


@pytest.mark.parametrize("name", sorted(READ.keys() - {"code_as_text.ipynb"}))
def test_what_can_be_read_is_graded(tmp_path: Path, suite: Suite, name: str) -> None:
    submission = hand_in(tmp_path, make_exercise(tmp_path, "lab.ipynb"), lab_ipynb=FILES[name])

    verdict = verdicts_on(suite, submission.files["lab.ipynb"])["test_answer"]

    assert verdict.outcome is Outcome.PASSED, verdict


def test_ten_thousand_cells_are_read_and_run(open_suite: OpenSuite) -> None:
    suite = "def test_answer(submission): assert submission.notebook('lab.ipynb').names['answer'] == 42"
    limits = Limits(seconds=60.0, submission_seconds=60.0)
    one_check = open_suite({"test_show.py": suite}, {"lab.ipynb": "{}"}, limits=limits)

    read = opened(notebook(*(f"x{number} = {number}" for number in range(9_999)), "answer = 42"))

    assert isinstance(read, ReadNotebook)
    assert len(read.cells) == 10_000
    assert one_check.passed({"lab.ipynb": read.content.decode()}) == ["test_answer"]


def test_cells_share_one_namespace_and_go_on_after_an_error(suite: Suite) -> None:
    told = told_by(
        suite,
        "import rates\nname = __name__\nrates.RATE",
        "first = later",
        "def area(width):\n    return width * height",
        "area(3)",
        "print('before')\nx = (",
        "import sys\nprint('out')\nprint('err', file=sys.stderr)\nraise SystemExit(3)",
        "exec('x = 5 5')",
        "later = 'there'; later;",
        "'shown'",
    )

    assert told["cells"] == [
        ["cell 1 (In [2])", "1\n", None],
        ["cell 2 (In [3])", "", ["NameError", "name 'later' is not defined", 1]],
        ["cell 3 (In [4])", "", None],
        ["cell 4 (In [5])", "", ["NameError", "name 'height' is not defined", 1]],
        ["cell 5 (In [6])", "", ["SyntaxError", "'(' was never closed", 2]],
        ["cell 6 (In [7])", "out\nerr\n", ["SystemExit", "3", 4]],
        ["cell 7 (In [8])", "", ["SyntaxError", "invalid syntax (<string>, line 1)", 1]],
        ["cell 8 (In [9])", "", None],
        ["cell 9 (In [10])", "'shown'\n", None],
    ]
    assert told["names"] == {"name": "__main__", "later": "there"}
    assert told["first"] == "cell 2 (In [3]), line 1: NameError: name 'later' is not defined"


def test_cells_find_what_a_notebook_has(suite: Suite) -> None:
    """`display`, the last value, top-level await; no file of their own, and nothing of ours."""
    told = told_by(
        suite,
        "display(1, 'two')\n3 + 4",
        "seven = _",
        "import asyncio\nawait asyncio.sleep(0)\ndone = await asyncio.sleep(0, 'done')",
        "import sys\nfile = '__file__' in globals()\nown = [n for n in sys.modules if 'inside' in n]",
        "path = sys.path[0]",
        "same = sys.modules['__main__'].__dict__ is globals()\nhere = __import__('os').getcwd() == path\ndel path",
    )

    assert [cell[2] for cell in told["cells"]] == [None] * 6
    assert told["cells"][0][1] == "1\n'two'\n7\n"
    assert told["names"] == {"seven": 7, "done": "done", "file": False, "own": [], "same": True, "here": True}


def test_files_are_written_at_their_turn_in_a_copy(suite: Suite) -> None:
    """The original is there for every run; what a cell writes shows, also where it writes what was there."""
    cells = (
        "import rates, importlib\nfirst = rates.RATE",
        "%%writefile rates.py\nRATE = 22",
        "second = rates.RATE, importlib.reload(rates).RATE",
        "%%writefile -a rates.py\nRATE = 333",
        "third = importlib.reload(rates).RATE",
        "%%writefile ../up.py\nx = 1",
        "%%writefile rates.py\nRATE = 1",
        "open('made.txt', 'w').close()",
    )

    told, other = told_by(suite, *cells), told_by(suite, *cells, check="test_other_files")

    assert told["names"] == {"first": 1, "second": [1, 22], "third": 333}
    assert told["files"] == [["made.txt"], ["rates.py"]]
    error = ["ValueError", "refusing to write '../up.py': its name leads out of its folder", 1]
    assert [cell[2] for cell in told["cells"]] == [None] * 5 + [error] + [None] * 2
    assert other["names"] == told["names"] | {"first": 7, "second": [7, 22]}


def test_trees_are_without_commands_and_empty_where_nothing_compiles(suite: Suite) -> None:
    told: Any = told_by(suite, "%matplotlib inline\nx=1", "x = (", "%%writefile a.py\nx = 1", check="test_trees")

    assert told == [["%matplotlib inline\nx=1", "pass\nx = 1"], ["x = (", ""], ["%%writefile a.py\nx = 1", ""]]


def test_a_name_that_is_not_there_fails_the_check_and_tells_the_first_error(suite: Suite) -> None:
    verdict = verdicts_on(suite, notebook("x = 1", "answer = 6 * seven"))["test_answer"]

    assert verdict.outcome is Outcome.FAILED
    assert verdict.message == NO_ANSWER.format("cell 2 (In [3]), line 1: NameError: name 'seven' is not defined")


def test_python_2_is_an_error_of_its_cell_only(suite: Suite) -> None:
    verdicts = verdicts_on(suite, FILES["python_2.ipynb"])

    assert verdicts["test_answer"].outcome is Outcome.PASSED
    assert verdicts["test_runs"].message.startswith(
        "`lab.ipynb cell 2 (In [2]), line 1` stops with SyntaxError: Missing parentheses in call to 'print'"
    )


def test_cells_turned_to_text_are_not_run(suite: Suite) -> None:
    verdict = verdicts_on(suite, FILES["code_as_text.ipynb"])["test_answer"]

    assert verdict.message == NO_ANSWER.format("cell 2, line 1: NameError: name 'b' is not defined")


def test_the_first_error_is_told_with_its_place(suite: Suite) -> None:
    verdicts = verdicts_on(suite, notebook("def half(n):\n    return n / 0", "x = 1\n\nhalf(x)", "y"))

    verdict = verdicts["test_runs"]
    assert (verdict.outcome, verdict.exception) == (Outcome.CRASHED, "ZeroDivisionError: division by zero")
    assert verdict.message == "`lab.ipynb cell 2 (In [3]), line 3` stops with ZeroDivisionError: division by zero"
    assert verdict.location == Location("lab.ipynb cell 2 (In [3])", 3)
    assert verdicts_on(suite, notebook("x = 1"))["test_runs"].outcome is Outcome.PASSED


def test_names_are_plain_throughout(suite: Suite) -> None:
    """An object in a list could no longer be asked, and may claim anything."""
    objects = (
        "class Claims:\n    def __eq__(self, other):\n        return True\nclaim = Claims()\nclaims = {1: [claim]}"
    )
    told = told_by(suite, objects, "kind = list\nrows = [[1], (2, {3: None})]\nrows[0].append(4)\nanswer = [claim]")

    assert told["names"] == {"rows": [[1, 4], [2, {"3": None}]]}


FORGING = """
import gc
for each in gc.get_objects():
    if type(each) is dict and "cell_names" in each:
        each["cell_names"] = lambda: FORGED
"""


@pytest.mark.parametrize("forged", ["open", "[('answer', 42)]", "{1: 2}", "{'answer': open}"])
def test_forged_names_gain_nothing(suite: Suite, forged: str) -> None:
    """Code in the box may put anything in the place of ours; what it says is looked at as a stranger's."""
    verdict = verdicts_on(suite, notebook(FORGING.replace("FORGED", forged)))["test_answer"]

    assert verdict.outcome in (Outcome.FAILED, Outcome.CRASHED)


def test_a_wrong_value_is_shown_with_what_the_cells_said(suite: Suite) -> None:
    verdict = verdicts_on(suite, notebook("answer = 41\nprint('ready')"))["test_answer"]

    assert (verdict.expected, verdict.got) == ("42", "41")
    assert [(call.call, call.result) for call in verdict.transcript] == [
        ("# all cells of lab.ipynb, from top to bottom", "cell 1 (In [2]): ready"),
        ("answer", "41"),
    ]


@pytest.mark.parametrize(
    ("source", "outcome", "message"),
    [
        (
            "import os\nos._exit(0)",
            Outcome.CRASHED,
            "`lab.ipynb cell 2 (In [3])` ended the whole program (exit code 0).",
        ),
        ("import ctypes\nctypes.string_at(0)", Outcome.CRASHED, "ended the whole program (signal 11)."),
        ("import os\nos.write(3, b'x' * 99)\nos._exit(0)", Outcome.CRASHED, "`lab.ipynb cell 2 (In [3])` "),
        (
            "x = 1\nwhile True:\n    pass",
            Outcome.TIMED_OUT,
            "`lab.ipynb cell 2 (In [3])` did not finish within 1 seconds. It was at line ",
        ),
        ("while True:\n    print('x' * 999)", Outcome.TIMED_OUT, "`lab.ipynb cell 2 (In [3])` did not finish within 1"),
    ],
)
def test_a_cell_that_takes_the_process_with_it_fails_every_check_and_is_named(
    short_suite: Suite, source: str, outcome: Outcome, message: str
) -> None:
    verdicts = verdicts_on(short_suite, notebook("answer = 42", source))

    assert {verdicts[name].outcome for name in ("test_told", "test_answer")} == {outcome}
    assert message in verdicts["test_answer"].message
    assert verdicts["test_answer"].message == verdicts["test_told"].message


@pytest.fixture(scope="module")
def short_suite(open_suite: OpenSuite) -> Suite:
    limits = Limits(seconds=1.0, submission_seconds=20.0)
    checks = SHOWING.partition("def test_other_files")[0]
    return open_suite({"test_show.py": checks}, {"lab.ipynb": "{}", "rates.py": RATES}, limits=limits)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"", b"[" * 100_000, b'{"cells": 5}', b"\xff"])
def test_what_is_no_notebook_fails_the_check(suite: Suite, content: bytes) -> None:
    """Intake has refused it by then; a variant can still be anything."""
    verdict = suite.grade({"lab.ipynb": content.decode("latin-1"), "rates.py": RATES})["test_told"]

    assert (verdict.outcome, verdict.message) == (Outcome.CRASHED, "`lab.ipynb` is no notebook that can be read.")


def test_the_plain_box_runs_notebooks_too(open_suite: OpenSuite) -> None:
    suite = open_suite({"test_show.py": SHOWING}, {"lab.ipynb": "{}", "rates.py": RATES}, box="process")

    assert told_by(suite, "answer = 42", "open('rates.py', 'w').close()")["files"] == [[], ["rates.py"]]


# The exercise


def test_the_import_lab_shows_what_its_readme_says(suite: Suite) -> None:
    lab = json.loads((ROOT / "solutions/ex07_lab/solution/lab.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in lab["cells"] if cell["cell_type"] == "code"]
    readme = (ROOT / "exercises/ex07_lab/README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^In \[\d+\]: (.*)\nOut\[\d+\]: (.*)$", readme, re.MULTILINE)
    assert [source for source, _ in shown] == ["(here, there)", "(before_reload, after_reload)"]

    told = told_by(suite, *cells[:2], shown[0][0], *cells[2:7], shown[1][0])

    assert [told["cells"][2][1], told["cells"][8][1]] == [f"{output}\n" for _, output in shown]


def test_the_similar_example_of_the_import_lab_is_real(suite: Suite) -> None:
    text = (ROOT / "exercises/ex07_lab/similar.md").read_text(encoding="utf-8")
    module = re.search(r"```python\n# tides.py\n(.*?)```", text, re.DOTALL)
    assert module is not None
    steps = re.findall(r"^>>> (.*)\n((?:(?!>>>|```).*\n)*)", text, re.MULTILINE)
    assert len(steps) > 10

    told = told_by(suite, f"%%writefile tides.py\n{module[1]}", *(source for source, _ in steps))

    assert [cell[1] for cell in told["cells"][1:]] == [output for _, output in steps]
