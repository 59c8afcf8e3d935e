"""The store of a class: what was saved is there, whatever happens; the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import msgspec
import psycopg
import pytest
from msgspec import Raw
from msgspec.structs import replace

from grader.box.bubblewrap import find_bubblewrap
from grader.bulk.entries import Entry, Graded, Left, Run
from grader.bulk.store import Store, open_store
from grader.errors import GraderError, InputError
from grader.result import Result, Status, SubmissionInfo

ROOT = Path(__file__).parent.parent
EX = "ex01_first"
RUN = Run(
    number=0,
    source="class.zip",
    course="larch",
    version="1.0",
    python="3.11",
    began="2026-11-20T08:00:00Z",
    suites={EX: "digest"},
)


def result(points: float = 1.0, status: Status = Status.PASSED, notices: tuple[str, ...] = ()) -> Raw:
    whole = Result(
        exercise=EX,
        title="first.py",
        status=status,
        points=points,
        max_points=4.0,
        core_points=4.0,
        checks=[],
        notices=list(notices),
        submission=SubmissionInfo(student="who", path="where", sha256="digest", late=True),
    )
    return Raw(msgspec.json.encode(whole))


def work(student: str, run: int, key: str = "k", given: Raw | None = None, exercise: str = EX) -> Graded:
    return Graded(student=student, exercise=exercise, run=run, key=key, result=given)


def points_of(entries: Iterator[Entry]) -> dict[str, float]:
    return {each.student: each.result.points for each in entries}


class Server:
    """A PostgreSQL of this test's own, in a folder and behind a socket of its own, without a network."""

    def __init__(self, folder: Path) -> None:
        # It refuses to be root's.
        self._user = {"user": "nobody", "extra_groups": []} if os.getuid() == 0 else {}
        if self._user:
            shutil.chown(folder, "nobody")
        self.folder, self._data = folder, folder / "data"
        flags = ["--auth=trust", "--username=owner", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        self._run([_program("initdb"), *flags, f"--pgdata={self._data}"]).communicate()
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
        # Quick to start, and quiet: nobody reads what it writes after the first lines.
        settings = ("max_connections=20", "shared_buffers=8MB", "log_min_messages=log", "log_min_error_statement=panic")
        quick = ["-F", "-h", "", "-k", str(folder), *(f"--{each}" for each in settings)]
        self._process = self._run([_program("postgres"), "-D", str(self._data), *quick])
        for line in self._process.stdout or ():
            if "ready to accept connections" in line:
                break
        self.do(
            "CREATE ROLE guarded LOGIN PASSWORD 'other'",
            "CREATE ROLE poor LOGIN",
            "CREATE DATABASE narrow ENCODING SQL_ASCII TEMPLATE template0",
        )

    def _run(self, line: list[str]) -> subprocess.Popen[str]:
        pipe, out = subprocess.PIPE, subprocess.STDOUT
        return subprocess.Popen(line, cwd=self.folder, stdout=pipe, stderr=out, text=True, **self._user)  # type: ignore[call-overload, no-any-return]

    def do(self, *statements: str) -> None:
        with psycopg.connect(host=str(self.folder), user="owner", dbname="postgres", autocommit=True) as connection:
            for each in statements:
                connection.execute(each.encode())

    def url(self, schema: str, *, who: str = "owner") -> str:
        return f"postgresql+psycopg://{who}@/postgres?host={self.folder}&options=-csearch_path%3D{schema}"

    def close(self) -> None:
        self._process.send_signal(signal.SIGQUIT)  # at once: nothing is to be kept
        self._process.communicate()


def _program(name: str) -> str:
    """A program of PostgreSQL, which Debian puts beside no other."""
    found = shutil.which(name) or next(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), None)
    assert found, f"`{name}` is absent: apt-get install postgresql"
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        yield server
        server.close()


def new_url(server: Server) -> str:
    schema = f"s{os.urandom(8).hex()}"
    server.do(f"CREATE SCHEMA {schema}")
    return server.url(schema)


@pytest.fixture
def url(server: Server) -> str:
    """The address of an empty database."""
    return new_url(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be, on either database."""
    return str(tmp_path / "grades.sqlite") if request.param == "sqlite" else str(request.getfixturevalue("url"))


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with open_store(where) as store:
        yield store


def test_a_saved_result_is_read_with_whose_it_is(store: Store) -> None:
    run = store.begin(RUN)
    told = {"name": "Ada", "late": True, "attempt": 2, "time": "2026-11-19", "group": "blue", "where": "class.zip/ada"}
    store.save([replace(work("ada", run, given=result()), **told)])

    (entry,) = store.entries()

    assert entry == Entry(student="ada", exercise=EX, run=run, key="k", result=entry.result, **told)  # type: ignore[arg-type]
    assert entry.result == replace(
        msgspec.json.decode(result(), type=Result),
        submission=SubmissionInfo(student="ada", path="class.zip/ada", sha256="digest", late=True),
    )


def test_a_number_that_a_file_name_made_up_is_kept_as_the_largest_there_is(store: Store) -> None:
    run = store.begin(RUN)
    store.save([replace(work("ada", run, given=result()), attempt=10**30)])

    assert [each.attempt for each in store.entries()] == [2**31 - 1]


def test_a_result_is_shared_and_never_changed(store: Store) -> None:
    """Who hands in the same gets the same; a second result for a key, from another writer, does not replace it."""
    run = store.begin(RUN)
    store.save([work("ada", run, given=result(1.0)), work("ben", run)])
    store.save([work("eva", run, given=result(2.0))])

    assert points_of(store.entries()) == {"ada": 1.0, "ben": 1.0, "eva": 1.0}
    assert store.known(EX, ["k", "other"]) == {"k"}
    assert store.known("ex02_second", ["k"]) == set()
    assert len(store.known(EX, [f"k{number}" for number in range(5000)] + ["k"])) == 1


def test_what_the_grader_failed_at_is_shown_and_not_used_again(store: Store) -> None:
    run = store.begin(RUN)
    store.save([work("ada", run, given=result(0.0, Status.ERROR)), work("ben", run, "b", result(3.0))])

    assert store.known(EX, ["k", "b"]) == {"b"}
    assert [each.result.status for each in store.entries()] == [Status.ERROR, Status.PASSED]

    store.save([work("ada", run, given=result(1.0))])

    assert store.known(EX, ["k"]) == {"k"}
    assert points_of(store.entries()) == {"ada": 1.0, "ben": 3.0}


def test_a_batch_is_saved_whole_or_not_at_all(store: Store) -> None:
    run = store.begin(RUN)

    with pytest.raises(GraderError, match="lacks a result"):
        store.save([work("ada", run, "a", result()), work("ben", run, "never graded")])

    assert list(store.entries()) == []
    assert store.known(EX, ["a"]) == set()
    store.save([])


def test_a_run_that_has_not_ended_goes_on_where_the_same_is_graded_by_the_same(where: str) -> None:
    with open_store(where) as store:
        first = store.begin(RUN)
        store.save([work("ada", first, given=result())])
        store.leave(first, [Left(path="a", reason="r"), Left(path="b", reason="r", student="ada")])
    with open_store(where) as store:
        assert store.begin(replace(RUN, began="later")) == first
        assert store.left() == []
        assert points_of(store.entries(first)) == {"ada": 1.0}
        store.leave(first, [Left(path="a", reason="r")])
        store.leave(first, [Left(path="c", reason="r")])
        others = [
            store.begin(replace(RUN, **change))
            for change in (
                {"only": "ada"},
                {"source": "next.zip"},
                {"suites": {EX: "changed"}},
                {"version": "1.1"},
                {"python": "3.12"},
            )
        ]
        assert store.begin(replace(RUN, python="3.12")) == others[-1]
        store.end(others[-1], {"zed": "Zed", "kim": "Kim"})
        anew = store.begin(replace(RUN, python="3.12"))

        assert [first, *others, anew] == [1, 2, 3, 4, 5, 6, 7]
        assert [each.path for each in store.left(first)] == ["a", "c"]
        runs = store.runs()
    assert [each.number for each in runs if each.ended] == [others[-1]]
    assert runs[0] == replace(RUN, number=1)
    assert runs[5].missing == {"kim": "Kim", "zed": "Zed"}


def test_entries_come_from_the_latest_run_that_has_them_by_student(store: Store) -> None:
    """The order is that of the bytes, whatever the language of the server."""
    first = store.begin(RUN)
    names = ["b", "B", "ä", "a b", "ab", "Ä", "小"]
    store.save(work(name, first, f"1{name}", result(1.0)) for name in names)
    store.save([work("b", first, "other", result(2.0), "ex02_second")])
    store.end(first, {})
    second = store.begin(RUN)
    store.save([work("b", second, "2b", result(3.0))])

    assert [each.student for each in store.entries(first, exercise=EX)] == sorted(names)
    assert [(each.student, each.exercise, each.run) for each in store.entries(student="b")] == [
        ("b", EX, second),
        ("b", "ex02_second", first),
    ]
    assert [each.result.points for each in store.entries(second)] == [3.0]
    assert len(list(store.entries())) == len(names) + 1


def test_unplaced_files_are_those_of_the_latest_run_of_the_whole_class(store: Store) -> None:
    first = store.begin(RUN)
    store.leave(first, [Left(path="a", reason="r")])
    only = store.begin(replace(RUN, only="ada"))
    store.leave(only, [Left(path="b", reason="r")])

    assert [each.path for each in store.left()] == ["a"]
    assert [each.path for each in store.left(only)] == ["b"]


@pytest.mark.parametrize("name", ["a\0b", "\udc80\ud800", "'; DROP TABLE grade_runs; --", "%_\\", "\U0001f600" * 500])
def test_any_text_is_kept_or_escaped(store: Store, name: str) -> None:
    kept = name.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
    run = store.begin(replace(RUN, source=name))
    assert store.begin(replace(RUN, source=name)) == run
    store.save([replace(work(name, run, given=result()), where=name, name=name, group=name)])
    store.leave(run, [Left(path=name, reason=name, student=name)])

    (entry,) = store.entries(student=name)
    assert (entry.student, entry.where, entry.group) == (kept, kept, kept)
    assert store.left() == [Left(path=kept, reason=kept, student=kept)]
    assert [each.source for each in store.runs()] == [kept]
    store.end(run, {name: name})
    assert store.forget(name) == 1
    assert (list(store.entries()), store.left(), store.runs()[0].missing) == ([], [], {})


def test_entries_are_read_as_they_are_asked_for(store: Store) -> None:
    """What is written meanwhile is not among them, and does not wait for them."""
    run = store.begin(RUN)
    large = [os.urandom(6_000).hex() for _ in range(300)]
    store.save(work(f"s{number:03}", run, f"{number}", result(notices=(text,))) for number, text in enumerate(large))

    tracemalloc.start()
    try:
        entries = store.entries()
        first = next(entries)
        store.save([work("s000a", run, "new", result())])
        count = sum(1 for _ in entries) + 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (first.student, count) == ("s000", 300)
    assert peak < sum(map(len, large)) / 2


def carry_out(where: str, *statements: str) -> list[list[tuple[Any, ...]]]:
    """What each statement gives, asked past the store."""
    if "://" in where:
        with psycopg.connect(where.replace("+psycopg", "")) as server:
            cursors = [server.execute(each.encode()) for each in statements]
            return [cursor.fetchall() if cursor.description else [] for cursor in cursors]
    with closing(sqlite3.connect(where)) as file, file:
        return [file.execute(each).fetchall() for each in statements]


def load_v1(where: str) -> None:
    script = (ROOT / "tests" / "store_v1.sql").read_text(encoding="utf-8")
    carry_out(where, *script.split(";\n")[:-1])


def test_a_store_of_the_version_before_opens_with_all_that_it_held(where: str) -> None:
    load_v1(where)

    with open_store(where, create=False):
        pass
    with open_store(where, create=False) as store:
        runs, first, latest = store.runs(), list(store.entries(1)), list(store.entries())
        left, known = store.left(1), store.known(EX, ["shared", "other"])

    assert [(each.number, each.ended != "", each.only, each.suites[EX]) for each in runs] == [
        (1, True, "", "old"),
        (2, False, "", "new"),
    ]
    assert [each.missing for each in runs] == [{"zed": "Zed Missing", "zoë": "Zoë Müller"}, {}]
    assert [(each.student, each.name, each.late, each.where, each.result.points) for each in first] == [
        ("Zoë", "Zoë Müller", False, "week1.zip/Zoë", 0.0),
        ("ada", "Ada Lovelace", False, "week1.zip/ada", 1.5),
        ("ben", "Ben Ng", True, "week1.zip/ben", 1.5),
    ]
    assert first[1].result.title == "naïve.py"
    assert [(each.student, each.run, each.result.status) for each in latest] == [
        ("Zoë", 1, Status.ERROR),
        ("ada", 2, Status.PASSED),
        ("ben", 1, Status.FAILED),
    ]
    assert [(each.path, each.student) for each in left] == [
        ("week1.zip/notes.txt", "ben"),
        ("week1.zip/broken.zip", ""),
    ]
    assert known == {"shared", "other"}


def test_an_updated_store_has_the_tables_of_a_new_one(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "://" in where:
        new = new_url(request.getfixturevalue("server"))
        asked = (
            (
                "SELECT table_name, column_name, data_type, is_nullable, collation_name "
                "FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2"
            ),
            (
                "SELECT indexname, replace(indexdef, current_schema(), '') FROM pg_indexes "
                "WHERE schemaname = current_schema() ORDER BY 1"
            ),
            (
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE connamespace = current_schema()::regnamespace ORDER BY 1"
            ),
        )
    else:
        new = str(tmp_path / "new.sqlite")
        columns = "pragma_table_info(m.name)"
        asked = (
            f'SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master m, {columns} c ORDER BY 1, 2',  # noqa: S608
            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' ORDER BY 1, 2",
            'SELECT m.name, "table", "from", "to" FROM sqlite_master m, pragma_foreign_key_list(m.name) ORDER BY 1, 3',
        )
    load_v1(where)
    for each in (where, new):
        with open_store(each):
            pass

    assert carry_out(where, *asked) == carry_out(new, *asked)


def test_an_update_that_fails_changes_nothing(where: str) -> None:
    load_v1(where)
    carry_out(where, "UPDATE grade_runs SET missing = '{' WHERE number = 2")

    with pytest.raises(InputError, match="has version 1 and is damaged"), open_store(where):
        pass

    assert carry_out(where, "SELECT version FROM grade_store", "SELECT missing FROM grade_runs WHERE number = 2") == [
        [(1,)],
        [("{",)],
    ]
    carry_out(where, "UPDATE grade_runs SET missing = '{}' WHERE number = 2")
    with open_store(where) as store:
        assert len(list(store.entries())) == 3


def test_an_updated_store_does_what_a_new_one_does(where: str) -> None:
    load_v1(where)

    with open_store(where) as store:
        run = store.begin(replace(RUN, source="week2.zip", version="0.9", suites={EX: "new"}))
        store.save([work("ben", run, "shared"), work("eva", run, "third", result(2.0))])
        store.end(run, {"kim": "Kim"})

        assert (run, store.runs()[1].missing) == (2, {"kim": "Kim"})
        assert points_of(store.entries(2)) == {"ada": 4.0, "ben": 1.5, "eva": 2.0}
        assert store.forget("ada") == 2


@pytest.mark.parametrize(("version", "said"), [(3, "has version 3, and this gradebox knows 2"), (0, "its version")])
def test_a_store_of_another_version_is_left_alone(where: str, version: int, said: str) -> None:
    load_v1(where)
    carry_out(where, f"UPDATE grade_store SET version = {version}")  # noqa: S608

    with pytest.raises(InputError, match=said), open_store(where):
        pass


def everything(where: str) -> bytes:
    """All bytes of a file and those beside it, or all rows of a database, in lower case."""
    if "://" not in where:
        return b"".join(file.read_bytes() for file in Path(where).parent.iterdir()).lower()
    tables = ("runs", "results", "entries", "left", "missing")
    return repr(carry_out(where, *(f"SELECT t::text FROM grade_{table} t" for table in tables))).lower().encode()  # noqa: S608


def test_a_student_is_forgotten_down_to_the_bytes(store: Store, where: str) -> None:
    run, secret = store.begin(RUN), result(notices=("by Ada Lovelace", os.urandom(500).hex()))
    store.save(work(f"s{number}", run, f"{number}", result(notices=(f"by {number}",))) for number in range(40))
    store.save(
        [
            replace(work("lovelace-7", run, "own", secret), name="Ada Lovelace", where="zip/lovelace-7"),
            replace(
                work("ben", run, "own2", result()), where="zip/blue_adalovelace_1/first.py", group="ADA Lovelace's"
            ),
            replace(work("lovelace-7", run, "shared", result(4.0), "ex02_second"), name="Ada Lovelace"),
            work("eva", run, "shared", exercise="ex02_second"),
        ]
    )
    store.leave(run, [Left(path="zip/lovelaceada_x.py", reason="of lovelace-7", student="")])
    store.leave(run, [Left(path="zip/mine.py", reason="late", student="lovelace-7")])
    store.end(run, {"lovelace-7": "Ada Lovelace", "kim": "Kim"})
    alone = store.begin(replace(RUN, only="lovelace-7"))
    store.save([work("lovelace-7", alone, "own")])
    store.leave(alone, [Left(path="zip/other.py", reason="r")])
    ((content,),) = carry_out(where, "SELECT content FROM grade_results WHERE key = 'own'")[0]
    traces = [b"lovelace", b"mine.py", content.lower() if "://" not in where else content.hex().encode()]
    before = everything(where)

    assert store.forget("lovelace-7") == 3

    after = everything(where)
    assert [(trace in before, trace in after) for trace in traces] == [(True, False)] * 3
    assert store.known(EX, ["own", "own2"]) == {"own2"}
    assert store.known("ex02_second", ["shared"]) == {"shared"}
    assert [each.where for each in store.entries(student="ben")] == ["zip/blue_(forgotten)_1/first.py"]
    assert store.left(run) == [Left(path="zip/(forgotten)_x.py", reason="of (forgotten)")]
    assert [(each.number, each.missing) for each in store.runs()] == [(run, {"kim": "Kim"})]
    assert len(list(store.entries())) == 42
    assert store.forget("lovelace-7") == 0


def test_nobody_is_forgotten_while_another_program_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would keep the old bytes on the disk."""
    monkeypatch.setattr("grader.bulk.sql.addresses.WAIT_SECONDS", 0.1)
    file = tmp_path / "grades.sqlite"
    with open_store(file) as store:
        run = store.begin(RUN)
        store.save([work("lovelace", run, given=result())])
        with closing(sqlite3.connect(file)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM grade_entries").fetchall()
            with pytest.raises(InputError, match="another program holds it"):
                store.forget("lovelace")
            assert len(list(store.entries())) == 1
        assert store.forget("lovelace") == 1
        assert b"lovelace" not in everything(str(file))
        store.save([work("ben", run, given=result())])
        assert carry_out(str(file), "PRAGMA journal_mode") == [[("wal",)]]


WRITER = """
import sys
from pathlib import Path
import msgspec
from msgspec import Raw
from grader.bulk.entries import Graded, Run
from grader.bulk.store import open_store
from grader.errors import GraderError
from grader.result import Result, Status

def begin(store, source="class.zip"):
    suites = {"ex01_first": "digest"}
    return store.begin(
        Run(number=0, source=source, course="larch", version="1.0", python="3.11", began="now", suites=suites)
    )

def batch(run, number, size=10):
    points = {"points": 1.0, "max_points": 4.0, "core_points": 4.0}
    whole = Result(exercise="ex01_first", title="t", status=Status.PASSED, checks=[], **points)
    content = Raw(msgspec.json.encode(whole))
    names = [f"{number}-{place}" for place in range(size)]
    return [Graded(student=each, exercise="ex01_first", run=run, key=each, result=content) for each in names]

def attempt(do, *given):
    try:
        do(*given)
    except GraderError as error:
        print(type(error).__name__, error, error.hint, sep="|")
        return False
    return True
"""


def start(code: str, *words: str, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    line = [*prefix, sys.executable, "-c", WRITER + code, *words]
    return subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said_by(code: str, *words: str, prefix: tuple[str, ...] = ()) -> list[str]:
    process = start(code, *words, prefix=prefix)
    said = process.communicate()[0].splitlines()
    assert process.returncode == 0, said
    return said


def test_a_second_writer_is_refused_while_the_first_is_alive(where: str) -> None:
    """A report may be made meanwhile. Whoever is killed holds nothing."""
    holding = "with open_store(sys.argv[1]) as store: store.save(batch(begin(store), 0)); print(); sys.stdin.read()"
    with start(holding, where) as first:
        assert first.stdout
        assert first.stdout.readline() == "\n"
        with open_store(where) as store:
            with pytest.raises(InputError, match="another `grade` is writing to the store"):
                store.begin(RUN)
            assert len(list(store.entries())) == 10
            if "://" in where:
                assert store.begin(replace(RUN, source="another")) == 2
            else:
                with pytest.raises(InputError, match="another `grade` is writing to the store"):
                    store.forget("ada")
        first.kill()
    with open_store(where) as store:
        assert store.begin(RUN) == 1
        assert store.begin(RUN) == 1
    if "://" not in where:
        assert [each.name for each in Path(where).parent.iterdir()] == ["grades.sqlite"]


def test_two_classes_are_graded_into_one_database_at_once(url: str) -> None:
    """They share results, and meet at the same keys in opposite orders."""
    writing = (
        "with open_store(sys.argv[1]) as store:\n run = begin(store, 'theirs'); print()\n"
        " for number in range(30): store.save(reversed(batch(run, number)))"
    )
    with start(writing, url) as other, open_store(url) as store:
        assert other.stdout
        other.stdout.readline()
        run = store.begin(RUN)
        for number in range(30):
            store.save(work(f"{number}-{place}", run, f"{number}-{place}", result()) for place in range(10))
        other.communicate()

        assert other.returncode == 0
        assert [len(list(store.entries(each.number))) for each in store.runs()] == [300, 300]
        assert carry_out(url, "SELECT count(*) FROM grade_results") == [[(300,)]]


def test_a_killed_writer_leaves_whole_batches(where: str) -> None:
    """All that it said was saved is there, nothing of a batch alone, and the next one continues the run."""
    writing = (
        "with open_store(sys.argv[1]) as store:\n run = begin(store)\n"
        " for number in range(int(sys.argv[2]), 10**6): store.save(batch(run, number)); print(number)"
    )
    said = -1
    for moment in (5,) if "://" in where else (1, 4, 11):
        with start(writing, where, str(said + 1)) as writer:
            assert writer.stdout
            for _ in range(moment):
                said = int(writer.stdout.readline())
            writer.kill()
            said = max(said, *map(int, writer.stdout.read().split()), -1)
        with open_store(where) as store:
            entries = list(store.entries())
            found = Counter(int(each.student.partition("-")[0]) for each in entries)
            assert set(found.values()) == {10}
            assert sorted(found) in ([*range(said + 1)], [*range(said + 2)])
            assert [each.number for each in store.runs()] == [1]
            assert store.known(EX, [each.key for each in entries]) == {each.key for each in entries}
        if "://" not in where:
            assert carry_out(where, "PRAGMA integrity_check", "PRAGMA foreign_key_check") == [[("ok",)], []]


FILLING = """
import resource
file, ballast = Path(sys.argv[1]), Path(sys.argv[2])
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
with open_store(file) as store:
    run, saved = begin(store), 0
    if len(sys.argv) > 3:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    else:
        ballast.write_bytes(bytes(700_000))
    while attempt(store.save, batch(run, saved, 100)):
        saved += 1
    print(len(list(store.entries())) - saved * 100)
    attempt(store.save, batch(run, saved, 100))
    ballast.unlink(missing_ok=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    store.save(batch(run, saved, 100))
    store.end(run, {})
with open_store(file, create=False) as store:
    print(saved > 0, len(list(store.entries())) - saved * 100, bool(store.runs()[0].ended))
"""


@pytest.mark.parametrize(
    ("words", "why"), [(("full",), "the disk is full"), (("limit", "200000"), "the disk, or a limit on the size")]
)
def test_a_full_disk_loses_nothing_and_grading_goes_on_where_there_is_room(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    small = (str(find_bubblewrap()), "--dev-bind", "/", "/", "--size", "1500000", "--tmpfs", str(tmp_path))
    prefix = small if words == ("full",) else ()

    said = said_by(FILLING, str(tmp_path / "grades.sqlite"), str(tmp_path / "ballast"), *words[1:], prefix=prefix)

    kind, message, hint = said[0].split("|")
    assert kind == "InputError"
    assert message.startswith(f"the store `{tmp_path}/grades.sqlite` cannot be used: {why}")
    assert hint.endswith("What was saved stays; the same command continues.")
    assert said[1:] == ["0", said[0], "True 100 True"]


def test_a_store_in_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with open_store(tmp_path / "grades.sqlite") as store:
        run = store.begin(RUN)
        store.save([work("ada", run, given=result())])
    reading = """
attempt(lambda: open_store(sys.argv[2]).__enter__())
with open_store(sys.argv[1]) as store:
    print([each.student for each in store.entries()])
    attempt(begin, store)
    attempt(store.save, batch(1, 0))
    attempt(store.forget, "ada")
"""
    closed = (str(find_bubblewrap()), "--dev-bind", "/", "/", "--ro-bind", str(tmp_path), str(tmp_path))

    new, read, *written = said_by(
        reading, str(tmp_path / "grades.sqlite"), str(tmp_path / "empty/g.sqlite"), prefix=closed
    )

    assert new.startswith(f"InputError|the store `{tmp_path}/empty/g.sqlite` cannot be used: it cannot be opened there")
    assert read == "['ada']"
    assert len(written) == 3
    for line in written:
        assert line.startswith("InputError|")
        assert str(tmp_path) in line
        assert line.endswith(" that you may write to.")


def test_a_store_that_was_not_closed_is_not_read_without_its_last_results(tmp_path: Path) -> None:
    writing = "with open_store(sys.argv[1]) as store: store.save(batch(begin(store), 0)); print(); sys.stdin.read()"
    with start(writing, str(tmp_path / "grades.sqlite")) as writer:
        assert writer.stdout
        writer.stdout.readline()
        writer.kill()
    closed = (str(find_bubblewrap()), "--dev-bind", "/", "/", "--ro-bind", str(tmp_path), str(tmp_path))

    (said,) = said_by(
        "attempt(lambda: open_store(sys.argv[1]).__enter__())", str(tmp_path / "grades.sqlite"), prefix=closed
    )

    assert "was not closed, and its folder is write-protected|Copy it, with `grades.sqlite-wal`" in said
    with open_store(tmp_path / "grades.sqlite", create=False) as store:
        assert len(list(store.entries())) == 10


def other_database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


NOT_STORES = {
    "text": lambda file: file.write_text("student,points\nada,3\n" * 100),
    "picture": lambda file: file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000)),
    "head of a database only": lambda file: file.write_bytes(b"SQLite format 3\0" + b"\xff" * 3000),
    "another program's": other_database,
}


@pytest.mark.parametrize("name", NOT_STORES)
def test_what_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    file = tmp_path / "grades.sqlite"
    NOT_STORES[name](file)
    before = file.read_bytes()

    with pytest.raises(InputError, match=r"grades\.sqlite") as caught, open_store(file):
        pass

    assert caught.value.hint.startswith("Move it away")
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(lambda whole: whole[: len(whole) // 2], "damaged", id="cut"),
        pytest.param(lambda whole: whole[:12_000] + bytes(8192) + whole[20_192:], "damaged", id="zeroed"),
        pytest.param(lambda whole: whole[:8000] + os.urandom(20_000) + whole[28_000:], "damaged", id="overwritten"),
        pytest.param(lambda whole: bytes(100) + whole[100:], "no", id="beheaded"),
    ],
)
def test_a_damaged_store_is_refused_before_anything_is_graded(
    tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    file = tmp_path / "grades.sqlite"
    with open_store(file) as store:
        run = store.begin(RUN)
        store.save(work(f"{number}", run, f"{number}", result()) for number in range(300))
    file.write_bytes(damage(file.read_bytes()))
    before = file.read_bytes()

    with pytest.raises(InputError, match=said) as caught, open_store(file) as store:
        store.begin(RUN)

    assert "Nothing was deleted" in caught.value.hint
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no zlib", zlib.compress(b"[]"), zlib.compress(b"{")])
def test_a_damaged_result_names_whose_it_is(store: Store, where: str, content: bytes) -> None:
    """The database does not know what is in it."""
    run = store.begin(RUN)
    store.save([work("ada", run, given=result())])
    bytes_ = f"'\\x{content.hex()}'" if "://" in where else f"X'{content.hex()}'"
    carry_out(where, f"UPDATE grade_results SET content = {bytes_}")  # noqa: S608

    with pytest.raises(InputError, match="damaged: the result of `ada` for `ex01_first`"):
        next(store.entries())


def test_places_that_can_hold_no_store_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    places: list[tuple[str | Path, str]] = [
        (tmp_path, "is no file"),
        (tmp_path / "pipe", "is no file"),
        (tmp_path / "absent" / "grades.sqlite", "there is no folder"),
        ("a\0b", "cannot be opened"),
        ("sqlite://", "the `sqlite` address of the store cannot be used"),
        ("mysql://root@localhost/x", "the `mysql` address"),
    ]
    for where, said in places:
        with pytest.raises(InputError, match=said), open_store(where):
            pass


def test_a_report_makes_no_store(tmp_path: Path, url: str) -> None:
    (tmp_path / "empty.sqlite").touch()
    for where in (tmp_path / "grades.sqlite", tmp_path / "empty.sqlite", url):
        with pytest.raises(InputError, match="there is no store"), open_store(where, create=False):
            pass
    assert [(each.name, each.stat().st_size) for each in tmp_path.iterdir()] == [("empty.sqlite", 0)]
    assert carry_out(url, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == [[(0,)]]


def test_an_odd_name_is_a_file_like_any_other(tmp_path: Path) -> None:
    for name in ("50% & more?.sqlite", "#1.sqlite", "größe 小.sqlite", "file:x"):
        with open_store(tmp_path / name) as store:
            store.begin(RUN)
        with open_store(f"sqlite:///{tmp_path}/plain.sqlite") as store:
            store.begin(RUN)
        assert (tmp_path / name).stat().st_size > 0
    assert len(list(tmp_path.iterdir())) == 5


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    file = tmp_path / "grades.sqlite"
    file.touch()
    with open_store(file) as store:
        assert store.begin(RUN) == 1


SECRET = "pa55:w/or&d"  # noqa: S105 - nobody's


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql+psycopg://guarded:{}@/postgres?host={folder}", "password authentication failed"),
        ("postgresql://owner:{}@/absent?host={folder}", 'database "absent" does not exist'),
        ("postgresql+psycopg://owner:{}@/postgres?host={folder}/absent", "cannot be reached"),
        ("postgresql+psycopg://owner@/postgres?host={folder}/absent&password={}", "cannot be reached"),
        ("postgresql+psycopg://owner:{}@localhost:port/postgres", "address of the store cannot be used"),
        ("postgresql+psycopg://owner:a@{}@localhost/postgres", "address of the store cannot be used"),
        ("postgresql+asyncpg://owner:{}@localhost/postgres", "address of the store cannot be used"),
        ("mysql://owner:{}@localhost/postgres", "address of the store cannot be used"),
        (
            "postgresql+psycopg://owner:{}@/postgres?host={folder}&options=-cdefault_transaction_read_only%3Don",
            "read-only transaction",
        ),
        ("postgresql+psycopg://owner:{}@/narrow?host={folder}", "has the encoding SQL_ASCII"),
        ("postgresql+psycopg://poor:{}@/postgres?host={folder}", "permission denied"),
        ("postgresql+psycopg://owner:{}@/postgres?host={folder}&options=-csearch_path%3Dabsent", "no schema"),
        ("postgresql+psycopg://owner:{}@/postgres?host={folder}&nonsense=1", "nonsense"),
    ],
)
def test_a_password_is_never_shown(
    server: Server, address: str, said: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    where = address.replace("{folder}", str(server.folder)).replace("{}", quote(SECRET, safe=""))

    with pytest.raises(InputError) as caught, open_store(where) as store:
        store.begin(RUN)

    error = caught.value
    told = f"{error} {error.hint}"
    assert said in told
    assert error.hint
    told += "".join(traceback.format_exception(error)) + caplog.text + "".join(capfd.readouterr())
    for form in (SECRET, quote(SECRET, safe=""), quote_plus(SECRET), "pa55", "w/or&d", "or&d"):
        assert form not in told


def test_postgresql_without_its_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with (
        pytest.raises(InputError, match="needs the package `psycopg`") as caught,
        open_store("postgresql://a:secret@host/b"),
    ):
        pass

    assert caught.value.hint == "Install it: pip install 'gradebox[postgres]'"
