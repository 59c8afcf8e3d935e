"""What a worker is started with for an exercise: its suite and solution, its limits, what its box shows."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

from msgspec.structs import replace

from grader.course import Exercise
from grader.errors import InputError
from grader.files import read_tree
from grader.worker.orders import Post

PAST_THE_FAKE = {"mmap", "multiprocessing", "pty", "sqlite3", "subprocess"}


def post_for(
    exercise: Exercise, box: str, *, fork: bool, json_report: bool = False, alone: bool = False, per_child: int = 1
) -> Post:
    """What a worker must know of an exercise; `alone` where no other worker runs beside it.

    `per_child` is how many submissions one child of the judge may grade.

    Raises `InputError` where the exercise has no suite here, or it is still sealed.
    """
    hidden = exercise.hidden
    if exercise.suite is None and hidden is None:
        message = f"`{exercise.name}` has no suite here: there is nothing to grade it with."
        raise InputError(message, hint="Install the course's package, or name the full course with --course.")
    if "fake" in exercise.filesystem and exercise.solution is not None:
        refuse_past_the_fake(exercise.name, exercise.solution)
    return replace(
        post_without_suite(exercise, box),
        suite=str(exercise.suite.resolve()) if exercise.suite else "",
        hidden_suite=hidden.suite if hidden else {},
        # The given files lie beside every submission, so beside the solution too; without one there is nothing to join.
        solution=read_tree(exercise.solution) | (exercise.read_given() if exercise.solution else {}),
        plugins=list(exercise.plugins),
        json_report=json_report,
        messages={name: list(concepts) for name, concepts in exercise.messages.items()},
        fork=fork,
        alone=alone,
        per_child=per_child,
    )


def post_without_suite(exercise: Exercise, box: str) -> Post:
    """What a worker must know of an exercise to run student code for another suite than its own, still to be named."""
    return Post(
        suite="",
        roots=sorted(roots_of(exercise)),
        limits=exercise.limits,
        box=box,
        support=exercise.hidden.support if exercise.hidden else read_tree(exercise.support),
        packages=places_of(exercise),
        filesystems=list(exercise.filesystem),
    )


def refuse_past_the_fake(name: str, solution: Path) -> None:
    """Raise `InputError` where a solution uses what reaches past a fake file system: no right answer could pass."""
    for file in sorted(solution.rglob("*.py")):
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):
            continue  # the subject of some exercises
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            past = next((found for found in names if found.partition(".")[0] in PAST_THE_FAKE), None)
            if past is not None:
                place = f"`{file.relative_to(solution).as_posix()}` of its solution, line {getattr(node, 'lineno', 0)}"
                raise InputError(
                    f"`{name}` asks for the fake file system, and {place}, imports `{past}`, which reaches past it.",
                    hint='Write `filesystem = "temporary"` in its `exercise.toml`.',
                )


def places_of(exercise: Exercise) -> dict[str, str]:
    """Where the third-party packages lie that the box may show: each with what it brings beside itself (`x.libs`)."""
    places: dict[str, str] = {}
    for name in exercise.packages:
        spec = importlib.util.find_spec(name) if name.isidentifier() else None
        if spec is None or spec.origin is None:
            message = f"`{exercise.name}` needs the package `{name}`, which is not installed here."
            raise InputError(message, hint=f"Install it: pip install {name}")
        origin = Path(spec.origin)
        place = origin.parent if spec.submodule_search_locations else origin
        beside = [place, place.with_name(f"{name}.libs")]
        places |= {each.name: str(each) for each in beside if each.exists()}
    return places


def roots_of(exercise: Exercise) -> set[str]:
    """The top-level module names of an exercise's files: the first parts of the names its manifest lists."""
    names = {pattern.split("/")[0] for pattern in (*exercise.files, *exercise.optional, *exercise.given)}
    if exercise.solution is not None:
        names |= {entry.name for entry in exercise.solution.iterdir()}
    stems = {name.removesuffix(".py") for name in names if name.endswith(".py") or "." not in name}
    return {stem for stem in stems if stem.isidentifier()}
