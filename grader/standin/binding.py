"""Which inside the stand-ins speak to. A new one can be bound at any time; they find themselves again by name."""

from __future__ import annotations

import os
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.inside.names import REFLECTED
from grader.standin import codes, frames
from grader.standin.failures import InsideLost, StudentFailure
from grader.standin.functions import Functions
from grader.standin.kept import Kept
from grader.standin.missing import NoSuchAttributeError, import_failure, no_such_name
from grader.standin.proxies import StandInFunction
from grader.standin.rebuilt import details_of
from grader.standin.refs import KEY, Ref, ref_of
from grader.standin.wording import NAMED, call_text, operation_text, short

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
        self.home = ""
        self.files: frozenset[str] = frozenset()
        self._modules: dict[str, Any] = {}
        self.functions = Functions()
        self.kept = Kept()

    def bind(self, inside: Inside) -> None:
        """Speak to another inside from now on; what is kept of the old one is looked up again when it is used."""
        self.inside = inside
        inside.objects.binding = self
        self.generation += 1
        self._modules.clear()
        self.functions.clear()

    def file_of(self, module: str) -> str:
        """Where a module's source lies, by its name and the list of what was handed in; empty where it is not there."""
        path = module.replace(".", "/")
        found = next((name for name in (f"{path}.py", f"{path}/__init__.py") if name in self.files), "")
        return os.path.join(self.home, found) if found else ""

    def holds(self, path: str) -> bool:
        """Whether a full path names a file that was handed in."""
        return os.path.relpath(path, self.home) in self.files if path.startswith(self.home) else False

    # Questions

    def ask(self, operation: str, *args: Any) -> Any:
        """Ask the inside; see `Inside.ask`."""
        self.ledger.touched = True
        return self.inside.ask(operation, *args)

    def _ask_for(self, text: str, operation: str, *args: Any) -> Any:
        """Ask, with `text` for what is said to be going on meanwhile."""
        with self.ledger.about(text):
            return self.ask(operation, *args)

    def call(self, value: Any, ref: Ref, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call, with a line in the transcript and a note while collecting."""
        self._note(f"`{ref.display or ref.text}` is called")
        return self._traced(call_text(ref.display or ref.text, args, kwargs), "call", value, args, kwargs)

    def operate(self, value: Any, ref: Ref, operation: str, args: tuple[Any, ...]) -> Any:
        """Carry out a special method, with a line in the transcript and a note while collecting."""
        self._note(f"`{ref.display or ref.text}` is used")
        if operation in REFLECTED:
            operation, value, args = f"__{operation[3:]}", args[0], (value,)
        return self._traced(operation_text(short(value), operation, args), operation, value, *args)

    def _traced(self, text: str, operation: str, *args: Any) -> Any:
        ledger = self.ledger
        try:
            result = self._ask_for(text, operation, *args)
        except StudentFailure as failure:
            ledger.write(text, failure.exception or f"({failure.outcome})")
            raise
        except BaseException as error:
            details = details_of(error)
            ledger.write(text, details.last_line if details else f"{type(error).__name__}: {error}")
            raise
        self._record(text, operation, result)
        return result

    def _record(self, text: str, operation: str, result: Any) -> None:
        ledger, made = self.ledger, ref_of(result)
        if made is not None and not made.display and made.shape == "object" and operation in NAMED:
            made.display = ledger.variable(made.class_name)
            ledger.write(f"{made.display} = {text}", "")
        else:
            ledger.write(text, "" if result is None and operation == "__setitem__" else short(result))
        if not ledger.silent:
            ledger.last_result, ledger.last_call = result, text

    # Attributes

    def attribute(self, value: Any, ref: Ref, name: str) -> Any:
        """Read an attribute; a function found so knows its name from then on."""
        owner = ref.display or (ref.origin[0] if ref.origin else ref.class_name or ref.text)
        result = self.functions.find(ref, name)
        self.ledger.touched = True
        if result is None:
            result = self._ask_for(f"{owner}.{name}", "getattr", value, name)
        found = ref_of(result)
        if found is None:
            self._plain_read(owner, name, result)
            return result
        if found.base is not None:
            self._note_read(owner, name)
        if not found.display:
            found.display = f"{owner}.{name}"
            if ref.origin is not None and found.origin is None:
                found.origin = (ref.origin[0], f"{ref.origin[1]}.{name}".lstrip("."))
        return result

    def _plain_read(self, owner: str, name: str, result: Any) -> None:
        self._note_read(owner, name)
        if not name.startswith("__"):
            self.ledger.write(f"{owner}.{name}", short(result))
            self.ledger.last_result, self.ledger.last_call = result, f"{owner}.{name}"

    def _note_read(self, owner: str, name: str) -> None:
        """Note a value that is read while collecting: the solution's would pass for everybody's."""
        if not frames.carries_out_import() and frames.importing_name() is None:
            self._note(f"`{owner}.{name}` is read")

    def module_attribute(self, module: Any, ref: Ref, name: str) -> Any:
        """Read a name of a module; while collecting, a missing one becomes a stand-in that fails who uses it."""
        if name == "__all__" and frames.is_star_import():
            return self._star(module, ref)
        if name == "__file__" and self.file_of(ref.text):
            self._note(f"`{ref.text}.__file__` is read")
            return self.file_of(ref.text)
        collecting = self.collecting and frames.at_module_level()
        if ref.generation != self.generation and not collecting:
            self.find_again(ref)
        if ref.why_missing is not None and not name.startswith("__"):
            if collecting:
                return self.missing(ref, name, ref.why_missing)
            if not self.collecting or frames.suite_line():  # else pytest looks at what the suite has imported
                raise self.ledger.fail(ref.why_missing)
        try:
            if ref.why_missing is not None:
                raise AttributeError(name)  # noqa: TRY301 - one answer for both
            return self.attribute(module, ref, name)
        except AttributeError as error:
            return self._not_found(ref, name, error, collecting=collecting and frames.reads_name())

    def _not_found(self, ref: Ref, name: str, error: AttributeError, *, collecting: bool) -> Any:
        """What a module answers for a name it does not have."""
        if f"{ref.text}.{name}" in self.kept.modules:  # the suite imported it: it is an attribute by now
            return self.module_or_missing(f"{ref.text}.{name}")
        if collecting and not name.startswith("__"):
            return self.missing(ref, name, no_such_name(ref, name))
        if type(error) is AttributeError:
            raise NoSuchAttributeError(ref, name) from None
        raise error

    def missing(self, module: Ref, name: str, why: StudentFailure) -> Any:
        """A stand-in for a name the student does not have."""
        ref = Ref(self, -1, "function", name)
        ref.origin = (module.text, name)
        ref.display = f"{module.text}.{name}"
        ref.why_missing = why
        return StandInFunction(ref)

    def name_of_missing(self, ref: Ref, name: str) -> Any:
        """What a missing thing answers while collecting: to a line of the suite another one, to pytest nothing."""
        if ref.why_missing is not None and frames.reads_name() and frames.suite_line() and name[:2] != "__":
            return self.missing(ref, name, ref.why_missing)
        raise AttributeError(name)

    def _star(self, module: Any, ref: Ref) -> list[str]:
        self.starred[ref.text] = names = frames.bindable([one for one in self.ask("star", module) if type(one) is str])
        return names

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
            try:
                self._modules[name] = self.functions.take(self._ask_for(f"import {name}", "import", name))
            except InsideLost as failure:
                self.dead[name] = failure
                if self.collecting:
                    self.revive()
                raise
        return self._modules[name]

    def import_anew(self, name: str) -> None:
        """The import system asks for a module: if it was there, the suite has taken it out of `sys.modules`."""
        if name in self._modules and self.inside.lost is None:
            self.ask("forget", name)
        self.forget_module(name)

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
        return self.kept.module(name, ref)

    def find_again(self, ref: Ref) -> None:
        """Look a stand-in up by its name in the inside that is bound now."""
        if ref.derived is not None:
            ref.generation = self.generation
            self._build_derived(ref)
            return
        if ref.origin is None or ref.base is not None:
            raise self.ledger.fail(StudentFailure(f"`{ref.display or ref.text}` was kept from a Python that is gone."))
        module, path = ref.origin
        ref.generation, ref.number, ref.why_missing, ref.plain = self.generation, -1, None, []
        owner = self.module_or_missing(module)
        if not path:
            return
        ref.why_missing = ref_of(owner).why_missing  # type: ignore[union-attr]
        if ref.why_missing is not None:
            return
        found: Any = owner
        for part in path.split("."):
            try:
                found = self.ask("getattr", found, part)
            except AttributeError:
                ref.why_missing = no_such_name(ref_of(owner) or ref, path)
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
            why = no_such_name(ref, name)
        except StudentFailure as failure:
            why = failure
        except BaseException as error:  # noqa: BLE001 - a module's own `__getattr__` may raise anything
            why = import_failure(f"{module}.{name}", error)
        return self.missing(ref, name, why)

    def derive(self, made: Any, name: str, *parts: Any) -> None:
        """Build a class of the suite's, which derives from a student's, inside; see `codes.Derived` for its parts."""
        ref = Ref(self, -1, "class", name)
        ref.display = name
        ref.derived = codes.Derived(made, name, *parts)
        type.__setattr__(made, KEY, ref)
        self._build_derived(ref)

    def _build_derived(self, ref: Ref) -> None:
        built = ref_of(self.ask("derive", ref.derived))
        ref.take(built)  # type: ignore[arg-type]  # a class crosses as nothing else
        self.inside.objects.enter(ref.number, ref.derived.made)

    def _note(self, what: str) -> None:
        if self.collecting:
            where = frames.suite_line()
            if where is not None:
                self.notes.append(f"{where}: {what}")
