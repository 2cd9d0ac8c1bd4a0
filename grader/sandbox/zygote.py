"""A zygote: forks a worker for each request, tells how it ended, and kills when asked.

A request is one byte with three descriptors: the worker's control socket, its output pipe and its status
socket. Status messages are `STATUS` records: first the pid, later the exit.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

STATUS = struct.Struct(">cqqdd")  # b"p" or b"x", pid, wait status, user seconds, system seconds
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


@dataclass(frozen=True, slots=True)
class Live:
    """A worker that has not been reaped."""

    status: socket.socket
    folder: Path


def serve(requests: socket.socket, scratch: Path) -> None:
    """Serves until the host closes the request socket; then every worker dies."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    ended, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    live: dict[int, Live] = {}
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    poll.register(ended, select.POLLIN)
    try:
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            if ended in ready:
                _drain(ended)
            for pid, worker in list(live.items()):
                if worker.status.fileno() in ready:
                    worker.status.recv(1)  # the wish to kill, or the host's end: unread, it would break the channel
                    _kill(pid)
                    poll.unregister(worker.status)
            for pid in _reap(live):
                _close(live.pop(pid), poll)
            if requests.fileno() in ready and not _fork(requests, live, poll, scratch):
                return
    finally:
        for pid in live:
            _kill(pid)


def _fork(requests: socket.socket, live: dict[int, Live], poll: select.poll, scratch: Path) -> bool:
    message, descriptors, _, _ = socket.recv_fds(requests, 1, 3)
    if not message:
        return False
    control, output, status = descriptors
    pid = os.fork()
    if pid == 0:
        from grader.sandbox import child

        child.main(control, output, scratch)
    os.close(control)
    os.close(output)
    told = socket.socket(fileno=status)
    live[pid] = Live(told, scratch / str(pid))
    poll.register(told, select.POLLIN)
    _tell(told, STATUS.pack(b"p", pid, 0, 0.0, 0.0))
    return True


def _reap(live: dict[int, Live]) -> list[int]:
    """Reaps what has ended, workers and orphans alike; returns the workers."""
    gone = []
    while True:
        try:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            break
        if found is None:
            break
        pid = found.si_pid
        if pid in live:
            _kill(pid)  # the rest of its session, while its pid is still its own
        _, status, usage = os.wait4(pid, 0)
        if pid in live:
            gone.append(pid)
            _tell(live[pid].status, STATUS.pack(b"x", pid, status, usage.ru_utime, usage.ru_stime))
    _kill_orphans(live)
    return gone


def _kill_orphans(live: dict[int, Live]) -> None:
    """Kills children that are no workers: what a dead worker left, inherited by its subreaper."""
    try:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    except OSError:
        return
    for pid in map(int, children):
        if pid not in live:
            _kill(pid)


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # before its setsid it has no group of its own
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _close(worker: Live, poll: select.poll) -> None:
    try:
        poll.unregister(worker.status)
    except KeyError:
        pass
    worker.status.close()
    shutil.rmtree(worker.folder, ignore_errors=True)


def _tell(status: socket.socket, message: bytes) -> None:
    try:
        status.send(message, socket.MSG_NOSIGNAL | socket.MSG_DONTWAIT)
    except OSError:
        pass  # the host has given this worker up


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 4096):
            pass
    except BlockingIOError:
        pass
