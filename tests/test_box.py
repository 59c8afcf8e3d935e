"""What the box closes, tried from inside it."""

from __future__ import annotations

import platform
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.inside import seccomp

ROOT = Path(__file__).parent.parent

if TYPE_CHECKING:
    from conftest import Box

PROBE = """
import ctypes, errno, os, resource, socket, subprocess, sys, threading

libc = ctypes.CDLL(None, use_errno=True)


def call(number, *args):
    result = libc.syscall(number, *args)
    return errno.errorcode.get(ctypes.get_errno(), "ok") if result < 0 else "ok"


def open_socket(family, kind, protocol=0, pair=False):
    try:
        (socket.socketpair if pair else socket.socket)(family, kind, protocol)
    except OSError as error:
        return errno.errorcode.get(error.errno)
    return "ok"


def child():
    pid = os.fork()
    if pid == 0:
        os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def program():
    return subprocess.run([sys.executable, "-c", "print(5)"], capture_output=True, text=True).stdout


def room():
    top = os.path.dirname(os.path.dirname(os.getcwd()))
    files = [os.statvfs(place).f_files for place in ("/tmp", "/dev/shm", top)]
    return files, resource.getrlimit(resource.RLIMIT_SIGPENDING)[0]


def thread():
    done = []
    running = threading.Thread(target=lambda: done.append(1))
    running.start()
    running.join()
    return done


def reach(path):
    try:
        return sorted(os.listdir(path))
    except OSError as error:
        return errno.errorcode[error.errno]


def write(path):
    try:
        with open(path, "w") as file:
            file.write("x")
    except OSError as error:
        return errno.errorcode[error.errno]
    return "ok"


def status():
    return [os.getuid(), os.getpid(), os.getppid(), socket.gethostname(), dict(os.environ)]


def connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError as error:
        return type(error).__name__
    return "ok"
"""


@pytest.fixture
def probe(open_box: Callable[[str], Box]) -> Iterator[Any]:
    """The stand-in of a submission in the real box."""
    student = open_box("bubblewrap").open({"student.py": PROBE})
    yield student.module()
    student.inside.close()


needs_filter = pytest.mark.skipif(not seccomp.available(), reason="this machine has no seccomp filter")


@needs_filter
@pytest.mark.parametrize("name", sorted(seccomp.DENIED))
def test_denied_system_calls_end_in_eperm(name: str, probe: Any) -> None:
    number = seccomp.DENIED[name][seccomp.ARCHITECTURES[platform.machine()][0]]

    assert probe.call(number, 0, 0, 0, 0, 0) == "EPERM"


@needs_filter
def test_clone_makes_threads_and_processes_but_no_namespaces(probe: Any) -> None:
    column = seccomp.ARCHITECTURES[platform.machine()][0]

    assert probe.call(seccomp.CLONE[column], 0x10000000 | 17, 0, 0, 0, 0) == "EPERM"
    assert probe.call(seccomp.CLONE3[column], 0, 0) == "ENOSYS"
    assert (probe.child(), probe.program(), probe.thread()) == (3, "5\n", [1])


@needs_filter
@pytest.mark.parametrize(("family", "kind"), [(17, 3), (2, 3), (40, 1), (16, 3)])
def test_raw_packet_and_vsock_sockets_are_refused(family: int, kind: int, probe: Any) -> None:
    assert probe.open_socket(family, kind) == "EPERM"
    assert (probe.open_socket(2, 1), probe.open_socket(1, 1)) == ("ok", "ok")


@needs_filter
def test_no_socket_has_the_kernel_load_a_module(probe: Any) -> None:
    families = [family for family in range(46) if family not in (1, 2, 10)]
    protocols = [33, 115, 132, 136, 256, 262]  # DCCP, L2TP, SCTP, UDP-Lite, SMC, MPTCP

    refused = {probe.open_socket(family, kind) for family in families for kind in (1, 2, 5)}
    refused |= {probe.open_socket(family, 1, pair=True) for family in families}
    refused |= {probe.open_socket(2, kind, protocol) for protocol in protocols for kind in (1, 2, 5, 6)}

    assert refused == {"EPERM"}
    assert {probe.open_socket(2, 1, 6), probe.open_socket(10, 2, 17), probe.open_socket(1, 5, pair=True)} == {"ok"}


def test_inodes_and_waiting_signals_have_limits(probe: Any) -> None:
    files, signals = probe.room()

    assert len(files) == 3
    assert all(count <= 8192 for count in files)
    assert signals <= 256


def test_there_is_no_network(probe: Any, unused_port: int) -> None:
    assert probe.connect(unused_port) != "ok"


@pytest.fixture
def unused_port() -> Any:
    """A port on which this machine listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_it_is_alone_with_a_built_environment(probe: Any) -> None:
    uid, pid, parent, host, environment = probe.status()

    assert (uid, pid, parent, host) == (1000, 1, 0, "box")
    assert set(environment) <= {"PATH", "HOME", "LC_ALL", "TZ", "PWD"} | {
        name for name in environment if name.startswith("PYTHON")
    }


@pytest.mark.parametrize("path", ["/proc", "/dev/shm", "/mnt", "/home", "/etc/passwd", "/sys", "/var", str(ROOT)])
def test_nothing_of_the_machine_is_there(path: str, probe: Any) -> None:
    assert probe.reach(path) in ([], "ENOENT")


def test_neither_grader_nor_course_are_there(probe: Any) -> None:
    assert probe.reach("/grader") == ["inside"]


@pytest.mark.parametrize("path", ["/x", "/dev/x", "/usr/x", "/grader/inside/x", "/proc/x"])
def test_only_the_students_own_places_can_be_written(path: str, probe: Any) -> None:
    assert probe.write(path) in ("EROFS", "EACCES", "ENOENT", "EPERM")


@pytest.mark.parametrize("path", ["here.txt", "/tmp/x", "/dev/shm/x"])
def test_the_students_own_places_can_be_written(path: str, probe: Any) -> None:
    assert probe.write(path) == "ok"


def test_neighbours_do_not_see_each_other(open_box: Callable[[str], Box]) -> None:
    box = open_box("bubblewrap")
    first = box.open({"student.py": PROBE})
    one = first.module()
    other = box.open({"student.py": PROBE, "secret.txt": "mine"})
    probe = other.module()
    top = other.home.parent.parent

    assert one.write("/tmp/left") == "ok"
    assert one.write("/dev/shm/left") == "ok"
    assert (one.reach("/tmp"), one.reach("/dev/shm")) != ([], [])
    assert "left" not in [*probe.reach("/tmp"), *probe.reach("/dev/shm")]
    assert probe.reach(str(top)) == [other.home.parent.name]
    assert other.home.parent.name not in one.reach(str(top))
    for student in (first, other):
        student.inside.close()
