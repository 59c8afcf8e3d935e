"""The words that students read, as they come up: short, plain, about the code, in the right place, no spoiler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling
from grader.authoring.graded import Graded, result_of
from grader.authoring.leaks import texts_in
from grader.authoring.shown import Text, in_terminal, messages, own_texts, titles_and_hints
from grader.diagnosis.wording import faults, spoilers
from grader.reporters.failure import place, place_of
from grader.result import CheckResult, Feedback

_SENTENCES = ("hint", "finding")
"""The kinds of text that are whole sentences; a title and the words behind an assertion need not be."""
_RULE = "at most 2 sentences and 1 question, at most 48 words, in words of the notes, about the code"

_PYTHONS_WORDS = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit)\b.*", re.DOTALL)
_FRAME = re.compile(r'^\s*File "(?P<file>[^"\n]+)", line \d+', re.MULTILINE)


def texts_keep_the_rules(evidence: Evidence) -> Ruling:
    """Titles, hints and all that is said of the skeleton and the known mistakes keeps the rules for texts."""
    solution = list(texts_in(evidence.exercise.solution).values())
    readme = texts_in(evidence.exercise.public).get("README.md", "")
    told = [(evidence.skeleton, evidence.skeleton.folder)]
    told += [(tried.graded, tried.folder) for tried in evidence.mistakes if tried.graded]
    texts = {(text.kind, text.text): (text, list[str]()) for text in titles_and_hints(evidence)}
    for graded, folder in told:
        for text in messages(graded, folder):
            texts.setdefault((text.kind, text.text), (text, own_texts(graded)))
    flaws = [flaw for text, own in texts.values() for flaw in _wrong(text, solution, readme, own)]
    flaws += [flaw for graded, folder in told for flaw in _misplaced(evidence, graded, folder)]
    return Ruling(str(len(flaws)) if flaws else "right", flaws, {"texts": len(texts)})


def _wrong(text: Text, solution: Sequence[str], readme: str, own: Sequence[str]) -> Iterator[Flaw]:
    plain = _PYTHONS_WORDS.sub("", text.text) if text.kind == "message" else text.text
    came = [f"{text.kind} of `{text.where}`: {text.text}"]
    wrong = faults(plain, whole=text.kind in _SENTENCES, known=readme)
    if wrong:
        yield Flaw(text.file, _RULE, [*came, *wrong], "Say it shorter and in other words.")
    given_away = spoilers(plain, solution, own=own) if text.kind != "title" else []
    if given_away:
        lines = [f"it says `{line}`" for line in given_away]
        remedy = "Say what to look at, not how it is done: no line of the solution, nor what it imports."
        yield Flaw(text.file, "a text that leaves the answer to the student", [*came, *lines], remedy)


def _misplaced(evidence: Evidence, graded: Graded, folder: Path) -> Iterator[Flaw]:
    """Failures whose place in the student's code is unknown, wrong, or not shown."""
    files = graded.submission.files
    result = result_of(graded, evidence.exercise, evidence.record, Feedback.FULL)
    shown = " ".join(in_terminal(result, graded).split())
    for check in result.checks if result.problem is None else ():  # the problem's own words say where
        came = _fault_of_place(check, files, shown) if check.outcome.is_failure else ""
        if came:
            expected = "the file and the line in the student's own code, wherever there is one"
            remedy = "Report it, with this mistake: the place is found by the grader."
            yield Flaw(folder, expected, [f"`{check.id}`: {came}"], remedy)


def _fault_of_place(check: CheckResult, files: Mapping[str, bytes], shown: str) -> str:
    frames = [frame for frame in _FRAME.finditer(check.traceback) if frame["file"] in files]
    spot = place_of(check)
    if spot is None:
        return f"its traceback names `{frames[-1]['file']}`, and the report no place" if frames else ""
    if spot.file in files and spot.line > len(files[spot.file].splitlines()):
        return f"`{spot.file}` has no line {spot.line}"
    told = place(spot.file, spot.line)
    return f"the report does not say `{told}`" if spot.line and told not in shown else ""
