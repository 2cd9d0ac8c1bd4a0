"""The points at which formulas are compared.

First a few that people can follow (n_in = 3, n_out = 5), for the counterexample; then those that only the secret knows;
then the edges of the domains. Numbers are exact: six decimals at most, and vectors of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from grader.core.formula.domains import Domain, size_letters

Entries: TypeAlias = tuple[tuple[Fraction, ...], ...]
"""The rows of a vector (one number each) or matrix."""

_SIZES = (2, 3, 5, 7)
_READABLE: Mapping[str, tuple[Fraction, ...]] = {
    "positive integer": tuple(map(Fraction, (3, 5, 7, 2, 11, 4, 13, 6))),
    "integer": tuple(map(Fraction, (3, -2, 5, -7, 2, 4, -3, 6))),
    "positive": tuple(map(Fraction, ("3", "2", "0.5", "5", "0.25", "4", "1.5", "7"))),
    "real": tuple(map(Fraction, ("2", "-3", "0.5", "5", "-1", "-0.25", "4", "1.5"))),
}
_SHARES = tuple(map(Fraction, ("0.5", "0.25", "0.75", "0.1", "0.4", "0.9", "0.3", "0.6")))
READABLE_POINTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Values by name, those of the size letters included.

    Attributes:
        letters: what the sizes of vectors and matrices are called.
    """

    kind: Literal["readable", "secret", "edge"]
    values: Mapping[str, Fraction | Entries]
    letters: Mapping[int, str]


class Stream:
    """Numbers that follow from a secret: SHA-256 in counter mode."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._count = 0

    def below(self, bound: int) -> int:
        self._count += 1
        block = hashlib.sha256(self._secret + self._count.to_bytes(8, "big")).digest()
        return int.from_bytes(block[:16], "big") % bound

    def decimal(self, low: Fraction, high: Fraction) -> Fraction:
        """Between the two, to at most six decimals where there is room for them."""
        share = Fraction(self.below(10**6 - 1) + 1, 10**6)
        exact = low + (high - low) * share
        rounded = round(exact, 6)
        return rounded if low < rounded < high else exact


def readable_points(domains: Mapping[str, Domain]) -> Iterator[Point]:
    for turn in range(READABLE_POINTS):
        sizes = _sizes(domains, turn)
        values: dict[str, Fraction | Entries] = dict(sizes)
        for place, (name, domain) in enumerate(domains.items()):
            if name not in values:
                values[name] = _readable(domain, place + turn, sizes)
        yield Point(kind="readable", values=values, letters=_letters(sizes))


def secret_points(domains: Mapping[str, Domain], secret: bytes) -> Iterator[Point]:
    """Without end. Near zero, around one and far out by turns, so that no piece of a formula is overlooked."""
    stream = Stream(secret)
    turn = stream.below(len(_SIZES))
    while True:
        turn += 1
        yield _drawn(domains, stream, turn, "secret", {})


def edge_points(domains: Mapping[str, Domain], secret: bytes) -> Iterator[Point]:
    """Every variable at each of its edges in turn, the others anywhere; then all at their first edge."""
    stream = Stream(secret + b"edges")
    firsts: dict[str, Fraction] = {}
    letters = size_letters(domains)
    for name, domain in domains.items():
        for edge in () if name in letters else _edges(domain):
            firsts.setdefault(name, edge)
            yield _drawn(domains, stream, stream.below(12), "edge", {name: edge})
    if len(firsts) > 1:
        yield _drawn(domains, stream, 0, "edge", firsts)


# --- sizes ----------------------------------------------------------------------------------------------


def _sizes(domains: Mapping[str, Domain], turn: int) -> dict[str, Fraction]:
    """A size for each letter, no two alike, nor like a size that is given as a number."""
    fixed = {size for domain in domains.values() for size in domain.sizes if isinstance(size, int)}
    letters = size_letters(domains)
    free = [size for size in (*_SIZES, 11, 13, 17, 19, 23, 29, 31) if size not in fixed]
    # Few letters take the small sizes by turns, so that a size is not mistaken for a number.
    count = max(len(letters), min(3, len(free)))
    return {letter: Fraction(free[(place + turn) % count]) for place, letter in enumerate(letters)}


def _letters(sizes: Mapping[str, Fraction]) -> dict[int, str]:
    return {int(size): letter for letter, size in sizes.items()}


def _shape(domain: Domain, sizes: Mapping[str, Fraction]) -> tuple[int, int]:
    found = [size if isinstance(size, int) else int(sizes[size]) for size in domain.sizes]
    return (found[0], 1) if len(found) == 1 else (found[0], found[1])


# --- values ---------------------------------------------------------------------------------------------


def _readable(domain: Domain, place: int, sizes: Mapping[str, Fraction]) -> Fraction | Entries:
    if domain.sizes:
        rows, columns = _shape(domain, sizes)
        numbers = _READABLE["integer"]
        return tuple(
            tuple(numbers[(place + 3 * row + 5 * column) % len(numbers)] for column in range(columns))
            for row in range(rows)
        )
    if domain.kind == "interval":
        return domain.low + (domain.high - domain.low) * _SHARES[place % len(_SHARES)]
    numbers = _READABLE["positive" if domain.kind == "nonnegative" else domain.kind]
    return numbers[place % len(numbers)]


def _drawn(
    domains: Mapping[str, Domain],
    stream: Stream,
    turn: int,
    kind: Literal["secret", "edge"],
    given: Mapping[str, Fraction],
) -> Point:
    sizes = _sizes(domains, turn)
    values: dict[str, Fraction | Entries] = dict(sizes)
    for place, (name, domain) in enumerate(domains.items()):
        if name in given:
            values[name] = given[name]
        elif name not in values:
            values[name] = _draw(domain, stream, turn, place, sizes)
    return Point(kind=kind, values=values, letters=_letters(sizes))


def _draw(
    domain: Domain, stream: Stream, turn: int, place: int, sizes: Mapping[str, Fraction]
) -> Fraction | Entries:
    if domain.sizes:
        rows, columns = _shape(domain, sizes)
        cells = [_real(stream, _NEAR, stream.below(2) == 1) for _ in range(rows * columns)]
        # For roots and logarithms: vectors have no domain of their own that says so.
        cells = list(map(abs, cells)) if turn % 3 == 0 else cells
        return tuple(tuple(cells[row * columns : (row + 1) * columns]) for row in range(rows))
    reach = _REACH[(turn + place) % len(_REACH)]
    # Each round goes through all distances; the rounds count in binary, a digit for each variable's sign, so that
    # every side at every distance has its point, whatever the secret.
    is_negative = (turn // len(_REACH) >> (place % 3)) % 2 == 1
    match domain.kind:
        case "positive integer":
            return Fraction(1 + stream.below(int(reach[1]) + 4))
        case "integer":
            size = Fraction(stream.below(int(reach[1]) + 5))
            return -size if is_negative else size
        case "interval":
            return stream.decimal(domain.low, domain.high)
        case "positive" | "nonnegative":
            return stream.decimal(*reach)
    return _real(stream, reach, is_negative)


def _real(stream: Stream, reach: tuple[Fraction, Fraction], is_negative: bool) -> Fraction:
    size = stream.decimal(*reach)
    return -size if is_negative else size


_NEAR = (Fraction(0), Fraction(2))
_REACH = tuple(
    (Fraction(low), Fraction(high)) for low, high in ((0, 3), (0, 1), (2, 8), (0, 2), (10, 60), (1, 5))
)


def _edges(domain: Domain) -> Sequence[Fraction]:
    match domain.kind:
        case "real" | "nonnegative":
            return (Fraction(0), Fraction(1))
        case "positive" | "positive integer":
            return (Fraction(1),)
        case "integer":
            return (Fraction(0), Fraction(1), Fraction(-1))
        case "interval":
            return (domain.low, domain.high)
    return ()
