"""What the host holds of a worker: its ends of the worker's descriptors, and the worker's cgroup."""

from __future__ import annotations

import os
import socket

from grader.sandbox.confinement import Group


class Channels:
    """Control socket, output pipe, status socket and bell; the far ends go to the zygote and are closed here.

    Attributes:
        bell: a pipe in which there is something when the worker waits.
        group: the worker's cgroup, if it has one; the zygote is sent its doors.
    """

    def __init__(self, group: Group | None = None) -> None:
        self.group = group
        self.control, self.far_control = socket.socketpair()
        self.output, self.far_output = os.pipe2(os.O_CLOEXEC)
        self.status, self.far_status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.bell, self.far_bell = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self.control.setblocking(False)
        os.set_blocking(self.output, False)

    def far_ends(self) -> list[int]:
        """What a zygote is sent, in this order."""
        doors = () if self.group is None else self.group.doors
        return [self.far_status.fileno(), self.far_control.fileno(), self.far_output, self.far_bell, *doors]

    def close_far(self) -> None:
        self.far_control.close()
        self.far_status.close()
        os.close(self.far_output)
        os.close(self.far_bell)

    def close(self) -> None:
        self.control.close()
        self.status.close()
        os.close(self.output)
        os.close(self.bell)
        if self.group is not None:
            self.group.give_back()
