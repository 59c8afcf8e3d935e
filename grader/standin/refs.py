"""What a stand-in stands for: which inside, which number there, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.standin.failures import StudentFailure

if TYPE_CHECKING:
    from grader.standin.binding import Binding

KEY = "_grader_ref_"
OWN = "_grader_own_"  # the special methods that come before those of the type of values a class derives from
META = "_grader_meta_"  # the class of a class, where that is the student's
STANDARD = "_grader_standard_"  # the standard classes it names as its bases


class Ref:
    """The identity of one stand-in. `origin` is (module, dotted path) where it can be found again by name."""

    __slots__ = (
        "base",
        "binding",
        "carried",
        "class_name",
        "code",
        "derived",
        "display",
        "generation",
        "hashed",
        "number",
        "origin",
        "own",
        "plain",
        "shape",
        "text",
        "why_missing",
    )

    def __init__(self, binding: Binding, number: int, shape: str, text: str = "") -> None:
        self.binding = binding
        self.number = number
        self.generation = binding.generation
        self.shape = shape
        self.text = text
        self.hashed: int | None = None
        self.origin: tuple[str, str] | None = None
        self.display = ""
        self.class_name = ""
        self.carried: list[Any] = []
        self.base: type | None = None  # the type of values its class derives from
        self.own: frozenset[str] = frozenset()
        self.plain: list[Any] = []
        self.code: list[Any] = []
        self.derived: Any = None  # of a class of the suite's: what the inside builds it from
        self.why_missing: StudentFailure | None = None

    def take(self, other: Ref) -> None:
        """Stand for what `other` stands for, under this one's name."""
        for name in ("number", "generation", "shape", "text", "hashed", "carried", "code", "class_name", "why_missing"):
            setattr(self, name, getattr(other, name))
        self.plain = []

    def shape_name(self) -> str:
        """The name of the student's class, or of the kind of thing this is."""
        return self.class_name or self.shape

    def current(self) -> Ref:
        """This identity in the inside of now: looked up again by its name after a new inside was bound.

        Raises `StudentFailure` where the student has no such name.
        """
        if self.generation != self.binding.generation:
            self.binding.find_again(self)
        if self.why_missing is not None:
            raise self.binding.ledger.fail(self.why_missing)
        return self


class Marked(type):
    """The class of the classes whose instances, or which themselves, are stand-ins."""


def own_names(cls: type) -> Any:
    """What the judge itself keeps in a class: `vars` of a stand-in class gives the student's names."""
    return type.__dict__["__dict__"].__get__(cls)


def ref_of(value: Any) -> Ref | None:
    """The identity of a stand-in; None for anything else. Asks nothing over the wire."""
    exact = type(value)
    if issubclass(exact, type):
        found = own_names(value).get(KEY)
    elif issubclass(exact, BaseException):
        found = value.__dict__.get(KEY)
    elif issubclass(type(exact), Marked):
        try:
            found = object.__getattribute__(value, KEY)
        except AttributeError:
            return None
    else:
        return None
    return found if type(found) is Ref else None
