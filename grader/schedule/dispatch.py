"""Dispatch: which grading host gets what, how much at once, and what becomes of its work when a host is lost.

It decides, and does nothing else: a `Fleet` carries it out, be it a cluster (`ray`) or a simulation of one. The
emptiest host is next, and none has more than `AHEAD` pieces for each of its slots, so that what waits stays where it is
until somebody has room for it. What a host was lost with goes to others, before anything new.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Generic, Protocol, TypeAlias, TypeVar

AHEAD = 4  # pieces in flight per slot: enough to hide the way there and back, few enough to lose with a host
LOSSES = 3  # hosts that are lost while they are at a piece before it is given up: it may be what ends them

Work = TypeVar("Work")
Sent_contra = TypeVar("Sent_contra", contravariant=True)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Joined:
    """A host is there, and does `slots` pieces at once."""

    host: int
    slots: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A host is gone for good; one that takes its place is another host."""

    host: int


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    host: int
    ticket: int
    result: Result


Event: TypeAlias = Joined | Lost | Done[Result]


class Fleet(Protocol[Sent_contra, Result]):
    """Hosts, and the way to them."""

    def send(self, host: int, ticket: int, work: Sent_contra) -> None:
        """Has a host begin a piece of work, without waiting for it; a ticket may be sent again after a loss."""

    def events(self) -> Iterable[Event[Result]]:
        """What happened; waits until something did.

        Raises:
            SandboxError: if there is no host, and none to be expected.
        """


@dataclass(frozen=True, slots=True)
class Ended(Generic[Work, Result]):
    """A piece of work and what came of it; None where it was given up."""

    work: Work
    result: Result | None


@dataclass(slots=True)
class _Host:
    slots: int
    flying: dict[int, None] = field(default_factory=dict)  # tickets, in the order in which it begins them

    @property
    def load(self) -> float:
        return len(self.flying) / self.slots


@dataclass(slots=True)
class _Piece(Generic[Work]):
    work: Work
    losses: int = 0


class Dispatch(Generic[Work, Result]):
    """Pieces of work on their way. Every one that is given comes out once, as it ends."""

    def __init__(self, fleet: Fleet[Work, Result]) -> None:
        self._fleet = fleet
        self._hosts: dict[int, _Host] = {}
        self._pieces: dict[int, _Piece[Work]] = {}
        self._again: deque[int] = deque()
        # Load, age and host; what is out of date is passed over.
        self._rooms: list[tuple[float, int, int]] = []
        self._ticket, self._age = count(), count()

    def give(self, work: Work) -> Iterator[Ended[Work, Result]]:
        """Sends a piece of work as soon as there is room; yields what ended while it waited."""
        while self._emptiest() is None:
            yield from self._events()
        ticket = next(self._ticket)
        self._pieces[ticket] = _Piece(work)
        self._send(ticket)

    def rest(self) -> Iterator[Ended[Work, Result]]:
        """Yields all that is still on its way."""
        while self._pieces:
            yield from self._events()

    def _events(self) -> Iterator[Ended[Work, Result]]:
        for event in self._fleet.events():
            match event:
                case Joined(host, slots):
                    self._hosts[host] = _Host(slots)
                    self._offer(host)
                case Lost(host):
                    yield from self._lose(host)
                case Done(host, ticket, result):
                    yield from self._end(host, ticket, result)
        while self._again and self._emptiest() is not None:
            self._send(self._again.popleft())

    def _send(self, ticket: int) -> None:
        host = self._emptiest()
        assert host is not None
        self._hosts[host].flying[ticket] = None
        self._offer(host)
        self._fleet.send(host, ticket, self._pieces[ticket].work)

    def _end(self, host: int, ticket: int, result: Result) -> Iterator[Ended[Work, Result]]:
        if host not in self._hosts or ticket not in self._hosts[host].flying:
            return  # from a host that was taken for lost: another has it
        del self._hosts[host].flying[ticket]
        self._offer(host)
        yield Ended(self._pieces.pop(ticket).work, result)

    def _lose(self, number: int) -> Iterator[Ended[Work, Result]]:
        host = self._hosts.pop(number)
        for position, ticket in enumerate(host.flying):
            piece = self._pieces[ticket]
            piece.losses += position < host.slots  # the rest had not been begun
            if piece.losses < LOSSES:
                self._again.append(ticket)
            else:
                yield Ended(self._pieces.pop(ticket).work, None)

    def _offer(self, host: int) -> None:
        if len(self._hosts[host].flying) < AHEAD * self._hosts[host].slots:
            heappush(self._rooms, (self._hosts[host].load, next(self._age), host))

    def _emptiest(self) -> int | None:
        while self._rooms:
            load, _, host = self._rooms[0]
            if host in self._hosts and self._hosts[host].load == load:
                return host
            heappop(self._rooms)
        return None
