"""Where the variables of a formula live: `real`, `positive integer`, `[0, 1]`, `vector[n]`, `matrix[n, m]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from grader.core.formula.names import canonical_name
from grader.core.formula.tree import FormulaError
from grader.core.text import Text

Kind = Literal[
    "real", "positive", "nonnegative", "integer", "positive integer", "interval", "vector", "matrix"
]

FORMS = (*(kind for kind in get_args(Kind)[:5]), "[a, b]", "vector[n]", "matrix[n, m]")
"""As authors write them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """`low` and `high` bound an interval; `sizes` are letters or numbers, the same letter being the same size."""

    kind: Kind
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    sizes: tuple[str | int, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.kind in ("integer", "positive integer")


_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
_INTERVAL = re.compile(rf"\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]")
_SIZE = r"([A-Za-z]\w*|[1-9]\d?)"
_VECTOR = re.compile(rf"vector\[\s*{_SIZE}\s*\]")
_MATRIX = re.compile(rf"matrix\[\s*{_SIZE}\s*,\s*{_SIZE}\s*\]")


def parse_domain(text: str) -> Domain:
    """Raises:
    FormulaError: for what is no domain.
    """
    for kind in get_args(Kind)[:5]:
        if text == kind:
            return Domain(kind=kind)
    interval = _INTERVAL.fullmatch(text)
    if interval is not None:
        low, high = map(Fraction, interval.groups())
        if low >= high:
            raise FormulaError(Text(f"the interval {text} is empty", f"بازهٔ {text} تهی است"))
        return Domain(kind="interval", low=low, high=high)
    if shaped := _VECTOR.fullmatch(text):
        return Domain(kind="vector", sizes=(_size(shaped[1]),))
    if shaped := _MATRIX.fullmatch(text):
        return Domain(kind="matrix", sizes=(_size(shaped[1]), _size(shaped[2])))
    raise FormulaError(Text(f"`{text}` is no domain", f"`{text}` دامنه نیست"))


def parse_domains(where: Mapping[str, str]) -> dict[str, Domain]:
    """By canonical name.

    Raises:
        FormulaError: for what is no name or no domain, a name given twice, or a size that is no whole number.
    """
    domains: dict[str, Domain] = {}
    for written, text in where.items():
        name = canonical_name(written)
        if name is None:
            raise FormulaError(Text(f"`{written}` is no name", f"`{written}` نام نیست"))
        if name in domains:
            raise FormulaError(Text(f"`{written}` is given twice", f"`{written}` دو بار آمده است"))
        domains[name] = parse_domain(text)
    fault = size_fault(domains)
    if fault is not None:
        raise fault
    return domains


def size_fault(domains: Mapping[str, Domain]) -> FormulaError | None:
    """A size that is declared, too, but as something else than a positive integer."""
    for letter in size_letters(domains):
        if letter in domains and domains[letter].kind != "positive integer":
            what = Text(
                f"`{letter}` is the size of a vector or matrix, but has another domain",
                f"`{letter}` اندازهٔ یک بردار یا ماتریس است، ولی دامنهٔ دیگری دارد",
            )
            return FormulaError(what, hint=Text("a size is a positive integer", "اندازه عددی طبیعی است"))
    return None


def size_letters(domains: Mapping[str, Domain]) -> tuple[str, ...]:
    """The letters of sizes, in order of appearance."""
    letters = (size for domain in domains.values() for size in domain.sizes if isinstance(size, str))
    return tuple(dict.fromkeys(letters))


def names_of(domains: Mapping[str, Domain]) -> tuple[str, ...]:
    """What a formula may name: the variables, and the sizes of vectors and matrices."""
    return tuple(dict.fromkeys((*domains, *size_letters(domains))))


def _size(text: str) -> str | int:
    return int(text) if text.isdigit() else canonical_name(text) or text
