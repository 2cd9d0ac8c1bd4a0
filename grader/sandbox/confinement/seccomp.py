"""The system-call filter: what numeric Python needs is allowed by name, all else is refused.

Theory. A list of what is forbidden is out of date with every kernel; a list of what is allowed is not. So calls
are allowed by name, after tracing Python, NumPy and PyTorch (autograd, optimisers, threads, lazy imports, saving
and loading). The others fall in four classes:

- refused with EPERM: what an honest library may try and can do without (sockets, `fork` under a probe for a
  compiler, file locks, scheduling of other processes). An uncaught refusal is the student's `error`.
- refused with ENOSYS: calls for which the C library has a fallback that can be judged by its arguments, and
  calls newer than our table. `clone3` is one: its flags lie behind a pointer, those of `clone` do not.
- pretended: a change of permissions or times succeeds and does nothing. Copying a file asks for it, and Landlock
  does not judge it: where worker and host share a user it would reach any file of that user's.
- the process is killed by SIGSYS: what only an attack does (ptrace, mounts, modules, keyrings, calls in the
  convention of another machine). The verdict is `violation`.

Threads are allowed, processes are not: `clone` must share memory and thread group. Signals may go to the own
process only; its number is written into the program after the fork. `prlimit64` reads and never sets, `ioctl`
and `fcntl` are limited to what files and pipes need (no TIOCSTI, no locks, no larger pipes). `truncate` by path
is refused as Landlock knows it only since ABI 3. `memfd_create` is
refused: its pages belong to no mapping, so without a cgroup nothing would count them.

Why by hand and not by libseccomp: the program is a function of one table, the C library is not on every machine
(conda, Alpine, slim images), its Python bindings are not on PyPI and the ctypes one (pyseccomp) was last
released in 2021; its 2.5 does not know the calls of the last three years. What it would do better, a tree of
numbers, is eight lines here, and the tests run the program in an interpreter for every call of both machines.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from dataclasses import dataclass
from typing import Final

from grader.sandbox.confinement import bpf, kernel
from grader.sandbox.confinement.bpf import Guarded, Test
from grader.sandbox.confinement.kernel import Buffer, Calls
from grader.sandbox.confinement.syscalls import HIGHEST_KNOWN, numbers

MACHINES: Final = ("x86_64", "aarch64")
_PID: Final = struct.Struct("=I")
_SET_MODE_FILTER: Final = 1

ALLOWED: Final = frozenset(
    """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range dup dup2 dup3
    pipe pipe2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
    eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4 sendfile copy_file_range
    creat stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents
    getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 ftruncate
    fallocate fadvise64 readahead fsync fdatasync sync_file_range statfs fstatfs umask
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
    cachestat shutdown getsockopt getsockname getpeername

    brk mmap munmap mremap mprotect madvise msync get_mempolicy membarrier mseal map_shadow_stack

    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack pause
    futex futex_waitv futex_wake futex_wait futex_requeue set_robust_list set_tid_address rseq arch_prctl
    restart_syscall exit exit_group wait4 waitid sched_yield sched_getaffinity sched_getscheduler sched_getparam
    sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval getpriority getcpu

    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times getitimer setitimer alarm
    timer_create timer_settime timer_gettime timer_getoverrun timer_delete
    getpid gettid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid getresgid getgroups
    getrlimit getrusage sysinfo uname getrandom capget
    """.split()
)

KILLED: Final = frozenset(
    """
    ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp bpf userfaultfd mount umount2 pivot_root chroot
    fsopen fsconfig fsmount fspick open_tree open_tree_attr move_mount mount_setattr unshare setns
    open_by_handle_at keyctl add_key request_key init_module finit_module delete_module create_module query_module
    get_kernel_syms kexec_load kexec_file_load reboot swapon swapoff iopl ioperm modify_ldt uselib quotactl
    quotactl_fd nfsservctl settimeofday clock_settime
    """.split()
)

NOT_THERE: Final = frozenset({"clone3", "openat2"})

PRETENDED: Final = frozenset("chmod fchmod fchmodat fchmodat2 utime utimes futimesat utimensat".split())

_REFUSE: Final = bpf.refuse(errno.EPERM)
_CLONE_VM, _CLONE_THREAD = 0x100, 0x10000
_CLONE_NAMESPACES = 0x7E02_0000  # new mount, cgroup, uts, ipc, user, pid and net namespaces
_CLONE_OTHERS = 0x6000  # CLONE_PTRACE, CLONE_VFORK
_IOCTLS = (
    0x5401,
    0x5413,
    0x541B,
    0x5421,
    0x5450,
    0x5451,
)  # TCGETS TIOCGWINSZ FIONREAD FIONBIO FIONCLEX FIOCLEX
# A GPU's driver has more commands than can be named: any of its type (0x46, and 0 for its memory manager), and a
# terminal's (0x54), as no mask leaves those out that a worker, which has no terminal, may not give.
_IOCTL_TYPE = 0xFF00
_IOCTL_TYPES_WITH_DEVICES = (0x0000, 0x4600, 0x5400)
_FCNTLS = (
    0,
    1,
    2,
    3,
    4,
    1030,
    1032,
    1034,
)  # DUPFD GETFD SETFD GETFL SETFL DUPFD_CLOEXEC GETPIPE_SZ GET_SEALS
_PRCTLS = (
    15,
    16,
    0x53564D41,
    kernel.PR_GET_DUMPABLE,
    kernel.PR_GET_NO_NEW_PRIVS,
)  # SET_NAME GET_NAME SET_VMA
_AF_UNIX = 1
_OUT_OF_BAND = 1  # MSG_OOB
_SELF = (0, bpf.OWN_PID)
# Access mode and O_TRUNC: to open for reading and truncate needs, for Landlock before ABI 3, no right to write.
_OPEN_MODES = 0x203
_OPENS = (0x000, 0x001, 0x002, 0x201, 0x202)


def _null(argument: int) -> tuple[Test, Test]:
    return Test(argument=argument, values=(0,)), Test(argument=argument, values=(0,), high=True)


def _in_turn(argument: int) -> Test:
    """No byte goes before others in a socket: it serves no library, and strangers got into the kernel by it."""
    return Test(argument=argument, mask=_OUT_OF_BAND, values=(0,))


def _only(*tests: Test) -> Guarded:
    return Guarded(tests=tests, otherwise=_REFUSE)


GUARDED: Final[dict[str, Guarded]] = {
    "clone": _only(
        Test(
            argument=0,
            mask=_CLONE_VM | _CLONE_THREAD | _CLONE_NAMESPACES | _CLONE_OTHERS,
            values=(_CLONE_VM | _CLONE_THREAD,),
        )
    ),
    "open": _only(Test(argument=1, mask=_OPEN_MODES, values=_OPENS)),
    "openat": _only(Test(argument=2, mask=_OPEN_MODES, values=_OPENS)),
    "ioctl": _only(Test(argument=1, values=_IOCTLS)),
    "fcntl": _only(Test(argument=1, values=_FCNTLS)),
    "prctl": _only(Test(argument=0, values=_PRCTLS)),
    "prlimit64": _only(Test(argument=0, values=_SELF), *_null(2)),
    "kill": _only(Test(argument=0, values=_SELF)),
    "tgkill": _only(Test(argument=0, values=(bpf.OWN_PID,))),
    "sendto": _only(*_null(4), _in_turn(3)),
    **{name: _only(_in_turn(3)) for name in ("recvfrom", "sendmmsg", "recvmmsg")},
    **{name: _only(_in_turn(2)) for name in ("sendmsg", "recvmsg")},
    "socketpair": _only(Test(argument=0, values=(_AF_UNIX,))),  # asyncio wakes itself by one
    "setpriority": _only(Test(argument=0, values=(0,)), Test(argument=1, values=(0,))),
    **{
        name: _only(Test(argument=0, values=(0,)))
        for name in ("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr")
    },
}

COMMANDS: Final = _only(Test(argument=1, mask=_IOCTL_TYPE, values=_IOCTL_TYPES_WITH_DEVICES))


def program(machine: str, *, devices: bool = False) -> bpf.Code:
    """The filter for a machine, with `bpf.OWN_PID` where the process's number belongs; `devices` may be commanded."""
    guarded = {**GUARDED, "ioctl": COMMANDS} if devices else GUARDED
    rules: dict[int, bpf.Rule] = {}
    for name, number in numbers(machine).items():
        if name in guarded:
            rules[number] = guarded[name]
        elif name in NOT_THERE:
            rules[number] = bpf.refuse(errno.ENOSYS)
        elif name in PRETENDED:
            rules[number] = bpf.refuse(0)
        elif name in KILLED:
            rules[number] = bpf.KILL
        elif name in ALLOWED:
            rules[number] = bpf.ALLOW
    return bpf.assemble(
        machine, rules, unnamed=_REFUSE, unknown=bpf.refuse(errno.ENOSYS), highest_known=HIGHEST_KNOWN
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A program laid out in memory, to be installed by a fork of this process."""

    instructions: Buffer
    own_pid_at: tuple[int, ...]
    installing: Calls

    def install(self) -> None:
        """Puts this process under the filter, for good. Needs no_new_privs.

        Raises:
            OSError: if the kernel refuses.
        """
        pid = os.getpid()
        for offset in self.own_pid_at:
            _PID.pack_into(self.instructions, offset, pid)
        kernel.make(self.installing)


def compile_filter(*, devices: bool = False) -> Filter:
    """Compiles the filter for this machine, once, before the forks.

    Raises:
        OSError: on a machine that the filter is not written for.
    """
    if not kernel.LINUX or kernel.MACHINE not in MACHINES:
        raise OSError(f"no filter for {kernel.MACHINE} on this system")
    return laid_out(program(kernel.MACHINE, devices=devices))


def laid_out(code: bpf.Code) -> Filter:
    """A program as `Filter.install` takes it."""
    packed = bpf.pack(code)
    instructions = ctypes.create_string_buffer(packed, len(packed))
    described = struct.pack("@HP", len(code), ctypes.addressof(instructions))
    header = ctypes.create_string_buffer(described, len(described))
    return Filter(
        instructions=instructions,
        own_pid_at=bpf.offsets_of(code, bpf.OWN_PID),
        installing=kernel.calls(
            (kernel.SECCOMP, _SET_MODE_FILTER, 0, ctypes.addressof(header)), memory=(instructions, header)
        ),
    )


def use() -> None:
    """Installs the filter and checks that it refuses; for a process that is thrown away."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    compile_filter().install()
    try:
        os.setsid()
    except PermissionError:
        return
    raise OSError("the filter was installed and does not refuse")
