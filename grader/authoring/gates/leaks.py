"""The secrets of an exercise: neither in its public folder, nor in what students are told below full feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling
from grader.authoring.graded import Graded
from grader.authoring.leaks import Kind, Leak, Secret, leaks, secrets_of, texts_in
from grader.authoring.shown import own_texts, reports, titles_and_hints
from grader.result import Feedback

_REMEDIES = {
    Kind.LINE: "Say what it does in other words or with another example, or put the line into the skeleton.",
    Kind.NAME: "Take the name out: nobody outside of the suite needs it.",
    Kind.VALUE: "Show another value here, use another one in the suite, or show this one in README as an example.",
}


def no_leaks(evidence: Evidence) -> Ruling:
    """No secret is in the public folder, a title or a hint, nor in any report with feedback below full."""
    secrets = secrets_of(evidence.exercise, evidence.record.checks)
    flaws = [*_in_public(evidence, secrets), *_in_feedback(evidence, secrets)]
    shown = "none" if not flaws else str(len(flaws))
    return Ruling(shown, flaws, {"secrets": len(secrets)})


def _in_public(evidence: Evidence, secrets: Sequence[Secret]) -> Iterator[Flaw]:
    folder = evidence.exercise.public
    for leak in leaks(secrets, texts_in(folder)):
        yield _flaw(folder / leak.text, f"in line {leak.line}", leak)
    for text in titles_and_hints(evidence):
        for leak in leaks(secrets, {text.kind: text.text}):
            yield _flaw(text.file, f"in the {text.kind} of `{text.where}`", leak)


def _in_feedback(evidence: Evidence, secrets: Sequence[Secret]) -> Iterator[Flaw]:
    """Each secret once, at the first place where it is told."""
    told = [(evidence.skeleton, evidence.skeleton.folder)]
    told += [(tried.graded, tried.folder) for tried in evidence.mistakes if tried.graded]
    # What titles and hints say is said above; hints are below full for all to read.
    known = "\n".join(text.text for text in titles_and_hints(evidence))
    seen: set[str] = set()
    for graded, folder in told:
        for feedback in (Feedback.HINT, Feedback.SCORE):
            for leak in _told(evidence, graded, feedback, secrets, known):
                if leak.secret.text not in seen:
                    seen.add(leak.secret.text)
                    yield _flaw(folder, f"its report as `{leak.text}` with feedback `{feedback}`", leak)


def _told(evidence: Evidence, graded: Graded, feedback: Feedback, secrets: Sequence[Secret], known: str) -> list[Leak]:
    shown: Mapping[str, str] = reports(evidence, graded, feedback)
    return leaks(secrets, shown, own=[*own_texts(graded), known], wrapped=False)


def _flaw(file: Path, place: str, leak: Leak) -> Flaw:
    secret = leak.secret
    came = [f"{place}: `{secret.text}`", f"{secret.kind}, from {secret.origin}"]
    return Flaw(file, f"not {secret.kind}", came, _REMEDIES[secret.kind])
