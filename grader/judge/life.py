"""The life of a child of the judge: it waits for its turn and judges a submission, or several one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import JudgeError
from grader.judge.another import Another
from grader.judge.children import NO_MORE, Turn
from grader.judge.running import Run

if TYPE_CHECKING:
    from grader.judge.plugin import Judge


def live(judge: Judge, session: pytest.Session, turn: Turn, another: Another) -> int:
    """A child's life until `another` says that it may judge no more; its exit status."""
    turn.wait()
    ends, before = "", judge.current
    while not ends:
        try:
            job = judge.above.next_job()
        except JudgeError:
            return NO_MORE
        try:
            if another.count == 0:
                judge.above.introduce_child()
                another.begin(judge.above.descriptors)
            judge.current = Run(judge.insides, judge.answered, judge.above, judge.setup, before)
            judge.current.begin(job)
            judge.judge(session, job)
            verdicts, judge.current = judge.current.verdicts, before
            ends = another.end(verdicts, job.seat.top)
            judge.above.tell("judged", ends=ends)
        except BaseException as error:  # noqa: BLE001 - the child must not go on as a second judge
            judge.above.tell("broken", why=f"{type(error).__name__}: {error}"[:2000])
            return 1
    turn.pass_on()
    return 0
