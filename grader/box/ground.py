"""The ground a worker stands on: a mount namespace of its own with one tmpfs for all that students' code may fill.

Theory of operation. `base` is an empty folder of the caller's. The worker, still single-threaded, takes a user and a
mount namespace (run by root: a mount namespace, and another user), mounts a tmpfs over it, and in it two views of a
second, size-limited tmpfs: `box`, plain, for the box, and `view`, without symlinks, devices and programs, which the
judge gets at the same path. All of it ends with the worker's namespace, also on SIGKILL.
"""

from __future__ import annotations

import ctypes
import errno
import os
import pwd
from typing import Any, NamedTuple

CLONE_NEWUSER, CLONE_NEWNS = 0x10000000, 0x00020000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOSYMFOLLOW = 1, 2, 4, 8, 32, 256
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
OURS_MB = 16  # room for the suite's own temporary files besides the student's
INODES_PER_MB = 256


class Ground(NamedTuple):
    """Where submissions lie: `root` for worker and box, `view` what the judge gets in its place.

    Where nothing could be mounted, both are the same folder and `why_not` says the reason.
    """

    base: str
    root: str
    view: str
    why_not: str = ""


def plain_ground(base: str, why_not: str = "") -> Ground:
    """The same folder for both sides, on whatever disk it lies."""
    root = os.path.join(base, "box")
    os.makedirs(root, exist_ok=True)
    return Ground(base, root, root, why_not)


def take_ground(base: str, files_mb: int, user: str, needed: list[str]) -> Ground:
    """Enter the namespaces and mount; as root, become `user` afterwards, who must still reach the `needed` paths.

    Changes the process for good. Falls back to plain ground where the kernel refuses.
    """
    try:
        if os.geteuid() == 0:
            return _as_root(base, files_mb, pwd.getpwnam(user), needed)
        _own_namespaces(os.geteuid(), os.getegid())
        return _mounted(base, files_mb, "")
    except (OSError, KeyError) as error:
        for place in (os.path.join(base, "view"), os.path.join(base, "box"), base):
            _libc.umount2(place.encode(), MNT_DETACH)  # what was mounted until then, if anything was
        return plain_ground(base, f"{error}")


def _own_namespaces(uid: int, gid: int) -> None:
    _call("unshare", CLONE_NEWUSER | CLONE_NEWNS)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
    _mount("none", "/", None, MS_REC | MS_PRIVATE)


def _as_root(base: str, files_mb: int, user: pwd.struct_passwd, needed: list[str]) -> Ground:
    _call("unshare", CLONE_NEWNS)
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    wanted = [*needed, base]
    for top in sorted(_closed_to(user, wanted)):
        _open_way(top, [path for path in wanted if path.startswith(top + os.sep)])
    ground = _mounted(base, files_mb, f",uid={user.pw_uid},gid={user.pw_gid}")
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    return ground


def _mounted(base: str, files_mb: int, owner: str) -> Ground:
    ground = Ground(base, os.path.join(base, "box"), os.path.join(base, "view"))
    _mount("none", base, "tmpfs", MS_NOSUID | MS_NODEV, f"size=64k,mode=0755{owner}")
    os.mkdir(ground.root)
    os.mkdir(ground.view)
    size = f"size={files_mb + OURS_MB}m,nr_inodes={(files_mb + OURS_MB) * INODES_PER_MB},mode=0755{owner}"
    _mount("none", ground.root, "tmpfs", MS_NOSUID | MS_NODEV, size)
    _mount(ground.root, ground.view, None, MS_BIND)
    closed = MS_NOSYMFOLLOW | MS_NOSUID | MS_NODEV | MS_NOEXEC
    _mount("none", ground.view, None, MS_REMOUNT | MS_BIND | closed)
    if not _follows_no_links(ground.view):
        raise OSError(errno.ENOSYS, "the kernel does not know `nosymfollow` (Linux 5.10 does)")
    return ground


def _follows_no_links(view: str) -> bool:
    """Whether the mount is what was asked for: an older kernel ignores the flag without a word."""
    with open("/proc/self/mountinfo", encoding="utf-8") as file:
        options = [line.split()[5].split(",") for line in file if line.split()[4] == view]
    return bool(options) and "nosymfollow" in options[-1]


def _closed_to(user: pwd.struct_passwd, needed: list[str]) -> set[str]:
    """The folders on the way to needed paths that the user may not enter, such as root's home."""
    closed = set()
    for path in needed:
        parts = path.split(os.sep)
        for end in range(2, len(parts)):
            folder = os.sep.join(parts[:end])
            if not os.path.islink(folder) and not _may_enter(user, os.stat(folder)):
                closed.add(folder)
                break
    return closed


def _may_enter(user: pwd.struct_passwd, status: os.stat_result) -> bool:
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & 0o100)
    return bool(status.st_mode & (0o010 if status.st_gid == user.pw_gid else 0o001))


def _open_way(top: str, needed: list[str]) -> None:
    """Put an empty, open folder in the place of a closed one, with nothing in it but the needed paths."""
    held = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in needed}
    folders = {path: os.path.isdir(path) for path in needed}
    _mount("none", top, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=0755")
    for path in sorted(needed, key=len):
        if os.path.exists(path):
            continue  # below one that is there already
        os.makedirs(path if folders[path] else os.path.dirname(path), exist_ok=True)
        if not folders[path]:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o444))
        _mount(f"/proc/self/fd/{held[path]}", path, None, MS_BIND | MS_REC)
    for descriptor in held.values():
        os.close(descriptor)


_libc: Any = ctypes.CDLL(None, use_errno=True)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    arguments = source.encode(), target.encode(), kind.encode() if kind else None, ctypes.c_ulong(flags)
    _call("mount", *arguments, data.encode() or None)


def _call(name: str, *args: Any) -> None:
    if getattr(_libc, name)(*args) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
