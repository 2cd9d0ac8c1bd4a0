"""What workers were asked when the sample class was graded, so that others can be made to do the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from grader.core.problem import Assignment
from grader.core.submission import Submission
from grader.sandbox.supervisor import ForkedWorker
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from grader.wire.frames import UNTRUSTED


def record(assignment: Assignment, submissions: Sequence[Submission], folder: Path, count: int) -> list[Path]:
    """Files with the requests of so many gradings, spread evenly over those in which every call was answered."""
    sent: dict[ForkedWorker, list[bytes]] = {}
    answered: set[ForkedWorker] = set()
    send, close = ForkedWorker.send, ForkedWorker.close

    def sending(worker: ForkedWorker, requests: Sequence[bytes]) -> None:
        sent.setdefault(worker, []).extend(map(bytes, requests))
        send(worker, requests)

    def closing(worker: ForkedWorker) -> None:
        if worker.alive:
            answered.add(worker)
        close(worker)

    with patch.object(ForkedWorker, "send", sending), patch.object(ForkedWorker, "close", closing):
        grade_class(assignment, submissions, Options(seed=1, workers=2))
    whole = [
        requests
        for worker, requests in sent.items()
        if worker.caps is UNTRUSTED and worker in answered and any(b'"do":"call"' in one for one in requests)
    ]
    files = []
    for number in range(count):
        files.append(folder / f"{number}.requests")
        files[-1].write_bytes(b"".join(whole[number * len(whole) // count]))
    return files
