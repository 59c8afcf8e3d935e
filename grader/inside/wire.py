"""The wire: length-prefixed JSON frames, and the messages in them.

A message is a list of nodes and references into it. A reference is a JSON scalar (None, bool, an int of up to 63 bits,
a finite float, str) or `[n]`, node n. A node is `[tag, part, ...]`, or `[tag, number, part, ...]` for a container that
can change: each container is written once, so sharing and cycles survive.
Decoding is total: a value or `WireError`. It sends nothing, imports nothing that the other side names, and changes
nothing until the whole message has proved valid.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, Protocol

from .kinds import BY_TAG, MAX_KEYS, PATH_TAGS, Kind, WireError, expect, kind_of
from .links import Links, remember, same
from .names import name_of

MAX_FRAME = 32 * 1024 * 1024
MAX_NODES = 1_000_000
MAX_DEPTH = 200  # of immutable values in each other; containers that can change do not nest on the stack
SMALL = 1 << 62
HEADER = struct.Struct("!I")
_TOO_LONG = f"a message of more than {MAX_FRAME // 2**20} MB"
_TOO_MANY = f"a value of more than {MAX_NODES:,} parts"
_TOO_DEEP = f"a value nested deeper than {MAX_DEPTH}"
_SAME = "="
_LONG = frozenset({"Dq", "B"})  # containers without hashing, so without a limit of keys
_PLAIN = frozenset({bool, int, float, str, type(None)})  # types of references
# `JSONEncoder.encode` makes one of these for each message, and `JSONDecoder.decode` looks for blanks around each.
_write = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    markers=None,
    default=None,
    encoder=json.encoder.encode_basestring_ascii,
    indent=None,
    key_separator=":",
    item_separator=",",
    sort_keys=False,
    skipkeys=False,
    allow_nan=True,
)
_read = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def is_plain(value: Any) -> bool:
    """Whether a value crosses as data: its own type is a kind's, whatever it holds."""
    return value is None or type(value) in (bool, float, str) or kind_of(type(value)) is not None


def is_plain_throughout(value: Any) -> bool:
    """Whether a value is data in all its parts: no object in it has to be asked later."""
    if not is_plain(value):
        return False
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        by_name = type(each) is type and name_of(each) is not None  # what a defaultdict makes
        if not is_plain(each) and not by_name:
            return False
        kind = kind_of(type(each))
        if kind is not None and id(each) not in seen:
            seen.add(id(each))
            waiting.extend(kind.parts(each))
    return True


class Objects(Protocol):
    """Each side's own way with what is not a value: handles, callbacks, classes, names of the standard library."""

    def pack(self, value: Any, ref: Callable[[Any], Any]) -> list[Any]:
        """The node of an object that is no plain value."""

    def guard(self, path: Any) -> Any:
        """A path that has crossed, as this side may use it."""

    def unpack(self, tag: str, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        """The object of a node with a tag that is no kind's; raise `WireError` for any other."""

    def changed(self) -> list[tuple[int, list[Any]]]:
        """The objects whose plain data the other side has not seen: number and parts. What is given counts as seen."""

    def holder(self, number: Any) -> tuple[Any, Kind]:
        """The object of that number, and how its data is filled; `WireError` where it holds none."""


def encode_frame(message: Any) -> bytes:
    """One frame: four bytes of length, then JSON in ASCII."""
    body = "".join(_write(message, 0)).encode("ascii")
    expect(len(body) <= MAX_FRAME, _TOO_LONG)
    return HEADER.pack(len(body)) + body


def decode_frame(body: bytes) -> Any:
    """The message of one frame's body, or `WireError`."""
    try:
        message, end = _read(body.decode("ascii"), 0)
    except (ValueError, StopIteration, RecursionError, MemoryError) as error:
        why = f"a frame that is no message: {type(error).__name__}"
        raise WireError(why) from None
    expect(end == len(body), "a frame that is no message: there is more")
    return message


class Encoder:
    """Turns the values of one message into nodes."""

    def __init__(self, links: Links, objects: Objects) -> None:
        self.nodes: list[Any] = []
        self._links = links
        self._objects = objects
        self._index: dict[int, int] = {}
        self._kept: list[Any] = []
        self._waiting: list[int] = []
        self._sent: list[Any] = []
        self.data: list[list[Any]] = []  # what objects hold: number and references, complete after `finish`

    def ref(self, value: Any) -> Any:
        """The reference of a value; its node follows with `finish`."""
        exact = type(value)
        if value is None or exact is bool or exact is str:
            return value
        if exact is int and -SMALL < value < SMALL:
            return value
        if exact is float and value - value == 0:
            return value
        index = self._index.get(id(value))
        if index is None:
            index = len(self.nodes)
            expect(index < MAX_NODES, _TOO_MANY)
            self.nodes.append(None)
            self._index[id(value)] = index
            self._kept.append(value)  # an id is only good while its object lives
            self._waiting.append(index)
        return [index]

    def finish(self) -> list[Any]:
        """Write all nodes and the changed containers; return the references of those changes."""
        self._drain()
        changes = [self.ref(value) for value in self._links.changed() if id(value) not in self._index]
        self._drain()
        while held := self._objects.changed():
            self.data += [[number, *map(self.ref, parts)] for number, parts in held]
            self._drain()  # which may find more objects
        for link in self._sent:
            remember(link)
        return changes

    def _drain(self) -> None:
        while self._waiting:
            index = self._waiting.pop()
            self.nodes[index] = self._node(self._kept[index])

    def _node(self, value: Any) -> list[Any]:
        kind = kind_of(type(value))
        if kind is None:
            return self._objects.pack(value, self.ref)
        if kind.fill is None:
            return [kind.tag, *map(self.ref, kind.parts(value))]
        link = self._links.of(value, kind)
        if same(link):
            return [_SAME, link.number]
        self._sent.append(link)
        return [kind.tag, link.number, *map(self.ref, kind.parts(value))]


class Decoder:
    """Builds the values of one message. `commit` applies what it says of containers known before."""

    def __init__(self, nodes: Any, links: Links, objects: Objects) -> None:
        expect(type(nodes) is list and len(nodes) <= MAX_NODES, "a message without nodes")
        self._nodes = nodes
        self._links = links
        self._objects = objects
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()
        self._fills: list[tuple[Any, Kind, list[Any]]] = []
        self._data: list[list[Any]] = []
        self._adopted: list[tuple[int, Any, Kind]] = []
        self._numbers: dict[int, Any] = {}

    def get(self, ref: Any) -> Any:
        """The value of a reference, complete once `commit` has run."""
        if type(ref) in _PLAIN:
            return ref
        expect(type(ref) is list and len(ref) == 1 and type(ref[0]) is int, "a reference that is none")
        index = ref[0]
        if index not in self._built:
            expect(0 <= index < len(self._nodes), "a reference to no node")
            expect(index not in self._open, "a value that holds itself")
            expect(len(self._open) < MAX_DEPTH, _TOO_DEEP)
            self._open.add(index)
            self._built[index] = self._build(self._nodes[index])
            self._open.discard(index)
        return self._built[index]

    def hold(self, data: Any) -> None:
        """Take in what objects hold: for each its number and the references of its parts."""
        expect(type(data) is list and all(type(entry) is list and entry for entry in data), "data of no object")
        self._data = data

    def commit(self) -> None:
        """Fill all containers, the new and the known ones, after everything has proved valid."""
        data = [(number, [self.get(ref) for ref in refs]) for number, *refs in self._data]
        ready = [(value, kind, [self.get(ref) for ref in refs]) for value, kind, refs in self._fills]  # grows meanwhile
        held = [(*self._objects.holder(number), parts) for number, parts in data]  # all objects are known by now
        for _, kind, parts in ready + held:
            _valid(kind, parts)
        for value, kind, parts in ready + held:
            kind.fill(value, parts)  # type: ignore[misc]
        for number, value, kind in self._adopted:
            self._links.adopt(number, value, kind)
        for value, kind, _ in ready:
            remember(self._links.of(value, kind))

    def _build(self, node: Any) -> Any:
        expect(type(node) is list and len(node) > 0 and type(node[0]) is str, "a node that is none")
        tag = node[0]
        if tag == _SAME:
            return self._known(node).value
        kind = BY_TAG.get(tag)
        if kind is None:
            return self._objects.unpack(tag, node[1:], self.get)
        if kind.fill is None:
            value = _made(kind, [self.get(part) for part in node[1:]])
            return self._objects.guard(value) if kind.tag in PATH_TAGS else value
        return self._container(kind, node)

    def _known(self, node: list[Any]) -> Any:
        expect(len(node) == 2 and type(node[1]) is int, "a container without a number")  # noqa: PLR2004
        link = self._links.numbered(node[1])
        if link is None:
            why = "a container that was never sent"
            raise WireError(why)
        return link

    def _container(self, kind: Kind, node: list[Any]) -> Any:
        expect(len(node) > 1 and type(node[1]) is int and node[1] >= 0, "a container without a number")
        expect(node[1] not in self._numbers, "a container that is sent twice")
        link = self._links.numbered(node[1])
        if link is None:
            expect(node[1] % 2 != self._links.first, "a container with a number of this side's")
            value = _made(kind, [self.get(part) for part in node[2:3]] if kind.tag == "Dq" else [])
            self._adopted.append((node[1], value, kind))
        else:
            expect(link.kind.tag == kind.tag, "a container that became another kind")
            value = link.value
        self._numbers[node[1]] = value
        self._fills.append((value, kind, node[2:]))
        return value


def _made(kind: Kind, parts: list[Any]) -> Any:
    try:
        return kind.make(*parts)
    except WireError:
        raise
    except (ValueError, TypeError, OverflowError, ArithmeticError, RecursionError, KeyError, OSError) as error:
        why = f"a `{kind.name}` that is none: {type(error).__name__}"
        raise WireError(why) from None


def _valid(kind: Kind, parts: list[Any]) -> None:
    """Fill a container of the same kind on trial, so that nothing known is changed by half."""
    if kind.tag == "l":
        return
    expect(kind.tag in _LONG or len(parts) <= 2 * MAX_KEYS + 1, f"a `{kind.name}` of too many keys")
    trial = _made(kind, parts[:1] if kind.tag == "Dq" else [])
    try:
        kind.fill(trial, parts)  # type: ignore[misc]
    except WireError:
        raise
    except (ValueError, TypeError, OverflowError, RecursionError, IndexError) as error:
        why = f"a `{kind.name}` that is none: {type(error).__name__}"
        raise WireError(why) from None
