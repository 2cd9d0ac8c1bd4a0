"""The first moments of a worker: descriptors, session, limits, identity; then `grader.worker`."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import sys
from pathlib import Path

from grader.wire.messages import Confinement, Ready, read_confinement, write_reply
from grader.worker import main as worker

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
CONTROL = 3


def main(control: int, output: int, scratch: Path) -> None:
    """Never returns: the process ends here, whatever happens."""
    try:
        sock = _descriptors(control, output)
        body = worker.receive(sock)
        if body is not None:
            folder = scratch / str(os.getpid())
            confine(read_confinement(body[0]), folder)
            # From here on student code may run: the host takes an end before this line for our own failure.
            sock.sendall(write_reply(Ready()))
            worker.run(sock, folder)
    except BaseException as error:  # noqa: BLE001 - the edge of the process: nothing may unwind into the zygote
        os.write(2, f"worker: {type(error).__name__}: {error}\n".encode())
        os._exit(1)
    worker.leave()


def _descriptors(control: int, output: int) -> socket.socket:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # First out of the way of the low numbers, then into place.
    high_control, high_output = (os.dup2(number, number + 500) for number in (control, output))
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(high_output, 1)
    os.dup2(high_output, 2)
    os.dup2(high_control, CONTROL, inheritable=False)
    os.closerange(CONTROL + 1, max(high_control, high_output, nothing) + 64)
    # New streams: those of the zygote believe that they write to a file that can seek.
    sys.stdout = sys.__stdout__ = open(1, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    return socket.socket(fileno=CONTROL)


def confine(confinement: Confinement, folder: Path) -> None:
    """Limits, identity and privileges; `folder` becomes the process's own."""
    os.setsid()
    libc = ctypes.CDLL(None, use_errno=True)
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0 and confinement.confined and not os.path.realpath(sys.base_prefix).startswith("/root"):
        # A uid of its own: no other worker, and nothing of the host's, can be signalled, traced or read.
        identity = 1_000_000 + os.getpid()
        os.chown(folder, identity, identity)
        os.setgroups([])
        os.setresgid(identity, identity, identity)
        os.setresuid(identity, identity, identity)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_DUMPABLE, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, confinement.cpu_time_s)
    _limit(resource.RLIMIT_FSIZE, confinement.file_bytes)
    _limit(resource.RLIMIT_NOFILE, confinement.descriptors)
    _limit(resource.RLIMIT_DATA, _data_bytes() + confinement.memory_bytes)


def _limit(kind: int, amount: int) -> None:
    _, hard = resource.getrlimit(kind)
    bounded = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (bounded, bounded))


def _data_bytes() -> int:
    """The private writable memory that the process already has from its zygote."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
