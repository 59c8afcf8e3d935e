"""Judge the skipped tests of a pytest run: `skips.py JUNIT_XML`.

A skip is a test that did not run, so it fails the run. Allowed is a Python version that this machine lacks; those are
printed, so that nobody takes them for tested.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_PYTHON_ABSENT = re.compile(r"\bPython 3\.\d+ is (?:absent|not installed)", re.IGNORECASE)


def main(report: str) -> int:
    """Print every skip; 1 if one of them has another reason than an absent Python, else 0."""
    unallowed = 0
    for test, reason in skips(report):
        allowed = bool(_PYTHON_ABSENT.search(reason))
        unallowed += not allowed
        print(f"{'skipped' if allowed else 'SKIPPED AND MUST RUN'}: {test}: {reason}")
    if unallowed:
        print(
            f"{unallowed} skipped tests must run: install what they miss, or say `Python 3.x is absent` if that is it"
        )
    return int(unallowed > 0)


def skips(report: str) -> Iterator[tuple[str, str]]:
    """The name and reason of every skipped test. Expected failures are no skips."""
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 -- pytest wrote it a moment ago
        for skipped in case.iter("skipped"):
            if skipped.get("type") != "pytest.xfail":
                yield f"{case.get('classname')}.{case.get('name')}", skipped.get("message", "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
