"""One suite for every backend: every end of a real worker has its verdict, and costs its own call alone.

A backend is a way of starting workers and what confines them. Here they are taken from what this machine offers;
`test_elsewhere` runs the suite as other users.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from grader.core.data import Array
from grader.core.observation import Absent, Ended, Observation, Raised, Refused, Returned
from grader.core.problem import Limits
from grader.core.verdict import Verdict
from grader.sandbox.box import Sandbox
from grader.sandbox.confinement import Layer
from grader.sandbox.forks import Forks
from grader.sandbox.interpreters import Interpreters
from grader.sandbox.session import Session
from grader.wire.messages import CallRequest, Setup, write_request
from tests.sandbox.processes import family, settled

LIMITS = Limits(wall_time_s=0.8, cpu_time_s=0.8, memory_mib=256, output_kib=4)
UNHURRIED = replace(LIMITS, wall_time_s=10, cpu_time_s=10)
PATIENCE_S = (
    15.0  # for a machine that is busy with something else: a bound against hanging, not a measurement
)
X = Array(np.arange(6.0).reshape(2, 3), "float64")

MODULE = """
import ctypes, os, signal, sys, time
import numpy as np

calls = 0

def double(x):
    global calls
    calls += 1
    return {"twice": 2 * x, "calls": calls}

def loop(x):
    while True:
        pass

def sleep(x):
    time.sleep(60)

def leave(x):
    os._exit(0)

def fake_137(x):
    os._exit(137)

def stop(x):
    os.kill(os.getpid(), signal.SIGSTOP)

def segfault(x):
    ctypes.string_at(0)

def eat(x):
    hoard = []
    while True:
        hoard.append(np.ones(1_000_000))

def too_much(x):
    return np.zeros((1 << 23) + 1)

def shout(x):
    while True:
        print("y" * 1000)

def talk(x):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    os.write(1, b"to the descriptor\\n")
    print("z" * 10_000)
    return x

def unfinished(x):
    raise NotImplementedError("later")

def fail(x):
    return x @ x

def hang_up(x):
    os.closerange(3, 300)
    time.sleep(5)

def babble(x):
    os.write(3, b"this is no message at all, and it is long enough to be read as a head")
    time.sleep(5)

def half(x):
    os.write(3, b"GRD1\\0\\0\\0\\x10\\0\\0\\0\\0\\0\\0\\0\\0{")
    os._exit(0)

def twice(x):
    os.write(3, b"GRD1\\0\\0\\0\\x10\\0\\0\\0\\0\\0\\0\\0\\0" + b'{"is":"refused"}')
    return x

def leave_children(x):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1000)
            time.sleep(1000)
    return x

def leave_an_orphan(x):
    if os.fork() == 0:
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
    os.wait()
    return x

def leave_a_chain(x):
    if os.fork() == 0:
        for _ in range(500):
            time.sleep(0.001)
            if os.fork():
                break
        time.sleep(1000)
    return x

def silence_the_bell(x):
    os.closerange(4, 300)
    return x

def sleep_without_pipes(x):
    os.close(1)
    os.close(2)
    os.closerange(4, 300)
    time.sleep(2)
    return x

def ring_for_nothing(x):
    import threading
    def ring():
        while True:
            for descriptor in range(4, 20):
                try:
                    os.write(descriptor, b"!" * 5000)
                except OSError:
                    pass
    threading.Thread(target=ring, daemon=True).start()
    return x

def go_on(x):
    import threading
    def spin():
        while True:
            pass
    threading.Thread(target=spin, daemon=True).start()
    return os.getpid()

def sleep_and_ring(x):
    import threading
    def ring():
        while True:
            try:
                os.write(4, b"!")
            except OSError:
                pass
    threading.Thread(target=ring, daemon=True).start()
    time.sleep(2)
    return x

def leave_an_heir(x):
    try:
        if os.fork() == 0:
            time.sleep(5)
    finally:
        os._exit(0)

def exit_politely(x):
    sys.exit(0)

def generator(x):
    return (item for item in x)

def deep(x):
    return deep(x)
"""


NO_PRIVILEGE = frozenset({Layer.NAMESPACES, Layer.VIEW, Layer.UID, Layer.CGROUP})
BACKENDS: dict[str, Callable[[], Sandbox]] = {
    "best": Sandbox,
    "unprivileged": lambda: Sandbox(without=NO_PRIVILEGE),
    "cold-start": lambda: Sandbox(start="cold"),
    "unconfined": lambda: Sandbox("none"),
    "fresh": lambda: Sandbox(start="fresh"),
}


@pytest.fixture(scope="module", params=BACKENDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with BACKENDS[request.param]() as box:
        yield box


Run = Callable[..., list[Observation]]


@pytest.fixture
def run(sandbox: Sandbox) -> Run:
    def calls(*names: str, module: str = MODULE, limits: Limits = LIMITS) -> list[Observation]:
        setup = Setup(lane="student", framework="numpy", files={"m.py": module.encode()}, module="m.py")
        with sandbox.session(setup, limits) as session:
            return [
                session.call(write_request(CallRequest(call=f"{name}(x)", values={"x": X}, seed=1)), limits)
                for name in names
            ]

    return calls


def test_a_call_returns_its_data(run: Run) -> None:
    (observation,) = run("double")
    assert isinstance(observation.outcome, Returned)
    assert observation.outcome.data == {"twice": Array(2 * X.values, "float64"), "calls": 1}


def test_calls_of_one_session_share_a_process(run: Run) -> None:
    outcomes = [observation.outcome for observation in run("double", "double")]
    assert [outcome.data["calls"] for outcome in outcomes] == [1, 2]  # type: ignore[union-attr,index,call-overload]


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("loop", Verdict.TIMEOUT),
        ("sleep", Verdict.TIMEOUT),  # little CPU was used: it is run once more, alone
        ("stop", Verdict.TIMEOUT),
        ("leave", Verdict.CRASHED),
        ("fake_137", Verdict.CRASHED),
        ("segfault", Verdict.CRASHED),
        ("eat", Verdict.MEMORY_LIMIT),
        ("shout", Verdict.OUTPUT_LIMIT),
        ("too_much", Verdict.OUTPUT_LIMIT),
        ("hang_up", Verdict.CRASHED),
        ("babble", Verdict.CRASHED),
        ("half", Verdict.CRASHED),
        ("leave_an_heir", Verdict.CRASHED),  # it holds every descriptor of the worker's
    ],
)
def test_each_end_has_its_verdict_and_the_next_call_works(run: Run, name: str, verdict: Verdict) -> None:
    started = time.monotonic()
    # Memory and pipes take time to fill: there the clock is not to be what ends it.
    limits = UNHURRIED if verdict in (Verdict.MEMORY_LIMIT, Verdict.OUTPUT_LIMIT) else LIMITS
    bad, good = run(name, "double", limits=limits)
    assert time.monotonic() - started < PATIENCE_S
    assert isinstance(bad.outcome, Ended)
    assert bad.outcome.verdict is verdict
    assert isinstance(good.outcome, Returned)


def test_half_a_message_never_becomes_a_result(run: Run) -> None:
    (observation,) = run("half")
    assert not isinstance(observation.outcome, Returned)


def test_a_second_message_is_not_taken_for_the_next_answer(run: Run) -> None:
    first, second = run("twice", "double")
    assert isinstance(first.outcome, Ended | Refused)
    assert not isinstance(second.outcome, Refused)


def test_exceptions_show_student_frames_only(run: Run) -> None:
    (observation,) = run("fail")
    outcome = observation.outcome
    assert isinstance(outcome, Raised)
    assert outcome.types[0] == "ValueError"
    assert outcome.file == "m.py"
    assert MODULE.splitlines()[outcome.line - 1].strip() == "return x @ x"
    assert "grader" not in outcome.traceback


def test_sys_exit_is_an_exception_like_others(run: Run) -> None:
    (observation,) = run("exit_politely")
    assert isinstance(observation.outcome, Raised)
    assert observation.outcome.types[0] == "SystemExit"


def test_deep_recursion_is_reported_briefly(run: Run) -> None:
    (observation,) = run("deep")
    assert isinstance(observation.outcome, Raised)
    assert observation.outcome.types[0] == "RecursionError"
    assert len(observation.outcome.traceback) < 2_000


def test_what_is_missing_is_named(run: Run) -> None:
    absent, unfinished = (observation.outcome for observation in run("nowhere", "unfinished"))
    assert absent == Absent(name="nowhere")
    assert unfinished == Absent(name="unfinished", written=True)


def test_a_result_that_is_no_data_is_refused(run: Run) -> None:
    (observation,) = run("generator")
    assert isinstance(observation.outcome, Refused)
    assert "generator" in observation.outcome.reason


def test_output_is_kept_beside_the_call_and_capped(run: Run) -> None:
    silent, talked, after = run("double", "talk", "double")
    assert silent.output == after.output == ""
    assert talked.output.startswith("to stdout\nto stderr\nto the descriptor\nzzz")
    assert talked.output.endswith("more bytes")
    assert len(talked.output) < 4_200


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def broken(:\n", "SyntaxError"),
        ("import nothing_of_that_name\n", "ModuleNotFoundError"),
        ("1 / 0\n", "ZeroDivisionError"),
    ],
)
def test_a_failing_import_is_the_outcome_of_every_call(run: Run, source: str, expected: str) -> None:
    for observation in run("double", "loop", module=source):
        assert isinstance(observation.outcome, Raised)
        assert observation.outcome.types[0] == expected
        assert observation.outcome.line == 1


def test_an_endless_import_times_out_once(run: Run) -> None:
    started = time.monotonic()
    observations = run("double", "double", "double", module="while True: pass\n")
    assert time.monotonic() - started < PATIENCE_S
    assert all(
        isinstance(one.outcome, Ended) and one.outcome.verdict is Verdict.TIMEOUT for one in observations
    )


def test_an_empty_module_misses_everything(run: Run) -> None:
    (observation,) = run("double", module="")
    assert observation.outcome == Absent(name="double")


def test_a_submission_cannot_stand_in_the_place_of_a_library(sandbox: Sandbox) -> None:
    files = {
        "m.py": b"import numpy, json\ndef f(x): return numpy.sum(x)\n",
        "numpy.py": b"sum = lambda x: 42\n",
    }
    setup = Setup(lane="student", framework="numpy", files=files, module="m.py")
    with sandbox.session(setup, LIMITS) as session:
        observation = session.call(write_request(CallRequest(call="f(x)", values={"x": X}, seed=1)), LIMITS)
    assert observation.outcome == Returned(data=Array(np.asarray(15.0), "float64"))


def test_dotted_modules_helpers_and_data_files_work(sandbox: Sandbox) -> None:
    files = {
        "pkg/__init__.py": b"",
        "pkg/sub/__init__.py": b"",
        "pkg/sub/mod.py": b"from ..other import factor\nimport helper\n"
        b"def f(x): return factor * x.sum() + helper.ONE + len(open('data.txt').read())\n",
        "pkg/other.py": b"factor = 2\n",
        "helper.py": b"ONE = 1\n",
        "data.txt": b"abc",
    }
    setup = Setup(lane="student", framework="numpy", files=files, module="pkg/sub/mod.py")
    with sandbox.session(setup, LIMITS) as session:
        observation = session.call(write_request(CallRequest(call="f(x)", values={"x": X}, seed=1)), LIMITS)
    assert observation.outcome == Returned(data=Array(np.asarray(34.0), "float64"))


def test_inputs_are_decoded_afresh_for_each_call(run: Run) -> None:
    module = (
        "kept = []\ndef f(x):\n    kept.append(x)\n    x *= 0\n    return x.sum()\ndef g(x): return x.sum()\n"
    )
    zero, whole = run("f", "g", module=module)
    assert zero.outcome == Returned(data=Array(np.asarray(0.0), "float64"))
    assert whole.outcome == Returned(data=Array(np.asarray(15.0), "float64"))


def test_generators_are_seeded_before_every_call(run: Run) -> None:
    module = "import random, numpy as np\ndef f(x): return [random.random(), np.random.rand()]\n"
    first, second = run("f", "f", module=module)
    assert first.outcome == second.outcome


def test_a_worker_has_ended_when_its_session_is_over(run: Run) -> None:
    for _ in range(5):
        [observation] = run("go_on", limits=UNHURRIED)
        assert isinstance(observation.outcome, Returned)
        with pytest.raises(ProcessLookupError):
            os.kill(cast(int, observation.outcome.data), 0)


@pytest.mark.parametrize("name", ["leave_children", "leave_an_orphan"])
def test_no_process_outlives_its_session(run: Run, sandbox: Sandbox, name: str) -> None:
    run("double")
    before = family(sandbox)
    run(name, "double")
    assert settled(sandbox, before) == set()


def test_no_process_that_is_just_being_forked_outlives_its_session(run: Run, sandbox: Sandbox) -> None:
    run("double")
    before = family(sandbox)
    run("leave_a_chain", "double")
    assert settled(sandbox, before) == set()


def test_an_interrupt_from_the_keyboard_reaches_nobody_but_the_host(sandbox: Sandbox) -> None:
    setup = Setup(lane="student", framework="numpy", files={"m.py": MODULE.encode()}, module="m.py")
    with sandbox.session(setup, LIMITS) as session:
        session.start()
        # The terminal interrupts one session's processes.
        assert os.getsid(0) not in {os.getsid(pid) for pid in family(sandbox)}
        interruptible = "import signal\ndef f(): return signal.getsignal(2) is signal.default_int_handler\n"
    setup = replace(setup, files={"m.py": interruptible.encode()})
    with sandbox.session(setup, LIMITS) as session:
        observed = session.call(write_request(CallRequest(call="f()", values={}, seed=1)), LIMITS)
    assert observed.outcome == Returned(data=True)  # what stops a notebook's cell


def test_what_no_worker_needs_none_has(sandbox: Sandbox) -> None:
    if not sandbox.isolation.layers:
        return  # it is confined by nothing
    source = (
        "import resource\n"
        "def f():\n"
        "    names = ('CORE', 'MEMLOCK', 'MSGQUEUE', 'RTPRIO')\n"
        "    return sum(sum(resource.getrlimit(getattr(resource, f'RLIMIT_{name}'))) for name in names)\n"
    )
    setup = Setup(lane="student", framework="numpy", files={"m.py": source.encode()}, module="m.py")
    with sandbox.session(setup, LIMITS) as session:
        observed = session.call(write_request(CallRequest(call="f()", values={}, seed=1)), LIMITS)
    assert observed.outcome == Returned(data=0)


@pytest.mark.parametrize("trick", ["silence_the_bell", "ring_for_nothing"])
def test_who_does_not_ring_or_rings_for_nothing_is_answered_all_the_same(
    sandbox: Sandbox, trick: str
) -> None:
    if isinstance(sandbox._backend, Interpreters):  # noqa: SLF001
        return  # it has no bell
    calls = [
        write_request(CallRequest(call=f"{name}(x)", values={"x": X}, seed=1))
        for name in (trick, "double", "sleep", "double")
    ]
    setup = Setup(lane="student", framework="numpy", files={"m.py": MODULE.encode()}, module="m.py")
    with sandbox.session(setup, LIMITS) as session:
        first, second, third = session.calls(calls, LIMITS)
    assert isinstance(first.outcome, Returned)
    assert isinstance(second.outcome, Returned)
    assert isinstance(third.outcome, Ended)
    assert third.outcome.verdict is Verdict.TIMEOUT


@pytest.mark.parametrize("name", ["sleep_without_pipes", "sleep_and_ring"])
def test_who_closes_the_pipes_or_rings_on_does_not_keep_the_host_busy(run: Run, name: str) -> None:
    run("double")
    begun = time.process_time()
    _, slept = run("double", name, limits=UNHURRIED)
    assert isinstance(slept.outcome, Returned)
    assert time.process_time() - begun < 0.5  # of two seconds


def doubled(sandbox: Sandbox, kill: Callable[[Session], None]) -> Observation:
    setup = Setup(lane="student", framework="numpy", files={"m.py": MODULE.encode()}, module="m.py")
    with sandbox.session(setup, LIMITS) as session:
        session.start()
        kill(session)
        return session.call(write_request(CallRequest(call="double(x)", values={"x": X}, seed=1)), LIMITS)


def test_a_worker_that_was_killed_is_replaced_and_the_call_made_again(sandbox: Sandbox) -> None:
    def kill(session: Session) -> None:
        os.kill(session._worker.pid, signal.SIGKILL)  # type: ignore[union-attr]  # noqa: SLF001

    assert isinstance(doubled(sandbox, kill).outcome, Returned)


def test_a_dead_mother_is_replaced_with_all_that_were_hers(sandbox: Sandbox) -> None:
    backend = sandbox._backend  # noqa: SLF001
    if isinstance(backend, Interpreters):
        return  # every worker is on its own

    def kill(_: Session) -> None:
        assert isinstance(backend, Forks)
        mother = backend._nursery._families["numpy"].mother  # noqa: SLF001
        mother.kill()
        mother.wait()

    assert isinstance(doubled(sandbox, kill).outcome, Returned)
