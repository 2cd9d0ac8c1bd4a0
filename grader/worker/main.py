"""The worker's loop: a setup, then calls, each answered by one frame; then `_exit`.

Theory of operation. The process began a moment ago and confined itself, where it can, before it came here. It holds the
control channel, its output pipe and its own folder, and learns inputs one call at a time. Every result is a
claim that the host judges; what a student's code does to this loop can spoil that student's answers only.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any, BinaryIO, NoReturn

import numpy as np

from grader.core.data import Data
from grader.core.observation import Refused, Returned
from grader.core.verification import Verification
from grader.wire.frames import HEAD, TRUSTED, UNTRUSTED, Arrays, Json, body_lengths, decode
from grader.wire.messages import (
    CallRequest,
    ReadRequest,
    Ready,
    Reply,
    Request,
    Setup,
    VerifyRequest,
    read_request,
    write_reply,
)
from grader.worker import device, gradients
from grader.worker.cells import SUFFIX, NotebookError, as_one_source, read_cells
from grader.worker.convert import RefusedError, to_data, to_native
from grader.worker.evaluate import AbsentError, Scope, evaluate
from grader.worker.failures import describe
from grader.worker.modules import (
    SOURCE,
    import_copy,
    import_path,
    import_source,
    lay_files,
    unwritten,
    within,
)
from grader.worker.notebook import Notebook
from grader.worker.replies import Replies
from grader.worker.source import uses


def receive(requests: BinaryIO) -> tuple[Json, Arrays] | None:
    """The next frame's body, or None when the host is done."""
    head = requests.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    json_length, array_length = body_lengths(head, TRUSTED)
    body = requests.read(json_length + array_length)
    if len(body) < json_length + array_length:
        return None
    return decode(body[:json_length], memoryview(body)[json_length:], TRUSTED)


def run(requests: BinaryIO, replies: Replies, folder: str) -> None:
    """Serves requests until there are no more. `folder` is the working directory (`enter_folder`)."""
    first = receive(requests)
    if first is None:
        return
    setup = read_request(*first)
    assert isinstance(setup, Setup)
    lane = ModuleLane(setup, folder)
    if setup.device != device.CPU:
        _answer(replies, lane.reply(lane.enter_device))  # a reply of its own: no student code has run yet
    _answer(replies, lane.reply(lane.start))
    while (frame := receive(requests)) is not None:
        request = read_request(*frame)
        _answer(replies, lane.reply(partial(lane.serve, request)))


def _abort(error: BaseException) -> NoReturn:
    """Ends as a segmentation fault would: the next call gets a worker whose device answers."""
    os.write(2, f"{error}\n".encode("utf-8", "backslashreplace"))
    os.abort()


def _answer(replies: Replies, reply: bytes) -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # noqa: BLE001, S110 - a stream that student code replaced or closed
            pass
    replies.sendall(reply)


class ModuleLane:
    """One module and the calls on it."""

    def __init__(self, setup: Setup, folder: str) -> None:
        self.setup = setup
        self.caps = UNTRUSTED if setup.lane == "student" else TRUSTED
        self.folder = folder
        self.module: ModuleType | None = None
        self.driver: ModuleType | None = None
        self.notebook: Notebook | None = None

    def reply(self, action: Callable[[], Reply]) -> bytes:
        """The worker's edge: whatever is raised, in writing the reply too, becomes a reply."""
        try:
            return write_reply(action(), self.caps)
        except RefusedError as error:
            return write_reply(Refused(reason=str(error)))
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are students' too
            if device.is_poisoned(error):
                _abort(error)
            if self.notebook is not None:
                return write_reply(self.notebook.describe(error))
            return write_reply(describe(error, self.folder, self.module))

    def enter_device(self) -> Reply:
        setup = self.setup
        device.enter(setup.device, tf32=setup.tf32, memory_bytes=setup.gpu_memory_bytes)
        return Ready()

    def start(self) -> Reply:
        setup = self.setup
        lay_files(self.folder, setup.files)
        same = self._unwritten()
        seed_generators(setup.seed)
        if setup.lane == "author":
            with default_dtype("float64"):
                self._import()
        else:
            self._import()
        return Ready(same, () if self.notebook is None else self.notebook.remarks)

    def _import(self) -> None:
        setup = self.setup
        if setup.driver is not None:
            self.driver = import_source("driver", setup.driver, self.folder)
        if setup.module is not None:
            if setup.module.endswith(SUFFIX):
                self.notebook = Notebook(self.folder, setup.module, setup.cpu_time_s)
            self.module = import_path(self.folder, setup.module, self.notebook)

    def _unwritten(self) -> tuple[str, ...]:
        module = self.setup.module
        if module is None or module not in self.setup.files or not self.setup.starters:
            return ()
        try:
            own = _source(module, self.setup.files[module])
            starters = [_source(path, given) for path, given in self.setup.starters.items()]
        except NotebookError:  # the import says so, where it is the student's
            return ()
        return tuple(name for starter in starters for name in unwritten(own, starter))

    def serve(self, request: Request) -> Reply:
        match request:
            case CallRequest():
                return self.call(request)
            case VerifyRequest():
                return self.verify(request)
            case ReadRequest():
                return self.read(request)
            case Setup():
                raise RuntimeError("a second setup")

    def read(self, request: ReadRequest) -> Reply:
        """Reads a file of the student's, in a process that runs none of their code."""
        with open(within(self.folder, request.path), "rb") as file:
            content = file.read()
        if request.what == "uses":
            return Returned(data=_uses(request.path, content))
        from grader.worker.answers import AnswersError, read_answers

        try:
            return Returned(data=to_data(read_answers(content)))
        except AnswersError as error:
            return Refused(reason=str(error))

    def call(self, request: CallRequest) -> Reply:
        values = {
            name: to_native(value, self.setup.framework, self.setup.device)
            for name, value in request.values.items()
        }
        if request.default_dtype is None:  # student code keeps what it set itself
            return self._called(values, request)
        with default_dtype(request.default_dtype):
            return self._called(values, request)

    def _called(self, values: dict[str, Any], request: CallRequest) -> Reply:
        module = self.swapped(request.swap) if request.swap else self.module

        def outcome(changed: Mapping[str, Any]) -> Any:
            return evaluate(request.call, Scope(changed, module, self.driver))

        seed_generators(request.seed)
        if request.gradient is not None:
            return Returned(data=_gradient(outcome, values, request))
        return _observe(outcome, values, request)

    def verify(self, request: VerifyRequest) -> Reply:
        verifier = getattr(import_once(self.folder, "verifier.py"), request.name, None)
        if verifier is None:
            raise AbsentError(request.name)
        seed_generators(request.seed)
        arguments = {name: to_native(value, "numpy") for name, value in request.arguments.items()}
        result = verifier(to_native(request.observed, "numpy"), **arguments)
        if not isinstance(result, Verification):
            raise TypeError(f"{request.name} returned a {type(result).__name__}, not a grader.Verification")
        return Returned(data={"fraction": float(result.fraction), "feedback": str(result.feedback)})

    def swapped(self, swap: Mapping[str, str]) -> ModuleType:
        """A copy of the module with functions of misconceptions.py in place of its own.

        It is a copy, so that misconceptions.py can go on calling the functions of `reference` itself.
        """
        wrong = import_once(self.folder, "misconceptions.py")
        assert self.setup.module is not None
        copy = import_copy(self.folder, self.setup.module)
        for name, replacement in swap.items():
            setattr(copy, name, getattr(wrong, replacement))
        return copy


def import_once(folder: str, path: str) -> ModuleType:
    return sys.modules.get(path.removesuffix(SOURCE)) or import_path(folder, path)


def _source(path: str, content: bytes) -> bytes | str:
    return as_one_source(read_cells(content))[0] if path.endswith(SUFFIX) else content


def _uses(path: str, content: bytes) -> tuple[str, ...]:
    """Each name that a source uses as "line name", or as "cell:line name" in a notebook."""
    if not path.endswith(SUFFIX):
        return tuple(f"{use.line} {use.name}" for use in uses(content))
    source, places = as_one_source(read_cells(content))
    return tuple("{}:{} {}".format(*places[use.line - 1], use.name) for use in uses(source))


def _observe(outcome: gradients.Function, values: dict[str, Any], request: CallRequest) -> Reply:
    if request.backward is not None:
        gradients.require_grad(values, request.backward.wrt)
    result = outcome(values)
    observed: Data
    if request.backward is None:
        observed = to_data(result)
    else:
        weight = None if request.backward.cotangent is None else values[request.backward.cotangent]
        found = gradients.autograd(result, values, request.backward.wrt, weight)
        observed = {"output": to_data(result), "grad": {name: to_data(grad) for name, grad in found.items()}}
    return Returned(data=observed, after={name: to_data(values[name]) for name in request.after})


def _gradient(outcome: gradients.Function, values: dict[str, Any], request: CallRequest) -> Data:
    assert request.gradient is not None
    wrt, name = request.gradient.wrt, request.gradient.cotangent
    cotangent = None if name is None else values[name]
    tensors = [key for key in wrt if hasattr(values[key], "requires_grad_")]
    if len(tensors) == len(wrt) and request.gradient.method == "autograd":
        gradients.require_grad(values, wrt)
        output = outcome(values)
        if gradients.differentiable(output):
            return {
                key: to_data(grad) for key, grad in gradients.autograd(output, values, wrt, cotangent).items()
            }
        values.update({key: values[key].detach() for key in wrt})
    return {key: to_data(grad) for key, grad in gradients.central(outcome, values, wrt, cotangent).items()}


@contextmanager
def default_dtype(name: str) -> Iterator[None]:
    """Torch's default dtype while the author's code runs."""
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, name))
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def seed_generators(seed: int) -> None:
    """Seeds Python's, NumPy's and torch's global generators."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch = sys.modules.get("torch")
    if torch is not None:
        # Not `torch.manual_seed`: without a GPU it queues a call with a stack trace each time, for ever.
        torch.default_generator.manual_seed(seed)
        if torch.cuda.is_initialized():
            torch.cuda.manual_seed_all(seed)


def leave() -> None:
    """Ends the process at once: no atexit, no finaliser of student code runs."""
    os._exit(0)
