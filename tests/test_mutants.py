"""The gates on mutants, idle checks and concepts: one solution under a weak suite and under a sharp one, for real."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from grader.authoring.asking import Asking
from grader.authoring.check import Checked, exit_code, rule, rule_on_course
from grader.authoring.evidence import NEED_MUTANTS, Evidence, Gathering, gather
from grader.authoring.gates.concepts import concepts_are_touched, course_is_covered
from grader.authoring.gates.idle import no_check_is_idle
from grader.authoring.gates.mutants import mutants_are_killed
from grader.authoring.gates.registry import GATES
from grader.authoring.killing import killers, mutants_of
from grader.authoring.kills import alone, kills
from grader.authoring.report import report
from grader.authoring.settled import Entry, IdleCheck, Settled, entry_for, read_settled
from grader.course import Course
from grader.errors import ManifestError
from grader.record import Record, RecordedCheck
from grader.result import CheckResult, Outcome

ROOT = Path(__file__).parent.parent
SHARPNESS = ROOT / "tests" / "courses" / "sharpness"


def proof(name: str, *, mutants: bool = True) -> Evidence:
    course = Course.load(SHARPNESS)
    exercise = course.find(name)
    return gather(exercise, Gathering(gates=NEED_MUTANTS, mutants=mutants, concepts=course.concepts))


@pytest.fixture(scope="module")
def weak() -> Evidence:
    return proof("weak")


@pytest.fixture(scope="module")
def sharp() -> Evidence:
    return proof("sharp")


def came(evidence: Evidence, gate: str) -> list[list[str]]:
    return [flaw.came for flaw in GATES[gate](evidence).flaws]


# Under a weak suite


def test_a_suite_of_values_only_is_weak_and_its_survivors_are_shown(weak: Evidence) -> None:
    ruling = mutants_are_killed(weak)

    survivors = [flaw.expected.partition(", ")[2] for flaw in ruling.flaws[:-1]]
    operators = sorted(survivor.partition(":")[0] for survivor in survivors)
    assert operators == [
        *("change-string", "drop-raise", "move-boundary", "number-plus-one", "previous-answer", "previous-answer"),
        *("print-at-import", "raise-other-type", "return-error-text", "round-digits", "round-digits"),
        "swap-arithmetic",
    ]
    assert ruling.shown == "18 / 30"
    assert ruling.flaws[-1].came == ["18 of 30, 60 %"]
    boundary = next(flaw for flaw in ruling.flaws if "move-boundary" in flaw.expected)
    assert boundary.file == SHARPNESS / "solutions" / "ex01_weak" / "solution" / "till.py"
    assert "-    if people < 1:\n+    if people <= 1:\n" in boundary.verbatim
    assert "a mutant that must be noticed" in boundary.expected


def test_checks_that_notice_the_same_are_idle_and_named(weak: Evidence) -> None:
    ruling = no_check_is_idle(weak)

    assert ruling.shown == "1 / 3"
    assert [flaw.came[-1] for flaw in ruling.flaws] == [
        "`test_till.py::test_add_again` notices exactly the same",
        "`test_till.py::test_add` notices exactly the same",
        "1 of 3; idle: `test_till.py::test_add`, `test_till.py::test_add_again`",
    ]
    assert ruling.flaws[0].verbatim == '[[idle]]\ncheck = "test_add"\nreason = ""'
    assert ruling.facts["test_till.py::test_add"] == {**ruling.facts["test_till.py::test_add_again"], "alone": []}


def test_every_flaw_is_shown_with_its_diff_and_an_entry_to_paste(weak: Evidence) -> None:
    found = Checked(exercise=weak.exercise, rulings=rule(weak))

    shown = report([found], SHARPNESS)

    assert "\nex01_weak, mutants: solutions/ex01_weak/solution/till.py\n  expected: a check that fails with" in shown
    assert "    -    if people < 1:\n    +    if people <= 1:\n" in shown
    assert '    [[equivalent]] # or [[survivor]]\n    operator = "move-boundary"\n    file = "till.py"\n' in shown


# Under a sharp suite


def test_a_sharp_suite_passes(sharp: Evidence) -> None:
    rulings = {name: GATES[name](sharp) for name in NEED_MUTANTS}

    assert {name: (ruling.shown, ruling.flaws) for name, ruling in rulings.items()} == {
        "mutants": ("29 / 29", []),
        "idle": ("4 / 4", []),
        "concepts": ("2 / 2", []),
    }
    facts = rulings["mutants"].facts
    blank = {"family": "values", "starred": False, "made": 1, "killed": 0, "equivalent": 1}
    assert facts["operators"]["change-string"] == blank
    assert sum(counts["made"] for counts in facts["operators"].values()) == len(facts["mutants"]) == 30
    (living,) = [each for each in facts["mutants"] if not each["killers"]]
    assert living["reason"] == "README asks for a ValueError and fixes no words."
    assert living["equivalent"]
    numbers = {
        f"mutant {each['number']}" for each in facts["mutants"] if "test_till.py::test_silent" in each["killers"]
    }
    assert {*rulings["idle"].facts["test_till.py::test_silent"]["notices"]} == numbers


def test_no_mutant_is_made_where_none_is_wanted() -> None:
    evidence = proof("sharp", mutants=False)

    assert evidence.judged is None
    assert [*rule(evidence)] == [name for name in GATES if name not in NEED_MUTANTS]


def test_nothing_is_said_of_a_solution_that_fails(sharp: Evidence) -> None:
    """Every mutant would be noticed, and none of what is settled would hold."""
    failing = replace(sharp, runs=[replace(sharp.runs[0], graded=sharp.skeleton)], judged=[])

    assert {gate: ruling.shown for gate, ruling in rule(failing, NEED_MUTANTS).items()} == dict.fromkeys(
        NEED_MUTANTS, "-"
    )
    assert [flaw for ruling in rule(failing, NEED_MUTANTS).values() for flaw in ruling.flaws] == []


# What is settled

LIVING = {
    "operator": "change-string",
    "file": "till.py",
    "within": "share",
    "removed": 'raise ValueError("nobody pays")',
    "added": 'raise ValueError("nobody pays?")',
}


def test_a_known_survivor_counts_against_the_score(sharp: Evidence) -> None:
    settled = Settled(survivor=(Entry(**LIVING, reason="Nobody reads it."),))

    ruling = mutants_are_killed(replace(sharp, settled=settled))

    assert (ruling.shown, ruling.flaws) == ("29 / 30", [])


def test_a_survivor_of_a_starred_operator_is_a_flaw_with_any_reason(weak: Evidence) -> None:
    entries = tuple(
        Entry(**{key: getattr(each.mutant, key) for key in LIVING}, reason="So it is.")
        for each in weak.judged or ()
        if not each.killers
    )

    survivors = mutants_are_killed(replace(weak, settled=Settled(survivor=entries)))
    equivalents = mutants_are_killed(replace(weak, settled=Settled(equivalent=entries)))

    assert [flaw.came for flaw in survivors.flaws] == [["it is listed under `[[survivor]]`"]] * 5 + [["18 of 30, 60 %"]]
    assert (equivalents.shown, equivalents.flaws) == ("18 / 18", [])


STALE = {
    "no such mutant": ({**LIVING, "within": "add"}, "there is no such mutant any more"),
    "another line": ({**LIVING, "removed": "raise"}, "there is no such mutant any more"),
    "a mutant that is noticed": (
        {"operator": "drop-raise", "file": "till.py", "within": "share", "removed": LIVING["removed"], "added": "pass"},
        "`test_till.py::test_nobody` fails with it",
    ),
}


@pytest.mark.parametrize("kind", ["equivalent", "survivor"])
@pytest.mark.parametrize(("entry", "told"), STALE.values(), ids=STALE)
def test_an_entry_that_is_stale_or_wrong_is_a_flaw(
    sharp: Evidence, entry: dict[str, str], told: str, kind: str
) -> None:
    settled = read_settled(SHARPNESS / "solutions" / "ex02_sharp" / "mutants.toml")
    more = (*getattr(settled, kind), Entry(**entry, reason="So it is."))

    assert came(replace(sharp, settled=replace(settled, **{kind: more})), "mutants") == [[told]]


def test_a_mutant_that_the_grader_fails_on_is_a_flaw_of_its_own(sharp: Evidence) -> None:
    judged = sharp.judged or []
    errored = replace(judged[0], killers=[], errored="`test_till.py::test_add`: no desk")

    told = came(replace(sharp, judged=[errored, *judged[1:]]), "mutants")

    assert told == [["`test_till.py::test_add`: no desk"]]


def test_idle_checks_are_listed_by_name_with_a_reason(weak: Evidence, sharp: Evidence) -> None:
    listed = tuple(IdleCheck(check=name, reason="So it is.") for name in ("test_add", "test_till.py::test_add_again"))
    busy = (IdleCheck(check="test_silent", reason="So it is."), IdleCheck(check="test_silnt", reason="So it is."))

    assert came(replace(weak, settled=Settled(idle=listed)), "idle")[:-1] == []
    assert came(replace(sharp, settled=replace(sharp.settled, idle=busy)), "idle") == [
        ["the suite has no test `test_silnt`. Did you mean `test_silent`?"],
        ["it alone notices 1"],
    ]


WRONG_FILES = {
    "no reason": ('[[equivalent]]\noperator = "a"\nfile = "b"\nreason = " "', "`reason` must say why."),
    "no reason at all": ('[[survivor]]\noperator = "a"\nfile = "b"', "the key `reason` is missing"),
    "unknown key": ('[[idle]]\ncheck = "a"\nreasons = "b"\nreason = "c"', "Did you mean `reason`?"),
    "unknown table": ("[[equivalents]]", "Did you mean `equivalent`?"),
    "no TOML": ("[[", "is not valid TOML"),
    "twice": (
        "".join(f'[[{name}]]\noperator = "a"\nfile = "b"\nreason = "c"\n' for name in ("equivalent", "survivor")),
        "a mutant is named twice: a on `b`",
    ),
}


@pytest.mark.parametrize(("text", "rule"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_wrong_file_names_key_and_rule(text: str, rule: str, tmp_path: Path) -> None:
    file = tmp_path / "mutants.toml"
    file.write_text(text)

    with pytest.raises(ManifestError) as raised:
        read_settled(file)

    assert str(raised.value).startswith(f"`{file}`")
    assert rule in str(raised.value)
    assert read_settled(tmp_path / "none.toml") == Settled()


@pytest.mark.parametrize(
    "line", ["x = 1", 'x = "a"', "x = 'a'", """x = "a" + 'b'""", r"x = '\n'", "x = \\ \"'", "x = 'ä\u200b\t€'", ""]
)
def test_a_printed_entry_is_toml_and_means_the_mutant(line: str, sharp: Evidence) -> None:
    mutant = replace((sharp.judged or [])[0].mutant, removed=line, added=f"{line}?")

    content = tomllib.loads(entry_for(mutant).replace('reason = ""', 'reason = "So it is."'))

    entry = msgspec.convert(content, Settled).equivalent[0]
    assert entry.means(mutant)
    assert not entry.means(replace(mutant, within="other"))


# Concepts


def test_concepts_of_an_exercise_are_known_and_touched(sharp: Evidence) -> None:
    unknown = replace(sharp, concepts={"sum": "Adding up", "sharing": "Dividing"})
    nothing = replace(sharp, judged=[], mistakes=[])

    assert came(unknown, "concepts") == [
        ["`course.toml` has no concept `sums`. Did you mean `sum`?", "`test_till.py::test_add` names it"]
    ]
    assert concepts_are_touched(nothing).shown == "0 / 2"
    assert ["`test_till.py::test_add` names it"] in came(nothing, "concepts")
    unlisted = replace(sharp, concepts={})
    assert (concepts_are_touched(unlisted).shown, came(unlisted, "concepts")) == ("-", [])


def test_the_course_is_covered_by_all_its_exercises_together(weak: Evidence, sharp: Evidence) -> None:
    course = Course.load(SHARPNESS)
    both = [Checked(exercise=each.exercise, rulings=rule(each)) for each in (weak, sharp)]
    more = replace(course, concepts={**course.concepts, "tips": "Rounding up"})

    whole = rule_on_course(course, both)

    assert whole is not None
    assert (whole.shown, whole.flaws) == ("2 / 2", [])
    assert rule_on_course(course, both[:1]) is None
    assert rule_on_course(replace(course, concepts={}), both) is None
    missing = rule_on_course(more, both)
    assert missing is not None
    assert missing.flaws[0].came == ["`tips`: Rounding up"]
    assert exit_code([], missing) == 1
    assert exit_code([], whole) == exit_code([]) == 0
    assert "\nthe course, concepts: course.toml\n" in report([], SHARPNESS, missing)
    assert course_is_covered(course, []).shown == "0 / 2"


# Judging


def test_a_check_that_had_no_turn_has_noticed_nothing() -> None:
    outcomes = {
        "failed": (Outcome.FAILED, 0.0),
        "crashed": (Outcome.CRASHED, 0.1),
        "too slow": (Outcome.TIMED_OUT, 1.0),
        "cut": (Outcome.TIMED_OUT, 0.0),
        "not checked": (Outcome.NOT_CHECKED, 0.0),
        "passed": (Outcome.PASSED, 0.1),
        "errored": (Outcome.ERRORED, 0.1),
    }
    checks = [
        CheckResult(id=name, title=name, outcome=outcome, points=0, max_points=1, seconds=seconds)
        for name, (outcome, seconds) in outcomes.items()
    ]

    assert [*killers(checks)] == ["failed", "crashed", "too slow"]


def test_a_mutant_is_asked_no_further_once_nothing_more_can_be_learned(sharp: Evidence) -> None:
    """One check is enough that some time was the only one; that it fails again does not tell that it is alone."""
    judged = sharp.judged or []
    only = alone(kills(sharp), sharp)
    worth = {check for check, seen in only.items() if seen}

    assert {each.killers[0] for each in judged if each.cut and len(each.killers) == 1} <= worth
    cut = {f"mutant {number}" for number, each in enumerate(judged) if each.cut}
    assert cut
    assert cut.isdisjoint(set().union(*only.values()))


def suite_of(*names: str) -> Record:
    return Record(checks=[RecordedCheck(id=name, title=name, cases=[f"{name}[1]", f"{name}[2]"]) for name in names])


def order_of(asking: Asking, file: str, within: str) -> list[str]:
    cases = asking.sequence(file, within, "drop-raise")
    assert [case[-3:] for case in cases] == ["[1]", "[2]"] * (len(cases) // 2)
    return [case.removesuffix("[1]") for case in cases[::2]]


def test_a_check_is_asked_first_where_it_noticed_neighbours() -> None:
    asking = Asking(suite_of("a", "b", "c"), {"a": 0.1, "b": 0.1, "c": 0.1})
    for name, file, within in ("a", "x.py", "f"), ("b", "x.py", "g"), ("b", "x.py", "g"), ("c", "y.py", ""):
        asking.learn([name], file, within, cut=False)

    assert order_of(asking, "x.py", "f") == ["a", "b", "c"]
    assert order_of(asking, "x.py", "g") == ["b", "a", "c"]
    assert order_of(asking, "y.py", "f") == ["c", "b", "a"]


def test_before_all_a_check_is_asked_of_which_least_is_known_and_then_the_quick_one() -> None:
    asking = Asking(suite_of("slow", "quick", "idle", "silent"), {"slow": 1.0, "quick": 0.001, "idle": 1.0})
    for found in ["slow"], ["quick"], ["slow", "quick", "idle"]:
        asking.learn(found, "x.py", cut=False)

    assert order_of(asking, "x.py", "f") == ["silent", "idle", "quick", "slow"]


def test_a_check_is_decisive_once_it_was_surely_the_only_one() -> None:
    asking = Asking(suite_of("a", "b"), {})
    assert not asking.is_cut(["a"])

    asking.learn(["a", "b"], "x.py", cut=False)
    asking.learn(["b"], "x.py", cut=True)
    assert asking.decisive == set()
    asking.learn(["a"], "x.py", cut=False)

    assert asking.decisive == {"a"}
    assert [asking.is_cut(found) for found in ([], ["a"], ["b"], ["a", "b"])] == [False, True, False, True]


def test_mutants_are_made_of_what_is_handed_in() -> None:
    """Not of given files, and none that the intake sets right or leaves aside."""
    course = Course.load(ROOT)
    sys_exercise, renaming = course.find("ex09"), course.find("ex17")

    files = {mutant.file for mutant in mutants_of(sys_exercise)}
    old = [mutant.file for mutant in mutants_of(renaming) if mutant.operator == "old-file-left"]

    assert files == {"cli.py"}
    assert "dp.py" in old


def test_the_command_rules_on_no_course_without_mutants() -> None:
    """Though the gate on concepts is named."""
    gates = ["--gate", "alternatives", "--gate", "concepts"]

    done = subprocess.run(
        [sys.executable, "-m", "grader", "check", "--no-mutants", *gates, "--course", str(SHARPNESS)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert "Concepts of the course" not in done.stdout
