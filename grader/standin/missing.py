"""What a check says that needs what the student does not have, or what cannot be imported."""

from __future__ import annotations

import os

from grader.result import Location, Outcome
from grader.standin.failures import StudentFailure
from grader.standin.rebuilt import details_of
from grader.standin.refs import Ref


class NoSuchAttributeError(AttributeError):
    """A module of the student's lacks a name that a test asks for; `file` is where it was looked for."""

    def __init__(self, ref: Ref, name: str) -> None:
        super().__init__(f"module '{ref.text}' has no attribute '{name}'", name=name)
        self.file = _file_of(ref)


def no_such_name(ref: Ref, name: str) -> StudentFailure:
    """A module without a name that the suite takes from it."""
    file = _file_of(ref)
    return StudentFailure(f"`{name}` was not found in `{file}`.", location=Location(file))


def import_failure(name: str, error: BaseException) -> StudentFailure:
    """What a check says that needs a module which cannot be imported."""
    details = details_of(error)
    place = Location(*details.place) if details and details.place else None
    if isinstance(error, SystemExit):
        where = f"Line {place.line} of `{place.file}`" if place else "Something"
        message = f"{where} ends the whole program while `{name}` is being imported."
        return StudentFailure(message, Outcome.CRASHED, location=place, exception="SystemExit")
    last_line = details.last_line if details else f"{type(error).__name__}: {error}"
    where = f" (`{place.file}` line {place.line})" if place else ""
    message = f"`{name}` cannot be imported{where}: {last_line}"
    return StudentFailure(message, Outcome.CRASHED, location=place, exception=last_line)


def _file_of(ref: Ref) -> str:
    """The file of a module, relative to the submission; of a package, its `__init__.py`."""
    path = ref.binding.file_of(ref.text)
    return os.path.relpath(path, ref.binding.home) if path else ref.text.replace(".", "/") + ".py"
