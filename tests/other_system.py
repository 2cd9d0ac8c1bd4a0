"""Another system, imitated: our modules import none of what only Linux and its like have. The libraries' own still may.

`python -m tests.other_system ARGUMENTS` is `grader ARGUMENTS` there; its workers live there, too.
"""

from __future__ import annotations

import builtins
import importlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

# What Windows does not have, of what our modules import; `ctypes` is there, but `CDLL(None)` is not.
ABSENT = frozenset("ctypes fcntl grp posix pty pwd resource syslog termios tty _posixsubprocess".split())
GONE = {
    "os": frozenset(
        """
        fork forkpty wait wait3 wait4 waitid WNOHANG WNOWAIT WEXITED WIFSIGNALED WTERMSIG WIFEXITED WEXITSTATUS P_ALL
        killpg setsid setpgid getpgid getuid geteuid getgid getegid setuid setgid setresuid setresgid setgroups
        getgroups pipe2 pread pwrite sendfile chown lchown mkfifo mknod sysconf sched_getaffinity sched_setaffinity
        uname nice getpriority openpty ttyname statvfs fchown fchmod O_NOFOLLOW O_DIRECTORY O_NONBLOCK O_NOCTTY
        O_CLOEXEC O_PATH O_SYNC memfd_create getrandom unshare setns eventfd
        """.split()
    ),
    "select": frozenset("poll epoll kqueue".split()),
    "signal": frozenset(
        """
        SIGKILL SIGSTOP SIGCHLD SIGHUP SIGQUIT SIGALRM SIGUSR1 SIGUSR2 SIGPIPE SIGTRAP SIGBUS SIGSYS SIGXCPU SIGXFSZ
        SIGPROF SIGVTALRM alarm setitimer pause sigwait pthread_sigmask pthread_kill
        """.split()
    ),
    "socket": frozenset(
        "AF_UNIX SOCK_SEQPACKET send_fds recv_fds MSG_NOSIGNAL MSG_DONTWAIT SCM_RIGHTS".split()
    ),
    "sys": frozenset(("abiflags",)),
}
OTHERWISE: Mapping[str, Mapping[str, object]] = {
    "os": {"supports_dir_fd": frozenset(), "supports_fd": frozenset()},
    "sys": {"platform": "win32"},
}


class Veiled(ModuleType):
    """A module without some of its names."""

    def __init__(self, real: ModuleType) -> None:
        self.__dict__["_real"] = real

    def __getattr__(self, name: str) -> Any:
        real: ModuleType = self.__dict__["_real"]
        if name in GONE[real.__name__]:
            raise AttributeError(f"module {real.__name__!r} has no attribute {name!r} on this system")
        otherwise = OTHERWISE.get(real.__name__, {})
        return otherwise[name] if name in otherwise else getattr(real, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["_real"], name, value)


def enter() -> None:
    """From now on, whatever a module of ours imports is as it is elsewhere."""
    veiled = {name: Veiled(importlib.import_module(name)) for name in GONE}
    real = builtins.__import__

    def imported(
        name: str,
        globals_: Mapping[str, Any] | None = None,
        locals_: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        ours = str((globals_ or {}).get("__package__") or "").partition(".")[0] == "grader"
        if ours and level == 0:
            if name in ABSENT:
                raise ModuleNotFoundError(f"No module named {name!r} on this system", name=name)
            if name in veiled:
                return veiled[name]
        return real(name, globals_, locals_, fromlist or (), level)

    builtins.__import__ = imported  # type: ignore[assignment]  # the names of its parameters hide builtins


def main() -> None:
    """The command line, with workers that live on the other system as well."""
    enter()
    from grader.cli import main as command_line
    from grader.sandbox import interpreters, startup

    environment = startup.environment()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(
            "import tests.other_system\ntests.other_system.enter()\n", encoding="utf-8"
        )
        paths = (folder, str(Path(__file__).parents[1]), environment["PYTHONPATH"])
        there = {**environment, "PYTHONPATH": os.pathsep.join(paths)}
        setattr(interpreters, "environment", lambda: there)  # noqa: B010 - that module is not ours to type
        command_line()


if __name__ == "__main__":
    main()
