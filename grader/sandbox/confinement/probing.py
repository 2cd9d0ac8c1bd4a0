"""Trying a mechanism where it cannot hurt: in a child that is thrown away.

A mechanism counts as available only if a process has used it: what the kernel's version, a file in /proc or a
capability promises, a container's own filter may still refuse.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable

_PATIENCE_S = 10.0
_MESSAGE_BYTES = 4096


def attempt(act: Callable[[], object]) -> str:
    """Runs `act` in a forked child; returns what went wrong, or an empty string."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run(act, writer)
    os.close(writer)
    ready, _, _ = select.select([reader], [], [], _PATIENCE_S)
    message = os.read(reader, _MESSAGE_BYTES).decode(errors="replace") if ready else "no answer"
    os.close(reader)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "" if message == "done" else message or "the process that tried it was killed"


def _run(act: Callable[[], object], writer: int) -> None:
    try:
        act()
        os.write(writer, b"done")
    except BaseException as error:  # noqa: BLE001 - the edge of a process: nothing may unwind into its parent
        os.write(writer, (str(error) or type(error).__name__).encode()[:_MESSAGE_BYTES])
    finally:
        os._exit(0)
