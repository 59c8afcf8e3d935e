"""How values and calls look in a transcript."""

from __future__ import annotations

import math
import string

from grader.standin.wording import call_text


def test_a_module_is_written_as_it_is_typed() -> None:
    """Its own repr names a folder of the grader's machine."""
    assert call_text("wave.star_names", (math,), {"other": string}) == "wave.star_names(math, other=string)"
