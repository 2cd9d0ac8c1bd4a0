"""A worker's end of its line to the host: requests come in, replies go out, and a bell is rung before it waits.

The host sleeps while calls are answered and hears the bell when there are none left: to be woken for each answer would
cost both sides more than most answers do. A bell that is not rung, or rung for nothing, costs a worker time and nothing
else: the host looks by itself, too, some thirty times a second, and hears no bell that was rung for nothing too often.
"""

from __future__ import annotations

import io
import os
import socket
from typing import TYPE_CHECKING

from grader.worker.replies import Replies

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Requests(io.RawIOBase):
    """What the host asks."""

    def __init__(self, control: socket.socket, bell: int) -> None:
        self._control = control
        self._bell = bell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        try:
            return self._control.recv_into(buffer, 0, socket.MSG_DONTWAIT)
        except BlockingIOError:
            _ring(self._bell)
            return self._control.recv_into(buffer)


class RungReplies(Replies):
    """Replies to a host who may have to be woken to make room for them."""

    def __init__(self, control: socket.socket, bell: int) -> None:
        super().__init__(control.fileno())
        self._control = control
        self._bell = bell

    def sendall(self, reply: bytes) -> None:
        """Writes a reply.

        Raises:
            OSError: if nobody reads any more.
        """
        sent = 0
        try:
            sent = self._control.send(reply, socket.MSG_DONTWAIT)
        except BlockingIOError:
            pass  # there is no room at all
        if sent < len(reply):
            _ring(self._bell)
            self._control.sendall(memoryview(reply)[sent:])


def _ring(bell: int) -> None:
    try:
        os.write(bell, b"!")
    except OSError:
        pass  # student code closed it, or filled it
