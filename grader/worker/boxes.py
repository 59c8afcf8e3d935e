"""The warm insides of one suite: one for each file system that its checks run in."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.box.warm import Child, Packages, Shown, WarmBox, open_box
from grader.course import FileSystem
from grader.errors import BoxError


def open_boxes(wish: str, root: Path, packages: Packages, show: Shown, systems: Sequence[FileSystem]) -> Boxes:
    """The boxes for these file systems, all of the kind that the first one turned out to be.

    The first is ready, another may still come up. Raises BoxError where the wish cannot be had.
    """
    first, *others = systems
    boxes = {first: open_box(wish, root, packages, show, _double(first))}
    kind = boxes[first].kind
    for system in others:
        boxes[system] = WarmBox(kind, root, packages, show if kind == "bubblewrap" else {}, _double(system))
    return Boxes(boxes, first)


def _double(system: FileSystem) -> Path | None:
    """Where pyfakefs lies, for the file system that is made of it."""
    if system != "fake":
        return None
    spec = importlib.util.find_spec("pyfakefs")
    if spec is None or spec.origin is None:
        message = "the fake file system needs the package `pyfakefs`, which is not installed here"
        raise BoxError(message, hint="Install it: pip install pyfakefs")
    return Path(spec.origin).parent


class Boxes:
    """Several warm boxes as one: an order says which file system it is for."""

    def __init__(self, boxes: dict[FileSystem, WarmBox], ready: FileSystem) -> None:
        self.first = ready
        self._boxes = boxes
        self._waiting = {*boxes} - {ready}
        self._homes: dict[int, WarmBox] = {}

    @property
    def kind(self) -> str:
        """The kind of all of them."""
        return self._boxes[self.first].kind

    @property
    def broken(self) -> bool:
        """Whether one of them has to be replaced, and so all are."""
        return any(box.broken for box in self._boxes.values())

    def spawn(self, number: int, order: dict[str, Any], fds: list[int]) -> Child:
        """See `WarmBox.spawn`."""
        system = order["filesystem"]
        box = self._boxes[system]
        if system in self._waiting:
            box.wait_ready()
            self._waiting.discard(system)
        self._homes[number] = box
        return box.spawn(number, order, fds)

    def signal(self, child: Child, number: int) -> None:
        """See `WarmBox.signal`."""
        self._homes[child.number].signal(child, number)

    def kill(self, child: Child) -> None:
        """See `WarmBox.kill`."""
        self._homes[child.number].kill(child)

    def forget(self, child: Child) -> None:
        """See `WarmBox.forget`."""
        self._homes.pop(child.number).forget(child)

    def close(self) -> None:
        """End all of them."""
        for box in self._boxes.values():
            box.close()
