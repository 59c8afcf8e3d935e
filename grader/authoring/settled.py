"""`mutants.toml`: what an author says of the mutants that no check notices, and of checks that alone notice nothing."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from grader.authored import read_toml, typed
from grader.authoring.mutation.mutant import Mutant

SETTLED_FILE = "mutants.toml"


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mutant and why it may live.

    `removed` and `added` are the first line of its diff on either side, without indentation; `within` is the function,
    class or cell that it is in. So an entry holds on when lines above it come or go.
    """

    operator: str
    file: str
    reason: str
    within: str = ""
    removed: str = ""
    added: str = ""

    def __post_init__(self) -> None:
        _require_reason(self.reason)

    def means(self, mutant: Mutant) -> bool:
        """Whether it is about this mutant."""
        return _key(self) == _key(mutant)


class IdleCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check that is never the only one to notice, by its id or the name of its test, and why it stays."""

    check: str
    reason: str

    def __post_init__(self) -> None:
        _require_reason(self.reason)


class Settled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a `mutants.toml` says.

    An `equivalent` mutant does what the solution does, and is left out of the score; a `survivor` does not, is known
    and counts against the score.
    """

    equivalent: tuple[Entry, ...] = ()
    survivor: tuple[Entry, ...] = ()
    idle: tuple[IdleCheck, ...] = ()

    def __post_init__(self) -> None:
        seen = set()
        for entry in (*self.equivalent, *self.survivor):
            if _key(entry) in seen:
                raise ValueError(f"a mutant is named twice: {entry.operator} on `{entry.file}`, added `{entry.added}`.")
            seen.add(_key(entry))


def read_settled(file: Path) -> Settled:
    """What is settled; nothing where there is no such file. Raises `ManifestError` if it is wrong."""
    return typed(read_toml(file), Settled, file) if file.exists() else Settled()


def entry_for(mutant: Mutant) -> str:
    """An entry for a mutant, ready to be put into the file, with the reason left open."""
    lines = [f"operator = {quoted(mutant.operator)}", f"file = {quoted(mutant.file)}"]
    lines += [f"{key} = {quoted(value)}" for key in ("within", "removed", "added") if (value := getattr(mutant, key))]
    return "\n".join(["[[equivalent]] # or [[survivor]]", *lines, 'reason = ""'])


def quoted(text: str) -> str:
    """A text in TOML."""
    if "'" not in text and text.isprintable():
        return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in escaped) + '"'


def _key(named: Entry | Mutant) -> tuple[str, ...]:
    return (named.operator, named.file, named.within, named.removed, named.added)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("`reason` must say why.")
