"""Opens the box that a suite asks for."""

from __future__ import annotations

import os
from pathlib import Path

from grader.box.ground import Ground
from grader.box.warm import WarmBox, open_box
from grader.errors import BoxError
from grader.worker.orders import Post


def open_for(post: Post, ground: Ground) -> WarmBox:
    """A box that is ready. Raises BoxError where the wished one cannot be had, or not without being root."""
    packages = {name: Path(path) for name, path in post.packages.items()}
    box = open_box(post.box, Path(ground.root), packages, _written(post, Path(ground.base)))
    if box.kind == "bubblewrap" and os.geteuid() == 0:
        box.close()  # no limit on processes would hold, and the judge would be the machine's root
        hint = "Grade as an ordinary user; `grade doctor` knows more."
        raise BoxError(f"student code cannot be run as another user than root: {ground.why_not}", hint=hint)
    return box


def _written(post: Post, base: Path) -> dict[str, Path]:
    """What the box shows besides, written outside of what students may reach: path there → file here."""
    places = {there: base / f"shown{number}" for number, there in enumerate(post.show)}
    for there, place in places.items():
        place.write_text(post.show[there], encoding="utf-8")
    return places
