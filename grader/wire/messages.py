"""The requests that a host sends a worker, and the replies that it reads.

Replies come from a process that ran student code: `read_reply` takes nothing on trust and raises `WireError`
for whatever is not exactly a reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias, cast

import numpy as np

from grader.core.data import Array, Data
from grader.core.observation import Absent, Raised, Refused, Returned
from grader.core.problem import Framework
from grader.errors import WireError
from grader.wire.codec import Packer, clean, unpack, unpack_object
from grader.wire.frames import (
    UNTRUSTED,
    Arrays,
    Caps,
    Json,
    announcement,
    encode,
    encode_one,
    encode_text,
    json_text,
)

Lane = Literal["student", "author"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The files of one submission (or of one problem's author lane) and the module to import.

    Attributes:
        files: laid in the working directory, bytes by relative path.
        module: path of the module to import, such as `mlp_forward.py` or `mlp_forward.ipynb`; None to import none.
        driver: the source of driver.py, which calls may name.
        starters: what the course gave in the module's place, by path, for telling what is not written yet.
        seed: of the generators while the module is imported.
        cpu_time_s: what importing may use; of it a notebook's cell may use half of what those before it left.
        device: `cpu` or `cuda:N`: where the tensors lie that student code is given. A worker that is on a GPU says so
            in a reply of its own, before the one about the import.
        tf32: may products on it be rounded to TF32?
        gpu_memory_bytes: how much of its memory torch may take.
    """

    lane: Lane
    framework: Framework
    files: Mapping[str, bytes]
    module: str | None
    driver: bytes | None = None
    starters: Mapping[str, bytes] = field(default_factory=dict)
    dtype: str = "float32"
    seed: int = 0
    cpu_time_s: float = 10.0
    device: str = "cpu"
    tf32: bool = False
    gpu_memory_bytes: int = 4096 << 20


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that stays a plain Python object."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class BackwardRequest:
    """Gradients with respect to `wrt`, weighted by the value named `cotangent` (None: ones).

    `method` is `central` to ask for central differences even where torch could differentiate.
    """

    wrt: tuple[str, ...]
    cotangent: str | None
    method: Literal["autograd", "central"] = "autograd"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRequest:
    """One call. `default_dtype` is set before it in the author lane; `after` names arguments to send back.

    `swap` puts functions of misconceptions.py in the place of reference.py's. `gradient` (author lane) asks
    for the gradient of the call with respect to `wrt`, weighted by `cotangent`, instead of its value.
    """

    call: str
    values: Mapping[str, Data | Plain]
    seed: int
    default_dtype: str | None = None
    backward: BackwardRequest | None = None
    after: tuple[str, ...] = ()
    swap: Mapping[str, str] = field(default_factory=dict)
    gradient: BackwardRequest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """Author lane: `verifier.py`'s function `name` on an observation."""

    name: str
    observed: Data
    arguments: Mapping[str, Data | Plain]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """Student lane, without a module: read the file `path` and say what is in it.

    `uses` gives every dotted name of a Python source as "line name" texts; `answers` gives a YAML file's texts.
    """

    what: Literal["uses", "answers"]
    path: str


Request: TypeAlias = Setup | CallRequest | VerifyRequest | ReadRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What importing a notebook left out or could not run; `empty`: there is no code in it.

    Attributes:
        text: the line that was left out, or what was raised.
    """

    kind: Literal["dropped", "failed", "empty"]
    cell: int = 0
    line: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """The module is imported. `unwritten` names functions whose syntax tree is still the starter's."""

    unwritten: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


Reply: TypeAlias = Ready | Returned | Refused | Raised | Absent


# --- requests: trusted, host to worker ------------------------------------------------------------------


def write_request(request: Request) -> bytes:
    """A request as one frame."""
    packer = Packer()
    match request:
        case Setup():
            body = _write_setup(request, packer)
        case CallRequest():
            body = {
                "do": "call",
                "call": request.call,
                "values": _write_values(request.values, packer),
                # A number like the arrays: all calls of a check then have the same JSON, which is read once.
                "seed": packer.add(np.array(request.seed, np.uint64)),
                "default_dtype": request.default_dtype,
                "backward": _write_backward(request.backward),
                "after": list(request.after),
                "swap": dict(request.swap),
                "gradient": _write_backward(request.gradient),
            }
        case VerifyRequest():
            body = {
                "do": "verify",
                "name": request.name,
                "observed": packer.pack(request.observed),
                "arguments": _write_values(request.arguments, packer),
                "seed": request.seed,
            }
        case _:
            body = {"do": "read", "what": request.what, "path": request.path}
    return encode(body, packer.arrays)


def read_request(body: Json, arrays: Arrays) -> Request:
    """The inverse of `write_request`."""
    match body["do"]:
        case "setup":
            return _read_setup(body, arrays)
        case "call":
            return CallRequest(
                call=body["call"],
                values=_read_values(body["values"], arrays),
                seed=int(arrays[body["seed"]]),
                default_dtype=body["default_dtype"],
                backward=_read_backward(body["backward"]),
                after=tuple(body["after"]),
                swap=body["swap"],
                gradient=_read_backward(body["gradient"]),
            )
        case "verify":
            return VerifyRequest(
                name=body["name"],
                observed=unpack(body["observed"], arrays),
                arguments=_read_values(body["arguments"], arrays),
                seed=body["seed"],
            )
        case "read":
            return ReadRequest(what=body["what"], path=body["path"])
    raise WireError("a request of unknown kind")


def _write_setup(setup: Setup, packer: Packer) -> Json:
    def store(content: bytes) -> str:
        return packer.add(np.frombuffer(content, np.uint8))

    return {
        "do": "setup",
        "lane": setup.lane,
        "framework": setup.framework,
        "files": [[path, store(content)] for path, content in setup.files.items()],
        "module": setup.module,
        "driver": None if setup.driver is None else store(setup.driver),
        "starters": [[path, store(content)] for path, content in setup.starters.items()],
        "dtype": setup.dtype,
        "seed": setup.seed,
        "cpu_time_s": setup.cpu_time_s,
        "device": setup.device,
        "tf32": setup.tf32,
        "gpu_memory_bytes": setup.gpu_memory_bytes,
    }


def _read_setup(body: Json, arrays: Arrays) -> Setup:
    return Setup(
        lane=body["lane"],
        framework=body["framework"],
        files={path: arrays[name].tobytes() for path, name in body["files"]},
        module=body["module"],
        driver=None if body["driver"] is None else arrays[body["driver"]].tobytes(),
        starters={path: arrays[name].tobytes() for path, name in body["starters"]},
        dtype=body["dtype"],
        seed=body["seed"],
        cpu_time_s=body["cpu_time_s"],
        device=body["device"],
        tf32=body["tf32"],
        gpu_memory_bytes=body["gpu_memory_bytes"],
    )


def _write_values(values: Mapping[str, Data | Plain], packer: Packer) -> Json:
    return {
        name: ["plain", packer.pack_object(value.value)]
        if isinstance(value, Plain)
        else ["data", packer.pack(value)]
        for name, value in values.items()
    }


def _read_values(body: Json, arrays: Arrays) -> dict[str, Data | Plain]:
    return {
        name: Plain(unpack_object(node)) if kind == "plain" else unpack(node, arrays)
        for name, (kind, node) in body.items()
    }


def _write_backward(backward: BackwardRequest | None) -> Json:
    return None if backward is None else [list(backward.wrt), backward.cotangent, backward.method]


def _read_backward(body: Json) -> BackwardRequest | None:
    return None if body is None else BackwardRequest(wrt=tuple(body[0]), cotangent=body[1], method=body[2])


# --- replies: untrusted, worker to host -----------------------------------------------------------------

MAX_TYPES = 32
MAX_NAME = 200
MAX_MESSAGE = 4_000
MAX_TRACEBACK = 16_000
MAX_REMARKS = 200


def write_reply(reply: Reply, caps: Caps = UNTRUSTED) -> bytes:
    """A reply as one frame for a reader with these caps; its texts are cut to what `read_reply` takes."""
    if isinstance(reply, Returned):
        data = reply.data
        if (
            isinstance(data, Array)
            and not reply.after
            and data.kind != "complex"
            and data.values.dtype.isnative
        ):
            return encode_one(_text_of_array(data.dtype, data.python), data.values, caps)
        if isinstance(data, str) and len(data) > caps.json_bytes:
            return announcement(len(data))  # to write it out first would take three times its memory
    packer = Packer()
    return encode_text(_reply_text(reply, packer), packer.arrays, caps)


def _reply_text(reply: Reply, packer: Packer) -> bytes:
    """The JSON of a reply; its arrays go to the packer."""
    match reply:
        case Returned():
            after = {name: packer.pack(data) for name, data in reply.after.items()}
            return json_text({"is": "returned", "data": packer.pack(reply.data), "after": after})
        case Ready():
            return _text_of_ready(reply)
        case Refused():
            return json_text({"is": "refused", "reason": reply.reason[:MAX_MESSAGE]})
        case Absent():
            return json_text({"is": "absent", "name": reply.name[:MAX_NAME], "written": reply.written})
        case _:
            return json_text(
                {
                    "is": "raised",
                    "types": [name[:MAX_NAME] for name in reply.types[:MAX_TYPES]],
                    "message": reply.message[:MAX_MESSAGE],
                    "traceback": reply.traceback[:MAX_TRACEBACK],
                    "file": reply.file[:MAX_NAME],
                    "line": reply.line,
                    "cell": reply.cell,
                }
            )


@lru_cache
def _text_of_array(dtype: str, python: bool) -> bytes:
    return json_text({"is": "returned", "data": ["array", "0", dtype, python], "after": {}})


@lru_cache
def _text_of_ready(reply: Ready) -> bytes:
    remarks = [[one.kind, one.cell, one.line, one.text[:MAX_NAME]] for one in reply.remarks[:MAX_REMARKS]]
    names = [name[:MAX_NAME] for name in reply.unwritten[:1000]]
    return json_text({"is": "ready", "unwritten": names, "remarks": remarks})


def read_reply(body: Json, arrays: Arrays) -> Reply:
    """The reply that a frame holds.

    Raises:
        WireError: if it is not exactly one.
    """
    match body:
        case {"is": "returned", "data": data, "after": dict(after)} if len(body) == 3:
            return Returned(
                data=unpack(data, arrays), after={name: unpack(node, arrays) for name, node in after.items()}
            )
        case {"is": "refused", "reason": str(reason)} if len(body) == 2 and len(reason) <= MAX_MESSAGE:
            return Refused(reason=clean(reason))
        case {"is": "absent", "name": str(name), "written": bool(written)} if (
            len(body) == 3 and len(name) <= MAX_NAME
        ):
            return Absent(name=clean(name), written=written)
        case {"is": "ready", "unwritten": list(names), "remarks": list(remarks)} if (
            len(body) == 3 and _texts(names, 1000, MAX_NAME) and len(remarks) <= MAX_REMARKS
        ):
            return Ready(tuple(map(clean, names)), tuple(map(_read_remark, remarks)))
        case {"is": "raised", **rest}:
            return _read_raised(cast(Json, rest))
    raise WireError("the answer is not a reply")


def _read_remark(remark: Json) -> Remark:
    match remark:
        case [("dropped" | "failed" | "empty") as kind, int(cell), int(line), str(text)] if (
            _is_place(cell) and _is_place(line) and len(text) <= MAX_NAME
        ):
            return Remark(kind=kind, cell=cell, line=line, text=clean(text))
    raise WireError("the answer is not a reply")


def _is_place(number: int) -> bool:
    return not isinstance(number, bool) and 0 <= number < 1 << 31


def _read_raised(rest: dict[str, Json]) -> Raised:
    match rest:
        case {
            "types": list(types),
            "message": str(message),
            "traceback": str(traceback),
            "file": str(file),
            "line": int(line),
            "cell": int(cell),
            **more,
        } if not more and types and _texts(types, MAX_TYPES, MAX_NAME):
            texts = len(message) <= MAX_MESSAGE and len(traceback) <= MAX_TRACEBACK and len(file) <= MAX_NAME
            if texts and _is_place(line) and _is_place(cell):
                return Raised(
                    types=tuple(map(clean, types)),
                    message=clean(message),
                    traceback=clean(traceback),
                    file=clean(file),
                    line=line,
                    cell=cell,
                )
    raise WireError("the answer is not a reply")


def _texts(items: list[Json], most: int, characters: int) -> bool:
    return len(items) <= most and all(isinstance(item, str) and len(item) <= characters for item in items)
