"""Coverage-guided fuzzing of everything the judge reads from the student's process: `nox -s fuzz`.

Any bytes must give a value or `WireError`, in bounded time, and ask nothing. The corpus beside this file is kept.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports():
    from grader.inside.kinds import WireError
    from grader.inside.links import Links
    from grader.inside.wire import Decoder, Encoder, decode_frame
    from grader.standin.binding import Binding
    from grader.standin.callbacks import Callbacks
    from grader.standin.ledger import Ledger
    from grader.standin.objects import JudgeObjects


class Silent:
    """An inside that must not be asked."""

    root = "/nowhere"

    def ask(self, *args: object) -> object:
        """Fail: decoding sends nothing."""
        raise AssertionError(f"asked {args}")


def objects() -> tuple[JudgeObjects, Links]:
    """The judge's side with a container and a callback known, as in the middle of a check."""
    made = JudgeObjects(Silent())  # type: ignore[arg-type]
    ledger = Ledger()
    ledger.reading = True
    made.binding = Binding(ledger)
    made.binding.inside = Silent()  # type: ignore[assignment]
    made.callbacks = Callbacks("/nowhere/")
    links = Links(0)
    encoder = Encoder(links, made)
    encoder.ref([1, 2, {"a": print}])
    encoder.finish()
    return made, links


def read(data: bytes) -> None:
    """Read one frame's body as the judge would."""
    made, links = objects()
    try:
        message = decode_frame(data)
        if type(message) is not dict:
            return
        decoder = Decoder(message.get("n"), links, made)
        decoder.get(message.get("r"))
        decoder.get(message.get("e"))
        updates = message.get("u")
        for ref in updates if type(updates) is list else ():
            decoder.get(ref)
        decoder.commit()
    except WireError:
        return


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
