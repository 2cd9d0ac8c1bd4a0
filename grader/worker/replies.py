"""Where a worker's replies go."""

from __future__ import annotations

import os


class Replies:
    """A socket or a pipe that a host reads."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def sendall(self, reply: bytes) -> None:
        """Writes a reply.

        Raises:
            OSError: if nobody reads any more.
        """
        left = memoryview(reply)
        while left:
            left = left[os.write(self._descriptor, left) :]
