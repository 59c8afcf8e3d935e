"""What the runner tells a worker, and what it hears back: one line of JSON each."""

from __future__ import annotations

from msgspec import Struct, field

from grader.course import FileSystem, Limits
from grader.diagnosis.found import Found
from grader.record import RecordedCheck
from grader.result import Verdict
from grader.submission import Entry


class Post(Struct, frozen=True, kw_only=True):
    """What a worker is started with: one suite, one kind of box.

    `suite` is its folder; one that must lie on no disk comes as `hidden_suite`, its files by path.
    `solution` are the files the suite is collected against, or none; `support` are files beside the submission;
    `roots` are the top-level module names of the exercise; `packages` are what the box shows on its import path
    besides, each name with where it lies; `show` are further files of the real box, each path with its text.
    `filesystems` are those that every check runs in, `temporary` and `fake`.
    `messages` are the course's: ids, each with the concepts of the checks that it may explain by a file's text alone.
    `alone` says that no other worker shares the machine: then it places its processes on the cores itself.
    `per_child` is how many submissions one child of the judge may grade, one after the other, where nothing unusual
    happens.
    """

    suite: str
    hidden_suite: dict[str, bytes] = field(default_factory=dict)
    roots: list[str]
    limits: Limits
    box: str
    solution: dict[str, bytes] = field(default_factory=dict)
    support: dict[str, bytes] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    show: dict[str, str] = field(default_factory=dict)
    plugins: list[str] = field(default_factory=list)
    filesystems: list[FileSystem] = field(default_factory=lambda: ["temporary"])
    messages: dict[str, list[str]] = field(default_factory=dict)
    json_report: bool = False
    fork: bool = True
    alone: bool = False
    per_child: int = 1


class Order(Struct, frozen=True, kw_only=True):
    """One submission to grade: its files as bytes. `sequence` are cases to run in this order, ahead of all others.

    All checks together may take `seconds`, and one of them `check_seconds`, or what the limits say where it is 0.

    `required` are the files that must be there, `command` is one to run and diagnose, empty for none.
    Without `explain` nobody asks which mistakes explain what fails. When `enough` checks have failed, or one of
    `decisive`, the others are not run; 0 is for all.
    """

    files: dict[str, bytes]
    given: dict[str, bytes] = field(default_factory=dict)
    sequence: list[str] = field(default_factory=list)
    seconds: float = 0.0
    check_seconds: float = 0.0
    listing: list[Entry] = field(default_factory=list)
    changed_given: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    command: str = ""
    explain: bool = True
    enough: int = 0
    decisive: list[str] = field(default_factory=list)


class Collected(Struct, frozen=True, kw_only=True, tag=True):
    """What the suite turned out to be. `notes` are lines that cannot be bound again, `failures` files not collected."""

    checks: list[RecordedCheck]
    imports: dict[str, dict[str, str]]
    notes: list[str]
    failures: list[str]


class Judged(Struct, frozen=True, kw_only=True, tag=True):
    """One verdict, as it falls."""

    verdict: Verdict


class Finished(Struct, frozen=True, kw_only=True, tag=True):
    """The submission is done. `json_report` is pytest-json-report's file, where it was asked for.

    `found` are the recognised mistakes by case, under the empty name those that the files alone show.
    `ends` says why the judge's child grades no submission after this one; empty where it does.
    """

    box: str
    ends: str = ""
    found: dict[str, list[Found]] = field(default_factory=dict)
    json_report: bytes = b""


class Fault(Struct, frozen=True, kw_only=True, tag=True):
    """The worker cannot go on. `kind` is the name of the error's class."""

    message: str
    hint: str = ""
    kind: str = "JudgeError"


Word = Collected | Judged | Finished | Fault
