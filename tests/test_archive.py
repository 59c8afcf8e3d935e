"""Archives handed in: real ones, hostile ones made by hand, and good ones broken at random."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import os
import stat
import struct
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course import Course, Exercise, Limits
from grader.errors import InputError
from grader.intake import members, tree
from grader.intake.folder import take
from grader.result import Result, Status
from grader.runner import Grader, grade
from grader.submission import Entry, Submission

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
MB = 1 << 20
FILES = {"calculator.py": b"a = 1\n", "receipt.py": b"b = 2\n"}
EXPECTED = "This exercise expects `calculator.py` and `receipt.py`."
REMEDY = "Pack your files again as zip or tar.gz, or name the folder they are in."

Pack = Callable[[Mapping[str, bytes]], bytes]


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return make_exercise(tmp_path, "calculator.py", "receipt.py")


def make_exercise(
    root: Path, *files: str, optional: tuple[str, ...] = (), given: tuple[str, ...] = (), files_mb: int = 32
) -> Exercise:
    (root / "public").mkdir(exist_ok=True)
    for name in given:
        (root / "public" / name).write_bytes(b"given\n")
    limits = Limits(files_mb=files_mb)
    return Exercise(
        name="ex03_calculator",
        number=3,
        slug="calculator",
        title="calculator.py",
        files=files,
        optional=optional,
        given=given,
        limits=limits,
        public=root / "public",
    )


@pytest.fixture
def hand_in(tmp_path: Path, exercise: Exercise) -> Callable[..., Submission]:
    """Take an archive of these bytes; nothing may appear beside it."""

    def take_bytes(content: bytes, name: str = "work.zip", exercise: Exercise = exercise) -> Submission:
        folder = tmp_path / "handed in"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        before = everything(tmp_path)
        submission = take(folder / name, exercise)
        assert everything(tmp_path) == before
        return submission

    return take_bytes


HandIn = Callable[..., Submission]


def everything(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return file.getvalue()


def stored(files: Mapping[str, bytes]) -> bytes:
    return zipped(files, zipfile.ZIP_STORED)


def streamed(files: Mapping[str, bytes]) -> bytes:
    """A zip archive whose local headers hold no sizes: they follow the contents."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    file = Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return file.getvalue()


def wide(files: Mapping[str, bytes]) -> bytes:
    """A zip archive whose contents are announced as if larger than 4 GB, with the end record for such archives."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            with opened.open(name, "w", force_zip64=True) as member:
                member.write(content)
    plain = file.getvalue()
    end = plain[-22:]
    *_, count, size, offset, _ = struct.unpack("<4s4H2LH", end)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return plain[:-22] + end64 + locator + last


def tarred(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as opened:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return file.getvalue()


PACKED: dict[str, Pack] = {
    "zip": zipped,
    "zip, stored": stored,
    "zip, streamed": streamed,
    "zip, wide": wide,
    "tar, pax": tarred,
    "tar, gnu": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "tar, ustar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.gz, two streams": lambda files: gzip.compress(tarred(files)[:700]) + gzip.compress(tarred(files)[700:]),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files), preset=9),
}
each_format = pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)


class Raw(NamedTuple):
    """An entry of a zip archive written by hand; what it says of itself need not be true."""

    name: bytes
    content: bytes = b""
    method: int = 0
    flags: int = 0
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    mode: int = 0
    local_name: bytes | None = None
    disk: int = 0
    start: int | None = None


def raw_zip(*entries: Raw, comment: bytes = b"", **lies: int) -> bytes:
    """A zip archive by hand; `lies` are the end record's `disk`, `count`, `size` and `offset`."""
    body = directory = b""
    for entry in entries:
        local = entry.name if entry.local_name is None else entry.local_name
        deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = deflater.compress(entry.content) + deflater.flush() if entry.method == 8 else entry.content
        size = len(entry.content) if entry.size is None else entry.size
        packed = len(data) if entry.packed is None else entry.packed
        crc = zlib.crc32(entry.content) if entry.crc is None else entry.crc
        start = len(body) if entry.start is None else entry.start
        common = struct.pack("<3H2H3L2H", 20, entry.flags, entry.method, 0, 0, crc, packed, size, len(local), 0)
        body += b"PK\3\4" + common + local + data
        common = struct.pack("<3H2H3L", 20, entry.flags, entry.method, 0, 0, crc, packed, size)
        rest = struct.pack("<5H2L", len(entry.name), 0, 0, entry.disk, 0, entry.mode << 16, start)
        directory += b"PK\1\2" + struct.pack("<H", 3 << 8 | 20) + common + rest + entry.name
    count = lies.get("count", len(entries) & 0xFFFF)
    disk, total = lies.get("disk", 0), lies.get("total", count)
    size, offset = lies.get("size", len(directory)), lies.get("offset", len(body))
    return (
        body
        + directory
        + struct.pack("<4s4H2LH", b"PK\5\6", disk, disk, count, total, size, offset, len(comment))
        + comment
    )


def raw_header(
    name: bytes, size: int = 0, kind: bytes = b"0", size_field: bytes | None = None, **parts: bytes
) -> bytes:
    """A header block of a tar archive by hand; `parts` are bytes to be put at `at_PLACE`."""
    block = bytearray(512)
    block[: len(name)] = name
    block[124:136] = f"{size:011o}\0".encode() if size_field is None else size_field
    block[156:157] = kind
    block[257:265] = b"ustar\x0000"
    for key, part in parts.items():
        place = int(key.removeprefix("at_"))
        block[place : place + len(part)] = part
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def raw_tar(*parts: bytes, end: bytes = bytes(1024)) -> bytes:
    """A tar archive of headers and contents, each filled up to whole blocks."""
    return b"".join(part + bytes(-len(part) % 512) for part in parts) + end


def raw_member(name: bytes, content: bytes) -> bytes:
    return raw_header(name, len(content)) + content + bytes(-len(content) % 512)


def assert_refused(submission: Submission, reason: str, kind: str = "unreadable", name: str = "work.zip") -> None:
    assert submission.problem is not None
    assert submission.problem.message == f"Refusing to open `{name}`: {reason}. {EXPECTED} {REMEDY}"
    assert submission.problem.kind == kind
    assert (submission.files, submission.missing) == ({}, ("calculator.py", "receipt.py"))


@each_format
@pytest.mark.parametrize("name", ["work.zip", "work", "work.tar.gz", "draft.py"])
def test_an_archive_is_known_by_what_it_holds(hand_in: HandIn, pack: Pack, name: str) -> None:
    submission = hand_in(pack(FILES), name)

    assert submission.files == FILES
    assert (submission.missing, submission.notices, submission.listing) == ((), (), ())
    assert submission.problem is None
    assert submission.path.endswith(f"/{name}")


@each_format
def test_one_leading_folder_is_stripped_and_what_systems_add_is_left_out(hand_in: HandIn, pack: Pack) -> None:
    added = ("__MACOSX/._calculator.py", "x/.DS_Store", "x/._calculator.py", "x/__pycache__/a.pyc", ".git/HEAD")
    work = {f"x/{name}": content for name, content in FILES.items()}

    submission = hand_in(pack(work | {"x/notes.txt": b"note"} | dict.fromkeys(added, b"?")))

    assert submission.files == FILES
    assert submission.notices == ("The files were inside `x/`: graded from there.",)
    assert submission.listing == (Entry("notes.txt", 4, "file"),)


@each_format
def test_long_names_and_folders_and_given_files(tmp_path: Path, hand_in: HandIn, pack: Pack) -> None:
    long = "/".join(["d" * 60] * 2) + "/" + "é" * 40 + ".py"
    exercise = make_exercise(tmp_path, "*.py", f"{long[:121]}/*.py", given=("paint.py", "same.py"))
    files = {"a.py": b"a", long: b"long"}

    submission = hand_in(pack(files | {"paint.py": b"changed", "same.py": b"given\r\n"}), exercise=exercise)

    assert submission.files == files
    assert submission.changed_given == ("paint.py",)
    assert submission.missing == ()


def test_what_the_systems_own_programs_pack_is_read(tmp_path: Path, exercise: Exercise) -> None:
    work = tmp_path / "ex03"
    work.mkdir()
    for name, content in FILES.items():
        (work / name).write_bytes(content)
    for suffix, option in ((".tar", ""), (".tgz", "z"), (".tar.bz2", "j"), (".tar.xz", "J")):
        subprocess.run(["tar", f"-c{option}f", f"../work{suffix}", "."], cwd=work, check=True)  # noqa: S607 - whichever

        assert take(tmp_path / f"work{suffix}", exercise).files == FILES


def test_names_without_a_mark_are_utf8_or_of_the_old_kind(tmp_path: Path, hand_in: HandIn) -> None:
    names = ["é.py".encode(), "é.py".encode("cp437"), b"calculator.py"]

    submission = hand_in(raw_zip(*(Raw(bytes(f"{index}", "ascii") + name) for index, name in enumerate(names))))

    assert [entry.path for entry in submission.listing] == ["0é.py", "1é.py", "2calculator.py"]


UNSAFE = {
    "/etc/evil.py": "its name is an absolute path",
    "//server/share/evil.py": "its name is an absolute path",
    "\\\\server\\share\\evil.py": "its name is an absolute path",
    "\\evil.py": "its name is an absolute path",
    "C:/evil.py": "its name begins with a drive",
    "c:evil.py": "its name begins with a drive",
    "../evil.py": "its name leads out of its folder",
    "x/../../evil.py": "its name leads out of its folder",
    "x/../calculator.py": "its name leads out of its folder",
    "x\\evil.py": "its name holds a backslash, which parts folders on some systems only",
    "..\\evil.py": "its name holds a backslash, which parts folders on some systems only",
    "n" * 256: "its name is longer than 1,024 bytes, or a part of it than 255",
    "/".join(["n" * 99] * 11): "its name is longer than 1,024 bytes, or a part of it than 255",
    "d/" * 17 + "evil.py": "it lies more than 16 folders deep",
}


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize("name", UNSAFE)
def test_a_member_with_an_unsafe_name_is_refused_alone(hand_in: HandIn, pack: Pack, name: str) -> None:
    submission = hand_in(pack({name: b"evil"} | FILES))

    shown = name if len(name) <= 255 else f"{name[:254]}…"
    assert submission.files == FILES
    assert submission.notices == (f"Refusing to take `{shown}`: {UNSAFE[name]}.",)
    assert (submission.listing, submission.problem) == ((), None)


def test_many_unsafe_names_do_not_crowd_out_what_is_missing(hand_in: HandIn) -> None:
    submission = hand_in(zipped({f"../{number}": b"" for number in range(3_000)} | {"receipt.py": b""}))

    assert len(submission.notices) == members.NOTICE_LIMIT + 2
    assert submission.notices[-2:] == (
        "And 2,995 more members with such names were refused.",
        "`calculator.py` is missing.",
    )


MODES = {
    stat.S_IFLNK: ("link", "is a link, which is not read: hand in the file it points to"),
    stat.S_IFIFO: ("fifo", "is a named pipe, which is not read: hand in an ordinary file"),
    stat.S_IFSOCK: ("socket", "is a socket, which is not read: hand in an ordinary file"),
    stat.S_IFCHR: ("device", "is a device, which is not read: hand in an ordinary file"),
    stat.S_IFBLK: ("device", "is a device, which is not read: hand in an ordinary file"),
    stat.S_IFDIR: ("folder", "is a folder, which is not read: hand in an ordinary file"),
    0o150000: ("other", "is no ordinary file, which is not read: hand in an ordinary file"),
}
TYPES = {
    tarfile.LNKTYPE: MODES[stat.S_IFLNK],
    tarfile.SYMTYPE: MODES[stat.S_IFLNK],
    tarfile.CHRTYPE: MODES[stat.S_IFCHR],
    tarfile.BLKTYPE: MODES[stat.S_IFBLK],
    tarfile.FIFOTYPE: MODES[stat.S_IFIFO],
    tarfile.DIRTYPE: MODES[stat.S_IFDIR],
    b"V": MODES[0o150000],
    b"?": MODES[0o150000],
}


@pytest.mark.parametrize("mode", MODES)
def test_what_a_zip_says_is_no_file_is_not_read(hand_in: HandIn, mode: int) -> None:
    submission = hand_in(raw_zip(Raw(b"calculator.py", b"/etc/passwd", mode=mode | 0o777), Raw(b"receipt.py")))

    kind, reason = MODES[mode]
    assert submission.files == {"receipt.py": b""}
    assert submission.notices == (f"`calculator.py` {reason}.",)
    assert [(entry.path, entry.kind) for entry in submission.listing] == [("calculator.py", kind)]


@pytest.mark.parametrize("type_", TYPES)
def test_what_a_tar_says_is_no_file_is_not_read(hand_in: HandIn, type_: bytes) -> None:
    special = raw_header(b"calculator.py", 0, type_, at_157=b"/etc/passwd")

    submission = hand_in(raw_tar(special, raw_member(b"receipt.py", b"r")))

    kind, reason = TYPES[type_]
    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices == (f"`calculator.py` {reason}.",)
    assert [(entry.path, entry.kind) for entry in submission.listing] == [("calculator.py", kind)]


def test_a_file_below_a_link_does_not_follow_it(tmp_path: Path, hand_in: HandIn) -> None:
    link = raw_header(b"mytools", 0, tarfile.SYMTYPE, at_157=bytes(tmp_path))

    submission = hand_in(raw_tar(link, raw_member(b"mytools/a.py", b"a")), exercise=make_exercise(tmp_path, "**/a.py"))

    assert submission.files == {"mytools/a.py": b"a"}


def pack_pairs(pairs: Sequence[tuple[str, bytes]], form: str) -> bytes:
    """Pack names that may come twice."""
    if form == "zip":
        return raw_zip(*(Raw(name.encode(), content, flags=1 << 11) for name, content in pairs))
    return raw_tar(*(raw_member(name.encode(), content) for name, content in pairs))


@pytest.mark.parametrize("form", ["zip", "tar"])
@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["calculator.py", "calculator.py"], "is in the archive more than once: pack it once"),
        (["calculator.py", "./calculator.py"], "is in the archive more than once: pack it once"),
        (
            ["calculator.py", "Calculator.PY"],
            "has the name of another file but for its case or accents: pack only one",
        ),
        (
            ["calculator.py", "\uff43alculator.py"],
            "has the name of another file but for its case or accents: pack only one",
        ),
        (["calculator.py", "calculator.py/a.py"], "is a file and a folder in the archive: pack only one of them"),
        (["calculator.py", "CALCULATOR.py/"], "is a file and a folder in the archive: pack only one of them"),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_name_that_comes_twice_is_refused(
    hand_in: HandIn, form: str, names: list[str], reason: str, *, backwards: bool
) -> None:
    pairs = [(name, b"content") for name in names][:: -1 if backwards else 1]

    submission = hand_in(pack_pairs([*pairs, ("receipt.py", b"")], form))

    assert submission.files == {"receipt.py": b""}
    assert submission.notices == (f"`calculator.py` {reason}.",)


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_accents_written_in_two_ways_are_one_name(tmp_path: Path, hand_in: HandIn, form: str) -> None:
    exercise = make_exercise(tmp_path, "*.py")

    submission = hand_in(
        pack_pairs([("e\u0301.py", b"1"), ("\u00e9.py", b"2"), ("a.py", b"")], form), exercise=exercise
    )

    assert set(submission.files) == {"a.py"}
    assert len(submission.notices) == 2


def test_folders_may_come_twice(hand_in: HandIn) -> None:
    submission = hand_in(pack_pairs([("x/", b""), ("x/", b""), ("x/calculator.py", b"c")], "zip"))

    assert submission.files == {"calculator.py": b"c"}


@pytest.mark.parametrize("flag", [1, 1 << 6 | 1, 1 << 13 | 1])
def test_an_encrypted_member_is_refused_alone(hand_in: HandIn, flag: int) -> None:
    submission = hand_in(raw_zip(Raw(b"calculator.py", b"?", flags=flag), Raw(b"receipt.py", b"r")))

    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices == ("`calculator.py` is encrypted: pack it without a password.",)


@pytest.mark.parametrize("method", [1, 9, 12, 14, 93, 99])
def test_an_unusual_method_is_refused_alone(hand_in: HandIn, method: int) -> None:
    submission = hand_in(raw_zip(Raw(b"calculator.py", b"?", method=method), Raw(b"receipt.py", b"r")))

    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices == (
        f"`calculator.py` is packed in an unusual way (method {method}): pack it as plain zip.",
    )


@pytest.mark.parametrize(
    "lie",
    [
        Raw(b"calculator.py", b"content", size=6),
        Raw(b"calculator.py", b"content", size=8),
        Raw(b"calculator.py", b"content", method=8, size=6),
        Raw(b"calculator.py", b"content", method=8, size=8),
        Raw(b"calculator.py", b"content" * 999, method=8, packed=5),
        Raw(b"calculator.py", b"content", crc=1),
        Raw(b"calculator.py", b"content", local_name=b"calculatox.py"),
        Raw(b"calculator.py", b"content", local_name=b"c.py"),
    ],
)
def test_a_member_that_is_not_what_the_directory_says_is_refused_alone(hand_in: HandIn, lie: Raw) -> None:
    submission = hand_in(raw_zip(lie, Raw(b"receipt.py", b"r")))

    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices == ("`calculator.py` is damaged: pack it again.",)


def test_a_size_above_the_limit_is_refused_before_anything_is_unpacked(tmp_path: Path, hand_in: HandIn) -> None:
    exercise = make_exercise(tmp_path, "a.py", "b.py", "c.py", files_mb=1)
    big = os.urandom(MB)

    for pack in (zipped, tarred):
        submission = hand_in(pack({"a.py": b"a", "b.py": big, "c.py": b"c"}), exercise=exercise)

        assert submission.files == {"a.py": b"a", "c.py": b"c"}
        assert len(submission.notices) == 1
        assert submission.notices[0].startswith("`b.py` is larger than what may still be handed in (")


BROKEN = {
    "cut off": (zipped(FILES)[:-30], "its end is missing, as if it was cut off on the way"),
    "nothing but a begin": (b"PK\3\4", "its end is missing, as if it was cut off on the way"),
    "a directory of 1 GB": (raw_zip(Raw(b"calculator.py"), size=1 << 30), "its directory is not where it says"),
    "a directory elsewhere": (raw_zip(Raw(b"calculator.py"), offset=3), "its directory is not where it says"),
    "two archives in a row": (zipped(FILES) + zipped(FILES), "its directory is not where it says"),
    "more entries said": (raw_zip(Raw(b"a"), count=2), "its directory has more or fewer entries than it says"),
    "fewer entries said": (raw_zip(Raw(b"a"), count=0), "its directory has more or fewer entries than it says"),
    "several disks": (raw_zip(Raw(b"a"), disk=1), "it is one part of several"),
    "several disks by count": (raw_zip(Raw(b"a"), total=2), "it is one part of several"),
    "an entry on another disk": (raw_zip(Raw(b"a", disk=1)), "it is one part of several"),
    "the first of several": (b"PK\7\x08" + zipped(FILES), "it is one part of several"),
    "entries in one place": (raw_zip(Raw(b"a", b"x"), Raw(b"b", b"x", start=0)), "its entries overlap"),
    "an entry in another": (
        raw_zip(Raw(b"a", raw_zip(Raw(b"b"))[:40]), Raw(b"b", start=31)),
        "its entries overlap",
    ),
    "an entry behind the end": (raw_zip(Raw(b"a", start=9_999)), "its directory names places that it does not have"),
    "an entry in the directory": (raw_zip(Raw(b"a", packed=9)), "its directory names places that it does not have"),
    "a broken directory": (zipped(FILES).replace(b"PK\1\2", b"PK\1\3"), "its directory is damaged"),
    "wide, its end elsewhere": (
        wide(FILES).replace(b"PK\6\6", b"PK\6\5"),
        "its directory is not where it says",
    ),
    "wide, cut": (
        raw_zip(Raw(b"a"))[:-22] + struct.pack("<4sLQL", b"PK\6\7", 0, 1 << 63, 1) + raw_zip()[-22:],
        "its directory names places that it does not have",
    ),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "it is a 7z archive, which is not read"),
    "rar": (b"Rar!\x1a\x07\1" + bytes(99), "it is a rar archive, which is not read"),
    "tar, cut off in a header": (tarred(FILES)[:700], "it ends too early, as if it was cut off on the way"),
    "tar, cut off in a content": (
        raw_tar(raw_member(b"a", b"x" * 999)[:900], end=b""),
        "it ends too early, as if it was cut off on the way",
    ),
    "tar, cut off in a kept content": (
        raw_tar(raw_header(b"receipt.py", 9_999), end=b""),
        "it ends too early, as if it was cut off on the way",
    ),
    "tar without an end": (tarred(FILES)[:1536], "it ends too early, as if it was cut off on the way"),
    "tar, damaged": (tarred(FILES).replace(b"receipt", b"receipf"), "one of its headers is damaged"),
    "tar, size no number": (raw_tar(raw_header(b"a", size_field=b"1_0")), "one of its headers is damaged"),
    "tar, size below zero": (raw_tar(raw_header(b"a", size_field=b"\xff" * 12)), "one of its headers is damaged"),
    "tar, endless size": (
        raw_tar(raw_header(b"a", size_field=b"\x80" + b"\x7f" * 11)),
        "it ends too early, as if it was cut off on the way",
    ),
    "tar.gz, cut off": (gzip.compress(tarred(FILES))[:-9], "it ends too early, as if it was cut off on the way"),
    "tar.gz, wrong check sum": (
        gzip.compress(tarred(FILES))[:-8] + bytes(8),
        "its compressed content is damaged",
    ),
    "tar.gz, damaged": (b"\x1f\x8b\x08\0" + b"\xff" * 99, "its compressed content is damaged"),
    "tar.bz2, damaged": (b"BZh9" + b"\xff" * 99, "its compressed content is damaged"),
    "tar.xz, damaged": (b"\xfd7zXZ\0" + b"\xff" * 99, "its compressed content is damaged"),
    "a file compressed, not an archive": (gzip.compress(b"a = 1\n" * 99), "one of its headers is damaged"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_archive_is_a_problem_with_its_reason(hand_in: HandIn, broken: str) -> None:
    content, reason = BROKEN[broken]

    assert_refused(hand_in(content), reason)


@pytest.mark.parametrize(
    "empty",
    [zipped({}), gzip.compress(tarred({})), tarred({}), zipped({".DS_Store": b""}), zipped({"x/__pycache__/a": b""})],
    ids=["zip", "tar.gz", "tar", "only a hidden file", "only a cache"],  # the same in every process that collects
)
def test_an_archive_without_files_is_a_problem(hand_in: HandIn, empty: bytes) -> None:
    assert_refused(hand_in(empty), "it holds nothing to grade", "missing files")


def test_an_archive_of_unsafe_names_only_says_so(hand_in: HandIn) -> None:
    submission = hand_in(zipped({"../calculator.py": b"evil"}))

    assert_refused(submission, "it holds nothing to grade", "missing files")
    assert submission.notices == ("Refusing to take `../calculator.py`: its name leads out of its folder.",)


@pytest.mark.parametrize(
    "content",
    [
        zipped(FILES) + b"\r\n",
        zipped(FILES) + b"PK\5\6",
        tarred(FILES) + b"more",
        gzip.compress(tarred(FILES)) + b"more",
        bz2.compress(tarred(FILES)) + b"more",
        gzip.compress(tarred(FILES)) + gzip.compress(tarred({"calculator.py": b"other"})),
    ],
    ids=["zip", "zip, half an end", "tar", "tar.gz", "tar.bz2", "tar.gz twice"],
)
def test_what_follows_the_end_is_left_out_with_a_notice(hand_in: HandIn, content: bytes) -> None:
    submission = hand_in(content)

    assert submission.files == FILES
    assert submission.notices == ("Something follows the end of the archive and was left out.",)


def test_padding_and_a_comment_are_no_surplus(hand_in: HandIn) -> None:
    comment = b"see PK\5\6 and " + raw_zip()[:21]

    for content in (
        gzip.compress(tarred(FILES) + bytes(99)) + bytes(512),
        raw_zip(*(Raw(name.encode(), content) for name, content in FILES.items()), comment=comment),
    ):
        submission = hand_in(content)

        assert (submission.files, submission.notices) == (FILES, ())


def test_archives_in_an_archive_are_named_and_not_opened(tmp_path: Path, hand_in: HandIn) -> None:
    inner = {f"{number}.zip": zipped(FILES) for number in range(7)}
    exercise = make_exercise(tmp_path, "calculator.py", optional=("data.zip",))

    submission = hand_in(zipped(FILES | inner | {"data.zip": zipped({"evil": b""})}), exercise=exercise)

    assert set(submission.files) == {"calculator.py", "data.zip"}
    assert submission.notices == (
        "Archives in an archive are not opened: `0.zip`, `1.zip`, `2.zip`, `3.zip` and `4.zip` and 2 more.",
    )


def test_a_listed_name_is_a_file_whatever_it_holds(tmp_path: Path, hand_in: HandIn) -> None:
    content = zipped(FILES)

    submission = hand_in(content, "data.zip", make_exercise(tmp_path, "data.zip"))

    assert submission.files == {"data.zip": content}


def test_names_that_cannot_be_shown_are_escaped_and_refused(tmp_path: Path, hand_in: HandIn) -> None:
    names = [b"\xff.py", b"line\nend.py", b"esc\x1b[31m.py", "\u202eyp.exe.py".encode(), b"null\0.py"]
    exercise = make_exercise(tmp_path, "*.py")

    submission = hand_in(raw_zip(*(Raw(name, flags=1 << 11) for name in names), Raw(b"a.py")), exercise=exercise)

    assert set(submission.files) == {"a.py"}
    assert len(submission.notices) == len(names)
    assert all(notice.isprintable() for notice in submission.notices)
    assert all(entry.path.isprintable() for entry in submission.listing)


def pax(*fields: bytes) -> bytes:
    """The content of an extended header."""
    return b"".join(
        next(f"{n} ".encode() + f + b"\n" for n in range(999) if len(f"{n} ") + len(f) + 1 == n) for f in fields
    )


def long(content: bytes, kind: bytes) -> bytes:
    return raw_header(b"././@LongLink", len(content), kind) + content + bytes(-len(content) % 512)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (long(pax(b"path=../evil.py"), b"x"), "Refusing to take `../evil.py`: its name leads out of its folder."),
        (long(b"/evil.py\0", b"L"), "Refusing to take `/evil.py`: its name is an absolute path."),
        (
            long(b"x.py\0", b"L") * 2_000 + long(b"../evil.py\0", b"L"),
            "Refusing to take `../evil.py`: its name leads out of its folder.",
        ),
    ],
    ids=["pax", "gnu", "gnu, a chain"],
)
def test_a_long_name_is_looked_at_like_any_other(hand_in: HandIn, before: bytes, reason: str) -> None:
    submission = hand_in(raw_tar(before, raw_member(b"calculator.py", b"evil"), raw_member(b"receipt.py", b"r")))

    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices[0] == reason


@pytest.mark.parametrize(
    ("header", "reason", "kind"),
    [
        (long(b"9 path=a\n", b"x"), None, ""),
        (long(b"0 path=a\n", b"x"), "one of its headers is damaged", "unreadable"),
        (long(b"99999999 path=a\n", b"x"), "one of its headers is damaged", "unreadable"),
        (long(b"-9 path=a\n", b"x"), "one of its headers is damaged", "unreadable"),
        (long(b"7 path\n", b"x"), "one of its headers is damaged", "unreadable"),
        (long(pax(b"size=-1"), b"x"), "one of its headers is damaged", "unreadable"),
        (long(pax(b"size=99999"), b"x"), "it ends too early, as if it was cut off on the way", "unreadable"),
        (long(pax(b"comment=of git"), b"g"), None, ""),
        (long(pax(b"path=calculator.py"), b"g"), "it gives all its members one name or size", "unreadable"),
        (long(b"n" * 70_000, b"L"), "one of its headers is longer than 65,536 bytes", "too large"),
        (raw_header(b"l", 1 << 33, b"x"), "one of its headers is longer than 65,536 bytes", "too large"),
        (long(b"target\0", b"K"), None, ""),
    ],
)
def test_extended_headers(hand_in: HandIn, header: bytes, reason: str | None, kind: str) -> None:
    submission = hand_in(raw_tar(header, raw_member(b"a", b""), raw_member(b"receipt.py", b"r")))

    if reason:
        assert_refused(submission, reason, kind)
    else:
        assert submission.files == {"receipt.py": b"r"}


@pytest.mark.parametrize(
    "sparse",
    [
        raw_tar(
            raw_header(b"calculator.py", 512, b"S", at_482=b"\1"), bytes(504) + b"\1", bytes(512), b"x" * 512, end=b""
        ),
        raw_tar(
            long(pax(b"GNU.sparse.major=1", b"GNU.sparse.name=calculator.py", b"GNU.sparse.realsize=9999999999"), b"x"),
            raw_member(b"GNUSparseFile.0/calculator.py", b"x"),
            end=b"",
        ),
    ],
    ids=["gnu", "pax"],
)
def test_a_sparse_member_is_refused_alone(hand_in: HandIn, sparse: bytes) -> None:
    submission = hand_in(raw_tar(sparse, raw_member(b"receipt.py", b"r")))

    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices == ("`calculator.py` is packed as a sparse file: pack it without `--sparse`.",)


def test_a_real_sparse_archive_is_passed_over(tmp_path: Path, exercise: Exercise) -> None:
    with (tmp_path / "calculator.py").open("wb") as sparse:
        for place in range(0, 64 * MB, 2 * MB):
            sparse.seek(place)
            sparse.write(b"x")
    (tmp_path / "receipt.py").write_bytes(b"r")
    for form in ("gnu", "pax"):
        command = ["tar", "-S", f"--format={form}", "-cf", "work.tar", "calculator.py", "receipt.py"]
        subprocess.run(command, cwd=tmp_path, check=True)

        submission = take(tmp_path / "work.tar", exercise)

        assert submission.files == {"receipt.py": b"r"}
        assert submission.notices == ("`calculator.py` is packed as a sparse file: pack it without `--sparse`.",)


def quoted_bomb() -> bytes:
    """One content packed once, listed 250 times, each entry's content beginning with the next one's header."""
    return raw_zip(
        Raw(b"0", bytes(MB), method=8), *(Raw(f"{n}".encode(), size=MB, packed=99, start=0) for n in range(250))
    )


def zeros_in_gzip() -> bytes:
    """10 MB that unpack to 10 GB of a tar member."""
    one = gzip.compress(bytes(25 * MB), 9)
    return gzip.compress(raw_header(b"calculator.py", 10_000 * MB)) + one * 400


def many_headers(count: int) -> bytes:
    return gzip.compress(b"".join(raw_header(b"%d" % number) for number in range(count)), 1)


def million_entries() -> bytes:
    entry = b"PK\1\2" + struct.pack("<6H3L5H2L", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 1_000_000
    return b"PK\3\4" + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 16_960, 16_960, len(directory), 4, 0)


BOMBS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "entries that overlap": (quoted_bomb, "its entries overlap", "unreadable"),
    "zeros in gzip": (zeros_in_gzip, "it unpacks to more than 200 times its size", "too large"),
    "zeros in bzip2": (
        lambda: bz2.compress(raw_header(b"a", 99 * MB) + bytes(99 * MB)),
        "it unpacks to more than 200 times its size",
        "too large",
    ),
    "zeros in xz": (
        lambda: lzma.compress(raw_header(b"a", 99 * MB) + bytes(99 * MB), preset=0),
        "it unpacks to more than 200 times its size",
        "too large",
    ),
    "content in gzip": (
        lambda: gzip.compress(raw_header(b"a", 400 * MB)) + gzip.compress(os.urandom(20_000) + bytes(2 * MB), 1) * 200,
        "it unpacks to more than 256 MB",
        "too large",
    ),
    "empty streams": (
        lambda: gzip.compress(b"") * 1_000_000,
        "it is made of more than 1,000 compressed streams",
        "unreadable",
    ),
    "a million entries": (million_entries, "it holds more than 100,000 files and folders", "too large"),
    "members of a tar": (lambda: many_headers(20_000), "it holds more than 10,000 files and folders", "too large"),
    "long names of a tar": (
        lambda: (gzip.compress(long(b"x\0", b"L") * 11_000, 9) * 10)[:-8],
        "it unpacks to more than 200 times its size",
        "too large",
    ),
    "sizes said": (
        lambda: raw_zip(*(Raw(b"%d" % number, size=0xFFFFFFF) for number in range(9))),
        "it unpacks to more than 256 MB",
        "too large",
    ),
}


def with_peak(hand_in: HandIn, content: bytes) -> tuple[Submission, int]:
    """What was handed in, and the most bytes that taking it held at a time."""
    tracemalloc.start()
    try:
        submission = hand_in(content)
        return submission, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_little_time_and_memory(hand_in: HandIn, bomb: str) -> None:
    """At most what is handed in, what may be kept of it and a few blocks; seconds, where all of it would be minutes."""
    make, reason, kind = BOMBS[bomb]
    content = make()
    began = time.monotonic()
    submission, peak = with_peak(hand_in, content)

    assert_refused(submission, reason, kind)
    assert time.monotonic() - began < 20
    assert peak < len(content) + 80 * MB


def test_a_member_of_zeros_is_refused_by_its_ratio(hand_in: HandIn) -> None:
    content = zipped({"calculator.py": bytes(31 * MB), "receipt.py": b"r"})
    submission, peak = with_peak(hand_in, content)

    assert submission.files == {"receipt.py": b"r"}
    assert submission.notices == ("`calculator.py` unpacks to more than 200 times its packed size.",)
    assert peak < 4 * MB


def test_a_member_that_says_it_is_small_is_unpacked_no_further(hand_in: HandIn) -> None:
    content = raw_zip(Raw(b"calculator.py", bytes(50 * MB), method=8, size=100), Raw(b"receipt.py", b"r"))
    submission, peak = with_peak(hand_in, content)

    assert submission.notices == ("`calculator.py` is damaged: pack it again.",)
    assert peak < 4 * MB


def test_nested_bombs_stay_packed(hand_in: HandIn) -> None:
    """As in 42.zip: archives of archives, 4.5 PB in all."""
    inner = zipped({"0.dll": bytes(50 * MB)})
    for level in range(4):
        inner = zipped({f"{level} {number}.zip": inner for number in range(16)})

    submission = hand_in(inner)

    assert submission.problem is not None
    assert submission.problem.kind == "missing files"
    assert "Archives in an archive are not opened" in submission.notices[0]


@pytest.mark.skipif(sys.platform == "win32", reason="no sparse file is made there by seeking")
def test_an_archive_that_is_too_large_is_not_read(tmp_path: Path, exercise: Exercise) -> None:
    with (tmp_path / "work.zip").open("wb") as file:
        file.write(zipped(FILES))
        file.truncate(1 << 40)

    submission = take(tmp_path / "work.zip", exercise)

    assert_refused(submission, "it is larger than 64 MB", "too large")


def test_as_many_members_as_a_folder_may_hold_are_taken(hand_in: HandIn) -> None:
    crowd = {f"data/{number}.txt": b"" for number in range(tree.SEEN_LIMIT - 2)}

    for pack in (zipped, tarred):
        assert hand_in(pack(crowd | FILES)).files == FILES
        assert_refused(
            hand_in(pack(crowd | FILES | {"x": b""})), "it holds more than 10,000 files and folders", "too large"
        )


def test_an_environment_packed_along_does_not_count(hand_in: HandIn) -> None:
    crowd = {f".venv/{number}.py": b"x" for number in range(2 * tree.SEEN_LIMIT)}

    assert hand_in(zipped(crowd | FILES)).files == FILES


NAMES = st.text(st.sampled_from("aA.\\/:\0é\u0301…\ud800 ~C\n"), max_size=12) | st.text(max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, max_size=6), form=st.sampled_from(["zip", "tar"]))
def test_no_name_leads_out_or_breaks_the_intake(tmp_path: Path, hand_in: HandIn, names: list[str], form: str) -> None:
    encoded = [name.encode("utf-8", "surrogatepass")[:99] for name in names]
    if form == "zip":
        content = raw_zip(*(Raw(name, b"x", flags=1 << 11) for name in encoded))
    else:
        content = raw_tar(*(raw_member(name, b"x") for name in encoded))

    submission = hand_in(content, "work.tar", make_exercise(tmp_path, "**/*"))

    for path in submission.files:
        assert path.isprintable()
        assert not set(path.split("/")) & {"", ".", ".."}
        assert not path.startswith("/")
        assert "\\" not in path
        assert not (path[:1].isalpha() and path.isascii() and path[1:2] == ":")
        assert not any(other.startswith(f"{path}/") for other in submission.files)
    assert len({path.casefold() for path in submission.files}) == len(submission.files)
    assert all(notice.isprintable() for notice in submission.notices)
    assert submission.problem is None or submission.problem.message.isprintable()


WHOLE = {name: pack(FILES | {"x/data.txt": b"data" * 99}) for name, pack in PACKED.items()}


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
    cut=st.floats(0, 1) | st.just(1.0),
)
def test_damage_is_told_and_never_raises(
    hand_in: HandIn, form: str, changes: list[tuple[float, int]], cut: float
) -> None:
    """Contents are as packed, or refused: a tar archive has no check sums of contents, the others have."""
    content = bytearray(WHOLE[form])
    for place, value in changes:
        content[int(place * len(content))] = value
    del content[int(cut * len(content)) :]

    submission = hand_in(bytes(content))

    assert submission.problem is not None or submission.files
    assert submission.files == FILES or submission.notices or submission.problem or form.startswith("tar")
    if "gz" in form or "bz2" in form or "xz" in form:
        assert submission.files in ({}, FILES)
    elif form.startswith("zip"):
        assert submission.files.items() <= FILES.items()


def test_a_link_to_an_archive_is_refused(tmp_path: Path, exercise: Exercise) -> None:
    (tmp_path / "work.zip").write_bytes(zipped(FILES))
    (tmp_path / "link.zip").symlink_to("work.zip")

    with pytest.raises(InputError, match="neither a folder nor an ordinary file"):
        take(tmp_path / "link.zip", exercise)


CALCULATOR = COURSE.find("ex03")


def solution_files() -> dict[str, bytes]:
    assert CALCULATOR.solution is not None
    return {path.name: path.read_bytes() for path in CALCULATOR.solution.glob("*.py")}


ENCODED: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda text: text,
    "byte order mark": lambda text: codecs.BOM_UTF8 + text,
    "CRLF": lambda text: text.replace(b"\n", b"\r\n"),
    "CR": lambda text: text.replace(b"\n", b"\r"),
    "form feed": lambda text: text.replace(b"\n\n\n", b"\n\x0c\n\n"),
    "latin-1 cookie": lambda text: b"# -*- coding: latin-1 -*-\n# \xe9t\xe9\n" + text,
    "cp1252 cookie": lambda text: b"# vim: set fileencoding=cp1252 :\nEURO = '\x80'\n" + text,
    "mark, cookie and CRLF": lambda text: codecs.BOM_UTF8 + b"# coding: utf-8\r\n" + text.replace(b"\n", b"\r\n"),
}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(CALCULATOR) as grader:
        yield grader


@pytest.mark.parametrize("way", ENCODED)
@pytest.mark.parametrize("packed", [True, False])
def test_the_solution_saved_in_any_way_earns_full_marks(
    tmp_path: Path, grader: Grader, way: str, *, packed: bool
) -> None:
    files = {name: ENCODED[way](content) for name, content in solution_files().items()}

    result = graded(grader, tmp_path, files, packed=packed)

    assert (result.status, result.points, result.notices) == (Status.PASSED, 20, [])


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_is_named_with_what_to_do(tmp_path: Path, grader: Grader, mark: bytes, *, packed: bool) -> None:
    coding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    files = {name: mark + content.decode().encode(coding) for name, content in solution_files().items()}

    result = graded(grader, tmp_path, files, packed=packed)

    assert result.status is Status.FAILED
    assert result.notices == [
        f"`{name}` is saved as UTF-16, which Python does not read: save it as UTF-8." for name in sorted(files)
    ]


def test_a_broken_archive_is_graded_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "work.zip").write_bytes(zipped(solution_files())[:-40])

    result = grade(tmp_path / "work.zip", CALCULATOR, COURSE)

    assert (result.status, result.points) == (Status.FAILED, 0)
    assert result.problem is not None
    assert "Refusing to open `work.zip`" in result.problem.message
    assert all(result.problem.message in check.message for check in result.checks)


def graded(grader: Grader, tmp_path: Path, files: Mapping[str, bytes], *, packed: bool) -> Result:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    if packed:
        (tmp_path / "work.zip").write_bytes(zipped(files))
    return grader.grade(tmp_path / "work.zip" if packed else tmp_path).result
