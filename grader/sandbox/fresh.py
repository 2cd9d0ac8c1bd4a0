"""A worker in an interpreter of its own. Run as `python -m grader.sandbox.fresh FRAMEWORK FOLDER MARK`.

It moves the pipes of requests and replies out of the way of what student code prints and reads, imports the framework,
says that it is ready, and serves. Before each reply it writes the mark to its output, so that the host knows what was
printed before it. It ends with the host: a loop of the student's must not go on for ever.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import threading
import time
from collections.abc import Sequence

from grader.sandbox.startup import PRELOADED, open_streams
from grader.wire.messages import Ready, write_reply
from grader.worker import main as worker
from grader.worker.modules import enter_folder
from grader.worker.replies import Replies

LOOKS_EVERY_S = 1.0


class MarkedReplies(Replies):
    """A pipe of replies that puts a mark into the output before each."""

    def __init__(self, descriptor: int, mark: bytes) -> None:
        super().__init__(descriptor)
        self._mark = mark

    def sendall(self, reply: bytes) -> None:
        """Writes a reply."""
        with contextlib.suppress(OSError):  # student code closed it
            os.write(2, self._mark)
        super().sendall(reply)


def main(arguments: Sequence[str]) -> None:
    """Serves until the host is done."""
    framework, folder, mark = arguments
    parent = os.getppid()
    replies, requests = os.dup(1), os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    open_streams()
    enter_folder(folder)
    for module in PRELOADED[framework]:
        importlib.import_module(module)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    back = MarkedReplies(replies, mark.encode())
    back.sendall(write_reply(Ready()))
    with open(requests, "rb") as incoming:
        worker.run(incoming, back, folder)
    worker.leave()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_EVERY_S)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
