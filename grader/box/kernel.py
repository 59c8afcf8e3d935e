"""What the kernel is asked for directly: namespaces, mounts, and another user. Every refusal is an OSError."""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from pathlib import Path
from typing import Any

CLONE_NEWUSER, CLONE_NEWNS = 0x10000000, 0x00020000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOSYMFOLLOW = 2, 4, 8, 32, 256
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

_libc: Any = ctypes.CDLL(None, use_errno=True)


def call(name: str, *args: Any) -> None:
    """Call a function of the C library that answers below zero where it fails."""
    if getattr(_libc, name)(*args) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def name_process(name: str) -> None:
    """Have this process, and those it forks, called so in lists of processes; at most 15 characters."""
    if sys.platform == "linux":
        call("prctl", PR_SET_NAME, name.encode(), 0, 0, 0)


def die_with_parent(number: int) -> None:
    """Get this signal when the process that made this one ends, however that happens."""
    if sys.platform == "linux":
        call("prctl", PR_SET_PDEATHSIG, number, 0, 0, 0)


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount, or change a mount, in the own mount namespace."""
    arguments = source.encode(), target.encode(), kind.encode() if kind else None, ctypes.c_ulong(flags)
    call("mount", *arguments, data.encode() or None)


def keep_mounts_private() -> None:
    """Let no mount of the own namespace show in another."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)


def map_ids(uid: int, gid: int) -> None:
    """Stay the same user in the own, new user namespace."""
    # As bytes: who just became another user may not reach the interpreter's files, nor load a codec from there.
    uids, gids = (b"%d %d 1" % (number, number) for number in (uid, gid))
    for name, text in (("setgroups", b"deny"), ("uid_map", uids), ("gid_map", gids)):
        Path("/proc/self", name).write_bytes(text)


def become(user: pwd.struct_passwd) -> None:
    """Be that user for good, and in no further group."""
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
