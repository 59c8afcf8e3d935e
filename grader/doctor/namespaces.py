"""Whether an ordinary user may make user namespaces here, which every box is made of; where not, which rule says no."""

from __future__ import annotations

import errno
import os
import pwd
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from grader.box.bubblewrap import find_bubblewrap
from grader.box.interpreter import executable
from grader.box.kernel import CLONE_NEWNS, CLONE_NEWUSER, become, call, keep_mounts_private, map_ids
from grader.doctor.finding import Finding, State

PR_SET_DUMPABLE = 4
WHAT = "user namespaces"

SWITCHES = {
    "max": Path("/proc/sys/user/max_user_namespaces"),
    "clone": Path("/proc/sys/kernel/unprivileged_userns_clone"),
    "apparmor": Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
}
"""The kernel's switches by a short name; the second is Debian's, the third Ubuntu's."""


class Refusal(Struct, frozen=True):
    """Where making a namespace failed: `unshare`, `map` (writing the id maps) or `mount`, and the error's number.

    An empty step says that nothing failed.
    """

    step: str = ""
    number: int = 0


def try_user_namespace(user: str) -> Refusal:
    """Make a user namespace and mount in it, as the worker would; root becomes `user` first. Changes the process."""
    if os.geteuid() == 0:
        with suppress(OSError, KeyError):  # the worker then stays who it is, too
            become(pwd.getpwnam(user))
            call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # own `/proc/self` again, which the change takes away
    uid, gid = os.geteuid(), os.getegid()
    step = "unshare"
    try:
        call("unshare", CLONE_NEWUSER)
        step = "map"
        map_ids(uid, gid)
        step = "mount"
        call("unshare", CLONE_NEWNS)
        keep_mounts_private()
    except OSError as error:
        return Refusal(step, error.errno or 0)
    return Refusal()


def read_switches() -> dict[str, int]:
    """The switches that this kernel has, by their short names."""
    found = {}
    for name, path in SWITCHES.items():
        try:
            found[name] = int(path.read_text())
        except (OSError, ValueError):
            continue
    return found


def explain(refusal: Refusal, switches: dict[str, int], container: str) -> Finding:
    """Which rule refuses, and how it is changed. `container` names what this machine runs in, if it does."""
    if not refusal.step:
        return Finding(id="user-namespaces", what=WHAT, state=State.YES)
    seen = f"{_STEPS[refusal.step]}: {os.strerror(refusal.number)} ({_name(refusal.number)})"
    rule, remedy = _rule(refusal, switches, container)
    return Finding(id="user-namespaces", what=WHAT, state=State.NO, why=f"{seen}. {rule}", remedy=remedy)


_STEPS = {
    "unshare": "the kernel refuses to make one",
    "map": "one can be made, but its ids cannot be mapped",
    "mount": "one can be made, but nothing can be mounted in it",
}


def _rule(refusal: Refusal, switches: dict[str, int], container: str) -> tuple[str, str]:
    if switches.get("max") == 0 or refusal.number == errno.ENOSPC:
        rule = "The limit `user.max_user_namespaces` is 0 or used up, here or in a namespace around this one."
        return rule, _sysctl("user.max_user_namespaces", 15000)
    if switches.get("clone") == 0:
        return "Debian's switch `kernel.unprivileged_userns_clone` is off.", _sysctl(
            "kernel.unprivileged_userns_clone", 1
        )
    if switches.get("apparmor") and refusal.number in (errno.EACCES, errno.EPERM):
        return _APPARMOR, _apparmor_remedy()
    if container:
        rule = f"This machine is a container ({container}), and those who started it did not allow namespaces in it."
        return rule, _CONTAINERS
    if refusal.number in (errno.EINVAL, errno.ENOSYS):
        remedy = "Use a kernel with CONFIG_USER_NS, such as any current distribution's."
        return "This kernel was built without user namespaces.", remedy
    return _UNKNOWN, "Try from a plain login shell, and ask the administrator who may make user namespaces."


_APPARMOR = (
    "AppArmor leaves a program without a profile no rights in its own user namespace "
    "(`kernel.apparmor_restrict_unprivileged_userns` is 1, as on Ubuntu 23.10 and later)."
)
_CONTAINERS = (
    "Docker, Podman: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined, and run grade in it as an ordinary user\n"
    "Kubernetes: securityContext with seccompProfile Unconfined and procMount Unmasked"
)
_UNKNOWN = "No switch that is known here explains it: a security module, or a filter set by whoever started this shell."


def _sysctl(name: str, value: int) -> str:
    now = f"As root: sysctl -w {name}={value}"
    return f"{now}\nTo keep it: echo {name}={value} > /etc/sysctl.d/60-gradebox.conf"


def _apparmor_remedy() -> str:
    """A profile for the two programs that make namespaces: bubblewrap, and the worker's Python."""
    programs = {"gradebox-bwrap": find_bubblewrap() or "/usr/bin/bwrap", "gradebox-python": str(executable())}
    profiles = [
        f"  profile {name} {os.path.realpath(path)} flags=(unconfined) {{ userns, }}" for name, path in programs.items()
    ]
    return "\n".join(
        [
            "As root, write these lines to /etc/apparmor.d/gradebox:",
            "  abi <abi/4.0>,",
            *profiles,
            "and load them: apparmor_parser -r /etc/apparmor.d/gradebox",
            "The second allows namespaces to all that this Python runs; or allow them to everybody:",
            "  sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ]
    )


def _name(number: int) -> str:
    return errno.errorcode.get(number, str(number))
