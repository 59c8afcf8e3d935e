"""Namespaces, mounts and limits of one child of the warm inside. Linux only; elsewhere a child is a plain fork.

What a child has to do is worked out before the clone, as steps: whatever it computes itself, it copies pages for.
Order matters: the child is cloned with all its namespaces at once, maps its user, mounts what it may see, and only
then gives up every capability.
"""

from __future__ import annotations

import _socket
import ctypes
import errno
import os
import resource
import signal
import struct
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

CLONE_NEW = 0x10000000 | 0x00020000 | 0x20000000 | 0x08000000 | 0x04000000 | 0x02000000  # user mnt pid ipc uts cgroup
CLONE_NEW |= 0x40000000  # net: ports and abstract sockets outlive their process, and the next child would meet them
CLONE_FLAGS = CLONE_NEW | int(signal.SIGCHLD)
SYS_CLONE = {"x86_64": 56, "aarch64": 220}
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
MS_NOSUID, MS_NODEV, MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE, MS_RDONLY = 2, 4, 4096, 8192, 16384, 1 << 18, 1
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
LOOPBACK_UP = struct.pack("16sH14x", b"lo", IFF_UP)
PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 1, 15, 38, 24
CAPABILITIES = 64  # no kernel knows as many
STAGE = "/mnt"
PRIVATE = ("/tmp", "/dev/shm")  # noqa: S108 - in a child they are the child's alone
INODES_PER_MB = 256
SIGNALS = 256  # that wait to be taken: the caller's processes and timers share one number of them
USER = 1000  # what the student's code sees as its user

_machine = os.uname().machine
_libc: Any = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock across the clone
_api: Any = ctypes.pythonapi
# Looked up once: to find a function is dear, and each child would do it again.
_syscall, _prctl, _mount, _ioctl = _libc.syscall, _libc.prctl, _libc.mount, _libc.ioctl
_before_fork, _after_fork_parent = _api.PyOS_BeforeFork, _api.PyOS_AfterFork_Parent
_after_fork_child = _api.PyOS_AfterFork_Child


class Step(NamedTuple):
    """One thing a child does: a call that raises OSError, or of the C library and tells by a negative number."""

    what: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...]


def carry_out(steps: Iterable[Step]) -> None:
    """Do one after the other. Raises OSError at the first that fails."""
    for what, call, arguments in steps:
        _check(call(*arguments) or 0, what)


def clone_apart() -> int:
    """Fork into namespaces of its own: the child's pid, 0 in the child. Raises OSError where that is not allowed."""
    number = SYS_CLONE.get(_machine)
    if number is None:
        raise OSError(errno.ENOSYS, "no clone number for this machine")
    _before_fork()
    pid = _syscall(number, CLONE_FLAGS, 0, 0, 0, 0)
    if pid == 0:
        _after_fork_child()
        return 0
    _after_fork_parent()
    if pid < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(pid)


def name_process(name: str) -> None:
    """Have this process, and those it clones, called so in lists of processes."""
    _prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


def can_clone() -> bool:
    """Whether a child may have namespaces of its own here."""
    try:
        pid = clone_apart()
    except OSError:
        return False
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True


def map_user(uid: int, gid: int) -> list[Step]:
    """Appear as an ordinary user. `uid` and `gid` are those outside, taken before the clone."""
    texts = {"setgroups": b"deny", "uid_map": b"%d %d 1" % (USER, uid), "gid_map": b"%d %d 1" % (USER, gid)}
    return [Step(name, write, (f"/proc/self/{name}", text)) for name, text in texts.items()]


def raise_loopback() -> list[Step]:
    """Let the own network namespace have 127.0.0.1, and nothing else."""
    return [Step("loopback", _raise_loopback, ())]


def see_only(folder: str, root: str, size_mb: int) -> list[Step]:
    """Leave of `root` nothing visible but `folder`; private /tmp and /dev/shm; no /proc, which shows the neighbours."""
    inodes = f"nr_inodes={size_mb * INODES_PER_MB}"  # each takes memory of the kernel's that no size counts
    private = f"size={size_mb}m,{inodes},mode=1777"
    steps = [_mounting("none", "/", None, MS_REC | MS_PRIVATE), _mounting(folder, STAGE, None, MS_BIND)]
    steps += [_mounting("none", place, "tmpfs", MS_NOSUID | MS_NODEV, private) for place in PRIVATE]
    cover = next((place for place in PRIVATE if root.startswith(f"{place}/")), root)
    if cover == root:
        steps.append(_mounting("none", root, "tmpfs", MS_NOSUID | MS_NODEV, f"size=64k,{inodes},mode=0755"))
    names = folder.removeprefix(cover).split("/")[1:]
    ways = [f"{cover}/{'/'.join(names[: count + 1])}" for count in range(len(names))]
    steps += [Step("mkdir", os.mkdir, (way,)) for way in ways]  # fails where something of `root` can still be seen
    steps.append(_mounting(STAGE, folder, None, MS_MOVE))
    return [*steps, _mounting("none", "/proc", "tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY, "size=4k,mode=0555")]


@cache
def give_up_privileges() -> list[Step]:
    """No capability now or after any exec."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    return [
        Step("capabilities", _drop_capabilities, ()),
        Step("capset", _syscall, (SYS_CAPSET[_machine], header, data)),
        *gain_no_privileges(),
    ]


def gain_no_privileges() -> list[Step]:
    """No privilege more by an exec, from now on."""
    return [Step("no_new_privs", _prctl, (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))]


def die_with_parent() -> list[Step]:
    """End when the process that made this one ends, however that happens."""
    return [Step("pdeathsig", _prctl, (PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0))]


@cache
def limit(*, memory_mb: int, files_mb: int, cpu_seconds: int, processes: int, apart: bool) -> list[Step]:
    """Limits of one process: memory and file size in MiB, CPU time in seconds, number of processes."""
    wanted = {
        resource.RLIMIT_AS: memory_mb << 20,
        resource.RLIMIT_FSIZE: files_mb << 20,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    if hasattr(resource, "RLIMIT_SIGPENDING"):
        wanted[resource.RLIMIT_SIGPENDING] = SIGNALS
    if apart:
        wanted[resource.RLIMIT_NPROC] = processes  # counted per user: only right in a user namespace
    values = {}
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)  # a child's are the same as ours
        values[what] = most if hard == resource.RLIM_INFINITY else min(most, hard)
    return [Step("limit", _set_limits, (values, apart))]


def _set_limits(values: dict[int, int], apart: bool) -> None:  # noqa: FBT001 - the arguments of a step have no names
    for what, value in values.items():
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):
            if apart:
                raise


def _drop_capabilities() -> None:
    for number in range(CAPABILITIES):
        if _prctl(PR_CAPBSET_DROP, number, 0, 0, 0) < 0:
            break


def write(path: str, text: bytes) -> None:
    """Write a small file by no more than it takes."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    os.write(descriptor, text)
    os.close(descriptor)


def _raise_loopback() -> None:
    any_socket = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    _check(_ioctl(any_socket.fileno(), SIOCSIFFLAGS, LOOPBACK_UP), "ioctl")
    any_socket.close()


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _mounting(source: str, target: str, kind: str | None, flags: int, data: str = "") -> Step:
    encoded = [os.fsencode(each) if each else None for each in (source, target, kind, data)]
    return Step(f"mount on {target}", _mount, (*encoded[:3], ctypes.c_ulong(flags), encoded[3]))
