"""Namespaces, mounts and limits of one child of the warm inside. Linux only; elsewhere a child is a plain fork.

Order matters: the child is cloned with all its namespaces at once, maps its user, mounts what it may see, and only
then gives up every capability.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import resource
import signal
import socket
import struct
from typing import Any

CLONE_NEW = 0x10000000 | 0x00020000 | 0x20000000 | 0x08000000 | 0x04000000 | 0x02000000  # user mnt pid ipc uts cgroup
CLONE_NEW |= 0x40000000  # net: ports and abstract sockets outlive their process, and the next child would meet them
SYS_CLONE = {"x86_64": 56, "aarch64": 220}
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
MS_NOSUID, MS_NODEV, MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE, MS_RDONLY = 2, 4, 4096, 8192, 16384, 1 << 18, 1
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, CAPABILITIES = 1, 15, 38, 24, 64
STAGE = "/mnt"
INODES_PER_MB = 256
SIGNALS = 256  # that wait to be taken: the caller's processes and timers share one number of them
USER = 1000  # what the student's code sees as its user

_libc: Any = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock across the clone


def clone_apart() -> int:
    """Fork into namespaces of its own: the child's pid, 0 in the child. Raises OSError where that is not allowed."""
    number = SYS_CLONE.get(platform.machine())
    if number is None:
        raise OSError(errno.ENOSYS, "no clone number for this machine")
    api = ctypes.pythonapi
    api.PyOS_BeforeFork()
    pid = _libc.syscall(number, CLONE_NEW | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        api.PyOS_AfterFork_Child()
        return 0
    api.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(pid)


def name_process(name: str) -> None:
    """Have this process, and those it clones, called so in lists of processes."""
    _libc.prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


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


def map_user(uid: int, gid: int) -> None:
    """Appear as an ordinary user. `uid` and `gid` are those outside, taken before the clone."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{USER} {uid} 1"), ("gid_map", f"{USER} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def raise_loopback() -> None:
    """Let the own network namespace have 127.0.0.1, and nothing else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))


def see_only(folder: str, root: str, size_mb: int) -> None:
    """Leave of `root` nothing visible but `folder`; private /tmp and /dev/shm; no /proc, which shows the neighbours."""
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    _mount(folder, STAGE, None, MS_BIND)
    inodes = f"nr_inodes={size_mb * INODES_PER_MB}"  # each takes memory of the kernel's that no size counts
    private = f"size={size_mb}m,{inodes},mode=1777"
    for place in ("/tmp", "/dev/shm"):  # noqa: S108 - from here on they are the child's alone
        _mount("none", place, "tmpfs", MS_NOSUID | MS_NODEV, private)
    if os.path.isdir(root):  # not below /tmp, and so not covered yet
        _mount("none", root, "tmpfs", MS_NOSUID | MS_NODEV, f"size=64k,{inodes},mode=0755")
    os.makedirs(folder)
    _mount(STAGE, folder, None, MS_MOVE)
    _mount("none", "/proc", "tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY, "size=4k,mode=0555")


def give_up_privileges() -> None:
    """No capability now or after any exec."""
    for capability in range(CAPABILITIES):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    _check(_libc.syscall(SYS_CAPSET[platform.machine()], header, data), "capset")
    _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def die_with_parent() -> None:
    """End when the process that made this one ends, however that happens."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "pdeathsig")


def limit(limits: dict[str, int]) -> None:
    """Limits of one process: memory and file size in MiB, CPU time in seconds, number of processes."""
    wanted = {
        resource.RLIMIT_AS: limits["memory_mb"] << 20,
        resource.RLIMIT_FSIZE: limits["files_mb"] << 20,
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    if hasattr(resource, "RLIMIT_SIGPENDING"):
        wanted[resource.RLIMIT_SIGPENDING] = SIGNALS
    if limits["apart"]:
        wanted[resource.RLIMIT_NPROC] = limits["processes"]  # counted per user: only right in a user namespace
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):
            if limits["apart"]:
                raise


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    arguments = [source.encode(), target.encode(), kind.encode() if kind else None, ctypes.c_ulong(flags)]
    _check(_libc.mount(*arguments, data.encode() or None), f"mount on {target}")


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
