"""Tries a command out in the box, as a student would type it, and the calls in it one by one."""

from __future__ import annotations

import os
from contextlib import suppress

from grader.diagnosis.commands import Site, call_sites, read_command
from grader.diagnosis.evidence import Called, Ran
from grader.diagnosis.raised import read_raised
from grader.judge.control import Job
from grader.judge.insides import Insides
from grader.judge.submission import Submission
from grader.standin.failures import InsideLost, StudentFailure
from grader.standin.wording import short

SCRIPT = "__command__.py"  # stands for `python -c`: the same folder first on the path, a name no student has
SECONDS = 5.0


def try_command(insides: Insides, job: Job) -> Ran:
    """What the job's command did, in a copy of the submission's folder."""
    command = read_command(job.command)
    ledger = insides.ledger
    ledger.open(SECONDS, operators=False)
    ledger.silent = True
    try:
        whole = Submission(insides, job).variant(add={SCRIPT: command.code} if command.code else {})
        home = whole._job.seat.home
        before = _names(home)
        code, stdout, stderr = _run(whole, command.script or SCRIPT)
        sites = call_sites(command.code)
        calls = _call_all(Submission(insides, job).variant(), sites) if sites else []
    finally:
        insides.close_extra()
        ledger.close()
        ledger.failure = None
    return Ran(
        code=command.code,
        script=command.script,
        exit_code=code,
        stdout=stdout,
        raised=read_raised(stderr.replace(os.path.join(home, ""), "")),
        calls=tuple(calls),
        new=tuple(sorted(_names(home) - before)),
    )


def _run(submission: Submission, script: str) -> tuple[int, str, str]:
    if script not in submission.files:
        return 1, "", ""
    try:
        done = submission.run(script)
    except StudentFailure as failure:
        submission._insides.ledger.failure = None
        return 1, "", failure.exception
    return done.exit_code, done.stdout, done.stderr


def _call_all(submission: Submission, sites: list[Site]) -> list[Called]:
    """The calls in their order, in one interpreter."""
    fresh = submission.fresh()
    called = []
    for site in sites:
        before = len(fresh.output)
        try:
            module, _, name = site.target.rpartition(".")
            result = short(getattr(fresh.module(module), name)(*site.args, **site.kwargs))
        except InsideLost:
            break
        except (Exception, SystemExit, KeyboardInterrupt, StudentFailure) as error:  # noqa: BLE001 - an answer as well
            result = f"{type(error).__name__}: {error}"
        output = fresh.output[before:]
        called.append(Called(site.target, site.text, site.args, site.kwargs, result, output, site.used))
    return called


def _names(home: str) -> set[str]:
    """Files and folders below a folder, relative to it."""
    found: set[str] = set()
    with suppress(OSError):
        for folder, folders, files in os.walk(home):
            found |= {os.path.relpath(os.path.join(folder, name), home) for name in (*folders, *files)}
    return found
