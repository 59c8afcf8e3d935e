"""What a check says that needs what the student does not have, or what cannot be imported."""

from __future__ import annotations

from grader.result import Location, Outcome
from grader.standin.failures import StudentFailure
from grader.standin.rebuilt import details_of
from grader.standin.refs import Ref


def no_such_name(ref: Ref, name: str) -> StudentFailure:
    """A module without a name that the suite takes from it."""
    file = ref.text.replace(".", "/") + ".py"
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
