"""Are two formulas the same? By their values at many points, to many digits.

Each point is evaluated with 60 digits. Values that agree in 45 of them agree; where they do not, 200 digits tell a
difference from rounding: a true one stays what it is, the other shrinks. A point where the expected formula has no
value is left out. Two formulas are equal when they agree at 10 secret points at least and differ at none, and different
when they differ at one; the rest is undetermined. At a kink, such as x > 0 at 0, a difference does not count: the value
there is a convention.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from threading import Lock
from typing import Literal, TypeAlias

from grader.core.formula.domains import Domain
from grader.core.formula.tree import Condition, Index, Node, Transpose, Var, children
from grader.core.text import NOTHING, Text
from grader.written import words
from grader.written.grids import Eye, Grid, MisfitError, Value, cells_of
from grader.written.interpreter import Interpreter, at_point
from grader.written.reals import Budget, Real, Reals, SpentError, TooLargeError, UndefinedError
from grader.written.sampling import Point, edge_points, readable_points, secret_points
from grader.written.showing import counterexample

DIGITS, MANY_DIGITS = 60, 200
NEEDED, WANTED, TRIED = 10, 48, 96
BUDGET = 60_000

_AGREE = 10.0**-45  # of the values' size
_VANISHED = 10.0**-40  # of what the difference was with fewer digits
_STABLE = 1e-3
_SMALLEST = 10.0**-50

# mpmath keeps digits of constants between contexts; one comparison at a time.
_ONE_AT_A_TIME = Lock()

Outcome: TypeAlias = Literal["equal", "different", "undetermined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the points say.

    Attributes:
        feedback: the counterexample, or why nothing can be said; for equal ones, what is worth knowing.
        has_two_readings: the observed formula holds a product or power that may be of matrices or of elements.
    """

    outcome: Outcome
    feedback: Text = NOTHING
    has_two_readings: bool = False


def compare_trees(
    expected: Node, observed: Node, domains: Mapping[str, Domain], secret: bytes, *, elementwise: bool = False
) -> Comparison:
    """Compares what is observed, in the given reading, with what is expected, in the algebraic one."""
    if expected == observed and not elementwise:
        return Comparison(outcome="equal")
    with _ONE_AT_A_TIME:
        try:
            return _Comparing(expected, observed, domains, secret, elementwise=elementwise).result()
        except _LyingError as error:
            turned = _Comparing(
                expected, Transpose(observed), domains, secret, elementwise=elementwise
            ).result()
            if turned.outcome != "equal":
                return Comparison(outcome="different", feedback=error.what)
            outcome: Outcome = "undetermined" if error.is_vector else "different"
            return Comparison(outcome=outcome, feedback=words.transposed())


class _LyingError(Exception):
    """The result has the size of the expected one's transpose."""

    def __init__(self, what: Text, *, is_vector: bool) -> None:
        super().__init__(what.en)
        self.what = what
        self.is_vector = is_vector


class _AuthorError(Exception):
    """The expected formula is at fault."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What came of a point; `nothing`: the expected formula has no value there, or no difference can be told."""

    outcome: Literal["agree", "differ", "nothing"]
    feedback: Text = NOTHING
    is_kink: bool = False


class _Comparing:
    """One comparison of two formulas."""

    def __init__(
        self,
        expected: Node,
        observed: Node,
        domains: Mapping[str, Domain],
        secret: bytes,
        *,
        elementwise: bool,
    ) -> None:
        self.expected = expected
        self.observed = observed
        self.domains = domains
        self.secret = secret
        self.elementwise = elementwise
        self.has_two_readings = False
        self.was_too_large = False
        self.used = {*_names(expected), *_names(observed)}
        budget = Budget(BUDGET)
        self.few, self.many = Reals(DIGITS, budget), Reals(MANY_DIGITS, budget)
        self.needed = NEEDED if domains else 1
        # Where all variables are whole numbers, an edge is a point like any other.
        self.has_gaps = bool(domains) and all(domain.is_whole for domain in domains.values())

    def result(self) -> Comparison:
        agreed, at_edges = 0, list[_Seen]()
        try:
            for point in self._points():
                seen = self._seen(point)
                if seen.outcome == "differ" and not seen.is_kink:
                    return self._is("different", seen.feedback)
                agreed += seen.outcome == "agree" and (point.kind == "secret" or not self.domains)
                if agreed >= (WANTED if self.domains else 1):
                    break
            if agreed >= self.needed:
                at_edges = self._at_edges()
        except SpentError:
            pass  # what was seen until then must do
        except MisfitError as error:
            return self._is("different", words.sizes_do_not_fit(error.what))
        except _AuthorError as error:
            return self._is("undetermined", error.what)
        if agreed < self.needed:
            return self._is("undetermined", words.too_few_points(agreed))
        serious = next((seen.feedback for seen in at_edges if not seen.is_kink), None)
        if serious is not None:
            return (
                self._is("different", serious)
                if self.has_gaps
                else self._is("undetermined", words.at_an_edge(serious))
            )
        return self._is("equal", words.at_a_kink(at_edges[0].feedback) if at_edges else NOTHING)

    def _points(self) -> Iterator[Point]:
        return chain(readable_points(self.domains), islice(secret_points(self.domains, self.secret), TRIED))

    def _at_edges(self) -> list[_Seen]:
        seen = [self._seen(point) for point in edge_points(self.domains, self.secret)]
        return [one for one in seen if one.outcome == "differ"]

    def _is(self, outcome: Outcome, feedback: Text = NOTHING) -> Comparison:
        return Comparison(outcome=outcome, feedback=feedback, has_two_readings=self.has_two_readings)

    # --- one point --------------------------------------------------------------------------------------

    def _seen(self, point: Point) -> _Seen:
        expected = self._right(self.few, point)
        if expected is None:
            return _Seen(outcome="nothing")
        observed = self._own(self.few, point, expected)
        if observed is not None and _agree(expected, observed):
            return _Seen(outcome="agree")
        self.many.kinks = 0
        expected_closely = self._right(self.many, point)
        if expected_closely is None:
            return _Seen(outcome="nothing")
        observed_closely = self._own(self.many, point, expected_closely)
        is_kink = self.many.kinks > 0 and not self.has_gaps
        if observed_closely is None:
            # A gap at an edge, as of x/x at 0, is no difference that counts.
            if point.kind == "edge" or self.was_too_large:
                return _Seen(outcome="nothing")
        elif _agree(expected_closely, observed_closely):
            return _Seen(outcome="agree")
        elif observed is not None:
            change = self._change(expected, observed, expected_closely, observed_closely)
            if change != "differ":
                return _Seen(outcome=change)
        feedback = counterexample(point, self.used, expected_closely, observed_closely)
        return _Seen(outcome="differ", feedback=feedback, is_kink=is_kink)

    def _change(
        self, expected: Value, observed: Value, expected_closely: Value, observed_closely: Value
    ) -> Literal["agree", "differ", "nothing"]:
        """Has more precision left the difference as it was, or made it vanish?"""
        early = [self.many.adopted(gap) for gap in _gaps(expected, observed)]
        late = _gaps(expected_closely, observed_closely)
        place = max(range(len(late)), key=lambda place: abs(late[place]))
        before, now = early[place], late[place]
        if abs(now) <= _VANISHED * abs(before):
            return "agree"
        is_stable = abs(now - before) <= _STABLE * abs(now)
        return "differ" if is_stable and abs(now) > _SMALLEST else "nothing"

    def _right(self, reals: Reals, point: Point) -> Value | None:
        """The expected value; None where there is none."""
        try:
            return at_point(point, reals).value(self.expected)
        except UndefinedError:
            return None
        except MisfitError as error:
            raise _AuthorError(words.expected_does_not_fit(error.what)) from None

    def _own(self, reals: Reals, point: Point, expected: Value) -> Value | None:
        """The observed value, in the form of the expected one; None where there is none."""
        interpreter = at_point(point, reals, elementwise=self.elementwise)
        self.was_too_large = False
        try:
            return self._in_form(interpreter, interpreter.value(self.observed), expected)
        except TooLargeError:
            self.was_too_large = True
        except UndefinedError:
            pass
        finally:
            self.has_two_readings = self.has_two_readings or interpreter.matrices.had_two_readings
        return None

    def _in_form(self, interpreter: Interpreter, value: Value, expected: Value) -> Value:
        matrices = interpreter.matrices
        if isinstance(value, Eye) and isinstance(expected, Grid):
            return matrices.eye(value.factor, expected)
        own, right = _shape(value), _shape(expected)
        if own == right:
            return value
        what = words.wrong_size(matrices.named(own), matrices.named(right))
        if own == right[::-1]:
            raise _LyingError(what, is_vector=1 in right)
        raise MisfitError(what)


def _names(node: Node | Condition) -> Iterator[str]:
    if isinstance(node, Var | Index):
        yield node.name
    for child in children(node):
        yield from _names(child)


def _shape(value: Value) -> tuple[int, int]:
    return value.shape if isinstance(value, Grid) else (0, 0) if isinstance(value, Eye) else (1, 1)


def _gaps(one: Value, other: Value) -> list[Real]:
    return [a - b for a, b in zip(cells_of(one), cells_of(other), strict=True)]


def _agree(one: Value, other: Value) -> bool:
    scale = max(map(abs, (*cells_of(one), *cells_of(other))))
    return all(abs(gap) <= _AGREE * scale for gap in _gaps(one, other))
