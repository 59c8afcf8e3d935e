"""What is secret of an exercise, and in which texts it is found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.authoring.leaks import Kind, Secret, leaks, secrets_of, texts_in
from grader.course import Course
from grader.record import RecordedCheck, load

ROOT = Path(__file__).parent.parent
PUBLIC, HIDDEN = "exercises/ex01_prices", "solutions/ex01_prices"
README = "# Prices\n\n`total(prices)` adds up, and `LARGEST` is 9999.\n\n```pycon\n>>> total([12.75])\n12.75\n```\n"
SKELETON = (
    '"""Prices of the shop."""\n\nimport stock_list\n\nLARGEST = 9999\nNAMES = ["rear wheel"]  # not "front wheel"\n'
)
SUITE = '''
"""Hidden words: 1111.5."""
import prices

LARGEST = prices.LARGEST
HIGHEST_PRICE = 8765

class TestPrices:
    @pytest.mark.check("total of 31.25", hint="Hidden words: 1111.5.")
    def test_total(self):
        """Hidden words: 1111.5."""
        assert prices.total([12.75, 31.25, 7]) == 51.0, "hidden words: 1111.5"
        assert prices.names() == ["front wheel", "rear wheel", "pedal", "__main__"]
'''
SOLUTION = (
    '"""Prices of the shop."""\n\nimport stock_list\n\nLARGEST = 9999\n\ndef total(prices):\n  return  sum(prices)\n'
)
TREE = {
    f"{PUBLIC}/exercise.toml": 'title = "Prices"\nfiles = ["prices.py"]\ngiven = ["stock_list.py"]\n',
    f"{PUBLIC}/README.md": README,
    f"{PUBLIC}/prices.py": SKELETON,
    f"{PUBLIC}/stock_list.py": "STOCK = {}\n",
    f"{HIDDEN}/suite/test_prices.py": SUITE,
    f"{HIDDEN}/solution/prices.py": SOLUTION,
}


def found(root: Path, changes: Mapping[str, str] | None = None) -> dict[str, Secret]:
    for path, text in {**TREE, **(changes or {})}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    checks = [RecordedCheck(id="test_total", title="total of 31.25", cases=["test_total"])]
    return {secret.text: secret for secret in secrets_of(Course.load(root).find("ex01"), checks)}


def test_secret_is_what_nothing_public_says(tmp_path: Path) -> None:
    """Not what README, a title or the code of the skeleton says; its comments may tell too much."""
    assert list(found(tmp_path).values()) == [
        Secret("def total(prices):", Kind.LINE, "solution/prices.py line 7"),
        Secret("return sum(prices)", Kind.LINE, "solution/prices.py line 8"),
        Secret("TestPrices", Kind.NAME, "suite/test_prices.py line 8"),
        Secret("test_total", Kind.NAME, "suite/test_prices.py line 10"),
        Secret("HIGHEST_PRICE", Kind.NAME, "suite/test_prices.py line 6"),
        Secret("8765", Kind.VALUE, "suite/test_prices.py line 6"),
        Secret("51.0", Kind.VALUE, "suite/test_prices.py line 12"),
        Secret("front wheel", Kind.VALUE, "suite/test_prices.py line 13"),
        Secret("pedal", Kind.VALUE, "suite/test_prices.py line 13"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Try\n    return sum(\n  prices)", []),
        ("Try\n\n`return  sum(prices)`.", [("return sum(prices)", 3)]),
        ("It is 51.0.", [("51.0", 1)]),
        ("It is 151.0 or 51.05 or 8.51.0 or 51.0.1.", []),
        ("The front\nwheel", [("front wheel", 1)]),
        ("A pedal, or pedals", []),
        ("A 'pedal'", [("pedal", 1)]),
        ("test_totals and my_test_total", []),
        ("See test_total, 8765", [("test_total", 1), ("8765", 1)]),
    ],
)
def test_a_text_says_a_secret_whole(text: str, said: list[tuple[str, int]], tmp_path: Path) -> None:
    leaked = leaks(found(tmp_path).values(), {"README.md": text, "similar.md": "nothing"})

    assert [(leak.secret.text, leak.line) for leak in leaked] == said
    assert {leak.text for leak in leaked} <= {"README.md"}


def test_what_readers_wrote_themselves_is_no_secret_to_them(tmp_path: Path) -> None:
    secrets = found(tmp_path).values()

    leaked = leaks(secrets, {"report": "line 3: return sum(prices) gave 51.0"}, own=["x = 1\n  return sum(prices)\n"])

    assert [leak.secret.text for leak in leaked] == ["51.0"]


def test_files_that_are_no_code_have_secrets_and_tell_them(tmp_path: Path) -> None:
    """A solution may be a notebook, a skeleton wrong on purpose."""
    notebook = '{"cells": [{"source": ["rate = 2 * 11\\n", "half = rate / 2"]}, {"source": "kept = rate"}]}'
    secrets = found(
        tmp_path,
        {
            f"{HIDDEN}/solution/lab.ipynb": notebook,
            f"{HIDDEN}/solution/odd.ipynb": '["no cells here"]',
            f"{PUBLIC}/prices.py": "def broken(:\n    return 'front wheel'\n",
        },
    )

    assert secrets["rate = 2 * 11"].origin == "solution/lab.ipynb line 1"
    assert secrets["half = rate / 2"].origin == "solution/lab.ipynb line 2"
    assert '["no cells here"]' in secrets
    assert "front wheel" not in secrets
    assert "kept = rate" not in secrets  # 11 characters


def test_the_public_folders_of_this_course_say_no_secret() -> None:
    told = []
    for exercise in Course.load(ROOT).exercises:
        assert exercise.suite is not None
        checks = load(exercise.suite / "checks.json").checks
        texts = texts_in(exercise.public) | {check.id: f"{check.title}\n{check.hint}" for check in checks}
        told += [(exercise.name, leak) for leak in leaks(secrets_of(exercise, checks), texts)]

    assert told == []
