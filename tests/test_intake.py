"""Folders and single files handed in: real files, links, pipes and sockets."""

from __future__ import annotations

import codecs
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import Exercise, Limits
from grader.errors import InputError, ManifestError
from grader.intake import selection, tree
from grader.intake.folder import take
from grader.intake.near import near_miss
from grader.intake.tree import Refusal, Tree
from grader.record import tree_digest
from grader.result import Problem
from grader.submission import Entry

OTHER_USER = 65534
MB = 1 << 20


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that is handed in."""
    return make(tmp_path / "work", {})


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return make_exercise(tmp_path, "calculator.py", "receipt.py")


def make_exercise(
    root: Path, *files: str, optional: tuple[str, ...] = (), given: tuple[str, ...] = (), files_mb: int = 32
) -> Exercise:
    return Exercise(
        name="ex03_calculator",
        number=3,
        slug="calculator",
        title="calculator.py",
        files=files,
        optional=optional,
        given=given,
        limits=Limits(files_mb=files_mb),
        public=make(root / "public", {}),
    )


def make(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_listed_and_optional_files_are_taken_and_the_rest_is_listed(tmp_path: Path, work: Path) -> None:
    exercise = make_exercise(tmp_path, "mytools/*.py", "shop.py", optional=("**/extra*.py",))
    taken = {"mytools/__init__.py": b"", "mytools/numbers.py": b"\xff not UTF-8", "shop.py": b"1", "a/b/extra1.py": b""}
    make(work, taken | {"notes.txt": b"note", "mytools/deeper/x.py": b"x", "docs/a.md": b""})
    for skipped in ("__pycache__/a.pyc", ".git/HEAD", ".venv/a.py", ".DS_Store", "__MACOSX/shop.py"):
        make(work, {skipped: b"", f"mytools/{skipped}": b""})

    submission = take(work, exercise, "alice")

    assert submission.files == taken
    assert (submission.student, submission.path) == ("alice", str(work))
    assert (submission.missing, submission.notices, submission.problem) == ((), (), None)
    assert submission.listing == (
        Entry("docs", 0, "folder"),
        Entry("docs/a.md", 0, "file"),
        Entry("mytools/deeper", 0, "folder"),
        Entry("mytools/deeper/x.py", 1, "file"),
        Entry("notes.txt", 4, "file"),
    )


def test_a_missing_file_leaves_the_others(work: Path, exercise: Exercise) -> None:
    submission = take(make(work, {"calculator.py": b"a"}), exercise)

    assert submission.files == {"calculator.py": b"a"}
    assert (submission.missing, submission.problem) == (("receipt.py",), None)
    assert submission.notices == ("`receipt.py` is missing.",)


def test_a_pattern_that_nothing_matches_is_missing(tmp_path: Path, work: Path) -> None:
    submission = take(make(work, {"a.py": b""}), make_exercise(tmp_path, "a.py", "mytools/*.py"))

    assert submission.missing == ("mytools/*.py",)
    assert submission.notices == ("`mytools/*.py` is missing.",)


@pytest.mark.parametrize(
    ("present", "sentence"),
    [
        ("Calculator.py", "`Calculator.py` is there: rename it to `calculator.py`, upper and lower case count."),
        ("calculator.py.txt", "`calculator.py.txt` is there: rename it to `calculator.py`."),
        ("calculator.txt", "`calculator.txt` is there: rename it to `calculator.py`."),
        ("calculator", "`calculator` is there: rename it to `calculator.py`."),
        ("calculator (1).py", "`calculator (1).py` is there: rename it to `calculator.py`."),
        ("Calculator - Copy.py", "`Calculator - Copy.py` is there: rename it to `calculator.py`."),
        ("src/calculator.py", "`src/calculator.py` is there: take it out of `src/`, or name that folder."),
        ("calulator.py", "Did you mean `calulator.py` to be `calculator.py`?"),
        ("shop.py", ""),
    ],
)
def test_a_near_miss_is_told(work: Path, exercise: Exercise, present: str, sentence: str) -> None:
    make(work, {"receipt.py": b"", present: b""})

    submission = take(work, exercise)

    assert submission.missing == ("calculator.py",)
    assert submission.notices == (f"`calculator.py` is missing. {sentence}".strip(),)


def test_a_file_in_another_folder_is_told() -> None:
    assert near_miss("mytools/a.py", ["a.py"]) == "`a.py` is there: move it to `mytools/a.py`."
    assert near_miss("mytools/a.py", ["x/a.py"]) == "`x/a.py` is there: move it to `mytools/a.py`."


@pytest.mark.parametrize(
    ("present", "message"),
    [
        (
            {},
            (
                "The folder is empty, and this exercise expects {expected}. Copy the work into it, "
                "or begin with `grade start ex03`."
            ),
        ),
        (
            {"other.txt": b""},
            (
                "Not one expected file is there: {expected}. Put them there under exactly these names, "
                "or name the folder they are in."
            ),
        ),
        (
            {"Calculator.py": b""},
            (
                "Not one expected file is there: {expected}. `Calculator.py` is there: rename it to `calculator.py`, "
                "upper and lower case count."
            ),
        ),
    ],
)
def test_without_any_listed_file_there_is_a_problem(
    work: Path, exercise: Exercise, present: dict[str, bytes], message: str
) -> None:
    submission = take(make(work, present), exercise)

    expected = "`calculator.py` and `receipt.py`"
    assert submission.problem == Problem("missing files", message.format(expected=expected))
    assert (submission.files, submission.missing) == ({}, ("calculator.py", "receipt.py"))
    assert submission.notices == ()


def test_an_optional_file_alone_is_a_problem_and_is_kept(tmp_path: Path, work: Path) -> None:
    submission = take(make(work, {"b.py": b""}), make_exercise(tmp_path, "a.py", optional=("*.py",)))

    assert submission.files == {"b.py": b""}
    assert submission.problem is not None


@pytest.mark.parametrize("folder", ["ex03", "anything"])
def test_one_leading_folder_is_stripped_with_a_notice(work: Path, exercise: Exercise, folder: str) -> None:
    make(work, {f"{folder}/calculator.py": b"a", f"{folder}/receipt.py": b"b", f"{folder}/n.txt": b"", "top.txt": b""})

    submission = take(work, exercise)

    assert submission.files == {"calculator.py": b"a", "receipt.py": b"b"}
    assert submission.listing == (Entry("n.txt", 0, "file"),)
    assert submission.notices == (f"The files were inside `{folder}/`: graded from there.",)


def test_of_several_leading_folders_only_the_exercises_own_is_stripped(work: Path, exercise: Exercise) -> None:
    make(work, {"ex03_calculator/calculator.py": b"new", "old/calculator.py": b"old"})

    assert take(work, exercise).files == {"calculator.py": b"new"}


@pytest.mark.parametrize(
    "present",
    [("new/calculator.py", "old/calculator.py"), ("Calculator.py", "old/calculator.py"), ("a/b/calculator.py",)],
    ids=["several", "a near miss at the top", "two too deep"],
)
def test_no_folder_is_stripped_on_a_guess(work: Path, exercise: Exercise, present: tuple[str, ...]) -> None:
    submission = take(make(work, dict.fromkeys(present, b"")), exercise)

    assert submission.files == {}
    assert submission.problem is not None
    assert present[0] in submission.problem.message


def test_given_files_come_from_the_exercise_and_changes_are_reported(tmp_path: Path, work: Path) -> None:
    exercise = make_exercise(tmp_path, "*.py", given=("paint.py", "parts.py", "same.py", "ends.py", "link.py"))
    originals = {"paint.py": b"1", "parts.py": b"2", "same.py": b"3", "ends.py": b"4\n", "link.py": b"5"}
    make(exercise.public, originals)
    make(work, {"mine.py": b"m", "paint.py": b"changed", "same.py": b"3", "ends.py": b"4\r\n"})
    (work / "link.py").symlink_to(exercise.public / "link.py")

    submission = take(work, exercise)

    assert submission.files == {"mine.py": b"m"}
    assert submission.given == originals
    assert submission.changed_given == ("link.py", "paint.py")
    assert submission.notices == (
        "`link.py` is given and was changed: it was graded with the original.",
        "`paint.py` is given and was changed: it was graded with the original.",
    )
    assert submission.listing == ()


def test_a_given_file_that_is_nowhere_is_the_authors_error(tmp_path: Path, work: Path) -> None:
    with pytest.raises(ManifestError, match=r"`given` names `paint\.py`"):
        take(work, make_exercise(tmp_path, "a.py", given=("paint.py",)))


def make_folder(path: Path) -> None:
    path.mkdir()


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def make_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    # The path of a socket may have 107 bytes only.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


SPECIAL: dict[str, tuple[Callable[[Path], None], str]] = {
    "link": (make_link, "is a link, which is not read: hand in the file it points to"),
    "dangling link": (make_dangling_link, "is a link, which is not read: hand in the file it points to"),
    "fifo": (make_fifo, "is a named pipe, which is not read: hand in an ordinary file"),
    "socket": (make_socket, "is a socket, which is not read: hand in an ordinary file"),
    "folder": (make_folder, "is a folder, which is not read: hand in an ordinary file"),
}


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("anchored", [True, False])
def test_nothing_but_a_regular_file_is_taken(work: Path, exercise: Exercise, kind: str, *, anchored: bool) -> None:
    make_special, reason = SPECIAL[kind]
    make_special(make(work, {"receipt.py": b""}) / "calculator.py")

    with Tree(work, anchored=anchored) as opened:
        entries, _ = opened.entries(lambda _: False)
        submission = selection.select(entries, opened.read, exercise, student="", path="")

    assert submission.files == {"receipt.py": b""}
    assert submission.missing == ("calculator.py",)
    assert submission.notices == (f"`calculator.py` {reason}.",)
    assert [(entry.path, entry.kind) for entry in submission.listing] == [("calculator.py", kind.rpartition(" ")[2])]


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("anchored", [True, False])
def test_what_was_a_file_when_listed_is_looked_at_again_when_read(work: Path, kind: str, *, anchored: bool) -> None:
    SPECIAL[kind][0](work / "calculator.py")

    with Tree(work, anchored=anchored) as opened:
        refused = opened.read("calculator.py", MB)

    assert isinstance(refused, Refusal)
    assert refused.kind == "unreadable"


def test_a_device_is_seen_and_not_read() -> None:
    with Tree(Path("/dev")) as opened:
        entries, _ = opened.entries(lambda _: False)
        refused = opened.read("null", MB)

    assert Entry("null", 0, "device") in entries
    assert refused == Refusal("unreadable", "is a device, which is not read: hand in an ordinary file")


@pytest.mark.parametrize("anchored", [True, False])
def test_a_folder_swapped_for_a_link_is_not_followed(tmp_path: Path, work: Path, *, anchored: bool) -> None:
    make(work, {"mytools/secret.py": b"mine"})
    make(tmp_path / "elsewhere", {"secret.py": b"not yours"})

    with Tree(work, anchored=anchored) as opened:
        listed, complete = opened.entries(lambda _: False)
        (work / "mytools").rename(work / "moved")
        (work / "mytools").symlink_to(tmp_path / "elsewhere")
        refused = opened.read("mytools/secret.py", MB)
        again, _ = opened.entries(lambda _: True)

    assert complete
    assert [entry.path for entry in listed] == ["mytools", "mytools/secret.py"]
    assert refused == Refusal("unreadable", "was moved or replaced while it was read")
    assert [(entry.path, entry.kind) for entry in again] == [
        ("moved", "folder"),
        ("mytools", "link"),
        ("moved/secret.py", "file"),
    ]


def test_the_folder_itself_swapped_for_a_link_stays_the_one_opened(tmp_path: Path, work: Path) -> None:
    make(work, {"a.py": b"mine"})
    make(tmp_path / "elsewhere", {"a.py": b"not yours"})

    with Tree(work) as opened:
        work.rename(tmp_path / "moved")
        work.symlink_to(tmp_path / "elsewhere")

        assert opened.read("a.py", MB) == b"mine"


def test_a_link_to_a_folder_is_listed_and_not_entered(tmp_path: Path, work: Path) -> None:
    make(tmp_path / "elsewhere", {"a.py": b"not yours"})
    make(work, {"b.py": b""})
    (work / "mytools").symlink_to(tmp_path / "elsewhere")

    submission = take(work, make_exercise(tmp_path, "mytools/a.py", "b.py"))

    assert submission.files == {"b.py": b""}
    assert [(entry.path, entry.kind) for entry in submission.listing] == [("mytools", "link")]


def test_no_descriptor_stays_open(work: Path, exercise: Exercise) -> None:
    make(work, {"calculator.py": b"", "a/b/c/d.txt": b""})
    make_fifo(work / "receipt.py")
    before = len(list(Path("/proc/self/fd").iterdir()))

    take(work, exercise)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("anchored", [True, False])
@pytest.mark.parametrize("target", ["link", "file", "nothing"])
def test_a_root_that_is_no_folder_is_refused(tmp_path: Path, target: str, *, anchored: bool) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match=r"."):
        Tree(tmp_path / target, anchored=anchored)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user can reach; the test may change its user."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        started_as = os.geteuid()
        try:
            yield Path(name)
        finally:
            os.seteuid(started_as)


def close_to_all(path: Path, mode: int = 0) -> None:
    """Leave only the rights of `mode` on `path`, and take from root the power to read it nevertheless."""
    path.chmod(mode)
    if os.geteuid() == 0:
        os.seteuid(OTHER_USER)


def test_a_file_that_may_not_be_read_is_told(open_to_all: Path) -> None:
    exercise = make_exercise(open_to_all, "calculator.py")
    work = make(open_to_all / "work", {"calculator.py": b""})
    close_to_all(work / "calculator.py")

    submission = take(work, exercise)

    assert submission.problem is not None
    assert submission.problem.kind == "unreadable"
    assert submission.problem.message == (
        "Not one expected file could be read. `calculator.py` cannot be read: permission denied."
    )


def test_a_folder_that_may_not_be_opened_is_told(open_to_all: Path) -> None:
    exercise = make_exercise(open_to_all, "calculator.py")
    work = make(open_to_all / "work", {"calculator.py": b""})
    close_to_all(work)

    submission = take(work, exercise)

    assert submission.problem is not None
    assert submission.problem.kind == "unreadable"
    assert f"`{work}` cannot be opened: permission denied." in submission.problem.message
    assert submission.missing == ("calculator.py",)


def test_a_closed_folder_below_is_listed_and_not_entered(open_to_all: Path) -> None:
    exercise = make_exercise(open_to_all, "calculator.py", optional=("closed/*.py",))
    work = make(open_to_all / "work", {"calculator.py": b"", "closed/a.py": b""})
    close_to_all(work / "closed")

    submission = take(work, exercise)

    assert set(submission.files) == {"calculator.py"}
    assert submission.listing == (Entry("closed", 0, "folder"),)


def test_a_folder_that_shows_names_only_gives_the_reason(open_to_all: Path) -> None:
    exercise = make_exercise(open_to_all, "calculator.py")
    work = make(open_to_all / "work", {"calculator.py": b""})
    close_to_all(work, 0o444)

    submission = take(work, exercise)

    assert submission.problem is not None
    assert submission.problem.message.endswith("`calculator.py` cannot be read: permission denied.")
    assert submission.listing == (Entry("calculator.py", 0, "other"),)


def test_a_file_that_fails_while_it_is_read_is_told() -> None:
    with Tree(Path(f"/proc/{os.getpid()}")) as opened:
        # No process has anything at address 0.
        assert opened.read("mem", MB) == Refusal("unreadable", "cannot be read: input/output error")


def test_files_that_are_too_large_together_are_refused_listed_ones_last(tmp_path: Path, work: Path) -> None:
    exercise = make_exercise(tmp_path, "z.py", optional=("a.py",), files_mb=1)
    make(work, {"z.py": b"z" * MB, "a.py": b"a"})

    submission = take(work, exercise)

    assert set(submission.files) == {"z.py"}
    assert submission.notices == ("`a.py` is larger than what may still be handed in (0 bytes).",)


def test_a_listed_file_that_is_too_large_is_a_problem(tmp_path: Path, work: Path) -> None:
    with (work / "a.py").open("wb") as sparse:
        sparse.truncate(1 << 40)

    submission = take(work, make_exercise(tmp_path, "a.py", files_mb=1))

    assert submission.problem is not None
    assert submission.problem.kind == "too large"
    assert "`a.py` is larger than what may still be handed in (1,048,576 bytes)." in submission.problem.message


def test_a_file_that_claims_no_size_is_read_up_to_the_limit() -> None:
    with Tree(Path(f"/proc/{os.getpid()}")) as opened:
        assert isinstance(opened.read("status", MB), bytes)
        assert opened.read("status", 10) == Refusal(
            "too large", "is larger than what may still be handed in (10 bytes)"
        )


def test_no_more_files_than_the_limit_are_taken(tmp_path: Path, work: Path) -> None:
    make(work, {f"f{number:03}.py": b"" for number in range(selection.FILE_LIMIT + 30)})

    submission = take(work, make_exercise(tmp_path, "*.py"))

    assert len(submission.files) == selection.FILE_LIMIT
    assert submission.notices[0] == "`f200.py` is one too many: at most 200 files are taken."
    assert submission.notices[-1] == "And 10 more like these."
    assert len(submission.notices) == selection.NOTICE_LIMIT + 1


def test_a_crowded_folder_cannot_hide_a_listed_file(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "SEEN_LIMIT", 1_200)
    make(work, {f"a/{number}": b"" for number in range(1_500)} | {"mytools/inner/a.py": b"here"})

    submission = take(work, make_exercise(tmp_path, "mytools/inner/a.py"))

    assert submission.files == {"mytools/inner/a.py": b"here"}
    assert len(submission.listing) == selection.LISTING_LIMIT
    assert len(submission.notices) == 1
    assert "files and folders were looked at" in submission.notices[0]


def test_folders_are_entered_to_a_depth(tmp_path: Path, work: Path) -> None:
    inner = Path(*["d"] * (tree.DEPTH_LIMIT + 5))
    make(work, {str(inner / "a.py"): b"", "a.py": b""})

    submission = take(work, make_exercise(tmp_path, "**/*.py"))

    assert set(submission.files) == {"a.py"}
    assert len(submission.listing) == tree.DEPTH_LIMIT + 1


def test_names_that_cannot_be_shown_are_escaped_and_refused(tmp_path: Path, work: Path) -> None:
    make(work, {"a.py": b""})
    for name in (b"\xff.py", b"line\nend.py", b"esc\x1b[31m.py"):
        (work / os.fsdecode(name)).touch()

    submission = take(work, make_exercise(tmp_path, "*.py"))

    assert set(submission.files) == {"a.py"}
    assert [entry.path for entry in submission.listing] == ["esc\\x1b[31m.py", "line\\nend.py", "\\udcff.py"]
    assert len(submission.notices) == 3
    assert all(notice.isprintable() for notice in submission.notices)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_gets_a_notice_and_is_taken(tmp_path: Path, work: Path, mark: bytes) -> None:
    submission = take(make(work, {"a.py": mark + b"x\0"}), make_exercise(tmp_path, "a.py"))

    assert submission.files == {"a.py": mark + b"x\0"}
    assert submission.notices == ("`a.py` is saved as UTF-16, which Python does not read: save it as UTF-8.",)


@pytest.mark.parametrize(
    ("name", "listed", "taken", "notices"),
    [
        ("calculator.py", ("calculator.py",), "calculator.py", ()),
        ("draft.py", ("calculator.py",), "calculator.py", ("`draft.py` was taken as `calculator.py`.",)),
        ("draft.py", ("calculator.py", "a.txt"), "calculator.py", ("`draft.py` was taken as `calculator.py`.", "")),
        ("a.py", ("calculator.py", "a.py"), "a.py", ("`calculator.py` is missing.",)),
        ("strings.py", ("mytools/strings.py", "b.py"), "mytools/strings.py", ("`b.py` is missing.",)),
        ("x.py", ("mytools/*.py", "b.py"), "mytools/x.py", ("`b.py` is missing.",)),
        ("a.json", ("a.json", "b.py"), "a.json", ("`b.py` is missing.",)),
    ],
)
def test_a_single_file_stands_for_a_listed_one(
    tmp_path: Path, name: str, listed: tuple[str, ...], taken: str, notices: tuple[str, ...]
) -> None:
    work = make(tmp_path / "work", {name: b"content", "neighbour.py": b"not handed in"})

    submission = take(work / name, make_exercise(tmp_path, *listed))

    assert submission.files == {taken: b"content"}
    assert (submission.listing, submission.problem) == ((), None)
    assert submission.notices == tuple(notice or "`a.txt` is missing." for notice in notices)


@pytest.mark.parametrize("name", ["other.py", "calculator.zip"])
def test_a_single_file_that_stands_for_none_is_a_problem(work: Path, exercise: Exercise, name: str) -> None:
    submission = take(make(work, {name: b""}) / name, exercise)

    assert submission.problem is not None
    assert submission.problem.kind == "missing files"
    assert submission.files == {}


@pytest.mark.parametrize("kind", ["link", "fifo", "nothing"])
def test_a_path_that_is_neither_folder_nor_file_is_refused(work: Path, exercise: Exercise, kind: str) -> None:
    if kind in SPECIAL:
        SPECIAL[kind][0](work / "named")

    with pytest.raises(InputError, match="named") as raised:
        take(work / "named", exercise)

    assert raised.value.exit_code == 2


def test_the_digest_is_of_the_files_alone(tmp_path: Path, work: Path, exercise: Exercise) -> None:
    first = take(make(work, {"calculator.py": b"1", "notes.txt": b"x"}), exercise)
    other = take(make(tmp_path / "other", {"calculator.py": b"1"}), exercise)
    changed = take(make(work, {"calculator.py": b"2"}), exercise)

    assert first.sha256 == other.sha256 == tree_digest({"calculator.py": b"1"})
    assert changed.sha256 != first.sha256


TREES = st.dictionaries(st.text("ab/\ud800", max_size=4), st.binary(max_size=4), max_size=4)


@given(TREES, TREES)
def test_two_trees_have_one_digest_only_if_they_are_equal(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    backwards = dict(reversed(list(one.items())))

    assert tree_digest(one) == tree_digest(backwards)
    assert (tree_digest(one) == tree_digest(other)) == (one == other)


@settings(max_examples=50)
@given(st.lists(st.text(max_size=6), max_size=6), st.text(max_size=6))
def test_a_near_miss_names_a_present_file_or_nothing(present: list[str], wanted: str) -> None:
    sentence = near_miss(wanted, [name for name in present if name != wanted])

    assert not sentence or any(f"`{name}`" in sentence for name in present)
