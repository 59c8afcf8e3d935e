"""The warm inside: started once in the box, it makes one child for each submission.

Theory of operation. The worker holds the other end of `control`, a socket of ours alone. A line asks for a child and
carries the child's descriptors: its wire to the judge, and its standard input, output and error. The warm inside clones
itself into namespaces of the child's own where it may, tells the worker the child's pid with a pidfd, and later its
exit status. It never runs student code; the child does, after it has closed everything that is not its own.
"""

from __future__ import annotations

import sys

BARE = set(sys.modules)
sys.path.insert(0, __file__.rpartition("/")[0].rpartition("/")[0])
import site  # noqa: E402

site.setquit()
site.sethelper()
site.setcopyright()
BARE = (BARE | set(sys.modules)) - {"__future__"}

import _signal  # type: ignore[import-not-found]  # noqa: E402 - `signal` itself makes members of enumerations
import _socket  # noqa: E402
import array  # noqa: E402
import faulthandler  # noqa: E402
import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import select  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
from importlib.machinery import PathFinder  # noqa: E402
from types import ModuleType  # noqa: E402
from typing import Any  # noqa: E402

from inside import gaps, isolate, rehearsal, script, seccomp, serve  # type: ignore[import-not-found]  # noqa: E402

PIECE = 1 << 16  # of what the worker asks that is read at a time


def main(control: socket.socket) -> None:
    """Make children as asked until the worker closes the control socket."""
    os.environ.pop("LD_BIND_NOW", None)  # which has done its work
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, _notice)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    isolate.carry_out(isolate.die_with_parent())
    faulthandler.register(signal.SIGUSR1, file=2)  # where a child is, when it is asked before it is killed
    if APART:
        isolate.name_process("grade-box")
        isolate.carry_out(isolate.gain_no_privileges())
        seccomp.install_first()
    children: dict[int, int] = {}
    buffer, descriptors = b"", array.array("i")
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(wake, select.POLLIN)
    _say(control, {"ready": True, "apart": APART, "python": sys.version.split()[0]})
    _forget_modules()  # once, or every child copies the memory of all of them
    rehearsal.rehearse()
    _look_bare()
    gc.collect()
    _kept = gaps.filled()
    gc.freeze()
    while True:
        for ready, _ in poll.poll():
            if ready == wake:
                os.read(wake, 4096)
                _reap(control, children)
                continue
            data, fds, _, _ = socket.recv_fds(control, PIECE, 16)
            if not data:
                return
            buffer += data
            descriptors.extend(fds)
        while b"\n" in buffer:
            line, _, buffer = buffer.partition(b"\n")
            taken, descriptors = descriptors[:4], descriptors[4:]
            _spawn(control, json.loads(line), list(taken), children)


def _notice(*_: object) -> None:
    """Nothing: the signal's number lies in the pipe that wakes us."""


def _spawn(control: socket.socket, order: dict[str, Any], fds: list[int], children: dict[int, int]) -> None:
    uid, gid = os.getuid(), os.getgid()
    sys.stdout.flush()
    try:
        steps = _steps(order, uid, gid)
        finder = _finder(order["folder"])
        pid = isolate.clone_apart() if order["apart"] else os.fork()
    except OSError as error:
        for fd in fds:
            os.close(fd)
        _say(control, {"number": order["number"], "error": str(error)})
        return
    if pid == 0:
        sys.path_importer_cache.update(finder)
        _child(order, fds, steps)
    for fd in fds:
        os.close(fd)
    children[pid] = order["number"]
    pidfd = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    _say(control, {"number": order["number"], "pid": pid}, pidfd)
    for fd in pidfd:
        os.close(fd)


def _finder(folder: str) -> dict[str, Any]:
    """What imports from a folder, by its name: each child would look for it. None where student code removed it."""
    try:
        return {folder: sys.path_hooks[-1](folder)}
    except ImportError:
        return {}


def _reap(control: socket.socket, children: dict[int, int]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        _say(control, {"number": children.pop(pid, -1), "exit": os.waitstatus_to_exitcode(status)})


def _say(control: socket.socket, message: dict[str, Any], fds: list[int] | None = None) -> None:
    socket.send_fds(control, [json.dumps(message).encode() + b"\n"], fds or [])


def _steps(order: dict[str, Any], uid: int, gid: int) -> list[isolate.Step]:
    """What the process of this submission does before it serves the judge."""
    apart, limits = order["apart"], order["limits"]
    steps = [isolate.Step("core", os.sched_setaffinity, (0, {order["core"]}))] if order["core"] is not None else []
    if apart:
        steps += isolate.map_user(uid, gid)
        steps += isolate.raise_loopback()
        steps += isolate.see_only(order["see"], order["root"], limits["files_mb"])
    else:
        steps += isolate.die_with_parent()
    steps.append(isolate.Step("setsid", os.setsid, ()))  # or a signal to the own group would reach the warm inside
    steps.append(isolate.Step("chdir", os.chdir, (order["folder"],)))
    if apart:
        steps += isolate.give_up_privileges()
    steps += isolate.limit(**limits, apart=apart)
    return [*steps, isolate.Step("seccomp", seccomp.install_second, ())] if apart else steps


def _child(order: dict[str, Any], fds: list[int], steps: list[isolate.Step]) -> None:
    """Become the process of one submission, and never return."""
    status = 120
    try:
        signal.set_wakeup_fd(-1)
        _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
        wire = _keep_only(fds)
        isolate.carry_out(steps)
        status = _work(order, wire)
    except serve.Served:
        status = 0
    except BaseException as error:  # noqa: BLE001 - the last words of a child go to its own error stream
        os.write(2, f"inside: {type(error).__name__}: {error}\n".encode(errors="replace"))
    finally:
        os._exit(status)


def _keep_only(fds: list[int]) -> _socket.socket:
    """Descriptors 0, 1, 2 and 3 (the wire); every other one is closed."""
    wire, *standard = [os.dup2(fd, 100 + place) for place, fd in enumerate(fds)]
    for place, fd in enumerate(standard):
        os.dup2(fd, place)
    os.dup2(wire, 3, inheritable=False)  # the student's own child processes get no wire
    os.closerange(4, 1 << 20)
    return _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, fileno=3)


def _work(order: dict[str, Any], wire: _socket.socket) -> int:
    names = _look_around(order)
    disk = _fake_disk(order) if PARTS else None
    SERVICE.begin(wire, order["folder"])
    if disk is not None:
        SERVICE.offer(disk.operations())
    if order["run"] is not None:
        if disk is not None:
            SERVICE.serve_one()  # what the disk holds by now
        code = script.run_script(order["run"], names)
        SERVICE.offer_end(code, names)
    SERVICE.serve()
    return 0


def _load_fake(folder: str) -> dict[str, Any]:
    """What makes a fake file system, from the folder that holds pyfakefs: only where it was asked for."""
    from inside import fake  # noqa: PLC0415

    return {"Fake": fake.Fake, **fake.load(folder)}


def _fake_disk(order: dict[str, Any]) -> Any:
    disk = PARTS["Fake"](PARTS, order["folder"], order["files"], order["path"], order["limits"]["files_mb"])
    disk.install()
    return disk


def _look_bare() -> None:
    """Leave in `sys` what a bare Python has, so that a student's own `random.py` behaves as it does at home."""
    main_module = ModuleType("__main__")
    main_module.__dict__.update(__builtins__=sys.modules["builtins"], __annotations__={})
    sys.modules["__main__"] = main_module
    sys.argv[:] = [""]
    sys.path[:] = [entry for entry in sys.path[1:] if entry]
    sys.dont_write_bytecode = True
    _forget_modules()
    PathFinder.find_spec("a module that is nowhere")  # lists the standard library, or each child would


def _look_around(order: dict[str, Any]) -> dict[str, Any]:
    """Have imports find what lies in the submission's folder; the names of `__main__`."""
    if len(sys.modules) > len(BARE):
        _forget_modules()
    sys.path.insert(0, order["folder"])
    sys.path.extend(order["path"])
    return vars(sys.modules["__main__"])


def _forget_modules() -> None:
    """Leave only the modules that a bare Python has."""
    for name in [name for name in sys.modules if name not in BARE]:
        del sys.modules[name]
    BARE.intersection_update(sys.modules)
    sys.path_importer_cache.clear()


if __name__ == "__main__":
    SERVICE = serve.Service()
    PARTS = _load_fake(sys.argv[3]) if sys.argv[3:] else {}
    APART = sys.argv[2] == "bubblewrap" and isolate.can_clone()
    main(socket.socket(fileno=int(sys.argv[1])))
