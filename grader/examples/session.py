"""Plays a Python session in the box; `run_examples` puts the lines to type in place of the empty list below."""

import contextlib
import io
import json
import sys
import traceback

SOURCES: list[tuple[str, bool]] = []  # SOURCES
MOST = 1500  # characters of what one line gave


def play() -> None:
    """Run each line as the interactive Python does, and tell what it shows; stop where a line without a value fails."""
    out = sys.stdout
    names = {"__name__": "__main__"}
    for number, (source, shows) in enumerate(SOURCES):
        shown, error = io.StringIO(), ""
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            try:
                sys.displayhook = sys.__displayhook__
                exec(compile(source + "\n", "<stdin>", "single"), names)  # noqa: S102 -- in the box
            except BaseException as raised:  # noqa: BLE001 -- a session goes on
                error = "".join(traceback.format_exception_only(raised)).strip().splitlines()[-1]
        got = shown.getvalue()[:MOST] + (f"{error}\n" if error else "")
        out.write("\n" + json.dumps({"example": number, "got": got.rstrip(), "error": error}) + "\n")
        out.flush()
        if error and not shows:
            return


play()
