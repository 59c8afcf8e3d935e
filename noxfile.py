"""The longer jobs, each one command: `nox -s soak`, `nox -s fuzz`, `nox -s bench`, `nox -s tests`."""

from __future__ import annotations

import nox

nox.options.sessions = ["tests"]


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The test suite, on every Python that is installed."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "pytest", "-n", "3", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """A thousand submissions through one warm box, one in ten hostile; a class of as many, killed ten times.

    And all exercises, idioms and attacks with one and with several submissions per child of the judge.
    """
    session.install("-e", ".[dev]")
    tests = ("tests/test_soak.py", "tests/test_bulk_command.py", "tests/test_isolation.py")
    sizes = {"GRADE_SOAK": "1000", "GRADE_BULK": "1000", "GRADE_ISOLATION": "1"}
    session.run("python", "-m", "pytest", *tests, env=sizes)


@nox.session(python="3.11")
def fuzz(session: nox.Session) -> None:
    """Ten minutes of hostile bytes for everything the judge reads; what is new goes into the corpus."""
    session.install("-e", ".", "atheris")
    session.run("python", "tests/fuzz/decode.py", "-max_total_time=600", "-rss_limit_mb=2048", "tests/fuzz/corpus")


@nox.session
def bench(session: nox.Session) -> None:
    """What grading costs, against pytest in the same run."""
    session.install("-e", ".")
    session.run("python", "benchmarks/grading.py", *session.posargs)
