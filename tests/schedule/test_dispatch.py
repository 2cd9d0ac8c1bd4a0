"""Dispatch over a fleet whose hosts come, work and go as chance has it: everything ends once, no host has too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SandboxError
from grader.schedule.dispatch import AHEAD, LOSSES, Dispatch, Done, Ended, Event, Joined, Lost

PIECES = 60


class Chance:
    """A fleet in which one thing at a time happens. It keeps count of what dispatch may not do.

    Attributes:
        sent: by host, the tickets that it has.
        gone: what hosts were lost with, and may still answer.
    """

    def __init__(self, seed: int, slots: list[int], losses: int) -> None:
        self.draw = Random(seed)
        self.slots = dict(enumerate(slots))
        self.to_come = list(self.slots)
        self.losses = losses
        self.sent: dict[int, list[int]] = {}
        self.gone: list[tuple[int, int]] = []
        self.works: dict[int, int] = {}
        self.lost_with: dict[int, int] = {}

    def send(self, host: int, ticket: int, work: int) -> None:
        self.sent[host].append(ticket)
        self.works[ticket] = work
        assert len(self.sent[host]) <= AHEAD * self.slots[host]
        loads = {one: len(tickets) / self.slots[one] for one, tickets in self.sent.items()}
        before = (len(self.sent[host]) - 1) / self.slots[host]
        assert before <= min(load for one, load in loads.items() if one != host or len(loads) == 1)

    def events(self) -> Iterable[Event[int]]:
        yield self.event()

    def event(self) -> Event[int]:
        busy = [host for host, tickets in self.sent.items() if tickets]
        last = not self.to_come and len(self.sent) == 1
        choices = ["join"] * bool(self.to_come) + ["done"] * 3 * bool(busy) + ["late"] * bool(self.gone)
        choices += ["lose"] * bool(self.sent and self.losses and not last)
        if not choices:
            raise SandboxError("nobody")
        match self.draw.choice(choices):
            case "join":
                host = self.to_come.pop(self.draw.randrange(len(self.to_come)))
                self.sent[host] = []
                return Joined(host, self.slots[host])
            case "lose":
                self.losses -= 1
                host = self.draw.choice(list(self.sent))
                for position, ticket in enumerate(self.sent.pop(host)):
                    self.gone.append((host, ticket))
                    self.lost_with[ticket] = self.lost_with.get(ticket, 0) + (position < self.slots[host])
                return Lost(host)
            case "late":
                host, ticket = self.gone.pop()
                return Done(host, ticket, -1)
            case _:
                host = self.draw.choice(busy)
                ticket = self.sent[host].pop(self.draw.randrange(len(self.sent[host])))
                return Done(host, ticket, 2 * self.works[ticket])


def all_of(fleet: Chance) -> Iterator[Ended[int, int]]:
    dispatch = Dispatch[int, int](fleet)
    for number in range(PIECES):
        yield from dispatch.give(number)
    yield from dispatch.rest()


@given(st.integers(0, 2**32), st.lists(st.integers(1, 4), min_size=1, max_size=8), st.integers(0, 7))
def test_every_piece_ends_once_whoever_is_lost(seed: int, slots: list[int], losses: int) -> None:
    fleet = Chance(seed, slots, losses)
    ended = list(all_of(fleet))
    assert sorted(one.work for one in ended) == list(range(PIECES))
    for one in ended:
        if one.result is not None:
            assert one.result == 2 * one.work  # and no answer of a host that was taken for lost
        else:
            [ticket] = [ticket for ticket, work in fleet.works.items() if work == one.work]
            assert fleet.lost_with[ticket] == LOSSES


class Steady(Chance):
    """Hosts that join at once and answer in turn; one piece ends whoever has it."""

    def __init__(self, hosts: int, poison: int) -> None:
        super().__init__(0, [2] * hosts, 0)
        self.poison = poison

    def event(self) -> Event[int]:
        if self.to_come:
            host = self.to_come.pop()
            self.sent[host] = []
            return Joined(host, 2)
        for host, tickets in self.sent.items():
            if any(self.works[ticket] == self.poison for ticket in tickets[:2]):
                del self.sent[host]
                return Lost(host)
        host = max(self.sent, key=lambda one: len(self.sent[one]))
        ticket = self.sent[host].pop(0)
        return Done(host, ticket, 2 * self.works[ticket])


def test_what_ends_its_hosts_is_given_up_and_what_was_beside_it_is_not() -> None:
    ended = list(all_of(Steady(hosts=8, poison=17)))
    assert [one.work for one in ended if one.result is None] == [17]
    assert len(ended) == PIECES


class Scripted:
    """A fleet to which this happens, one after the other."""

    def __init__(self, *script: Event[int]) -> None:
        self.script = list(script)
        self.sent: list[tuple[int, int]] = []

    def send(self, host: int, ticket: int, work: int) -> None:
        self.sent.append((host, work))

    def events(self) -> Iterable[Event[int]]:
        yield self.script.pop(0)


def test_what_was_lost_goes_before_what_is_new() -> None:
    fleet = Scripted(Joined(0, 1), Lost(0), Joined(1, 2))
    dispatch = Dispatch[int, int](fleet)
    for number in range(AHEAD + 1):
        assert not list(dispatch.give(number))
    assert fleet.sent == [(0, number) for number in range(AHEAD)] + [
        (1, number) for number in range(AHEAD + 1)
    ]
