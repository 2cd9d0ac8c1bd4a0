"""Written formulas: read, and compared with the expected one.

What a student wrote may have more than one reading: `1/2x`, or `A*B` of two matrices. The usual one is judged; where
only another one is right, a person decides. So it is where a constant is rounded (0.798 for √(2/π)), where a chain of
equals signs holds different things, and where a formula cannot be read. What is refused (nothing written, 9**9**9, five
thousand minus signs) is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.core.formula.domains import Domain, names_of, parse_domains
from grader.core.formula.parser import parse
from grader.core.formula.render import render
from grader.core.formula.tree import Call, FormulaError, Node
from grader.core.text import NOTHING, Text
from grader.written import words
from grader.written.comparison import Comparison, compare_trees
from grader.written.constants import rounded_constant
from grader.written.numerals import Unread
from grader.written.outcome import Written

__all__ = ["Formula", "Unread", "compare_formulas", "is_formula_equal", "parse_formula", "right_hand_side"]


# Without a digit or any of these, words that are no names are no formula.
_SIGN = re.compile(r"[\d+*/^=()|\\·×÷√∑−²³'_]|-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula that was read.

    Attributes:
        sides: the trees between the equals signs, a leading `name =` apart; one, but for chains.
        other_sides: those of the other reading of `1/2x`; empty where there is one reading.
        reading: how it was read, as text.
    """

    sides: tuple[Node, ...]
    other_sides: tuple[Node, ...] = ()
    reading: str = ""


def parse_formula(text: str, names: Iterable[str]) -> Formula | Unread:
    """Reads a formula over the given names (`grader.core.formula.domains.names_of`). Never raises."""
    names = tuple(names)
    try:
        parsed = parse(text, names)
        others = parse(text, names, tight=True).sides if parsed.is_loose else ()
    except FormulaError as error:
        return Unread(words.joined(error.what, error.hint), ambiguous=not error.is_refused)
    return Formula(
        sides=parsed.sides,
        other_sides=() if others == parsed.sides else others,
        reading=" = ".join(map(render, parsed.sides)),
    )


def compare_formulas(expected: str, observed: str, where: Mapping[str, str], secret: bytes) -> Written:
    """Judges a formula. Never raises.

    Args:
        expected: the author's.
        observed: the student's, in plain text or LaTeX.
        where: the domain of each variable.
        secret: what the points follow from.
    """
    written = Written(
        outcome="unclear",
        fraction=Fraction(0),
        observed=observed.strip(),
        expected=expected,
        feedback=NOTHING,
    )
    try:
        domains = parse_domains(where)
        right = parse(expected, names_of(domains)).sides[-1]
    except FormulaError as error:
        return replace(written, feedback=words.expected_is_unread(error.what))
    own = parse_formula(observed, names_of(domains))
    if isinstance(own, Unread) and not _SIGN.search(observed):
        return replace(written, outcome="wrong", feedback=own.reason)  # `idk`
    if isinstance(own, Unread):
        feedback = words.formula_unread(own.reason) if own.ambiguous else own.reason
        return replace(written, outcome="unclear" if own.ambiguous else "wrong", feedback=feedback)
    judged = [_judged(right, place, own, domains, secret) for place in range(len(own.sides))]
    outcomes = {one.outcome for one in judged}
    if len(outcomes) > 1 and "undetermined" not in outcomes:
        return replace(written, feedback=words.chain_of_different(own.reading))
    found = next((one for one in judged if one.outcome == "undetermined"), judged[-1])
    if found.outcome == "undetermined":
        return replace(written, feedback=found.feedback)
    is_right = found.outcome == "equal"
    return replace(
        written,
        outcome="right" if is_right else "wrong",
        fraction=Fraction(is_right),
        feedback=found.feedback,
    )


def is_formula_equal(formula: str, answer: str, where: Mapping[str, str], secret: bytes) -> bool:
    """Is the answer, in its usual reading, that formula? False for what cannot be read."""
    return compare_formulas(formula, answer, where, secret).outcome == "right"


def right_hand_side(answer: str, where: Mapping[str, str]) -> str:
    """What a written formula was read as, without the `name =` before it; empty where it was not read."""
    try:
        names = names_of(parse_domains(where))
    except FormulaError:
        return ""
    own = parse_formula(answer, names)
    return "" if isinstance(own, Unread) else render(own.sides[-1])


def _judged(
    right: Node, place: int, own: Formula, domains: Mapping[str, Domain], secret: bytes
) -> Comparison:
    """One side of the answer, in the reading that is usual, then in those that are not."""
    tree = own.sides[place]
    found = compare_trees(right, tree, domains, secret)
    if found.outcome == "equal" and _only_names_a_derivative(tree, right):
        return Comparison(outcome="undetermined", feedback=words.only_a_derivative())
    if found.outcome != "different":
        return found
    for doubt in _doubts(right, tree, own.other_sides[place : place + 1], found, domains, secret):
        return Comparison(outcome="undetermined", feedback=doubt)
    return found


def _doubts(
    right: Node,
    tree: Node,
    others: tuple[Node, ...],
    found: Comparison,
    domains: Mapping[str, Domain],
    secret: bytes,
) -> Iterable[Text]:
    """Why an answer that is different may be right all the same."""
    for other in others:
        if compare_trees(right, other, domains, secret).outcome == "equal":
            yield words.other_reading(render(tree), render(other))
    if found.has_two_readings:
        in_elements = compare_trees(right, tree, domains, secret, elementwise=True)
        if in_elements.outcome == "equal":
            yield words.elementwise_reading()
    constant = rounded_constant(right, tree, domains, secret)
    if constant is not None:
        yield constant


def _only_names_a_derivative(tree: Node, right: Node) -> bool:
    """`σ'(x)` for `σ(x)(1 − σ(x))` says again what was asked."""
    return isinstance(tree, Call) and tree.order > 0 and not isinstance(right, Call)
