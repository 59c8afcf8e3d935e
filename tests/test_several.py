"""Several submissions per judge child: nothing of one is there for the next, and what is unusual costs the child."""

from __future__ import annotations

import builtins
import logging
import os
import random
import signal
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import getcontext
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from grader.box.bubblewrap import why_not
from grader.bulk.isolation import WAYS, compare
from grader.course import Limits
from grader.judge.holdings import Holdings
from grader.judge.lasting import leaves_something
from grader.judge.surroundings import Surroundings
from grader.result import Outcome, Verdict
from grader.worker.client import Worker
from grader.worker.orders import Finished, Judged, Order, Post

SUITE = """
import collections.abc, functools, os, random, time, warnings
import pytest
import student
from student import Card

SEEN = []
MADE = 0

class Book:
    def __init__(self):
        self.title = "none"
    def __repr__(self):
        return "<Book>"

BOOK = Book()

@functools.cache
def twice(number):
    return 2 * number

@pytest.fixture(scope="session")
def deck():
    return [student.Card()]

@pytest.mark.parametrize("numbers", [[3, 1, 2]])
def test_sorted(numbers):
    assert student.ordered(numbers) == [1, 2, 3]

def test_visit():
    student.visit(SEEN.append)

def test_book():
    student.fill(BOOK)

def test_random():
    assert student.echo(random.randrange(10 ** 9)) >= 0

def test_card(deck):
    assert not isinstance(deck[0], collections.abc.Sized)
    assert not hasattr(Card, "size")
    assert len(SEEN) == 0 and BOOK.title == "none"

def test_files(submission):
    assert "student/parts.py" in submission.files

def test_import_inside():
    import student.parts as parts
    assert parts.NAME == student.NAME

class Board:
    __slots__ = ("__place",)
    def __init__(self):
        self.__place = 0
    def put(self, place):
        self.__place = place

def pytest_generate_tests(metafunc):
    if "board" in metafunc.fixturenames:
        metafunc.parametrize("board", [Board()], ids=["empty"])

def test_mode(request, board):
    mode = student.mode()
    assert not hasattr(request.config, "left")
    if mode == "kill":
        os.kill(os.getpid(), 9)
    elif mode == "sleep":
        time.sleep(60)
    elif mode == "cache":
        twice(4)
    elif mode == "count":
        global MADE
        MADE += 1
    elif mode == "attribute":
        twice.asked = True
    elif mode == "warn":
        warnings.warn("a warning of the suite's")
    elif mode == "environment":
        os.environ["LEFT"] = "1"
    elif mode == "file":
        os.open("/dev/null", os.O_RDONLY)
    elif mode == "module":
        time.strftime = None
    elif mode == "late module":
        import statistics
        statistics.left = 1
    elif mode == "pytest":
        pytest.left = 1
    elif mode == "config":
        request.config.left = 1
    elif mode == "board":
        board.put(1)
"""
PARTS = "NAME = {name!r}\n"
RIGHT = """
NAME = {name!r}

class Card:
    pass

def ordered(numbers):
    return sorted(numbers)

def visit(use):
    pass

def fill(book):
    pass

def echo(value):
    return value

def mode():
    return ""
"""
LIMITS = Limits(seconds=0.5, submission_seconds=8.0)
EVERY = 1000


def source(changes: str = "", name: str = "one") -> dict[str, bytes]:
    text = RIGHT.format(name=name) + changes
    return {"student/__init__.py": text.encode(), "student/parts.py": PARTS.format(name=name).encode()}


class Graded:
    """What was said of one submission."""

    def __init__(self, words: list[Any]) -> None:
        self.verdicts = {
            word.verdict.case.partition("::")[2]: word.verdict for word in words if isinstance(word, Judged)
        }
        self.ends = next(word.ends for word in words if isinstance(word, Finished))

    @property
    def wrong(self) -> list[str]:
        return [name for name, verdict in self.verdicts.items() if verdict.outcome is not Outcome.PASSED]


Grade = Callable[..., Graded]


@pytest.fixture(scope="module")
def post_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Post]:
    """What a worker is started with for the text of a suite."""

    def write(text: str) -> Post:
        suite = tmp_path_factory.mktemp("course") / "suite"
        suite.mkdir()
        (suite / "test_student.py").write_text(text, encoding="utf-8")
        box = "process" if why_not() else "bubblewrap"
        return Post(suite=str(suite), solution=source(), roots=["student"], limits=LIMITS, box=box)

    return write


@pytest.fixture(scope="module")
def open_worker(post_of: Callable[[str], Post]) -> Iterator[Callable[[int], Worker]]:
    post, workers = post_of(SUITE), list[Worker]()

    def start(per_child: int) -> Worker:
        workers.append(Worker(replace(post, per_child=per_child)))
        workers[-1].collected()
        return workers[-1]

    yield start
    for worker in workers:
        worker.close()


@pytest.fixture(scope="module")
def worker(open_worker: Callable[[int], Worker]) -> Worker:
    return open_worker(EVERY)


@pytest.fixture(scope="module")
def alone(open_worker: Callable[[int], Worker]) -> Worker:
    return open_worker(1)


@pytest.fixture(scope="module")
def grade(worker: Worker) -> Grade:
    """Grade a right answer with these changes, after another right one by the same child."""

    def graded(changes: str = "", name: str = "one") -> Graded:
        return Graded(list(worker.grade(Order(files=source(changes, name)))))

    return graded


STAYS = {
    "a right answer": ("", []),
    "a wrong answer": ("def echo(value): return -1", ["test_random"]),
    "a class with a length": ("class Card:\n    def __len__(self): return 3", ["test_card"]),
    "a class with a base": ("class Base:\n    def size(self): pass\nclass Card(Base): pass", ["test_card"]),
    "a class with a class of its own": ("class Kind(type): pass\nclass Card(metaclass=Kind): pass", []),
    "an error in the place of a class": ("class Card(Exception): pass", []),
    "a function in the place of a class": ("class Other: pass\ndef Card(): return Other()", []),
    "a class that is called like the suite's": (
        "class Card: pass\nCard.__module__ = 'test_student'\nCard.__qualname__ = 'Book'",
        [],
    ),
    "a class under the same name": ("class Card:\n    size = 3\n    def __len__(self): return 3", ["test_card"]),
    "a module function of another kind": ("echo = [].__contains__\necho = lambda value: value", []),
    "a name of pytest's configuration": ("def mode(): return 'config'", []),
    "output at the end": ("def mode():\n    print('left over')\n    return ''", []),
}


@pytest.mark.parametrize(("changes", "wrong"), STAYS.values(), ids=STAYS)
def test_a_usual_submission_is_followed_by_another_that_sees_nothing_of_it(
    changes: str, wrong: list[str], grade: Grade, alone: Worker
) -> None:
    first = grade()
    middle, last = grade(changes, name="two"), grade()
    apart = Graded(list(alone.grade(Order(files=source(changes, "two")))))

    assert (first.ends, last.ends) == ("", "")
    assert middle.ends == "" or ("Card" in changes and "alive still" in middle.ends)
    assert middle.wrong == wrong
    assert untimed(middle) == untimed(apart)
    assert untimed(last) == untimed(first)


def untimed(graded: Graded) -> dict[str, Verdict]:
    """The verdicts without what differs each time: times, and a random number."""
    verdicts = {name: replace(each, seconds=0.0) for name, each in graded.verdicts.items()}
    return verdicts | {"test_random": replace(verdicts["test_random"], transcript=[])}


def test_random_numbers_are_other_ones_for_each_submission(grade: Grade) -> None:
    numbers = {grade().verdicts["test_random"].transcript[0].result for _ in range(3)}

    assert len(numbers) == 3


ENDS = {
    "a value in a global list": ("def visit(use): use(3)", "a list changed"),
    "an object in a global list": ("def visit(use): use(Card())", "alive still"),
    "a function in a global list": ("def visit(use): use(visit)", "a list changed"),
    "a bound method in a global list": ("def visit(use): use([].append)", "alive still"),
    "a warning": ("def mode(): return 'warn'", "alive still"),
    "a generator in a global list": ("def visit(use): use(n for n in 'ab')", "alive still"),
    "an attribute of a global object": ("def fill(book): book.title = 'mine'", "a dict changed"),
    "a parameter sorted in place": ("def ordered(numbers):\n    numbers.sort()\n    return numbers", "a list changed"),
    "a text of its own class": ("class Loud(str): pass\ndef echo(value): return Loud('x')", "is a value"),
    "a named tuple": (
        "import collections\nPair = collections.namedtuple('P', 'a')\ndef echo(value): return Pair(1)",
        "is a value",
    ),
    "an error": ("def echo(value): return 1 // 0", "a check crashed"),
    "an exit": ("import os\ndef echo(value): os._exit(0)", "ended the whole program"),
    "a loop": ("def echo(value):\n    while True: pass", "did not finish"),
    "nonsense on the wire": ("import os\ndef echo(value): os.write(3, b'x' * 99)", "answered with"),
    "a logger": (
        "import logging\ndef echo(value):\n    logging.getLogger('mine').error('x')\n    return 1",
        "the loggers",
    ),
    "a cache of the suite's": ("def mode(): return 'cache'", "a _lru_cache_wrapper changed"),
    "a count of the suite's": ("def mode(): return 'count'", "the names of"),
    "an attribute of a function": ("def mode(): return 'attribute'", "the names of twice"),
    "a variable": ("def mode(): return 'environment'", "the environment"),
    "an open file": ("def mode(): return 'file'", "the open files"),
    "a patched module": ("def mode(): return 'module'", "time changed"),
    "a module that is loaded late": ("def mode(): return 'late module'", "the loaded modules"),
    "a name of pytest's": ("def mode(): return 'pytest'", "pytest changed"),
    "an object that only pytest holds": ("def mode(): return 'board'", "a Board changed"),
    "a killed judge": ("def mode(): return 'kill'", ""),
    "a sleeping judge": ("def mode(): return 'sleep'", ""),
}


@pytest.mark.parametrize(("changes", "why"), ENDS.values(), ids=ENDS)
def test_what_is_unusual_costs_the_child_and_the_next_submission_nothing(changes: str, why: str, grade: Grade) -> None:
    first, odd, last = grade(), grade(changes, name="two"), grade()

    assert (first.wrong, last.wrong, last.ends) == ([], [], "")
    assert why in odd.ends
    assert odd.ends or why == ""
    assert untimed(last) == untimed(first)
    assert len(odd.wrong) <= 3


def test_a_child_that_dies_between_two_submissions_costs_neither(worker: Worker, grade: Grade) -> None:
    first = grade()
    for pid in children(worker.pid):
        os.kill(pid, signal.SIGKILL)

    last = grade()

    assert (first.wrong, last.wrong) == ([], [])


def children(pid: int) -> list[int]:
    """The forks of the judge below a worker: of the processes that look like it, those whose parent does, too."""
    parents: dict[int, int] = {}
    lines: dict[int, list[bytes]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            lines[int(entry.name)] = (entry / "cmdline").read_bytes().split(b"\0")
    judges = {
        one
        for one, words in lines.items()
        if b"grader.judge" in words and b"bwrap" not in words[0] and pid in ancestors(one, parents)
    }
    return sorted(one for one in judges if parents[one] in judges)


def ancestors(pid: int, parents: dict[int, int]) -> list[int]:
    found = []
    while pid in parents:
        pid = parents[pid]
        found.append(pid)
    return found


def test_no_child_grades_more_than_it_may(open_worker: Callable[[int], Worker]) -> None:
    orders = [Order(files=source(name=f"n{number}")) for number in range(7)]

    graded = [Graded(words) for words in open_worker(3).grade_all(orders)]

    assert [each.ends for each in graded] == ["", "", "enough", "", "", "enough", ""]
    assert [each.wrong for each in graded] == [[]] * 7


LEAKING = """
import mimetypes
import student

def test_left():
    assert mimetypes.guess_type("a.left") == (None, None)

def test_mode():
    if student.mode() == "type":
        mimetypes.add_type("x/left", ".left")
    assert student.echo(1) == 1
"""
UNSTEADY = """
import os

def echo(value):
    print(os.urandom(8).hex())
    return value
"""


def test_what_nobody_notices_in_the_judge_is_found_by_comparing(post_of: Callable[[str], Post]) -> None:
    """`mimetypes` keeps what a suite adds where no name of it changes."""
    changes = {"odd": UNSTEADY, "right": "", "leaves a type": "def mode(): return 'type'", "right again": ""}

    found = compare(post_of(LEAKING), list(changes), lambda name: Order(files=source(changes[name])), EVERY)

    wrong = {(each.name, each.way) for each in found.differences if each.field == "outcome"}
    assert wrong == {("right again", WAYS[0]), ("right", WAYS[1]), ("odd", WAYS[1])}
    assert (found.passed, found.unsteady, found.submissions, found.reused) == (False, ["odd"], 4, 8)
    assert found.ends == {}


def module_of(text: str, tmp_path: Path, name: str = "held") -> types.ModuleType:
    """A module of a suite that lies in a folder."""
    module = types.ModuleType(name)
    module.__file__ = str(tmp_path / f"{name}.py")
    sys.modules[name] = module
    exec(compile(text, module.__file__, "exec"), vars(module))  # noqa: S102 - a text of this file
    return module


HELD = """
import collections, enum, functools, random, types, datetime, logging
from decimal import Decimal

class Kind(enum.Enum):
    ONE = [1]

class Base:
    __slots__ = ("place",)

class Thing(Base):
    shared = {"a": [1]}
    def __init__(self):
        self.parts = {1, 2}
        self.place = 0
    def method(self, more=[]):
        return self
    @functools.cached_property
    def once(self):
        return 1

class Words(list):
    pass

class Hidden:
    __slots__ = ("__place",)
    def put(self, place):
        self.__place = place

def outer():
    count = 0
    def inner():
        nonlocal count
        count += 1
        return count
    return inner

count = outer()
thing = Thing()
words = Words("ab")
words.note = "x"
numbers = [1, (2, [3])]
queue = collections.deque([1])
texts = collections.defaultdict(list, a=["x"])
raw = bytearray(b"abc")
space = types.SimpleNamespace(a=1)
luck = random.Random(1)
chance = random.SystemRandom()
turns = collections.OrderedDict(a=1, b=2)
hidden = Hidden()
def remembering():
    return [].append
remember = remembering()
log = logging.getLogger("held")
part = functools.partial(max, [1, 2])
day = datetime.date(2026, 1, 1), Decimal("1.5")
def plain(first=1, *, second={}):
    return first
@functools.cache
def cached(number):
    return number
@functools.cache
def used(number):
    return [number]
used(1), used(1)
method = thing.method
"""
CHANGES = [
    "numbers.append(4)", "numbers[1][1].append(4)", "numbers[0] = 1.0", "new = 1", "del day", "thing.parts.add(3)",
    "thing.place = 1", "Thing.shared['a'].append(2)", "Thing.new = 1", "Thing.method = plain", "count()",
    "queue.append(2)", "texts['b']", "texts['a'].append('y')", "raw[0] = 0", "space.b = 2", "luck.random()",
    "part.args[0].append(3)", "plain.asked = True", "plain.__defaults__ = (2,)", "plain.__kwdefaults__['second'] = 3",
    "plain.__kwdefaults__['second'][1] = 3", "plain.__code__ = (lambda first, *, second: 2).__code__", "cached(1)",
    "thing.method.__func__.__defaults__[0].append(1)", "Kind.ONE.value.append(2)", "Kind.ONE.mine = 1",
    "plain.__doc__ = 'x'",
    "turns.move_to_end('a')", "hidden.put(1)", "remember(1)", "used.cache_clear(), used(2), used(2)",
    "texts.default_factory = set", "part.note = 1", "words.append('c')", "words.note = 'y'",
    "Thing.__bases__ = (type('Other', (Base,), {'__slots__': ()}),)",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_a_suite_holds_is_seen(change: str, tmp_path: Path) -> None:
    module = module_of(HELD, tmp_path)
    holdings = Holdings([module], str(tmp_path))
    assert (holdings.changed(), holdings.unknown) == ("", [])

    exec(change, vars(module))  # noqa: S102 - a text of this file

    assert holdings.changed()


UNSEEN = [
    "held = iter([1])",
    "held = iter([1]).__next__",
    "import threading\nheld = [threading.Lock()]",
    "import io\nheld = io.StringIO()",
    "import io\nclass Out(io.StringIO): pass\nheld = Out()",
    "class Wrong(Exception): pass\nheld = Wrong()",
    "import logging.handlers\nheld = logging.handlers.BufferingHandler(9)",
    "import types\nHeld = types.new_class('Held')",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_may_change_unseen_is_named(text: str, tmp_path: Path) -> None:
    assert len(Holdings([module_of(text, tmp_path)], str(tmp_path)).unknown) == 1


def test_a_helper_that_is_named_like_a_standard_module_is_looked_at(tmp_path: Path) -> None:
    module = module_of("class Game: pass\ngame = Game()", tmp_path, "typing_game")
    holdings = Holdings([module], str(tmp_path))

    module.game.moves = 1

    assert holdings.changed()


def test_containers_are_put_back(tmp_path: Path) -> None:
    module = module_of(HELD, tmp_path)
    holdings = Holdings([vars(module)], str(tmp_path), {})

    for change in ("numbers.append(4)", "del numbers[1][1][0]", "queue.clear()", "texts['b']", "thing.parts.clear()"):
        exec(change, vars(module))  # noqa: S102 - a text of this file
    holdings.put_back()

    assert (module.numbers, list(module.queue), dict(module.texts)) == ([1, (2, [3])], [1], {"a": ["x"]})
    assert module.thing.parts == {1, 2}
    assert holdings.changed() == ""


SURROUNDED: dict[str, Callable[[], object]] = {
    "the environment": lambda: os.environ.__setitem__("GRADE_LEFT", "1"),
    "the import path": lambda: sys.path.append("/nowhere"),
    "the arguments": lambda: sys.argv.append("more"),
    "the filters of warnings": lambda: warnings.simplefilter("always"),
    "a signal's handler": lambda: signal.signal(signal.SIGUSR2, lambda *_: None),
    "the loggers": lambda: logging.getLogger("grader.tests.left"),
    "the decimal context": lambda: setattr(getcontext(), "prec", 5),
    "the permissions of new files": lambda: os.umask(0o22 ^ os.umask(0o22)),
    "a limit of the interpreter": lambda: sys.setrecursionlimit(sys.getrecursionlimit() + 1),
    "the timers": lambda: signal.setitimer(signal.ITIMER_VIRTUAL, 1000),
    "the open files": lambda: os.open(os.devnull, os.O_RDONLY),
    "the current folder": lambda: os.chdir("/"),
    "the built-in names": lambda: setattr(builtins, "left", 1),
    "random": lambda: setattr(random, "choice", None),
}


@pytest.mark.parametrize("what", SURROUNDED)
def test_a_change_of_the_process_is_seen(what: str) -> None:
    """In a process of its own, which ends with what it has changed."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.umask(0o77)
            surroundings = Surroundings()
            surroundings.begin([], patched=True)
            before = surroundings.changed(patched=True)
            SURROUNDED[what]()
            code = 0 if (before, surroundings.changed(patched=True)) == ("", what) else 2
        finally:
            os._exit(code)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


LASTING = [
    "import collections; collections.Counter.left = 1",
    "from collections import Counter; Counter.left = 1",
    "import json.decoder as j; j.BACKSLASH['left'] = 1",
    "import pytest; pytest.Item.left = 1",
    "type(config).left = 1",
    "import atexit",
    "from signal import alarm",
    "import numpy",
    "threading.Thread()",
    "x.__dict__",
    "exec('')",
]


@pytest.mark.parametrize("text", LASTING)
def test_a_suite_that_may_leave_something_behind_is_told_from_its_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("import student, helpers\nfrom .helpers import x\n", encoding="utf-8")
    (tmp_path / "helpers.py").write_text("def test(monkeypatch):\n    monkeypatch.setattr(a, 'b', 1)\n")
    (tmp_path / "conftest.py").write_text(
        "import os, time\nos.environ['A'] = '1'\ntime.sleep = student.Card.size = 1\n"
    )
    assert leaves_something(tmp_path, ["student"]) == ""

    (tmp_path / "test_b.py").write_text(f"import os\n\n{text}\n", encoding="utf-8")

    assert leaves_something(tmp_path, ["student"]) == "test_b.py:3"
