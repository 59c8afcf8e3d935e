"""Faults of the grader or of its inputs. A fault of the student's code is a `Result`, never an exception."""

from __future__ import annotations


class GraderError(Exception):
    """The base of every error the command line turns into a message, a hint and an exit code.

    The message says what is wrong and why; `hint` says what to do about it.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(GraderError):
    """What the caller named is not there or cannot be used."""

    exit_code = 2


class ManifestError(InputError):
    """A `course.toml`, an `exercise.toml` or a `checks.json` is missing, unreadable or wrong."""


class SuiteError(GraderError):
    """A hidden suite cannot be collected or breaks a rule of its markers: the author's fault, not the student's."""


class BoxError(GraderError):
    """The sandbox that was asked for cannot be had on this machine."""

    exit_code = 2


class JudgeError(GraderError):
    """The judge or the worker died, or said something it never should."""
