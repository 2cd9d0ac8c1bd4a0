"""The host's ends of a worker's descriptors."""

from __future__ import annotations

import os
import socket


class Channels:
    """Control socket, output pipe and status socket; the far ends go to the zygote and are closed here."""

    def __init__(self) -> None:
        self.control, self.far_control = socket.socketpair()
        self.output, self.far_output = os.pipe2(os.O_CLOEXEC)
        self.status, self.far_status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.setblocking(False)
        os.set_blocking(self.output, False)

    def far_ends(self) -> list[int]:
        return [self.far_control.fileno(), self.far_output, self.far_status.fileno()]

    def close_far(self) -> None:
        self.far_control.close()
        self.far_status.close()
        os.close(self.far_output)

    def close(self) -> None:
        self.control.close()
        self.status.close()
        os.close(self.output)
