"""What lies in a submission's file system at one moment, as the judge holds it: looked at here, never asked for again.

A question about a path is answered from the whole picture, which was taken before anybody knew the question. So an
inside that lies about its fake disk has to say what is on it, and says the same to every question.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from grader.inside.kinds import expect
from grader.standin.binding import Binding

Entries = tuple[tuple[str, str, int, bytes], ...]
Image = tuple[str, str, Entries]
MOST_LINKS = 40
SYSTEMS = ("linux", "macos", "windows")


class Thing(NamedTuple):
    """What lies at a path: its kind (`d` folder, `f` file, `l` link, `o` other), its permissions, how to read it."""

    kind: str
    mode: int
    read: Callable[[], bytes]


class Look:
    """A file system at one moment. Paths are absolute texts with `/`; letters' case counts as on Linux."""

    def __init__(self, things: dict[str, Thing], system: str = "linux") -> None:
        self.system = system
        self._things = things

    def find(self, path: str, *, follow: bool = True) -> Thing | None:
        """What lies at a path, links followed; None where there is nothing."""
        for _ in range(MOST_LINKS):
            thing = self._things.get(path)
            place = path
            while thing is None and place not in ("", "/"):  # a folder on the way may be a link
                place = posixpath.dirname(place)
                above = self._things.get(place)
                if above is not None and above.kind == "l":
                    break
            else:
                place = path
            here = self._things.get(place)
            if here is None or here.kind != "l" or (place == path and not follow):
                return thing
            target = here.read().decode("utf-8", "surrogateescape")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(place), target) + path[len(place) :])
        return None

    def below(self, folder: str) -> dict[str, Thing]:
        """All that lies below a folder, by its path from there, sorted."""
        start = folder.rstrip("/") + "/"
        found = {path.removeprefix(start): thing for path, thing in self._things.items() if path.startswith(start)}
        return dict(sorted(found.items()))


def contents(thing: Thing) -> Any:
    """A thing in a listing: None for a folder, a file's text, or its bytes where it is no text, a link's target."""
    if thing.kind == "d":
        return None
    data = thing.read()
    if thing.kind == "l":
        return PurePosixPath(data.decode("utf-8", "surrogateescape"))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def look_of(image: Image) -> Look:
    """What an image of a fake disk shows."""

    def reader(data: bytes) -> Callable[[], bytes]:
        return lambda: data

    return Look({path: Thing(kind, mode, reader(data)) for path, kind, mode, data in image[2]}, image[0])


def taken_from(binding: Binding) -> Image:
    """The image of an inside's fake disk. One that gives none is lost: that is the student's failure."""
    try:
        return _checked(binding.ask("disk_image"))
    except Exception as error:  # noqa: BLE001 - whatever it raised instead would look like a check's own exception
        raise binding.inside.lose(f"cannot show what is on its disk ({type(error).__name__})") from None


def _checked(image: Any) -> Image:
    expect(type(image) is tuple and [type(part) for part in image] == [str, str, tuple], "no image of a disk")
    expect(image[0] in SYSTEMS, "an image of a disk of no known system")
    for entry in image[2]:
        good = type(entry) is tuple and [type(part) for part in entry] == [str, str, int, bytes]
        expect(good and entry[1] in ("d", "f", "l"), "an image of a disk with an entry that is none")
    return image  # type: ignore[no-any-return]
