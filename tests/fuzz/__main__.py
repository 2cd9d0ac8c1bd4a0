"""Feeds the host's side of the wire with bytes that a coverage-guided fuzzer invents.

    pip install atheris
    python -m tests.fuzz                     both targets, two minutes each
    python -m tests.fuzz frames --seconds 600

`frames` is what turns bytes into data or a `WireError`; `worker` is the same seen from the sandbox, with a socket, a
status and output. Whatever else is raised is a fault: the fuzzer stops, and writes the bytes to a file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

TARGETS = ("frames", "worker")
LONGEST_BYTES = 4096


def fuzz(target: str, seconds: int, corpus: Path) -> None:
    """Runs in a process of its own: the fuzzer ends it."""
    atheris = import_module("atheris")  # by name: it is no package that the project asks for
    with atheris.instrument_imports(
        include=[
            "grader.wire",
            "grader.sandbox.exchange",
            "grader.sandbox.supervisor",
            "grader.core.data",
            "json",
        ]
    ):
        import json.decoder  # noqa: F401

        from grader.core.observation import Absent, Ended, Raised, Refused, Returned
        from grader.errors import WireError
        from grader.wire.frames import HEAD, MAGIC, UNTRUSTED, body_lengths, decode
        from grader.wire.messages import read_reply
        from tests.sandbox.puppet import observed

    def framed(raw: bytes) -> bytes:
        """The bytes as they are, or, after an even first byte, with a head that fits: JSON, then arrays."""
        if len(raw) < 3 or raw[0] % 2:
            return raw
        cut = int.from_bytes(raw[1:3], "big") % max(1, len(raw) - 2)
        body = raw[3:]
        return HEAD.pack(MAGIC, len(body[:cut]), len(body[cut:])) + body

    def frames(raw: bytes) -> None:
        frame = framed(raw)
        if len(frame) < HEAD.size:
            return
        try:
            length, blob_length = body_lengths(frame[: HEAD.size], UNTRUSTED)
            body = frame[HEAD.size :]
            read_reply(*decode(body[:length], body[length : length + blob_length], UNTRUSTED))
        except WireError:
            pass

    def worker(raw: bytes) -> None:
        [found] = observed(framed(raw), printed=raw[:7], wait_status=raw[-1] if raw else 0)
        assert isinstance(found.outcome, Absent | Ended | Raised | Refused | Returned)

    run: dict[str, Callable[[bytes], None]] = {"frames": frames, "worker": worker}
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST_BYTES}",
        "-print_final_stats=1",
        "-timeout=20",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], run[target])
    atheris.Fuzz()


def seed(corpus: Path) -> None:
    """What an honest worker sends, as both kinds of input."""
    import numpy as np

    from grader.core.data import Array, Data
    from grader.core.observation import Absent, Raised, Refused, Returned
    from grader.wire.frames import HEAD, UNTRUSTED, body_lengths
    from grader.wire.messages import Ready, Reply, write_reply

    array = Array(np.arange(6.0).reshape(2, 3), "float64")
    data: Data = {
        "a": array,
        "b": (1, 2.5, 1j, "x", None, True),
        "c": Array(np.ones(2, "complex64"), "complex64"),
    }
    replies: tuple[Reply, ...] = (
        Ready(("f", "g")),
        Returned(data=data, after={"x": Array(np.zeros((0, 3), "int8"), "int8")}),
        Refused(reason="no"),
        Raised(types=("ValueError", "Exception"), message="m", traceback="t", file="f", line=3),
        Absent(name="f", written=True),
    )
    for number, reply in enumerate(replies):
        frame = write_reply(reply)
        length, _ = body_lengths(frame[: HEAD.size], UNTRUSTED)
        (corpus / f"raw-{number}").write_bytes(frame)
        (corpus / f"framed-{number}").write_bytes(b"\0" + length.to_bytes(2, "big") + frame[HEAD.size :])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="frames or worker; both by default")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)  # set for the process that fuzzes
    options = parser.parse_args()
    if options.corpus:
        fuzz(options.targets[0], options.seconds, options.corpus)
        return
    for target in options.targets or TARGETS:
        if target not in TARGETS:
            parser.error(f"there is no target {target}: {', '.join(TARGETS)}")
        with tempfile.TemporaryDirectory() as folder:
            seed(Path(folder))
            again = [
                sys.executable,
                "-m",
                "tests.fuzz",
                target,
                f"--seconds={options.seconds}",
                f"--corpus={folder}",
            ]
            print(f"{target}: {options.seconds} s", flush=True)
            code = subprocess.run(again, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False).returncode
        if code:
            raise SystemExit(f"{target}: the fuzzer found a fault")


if __name__ == "__main__":
    main()
