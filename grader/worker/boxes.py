"""The warm insides of one suite: one for each file system that its checks run in."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.box.ground import Ground
from grader.box.warm import Child, Packages, Shown, WarmBox, open_box
from grader.course import FileSystem
from grader.errors import BoxError
from grader.worker.orders import Post
from grader.worker.unseen import not_hidden


def open_for(post: Post, ground: Ground) -> Boxes:
    """The boxes for a suite. Raises BoxError where the wished kind cannot be had, or not without being root."""
    packages = {name: Path(path) for name, path in post.packages.items()}
    boxes = open_boxes(post.box, Path(ground.root), packages, _written(post, Path(ground.base)), post.filesystems)
    if boxes.kind == "bubblewrap" and os.geteuid() == 0:
        boxes.close()  # no limit on processes would hold, and the judge would be the machine's root
        hint = "Grade as an ordinary user; `grade doctor` knows more."
        raise BoxError(f"student code cannot be run as another user than root: {ground.why_not}", hint=hint)
    if boxes.kind != "bubblewrap" and post.hidden_suite:
        boxes.close()
        raise not_hidden("the sandbox here is a plain process")
    return boxes


def _written(post: Post, base: Path) -> Shown:
    """What the box shows besides, written outside of what students may reach: path there → file here."""
    places = {there: base / f"shown{number}" for number, there in enumerate(post.show)}
    for there, place in places.items():
        place.write_text(post.show[there], encoding="utf-8")
    return places


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
    def apart(self) -> bool:
        """Whether each submission has namespaces of its own."""
        return all(box.apart for box in self._boxes.values())

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
