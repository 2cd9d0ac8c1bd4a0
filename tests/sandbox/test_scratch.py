"""A scratch folder is lent to one worker after another: nothing of the last may be there for the next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from grader.core.observation import Returned
from grader.core.problem import Limits
from grader.sandbox.box import Sandbox
from grader.sandbox.confinement import Layer, Place, namespaces, probing, scratch
from grader.wire.messages import CallRequest, Setup, write_request
from tests.sandbox.test_session import BACKENDS, NO_PRIVILEGE

LIMITS = Limits(wall_time_s=10, cpu_time_s=10, memory_mib=256)

# What a submission may do to its folder so that something stays. Each is an expression.
LEFTOVERS = {
    "nothing": "None",
    "plain files": "[open(f'left{n}', 'w').write('x') for n in range(3)]",
    "a module that shadows": "open('helper.py', 'w').write('ANSWER = 42')",
    "hidden and odd names": r"[open(name, 'w').close() for name in ('.hidden', ' ', '\n', 'é' * 80)]",
    "more than is removed one by one": "[open(f'left{n}', 'w').close() for n in range(500)]",
    "a tree": "os.makedirs('a/b/c') or open('a/b/c/left', 'w').write('x')",
    "links": "maybe(os.symlink, '/', 'root') or maybe(os.link, 'm.py', 'again')",
    "a closed folder": "os.mkdir('closed', 0)",
    "its own file, changed": "open('m.py', 'a').write('#' * 100_000)",
    "its own file, gone": "os.remove('m.py')",
    "rights": "maybe(os.chmod, '.', 0o777)",
    "a full disk": "open('big', 'wb').write(bytes(32 << 20))",
    "what is held where no name is": "held()",
}

MODULE = """
import os, socket, array

def maybe(action, *arguments):
    try:
        action(*arguments)
    except OSError:
        pass

def held():
    # A deleted file in flight in a socket that is in flight in itself.
    file = os.open("held", os.O_RDWR | os.O_CREAT)
    os.write(file, bytes(1 << 20))
    os.remove("held")
    one, other = socket.socketpair()
    for descriptor in (file, one.fileno(), other.fileno()):
        maybe(socket.send_fds, one, [b"."], [descriptor])

def leave(): {leave}

def seen():
    space = os.statvfs(".")
    return sorted(os.listdir(".")), oct(os.stat(".").st_mode), space.f_bfree, space.f_ffree

def place(): return os.getcwd()

def user(): return os.getuid()
"""


@pytest.fixture(scope="module", params=BACKENDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with BACKENDS[request.param]() as box:
        yield box


def made(sandbox: Sandbox, *calls: str, leave: str = "None") -> list[object]:
    """What the calls return, in a worker of their own."""
    source = MODULE.replace("{leave}", leave).encode()
    setup = Setup(lane="student", framework="numpy", files={"m.py": source}, module="m.py")
    found: list[object] = []
    with sandbox.session(setup, LIMITS) as session:
        for call in calls:
            observation = session.call(write_request(CallRequest(call=call, values={}, seed=1)), LIMITS)
            assert isinstance(observation.outcome, Returned), observation
            found.append(observation.outcome.data)
    return found


@pytest.mark.parametrize("leave", LEFTOVERS.values(), ids=LEFTOVERS)
def test_the_next_finds_what_the_first_found(sandbox: Sandbox, leave: str) -> None:
    own_file_system = Layer.VIEW in sandbox.isolation.layers
    [before] = made(sandbox, "seen()")
    made(sandbox, "leave() and None", leave=leave)
    for _ in range(3):  # in the same folder, or in a new one
        [after] = made(sandbox, "seen()")
        names, mode, *space = cast(tuple[object, ...], after)
        assert (names, mode) == cast(tuple[object, ...], before)[:2]
        assert cast(tuple[object, ...], names)[0] == "m.py"
        if own_file_system:  # elsewhere it is the disk's
            assert space == list(cast(tuple[object, ...], before)[2:])


def test_a_folder_is_lent_again_where_the_filter_lets_nothing_outlive_a_worker(sandbox: Sandbox) -> None:
    places = [made(sandbox, "place()")[0] for _ in range(4)]
    lent_again = Layer.SECCOMP in sandbox.isolation.layers
    assert len(set(places)) == (1 if lent_again else 4)


def test_a_folder_is_not_lent_again_without_the_filter() -> None:
    with Sandbox(without=frozenset({Layer.SECCOMP})) as box:
        assert len({made(box, "place()")[0] for _ in range(4)}) == 4


def test_a_folder_that_was_left_a_tree_is_thrown_away() -> None:
    with Sandbox() as box:
        [first] = made(box, "place()")
        made(box, "leave() and None", leave=LEFTOVERS["a tree"])
        [other] = made(box, "place()")
        assert other != first


def test_a_file_that_has_no_name_any_more_and_is_still_held_shows(tmp_path: Path) -> None:
    def tried() -> None:
        namespaces.enter()
        folder = str(tmp_path / "1")
        place = Place(number=1, folder=folder, free=scratch.make(folder, size_bytes=1 << 20, files=16))
        for content in (b"", bytes(1 << 16)):  # a file without content takes an inode
            with open(f"{folder}/held", "wb", buffering=0) as held:
                held.write(content)
                os.unlink(f"{folder}/held")
                if scratch.clear(place):
                    raise OSError("it was taken for empty")
            if not scratch.clear(place):
                raise OSError("it is empty again, and was not taken for it")

    if probing.attempt(namespaces.enter):
        pytest.skip("no mount namespace to be had")
    assert probing.attempt(tried) == ""


def test_two_at_once_have_two_folders_and_two_users(sandbox: Sandbox) -> None:
    setup = Setup(lane="student", framework="numpy", files={"m.py": MODULE.encode()}, module="m.py")
    authors = replace(setup, lane="author")
    requests = [write_request(CallRequest(call=call, values={}, seed=1)) for call in ("place()", "user()")]
    with (
        sandbox.session(setup, LIMITS) as one,
        sandbox.session(setup, LIMITS) as other,
        sandbox.session(authors, LIMITS) as third,
    ):
        places, users = (
            [cast(Returned, session.call(request, LIMITS).outcome).data for session in (one, other, third)]
            for request in requests
        )
    assert len(set(places)) == 3
    assert len(set(users)) == (3 if Layer.UID in sandbox.isolation.layers else 1)


def test_a_zygote_that_retires_leaves_no_folder() -> None:
    with Sandbox(without=NO_PRIVILEGE, retires_after=2) as box:
        for _ in range(6):
            made(box, "place()")
        left = [path for path in box._scratch.iterdir() if path.name.isdecimal()]  # noqa: SLF001
        assert len(left) <= 2  # of the zygote that serves, and of one that may still be ending
