"""All gates. A new one is a function and a line here."""

from __future__ import annotations

from grader.authoring.gates.answers import alternatives_pass, core_earns_the_core, solution_passes
from grader.authoring.gates.concepts import concepts_are_touched
from grader.authoring.gates.hostile import attacks_gain_nothing
from grader.authoring.gates.idle import no_check_is_idle
from grader.authoring.gates.leaks import no_leaks
from grader.authoring.gates.mistakes import mistakes_are_known
from grader.authoring.gates.mutants import mutants_are_killed
from grader.authoring.gates.record import record_is_current
from grader.authoring.gates.ruling import Gate
from grader.authoring.gates.runs import is_in_time, runs_agree
from grader.authoring.gates.skeleton import skeleton_fails_well
from grader.authoring.gates.source import all_is_written, skeletons_follow
from grader.authoring.gates.texts import texts_keep_the_rules

# By the word that heads their column, in the order of the report.
GATES: dict[str, Gate] = {
    "solution": solution_passes,
    "runs": runs_agree,
    "time": is_in_time,
    "alternatives": alternatives_pass,
    "core": core_earns_the_core,
    "skeleton": skeleton_fails_well,
    "mistakes": mistakes_are_known,
    "mutants": mutants_are_killed,
    "idle": no_check_is_idle,
    "concepts": concepts_are_touched,
    "texts": texts_keep_the_rules,
    "leaks": no_leaks,
    "hostile": attacks_gain_nothing,
    "record": record_is_current,
    "source": skeletons_follow,
    "written": all_is_written,
}
