"""Which inside the stand-ins speak to. A new one can be bound at any time; they find themselves again by name."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.inside.names import REFLECTED
from grader.result import Location, Outcome
from grader.standin import codes, frames
from grader.standin.failures import InsideLost, StudentFailure
from grader.standin.kept import Kept
from grader.standin.proxies import StandInFunction
from grader.standin.rebuilt import details_of
from grader.standin.refs import KEY, Ref, ref_of
from grader.standin.wording import call_text, operation_text, short

if TYPE_CHECKING:
    from grader.standin.inside import Inside
    from grader.standin.ledger import Ledger


class Binding:
    """The stand-ins of one interpreter of the student's, and the inside they are bound to now."""

    def __init__(self, ledger: Ledger, *, main: bool = True) -> None:
        self.ledger = ledger
        self.main = main
        self.generation = 0
        self.inside: Inside = None  # type: ignore[assignment]  # nothing is asked before `bind`
        self.collecting = False
        self.revive: Callable[[], None] = lambda: None
        self.notes: list[str] = []
        self.starred: dict[str, list[str]] = {}
        self.dead: dict[str, StudentFailure] = {}
        self._modules: dict[str, Any] = {}
        self.kept = Kept()

    def bind(self, inside: Inside) -> None:
        """Speak to another inside from now on; what is kept of the old one is looked up again when it is used."""
        self.inside = inside
        inside.objects.binding = self
        self.generation += 1
        self._modules.clear()

    # Questions

    def ask(self, operation: str, *args: Any) -> Any:
        """Ask the inside; see `Inside.ask`."""
        self.ledger.touched = True
        return self.inside.ask(operation, *args)

    def call(self, value: Any, ref: Ref, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call, with a line in the transcript and a note while collecting."""
        self._note(f"`{ref.display or ref.text}` is called")
        text = call_text(ref.display or ref.text, args, kwargs)
        return self._traced(text, "call", value, args, kwargs)

    def operate(self, value: Any, ref: Ref, operation: str, args: tuple[Any, ...]) -> Any:
        """Carry out a special method, with a line in the transcript."""
        if operation in REFLECTED:
            operation, value, args = f"__{operation[3:]}", args[0], (value,)
        return self._traced(operation_text(ref.display or ref.text, operation, args), operation, value, *args)

    def _traced(self, text: str, operation: str, *args: Any) -> Any:
        ledger = self.ledger
        before, ledger.in_hand = ledger.in_hand, text
        try:
            result = self.ask(operation, *args)
        except StudentFailure as failure:
            ledger.write(text, failure.exception or f"({failure.outcome})")
            raise
        except BaseException as error:
            details = details_of(error)
            ledger.write(text, details.last_line if details else f"{type(error).__name__}: {error}")
            raise
        finally:
            ledger.in_hand = before
        self._record(text, operation, result)
        return result

    def _record(self, text: str, operation: str, result: Any) -> None:
        ledger, made = self.ledger, ref_of(result)
        if made is not None and not made.display and made.shape == "object" and operation == "call":
            made.display = ledger.variable(made.class_name)
            ledger.write(f"{made.display} = {text}", "")
        else:
            ledger.write(text, "" if result is None and operation == "__setitem__" else short(result))
        ledger.last_result, ledger.last_call = result, text

    # Attributes

    def attribute(self, value: Any, ref: Ref, name: str) -> Any:
        """Read an attribute; a function found so knows its name from then on."""
        owner = ref.display or (ref.origin[0] if ref.origin else ref.class_name or ref.text)
        ledger = self.ledger
        before, ledger.in_hand = ledger.in_hand, f"{owner}.{name}"
        try:
            result = self.ask("getattr", value, name)
        finally:
            ledger.in_hand = before
        found = ref_of(result)
        if found is None:
            self._plain_read(owner, name, result)
        elif not found.display:
            found.display = f"{owner}.{name}"
            if ref.origin is not None and found.origin is None:
                found.origin = (ref.origin[0], f"{ref.origin[1]}.{name}".lstrip("."))
        return result

    def _plain_read(self, owner: str, name: str, result: Any) -> None:
        if frames.importing_name() is None:
            self._note(f"`{owner}.{name}` is read")
        if not name.startswith("__"):
            self.ledger.write(f"{owner}.{name}", short(result))
            self.ledger.last_result, self.ledger.last_call = result, f"{owner}.{name}"

    def module_attribute(self, module: Any, ref: Ref, name: str) -> Any:
        """Read a name of a module; while collecting, a missing one becomes a stand-in that fails who uses it."""
        if name == "__all__" and frames.is_star_import():
            return self._star(module, ref)
        collecting = self.collecting and frames.at_module_level()
        if ref.generation != self.generation and not collecting:
            self.find_again(ref)
        if ref.why_missing is not None:
            if collecting and not name.startswith("__"):
                return self.missing(ref, name, ref.why_missing)
            raise self.ledger.fail(ref.why_missing)
        try:
            return self.attribute(module, ref, name)
        except AttributeError as error:
            if f"{ref.text}.{name}" in self.kept.modules:  # the suite imported it: it is an attribute by now
                return self.module_or_missing(f"{ref.text}.{name}")
            if collecting and frames.reads_name() and not name.startswith("__"):
                return self.missing(ref, name, self._no_such_name(ref, name))
            if type(error) is AttributeError:
                raise AttributeError(f"module '{ref.text}' has no attribute '{name}'", name=name) from None
            raise

    def missing(self, module: Ref, name: str, why: StudentFailure) -> Any:
        """A stand-in for a name the student does not have."""
        ref = Ref(self, -1, "function", name)
        ref.origin = (module.text, name)
        ref.display = f"{module.text}.{name}"
        ref.why_missing = why
        return StandInFunction(ref)

    def _no_such_name(self, ref: Ref, name: str) -> StudentFailure:
        file = ref.text.replace(".", "/") + ".py"
        return StudentFailure(f"`{name}` was not found in `{file}`.", location=Location(file))

    def _star(self, module: Any, ref: Ref) -> list[str]:
        names = [name for name in self.ask("star", module) if type(name) is str]
        self.starred[ref.text] = frames.bindable(names)
        return self.starred[ref.text]

    def set_attribute(self, value: Any, ref: Ref, name: str, new: Any) -> None:
        """Set an attribute of the student's object."""
        self.ask("setattr", value, name, new)
        if ref.shape == "object":
            self.ledger.write(f"{ref.display or ref.text}.{name} = {short(new)}", "")

    # Names

    def module(self, name: str) -> Any:
        """Import a module inside; raises what the import raised, or `StudentFailure` where it is known to be dead."""
        if name in self.dead:
            raise self.ledger.fail(self.dead[name])
        if name not in self._modules:
            before, self.ledger.in_hand = self.ledger.in_hand, f"import {name}"
            try:
                self._modules[name] = self.ask("import", name)
            except InsideLost as failure:
                self.dead[name] = failure
                if self.collecting:
                    self.revive()
                raise
            finally:
                self.ledger.in_hand = before
        return self._modules[name]

    def forget_module(self, name: str) -> None:
        """The suite took a module out of `sys.modules`: the next import is a new one."""
        self._modules.pop(name, None)
        self.kept.forget_module(name)

    def module_or_missing(self, name: str) -> Any:
        """Like `module`, with a stand-in that fails who uses it where the import fails."""
        try:
            return self.module(name)
        except StudentFailure as failure:
            why = failure
        except BaseException as error:  # noqa: BLE001 - whatever importing the student's module raises
            why = import_failure(name, error)
        ref = Ref(self, -1, "module", name)
        ref.why_missing = why
        return self.kept.module(name, ref, "")

    def find_again(self, ref: Ref) -> None:
        """Look a stand-in up by its name in the inside that is bound now."""
        if ref.origin is None:
            text = ref.display or ref.text
            raise TypeError(f"`{text}` was kept from an interpreter that is gone")
        module, path = ref.origin
        ref.generation, ref.why_missing, ref.plain = self.generation, None, []
        owner = self.module_or_missing(module)
        if not path:
            return
        why = ref_of(owner).why_missing  # type: ignore[union-attr]
        if why is not None:
            ref.why_missing = why
            return
        found: Any = owner
        for part in path.split("."):
            try:
                found = self.ask("getattr", found, part)
            except AttributeError:
                ref.why_missing = self._no_such_name(ref_of(owner) or ref, path)
                return
        new = ref_of(found)
        if new is None:
            ref.plain = [found]
        else:
            ref.take(new)

    def resolve(self, module: str, name: str) -> Any:
        """The value of a name of a module now; a stand-in that fails who uses it where there is none."""
        owner = self.module_or_missing(module)
        ref: Ref = types.ModuleType.__getattribute__(owner, KEY)
        if ref.why_missing is not None:
            return self.missing(ref, name, ref.why_missing)
        try:
            return self.module_attribute(owner, ref, name)
        except AttributeError:
            return self.missing(ref, name, self._no_such_name(ref, name))

    def derive(self, made: Any, name: str, bases: tuple[type, ...], content: dict[str, Any]) -> None:
        """Build a class of the suite's, which derives from a student's, inside."""
        self.ask("derive", codes.Derived(made, name, bases, content))

    def code_of(self, ref: Ref) -> Any:
        """A code object that says of a student's function what `inspect` wants to know; it never runs."""
        return codes.code_of(ref.code)

    def _note(self, what: str) -> None:
        if self.collecting:
            where = frames.suite_line()
            if where is not None:
                self.notes.append(f"{where}: {what}")


def import_failure(name: str, error: BaseException) -> StudentFailure:
    """What a check says that needs a module which cannot be imported."""
    details = details_of(error)
    if isinstance(error, SystemExit):
        place = Location(*details.place) if details and details.place else None
        where = f"Line {place.line} of `{place.file}`" if place else "Something"
        message = f"{where} ends the whole program while `{name}` is being imported."
        return StudentFailure(message, Outcome.CRASHED, location=place, exception="SystemExit")
    last_line = details.last_line if details else f"{type(error).__name__}: {error}"
    place = Location(*details.place) if details and details.place else None
    where = f" (`{place.file}` line {place.line})" if place else ""
    message = f"`{name}` cannot be imported{where}: {last_line}"
    return StudentFailure(message, Outcome.CRASHED, location=place, exception=last_line)
