"""A worker's end of its line to the host: requests come in, replies go out, and a bell is rung before it waits.

The host sleeps while calls are answered and hears the bell when there are none left: to be woken for each answer would
cost both sides more than most answers do. A bell that is not rung, or rung for nothing, costs a worker time and nothing
else: the host looks by itself, too, some thirty times a second.
"""

from __future__ import annotations

import io
import os
import select
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.worker.replies import Replies

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Requests(io.RawIOBase):
    """What the host asks, from a descriptor that does not block."""

    def __init__(self, control: int, bell: int) -> None:
        self._control = control
        self._bell = bell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while True:
            try:
                return os.readv(self._control, [buffer])
            except BlockingIOError:
                _wait(self._bell, [self._control], [])


class RungReplies(Replies):
    """Replies on a descriptor that does not block."""

    def __init__(self, control: int, bell: int) -> None:
        super().__init__(control)
        self._control = control
        self._bell = bell

    def sendall(self, reply: bytes) -> None:
        """Writes a reply.

        Raises:
            OSError: if nobody reads any more.
        """
        left = memoryview(reply)
        while left:
            try:
                left = left[os.write(self._control, left) :]
            except BlockingIOError:
                _wait(self._bell, [], [self._control])


def _wait(bell: int, to_read: Sequence[int], to_write: Sequence[int]) -> None:
    try:
        os.write(bell, b"!")
    except OSError:
        pass  # student code closed it, or filled it
    select.select(to_read, to_write, [])
