"""What all HTML pages share: their style, the policy that names it, the words of an outcome, sentences with code."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from grader.result import Outcome

STYLE = "\n" + (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
MARKS = {  # the class that colours an outcome, and what it is called
    Outcome.PASSED: ("good", "passed"),
    Outcome.FAILED: ("bad", "not passed"),
    Outcome.CRASHED: ("bad", "error"),
    Outcome.TIMED_OUT: ("bad", "too slow"),
    Outcome.NOT_CHECKED: ("wait", "not checked"),
    Outcome.ERRORED: ("wait", "grader failed"),
}
_CODE = re.compile("`([^`]+)`")


def policy(*, style: str, script: str = "") -> str:
    """The content security policy of a page of one file.

    Style and script are named by their digests: with any other style, script, image or address the browser does
    nothing.
    """
    scripts = f"script-src {_digest(script)}; " if script else ""
    return f"default-src 'none'; {scripts}style-src {_digest(style)}; base-uri 'none'; form-action 'none'"


def opening(title: str, rules: str, style: str) -> str:
    """A page up to its body: `title` is plain text, `rules` what `policy` gives for `style`."""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{rules}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
"""


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def inline(text: str) -> str:
    """A sentence as HTML; what stands between backticks is shown as code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))
