"""A suite that lies on no disk: its files, in memory that only the worker and its judge see."""

from __future__ import annotations

from pathlib import Path

from grader.box.ground import Ground
from grader.errors import BoxError
from grader.worker.orders import Post


def lay_out_suite(post: Post, ground: Ground) -> None:
    """Put the files of a hidden suite where the judge finds them, before it is told to look.

    Raises `BoxError` where there is no place that student code and other users cannot see.
    """
    if post.hidden_suite and ground.why_not:
        raise not_hidden(ground.why_not)
    for path, content in post.hidden_suite.items():
        file = Path(post.suite, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def not_hidden(why: str) -> BoxError:
    """What to say where a suite would be in the reach of student code."""
    return BoxError(
        f"the suite is sealed, and student code could read it once it is opened here: {why}",
        hint="Grade where the real sandbox can be had; `grade doctor` says what this machine lacks.",
    )
