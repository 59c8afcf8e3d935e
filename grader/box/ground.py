"""The ground a worker stands on: a mount namespace of its own with one tmpfs for all that students' code may fill.

Theory of operation. `base` is an empty folder of the caller's. The worker, still single-threaded, takes a user and a
mount namespace (run by root: a mount namespace, and another user), mounts a tmpfs over it, and in it two views of a
second, size-limited tmpfs: `box`, plain, for the box, and `view`, without symlinks, devices and programs, which the
judge gets at the same path. A suite that must lie on no disk gets a third tmpfs, which only the judge is shown. All of
it ends with the worker's namespace, also on SIGKILL.
"""

from __future__ import annotations

import errno
import os
import pwd
from contextlib import suppress
from typing import NamedTuple

from grader.box.kernel import (
    CLONE_NEWNS,
    CLONE_NEWUSER,
    MNT_DETACH,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_NOSYMFOLLOW,
    MS_REC,
    MS_REMOUNT,
    become,
    call,
    keep_mounts_private,
    map_ids,
    mount,
)
from grader.box.mounts import hidden_suite, mount_options

SUITE_MB = 64  # of a suite that lies on no disk
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
    os.makedirs(root, mode=0o700, exist_ok=True)  # other users of the machine are no part of this
    return Ground(base, root, root, why_not)


def take_ground(base: str, files_mb: int, user: str, needed: list[str], *, hides: bool = False) -> Ground:
    """Enter the namespaces and mount; as root, become `user` afterwards, who must still reach the `needed` paths.

    With `hides`, there is an empty place for a suite, too: `hidden_suite(base)`.

    Changes the process for good. Falls back to plain ground where the kernel refuses.
    """
    try:
        if os.geteuid() == 0:
            return _as_root(base, files_mb, pwd.getpwnam(user), needed, hides=hides)
        _own_namespaces(os.geteuid(), os.getegid())
        return _mounted(base, files_mb, "", hides=hides)
    except (OSError, KeyError) as error:
        for place in (hidden_suite(base), os.path.join(base, "view"), os.path.join(base, "box"), base):
            with suppress(OSError):  # what was mounted until then, if anything was
                call("umount2", place.encode(), MNT_DETACH)
        return plain_ground(base, f"{error}")


def _own_namespaces(uid: int, gid: int) -> None:
    call("unshare", CLONE_NEWUSER | CLONE_NEWNS)
    map_ids(uid, gid)
    keep_mounts_private()


def _as_root(base: str, files_mb: int, user: pwd.struct_passwd, needed: list[str], *, hides: bool) -> Ground:
    call("unshare", CLONE_NEWNS)
    keep_mounts_private()
    wanted = [*needed, base]
    for top in sorted(_closed_to(user, wanted)):
        _open_way(top, [path for path in wanted if path.startswith(top + os.sep)])
    ground = _mounted(base, files_mb, f",uid={user.pw_uid},gid={user.pw_gid}", hides=hides)
    become(user)
    return ground


def _mounted(base: str, files_mb: int, owner: str, *, hides: bool) -> Ground:
    ground = Ground(base, os.path.join(base, "box"), os.path.join(base, "view"))
    mount("none", base, "tmpfs", MS_NOSUID | MS_NODEV, f"size=64k,mode=0755{owner}")
    os.mkdir(ground.root)
    os.mkdir(ground.view)
    size = f"size={files_mb + OURS_MB}m,nr_inodes={(files_mb + OURS_MB) * INODES_PER_MB},mode=0755{owner}"
    mount("none", ground.root, "tmpfs", MS_NOSUID | MS_NODEV, size)
    mount(ground.root, ground.view, None, MS_BIND)
    closed = MS_NOSYMFOLLOW | MS_NOSUID | MS_NODEV | MS_NOEXEC
    mount("none", ground.view, None, MS_REMOUNT | MS_BIND | closed)
    if "nosymfollow" not in mount_options(ground.view):  # an older kernel ignores the flag without a word
        raise OSError(errno.ENOSYS, "the kernel does not know `nosymfollow` (Linux 5.10 does)")
    if hides:
        os.mkdir(hidden_suite(base))
        suite = f"size={SUITE_MB}m,mode=0700{owner}"
        mount("none", hidden_suite(base), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, suite)
    return ground


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
    mount("none", top, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=0755")
    for path in sorted(needed, key=len):
        if os.path.exists(path):
            continue  # below one that is there already
        os.makedirs(path if folders[path] else os.path.dirname(path), exist_ok=True)
        if not folders[path]:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o444))
        mount(f"/proc/self/fd/{held[path]}", path, None, MS_BIND | MS_REC)
    for descriptor in held.values():
        os.close(descriptor)
