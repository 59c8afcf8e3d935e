"""What the stand-ins do when they are used: attributes, calls, texts. Each goes through the binding of the stand-in."""

from __future__ import annotations

import inspect
import sys
import types
from typing import Any

from grader.inside.bases import FIXED, bases_of, mro_of
from grader.standin import frames
from grader.standin.codes import code_of
from grader.standin.refs import KEY, META, STANDARD, Ref, own_names, ref_of

FUNCTION_CLASSES: dict[str, Any] = {
    "function": types.FunctionType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
    "generator": types.GeneratorType,
    "asyncgen": types.AsyncGeneratorType,
}
MODULE_OWN = frozenset("__class__ __spec__ __loader__ __package__ __name__".split()) | {KEY}
_ADDRESSES = frozenset("__array_interface__ __array_struct__ __cuda_array_interface__ __dlpack__".split())
"""Places in memory, as numpy would believe them: they would be this process's."""
_STEPS = ("send", "throw", "__next__")  # of a generator: their StopIteration is its end
_OURS = ("grader.standin.proxies", "grader.standin.rebuilt")  # where the classes are that make one a stand-in


def import_system_asks() -> bool:
    """Whether it is the import system that asks the caller, from its Python or its C half."""
    return sys._getframe(2).f_code.co_filename.startswith("<frozen importlib") or frames.carries_out_import()


def identity(value: Any) -> Ref:
    """The identity of a stand-in, in the inside of now."""
    ref = ref_of(value)
    if ref is None:
        raise TypeError("no stand-in")
    return ref.current()


def ask(value: Any, operation: str, *args: Any) -> Any:
    """Ask for one operation, without the policy and without a line in the transcript."""
    ref = identity(value)
    return ref.binding.ask(operation, value, *args)


def ask_class(cls: Any, operation: str, *args: Any) -> Any:
    """Ask a class for what it holds, as an enumeration is asked for its members."""
    ref = identity(cls)
    ref.binding._note(f"`{ref.display or ref.text}` is asked for its members")
    return ref.binding.ask(operation, cls, *args)


def call(value: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call the student's function or class."""
    ref = identity(value)
    if ref.plain:
        return ref.plain[0](*args, **kwargs)
    try:
        return ref.binding.call(value, ref, args, kwargs)
    except StopIteration as error:
        if ref.display.rpartition(".")[2] in _STEPS:
            raise
        raise no_end(error) from error


def no_end(error: StopIteration) -> Exception:
    """What to raise where no iteration can end: `all(map(f, cases))` would take a StopIteration for the end of all."""
    return error if frames.suite_says("StopIteration") else RuntimeError("the student's code raised StopIteration")


def attribute(value: Any, name: str) -> Any:
    """Read an attribute of the student's object."""
    own = ref_of(value)
    if own is not None and own.why_missing is not None and own.binding.collecting:
        return own.binding.name_of_missing(own, name)
    if name in _ADDRESSES:
        raise AttributeError(name)
    if name == "__signature__":
        return build_signature(*ask(value, "signature"))
    ref = identity(value)
    if name == "__code__" and ref.shape == "function":
        return code_of(ref.code, ref.binding.holds)
    if ref.plain:
        return getattr(ref.plain[0], name)
    found = ref.binding.attribute(value, ref, name)
    return ref.binding.inside.objects.callbacks.with_docs(found) if name == "__doc__" else found


def seen_mro(cls: Any) -> tuple[type, ...]:
    """The classes a stand-in class looks through, without those that make it one."""
    return tuple(base for base in mro_of(cls) if base.__module__ not in _OURS)


def _seen_bases(cls: Any) -> tuple[type, ...]:
    """The bases as the student wrote them, as far as they crossed: the standard ones after the student's own."""
    standard = own_names(cls).get(STANDARD, ())
    nearest = [one for one in standard if not any(one is not other and issubclass(other, one) for other in standard)]
    return (*(base for base in bases_of(cls) if base.__module__ not in _OURS), *nearest) or (object,)


def _seen_class(cls: Any) -> Any:
    """The metaclass, where it is the student's or a standard one: `isinstance(Shape, ABCMeta)` looks at it besides."""
    ours = type(cls)
    found = (own_names(base).get(META) or type(base) for base in mro_of(cls))
    return next((one for one in found if one not in (ours, type)), ours)


CLASS_VIEWS: dict[str, Any] = {
    "__class__": _seen_class,
    "__mro__": seen_mro,
    "__bases__": _seen_bases,
    "__base__": lambda cls: _seen_bases(cls)[0],
}


def module_names(module: Any) -> dict[str, Any]:
    """`vars(module)` as the suite, mock and monkeypatch read it: the names and what they hold now."""
    names = ask(module, "names")
    return names if type(names) is dict else {}


def module_attribute(module: Any, name: str) -> Any:
    """Read a name of the student's module; what is a submodule in the suite's `import a.b` is one."""
    ref = types.ModuleType.__getattribute__(module, KEY)
    return ref.binding.module_attribute(module, ref, name)


def set_attribute(value: Any, name: str, new: Any) -> None:
    """Set an attribute of the student's object: also what `mock.patch` and `monkeypatch` do."""
    ref = identity(value)
    ref.binding.set_attribute(value, ref, name, new)


def delete_attribute(value: Any, name: str) -> None:
    """Delete an attribute of the student's object."""
    identity(value)
    ask(value, "delattr", name)


def names(value: Any) -> list[str]:
    """What `dir` says inside."""
    return [name for name in ask(value, "dir") if type(name) is str]


def text(value: Any, operation: str, *args: Any) -> str:
    """A text of the student's object; where its method fails, the one it came with. It never raises."""
    ref = ref_of(value)
    if ref is None:
        return object.__repr__(value)
    with ref.binding.ledger.about(f"{operation.strip('_')}({ref.display or ref.text})"):
        try:
            found = ref.current().binding.ask(operation, value, *args) if not ref.plain else format(ref.plain[0])
        except BaseException:  # noqa: BLE001 - a text is not worth a failure, whatever the student's method raises
            return ref.text or f"<{ref.shape}>"
    return found if type(found) is str else ref.text


def hash_of(value: Any) -> int:
    """The hash that came with the object's first use; TypeError where it has none."""
    ref = identity(value)
    if ref.plain:
        return hash(ref.plain[0])
    if ref.base in FIXED and "__hash__" not in ref.own:
        return int(ref.base.__hash__(value))  # type: ignore[call-arg]  # the type's own, of its instance
    if ref.hashed is None:
        raise TypeError(f"unhashable type: '{ref.shape_name()}'")
    return ref.hashed


def build_signature(parameters: Any, returned: Any) -> inspect.Signature:
    """A signature from data: name, kind, default in a list, annotation."""
    empty = inspect.Parameter.empty
    made = [
        inspect.Parameter(
            str(name),
            list(inspect._ParameterKind)[kind],
            default=default[0] if default else empty,
            annotation=empty if annotation is None else annotation,
        )
        for name, kind, default, annotation in parameters
    ]
    return inspect.Signature(made, return_annotation=inspect.Signature.empty if returned is None else returned)
