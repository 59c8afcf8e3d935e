"""The system calls that student code never needs, denied by the kernel from here on.

Most are denied to the warm inside already, and so to all its children: installing a filter is dear. What a child's
set-up needs is denied after it by a second, short one; a call must pass both. A denied call fails with EPERM; `clone3`,
whose flags a filter cannot read, with ENOSYS, so that the C library falls back to `clone`, whose flags it can.
Machines other than x86_64 and aarch64 have no filter; `available` says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable
from typing import Any

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column below, AUDIT_ARCH_*

NONE = 0xFFFF  # not a call of that machine

DENIED = {
    # mounts and namespaces, by the old and the new interface
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "open_tree_attr": (467, 467),
    "statmount": (457, 457), "listmount": (458, 458), "listns": (470, 470),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "process_madvise": (440, 440), "pidfd_getfd": (438, 438),
    # doors into the kernel
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "syslog": (103, 116), "fanotify_init": (300, 262),
    # memory that no limit of one process counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190),
    "msgget": (68, 186), "mq_open": (240, 180),
    # what all processes of the caller share a number of, and what stops others for a while
    "inotify_init": (253, NONE), "inotify_init1": (294, 26), "sync": (162, 81), "syncfs": (306, 267),
    # the machine itself
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "settimeofday": (164, 170), "adjtimex": (159, 171),
    "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58),
}  # fmt: skip
NEEDED = ("mount",)  # for the set-up of a child, as is `clone` with new namespaces
CLONE, CLONE3 = (56, 220), (435, 435)
SOCKETS = ((41, 198), (53, 199))  # socket, socketpair
CLONE_NAMESPACES = 0x7E020080  # user, pid, net, ipc, uts, cgroup, mount, time
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6; asking for another has the kernel load a module for it
KINDS, SOCK_TYPES = (1, 2, 5), 0xF  # SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET
PROTOCOLS = (0, 6, 17)  # the family's own, TCP, UDP; likewise
X32 = 0x40000000  # x86_64's second numbering

LOAD, EQUAL, AT_LEAST, ANY_BIT, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, MACHINE, FIRST, SECOND, THIRD = 0, 4, 16, 24, 32  # offsets in struct seccomp_data; low halves of arguments
PR_SET_SECCOMP, MODE_FILTER = 22, 2

Line = tuple[int, int, int, int]


class _Filter(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.POINTER(_Filter))]


def available() -> bool:
    """Whether there is a filter for this machine."""
    return os.uname().machine in ARCHITECTURES


def first_program(machine: str) -> list[Line]:
    """The warm inside's filter for a machine: code, jump if true, jump if false, operand of each line."""
    column, audit = ARCHITECTURES[machine]
    lines: list[Line] = [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),  # another machine's calls would have other numbers
        (LOAD, 0, 0, NUMBER),
    ]
    if machine == "x86_64":
        lines += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, FAIL | errno.ENOSYS)]
    lines += [(EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, FAIL | errno.ENOSYS)]
    lines += _denied(set(DENIED) - set(NEEDED), column)
    for number in SOCKETS:
        sockets = [
            *_one_of(FAMILIES, [(LOAD, 0, 0, FIRST)]),
            *_one_of(KINDS, [(LOAD, 0, 0, SECOND), (AND, 0, 0, SOCK_TYPES)]),
            *_one_of(PROTOCOLS, [(LOAD, 0, 0, THIRD)]),
            (RETURN, 0, 0, ALLOW),
        ]
        lines += [(EQUAL, 0, len(sockets), number[column]), *sockets]
    return [*lines, (RETURN, 0, 0, ALLOW)]


def second_program(machine: str) -> list[Line]:
    """The filter of a child that is set up; the first one has stopped other machines' calls."""
    column, _ = ARCHITECTURES[machine]
    return [
        (LOAD, 0, 0, NUMBER),
        *_denied(set(NEEDED), column),
        (EQUAL, 0, 3, CLONE[column]),
        (LOAD, 0, 0, FIRST),
        (ANY_BIT, 0, 1, CLONE_NAMESPACES),
        (RETURN, 0, 0, FAIL | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
    ]


def _denied(names: set[str], column: int) -> list[Line]:
    numbers = sorted(DENIED[name][column] for name in names)
    return [line for number in numbers for line in ((EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | errno.EPERM))]


def _one_of(values: tuple[int, ...], load: list[Line]) -> list[Line]:
    """Lines that go on only where what `load` takes is one of the values."""
    found = [(EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [*load, *found, (RETURN, 0, 0, FAIL | errno.EPERM)]


_prctl: Any = ctypes.PyDLL(None, use_errno=True).prctl


def _ready(make: Callable[[str], list[Line]]) -> Any:
    lines = make(os.uname().machine) if available() else []
    filters = (_Filter * len(lines))(*[_Filter(*line) for line in lines])
    return _Program(len(lines), filters)


_FIRST, _SECOND = _ready(first_program), _ready(second_program)


def install_first() -> None:
    """Deny from now on, for this process and all it starts; `no_new_privs` must be set. Raises OSError."""
    _install(_FIRST)


def install_second() -> None:
    """Deny what the set-up of a child needs as well. Raises OSError."""
    _install(_SECOND)


def _install(program: Any) -> None:
    if program.len and _prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
