"""Real numbers of many digits, and what is not defined among them.

The only module that knows mpmath. Each comparison has a context of its own; what mpmath keeps between contexts (the
digits of π and ln 2) is filled at the first use, beyond the digits that are ever asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

Real: TypeAlias = Any
"""An `mpf` of one context; mpmath has no types."""

MAX_DIGITS = 220
MAX_BITS = 1 << 17
"""Of a number's exponent: what is larger counts as not defined, so that no number outgrows the memory."""


class UndefinedError(ArithmeticError):
    """No value there: a division by zero, a root or logarithm of a negative number."""


class TooLargeError(UndefinedError):
    """There is a value, but it is beyond all bounds."""


class SpentError(Exception):
    """The operations that a comparison may take are used up."""


class Budget:
    """Operations that are left, shared by the arithmetics of one comparison."""

    def __init__(self, operations: int) -> None:
        self._left = operations

    def spend(self, operations: int) -> None:
        """Raises:
        SpentError: beyond the budget.
        """
        self._left -= operations
        if self._left < 0:
            raise SpentError


class Reals:
    """Arithmetic with so many digits, on a budget of operations.

    Attributes:
        kinks: how often a comparison or a function was asked for where it jumps: x > 0 or sign(x) at 0.
    """

    def __init__(self, digits: int, budget: Budget) -> None:
        self._context = _context()
        self._context.dps = digits
        self.spend = budget.spend
        self.kinks = 0
        self.functions: Mapping[str, Callable[[Real], Real]] = {
            "exp": self.exp,
            "log": self.log,
            "sqrt": self.sqrt,
            "sin": lambda x: self._context.sin(self._turned(x)),
            "cos": lambda x: self._context.cos(self._turned(x)),
            "tan": lambda x: self._context.tan(self._turned(x)),
            "tanh": self.tanh,
            "sinh": lambda x: (self.exp(x) - self.exp(-x)) / 2,
            "cosh": lambda x: (self.exp(x) + self.exp(-x)) / 2,
            "arctan": self._context.atan,
            "erf": self._context.erf,
            "Phi": lambda x: (1 + self._context.erf(x / self._context.sqrt(2))) / 2,
            "sigma": self.sigma,
            "relu": lambda x: x if x > 0 else self.zero,
            "softplus": lambda x: self.log(1 + self.exp(x)),
            "abs": abs,
            "sign": self.sign,
        }
        self.derivatives: Mapping[str, Callable[[Real], Real]] = {
            "exp": self.exp,
            "log": lambda x: self.divided(self.one, x),
            "sqrt": lambda x: self.divided(self.one, 2 * self.sqrt(x)),
            "sin": lambda x: self._context.cos(self._turned(x)),
            "cos": lambda x: -self._context.sin(self._turned(x)),
            "tan": lambda x: 1 + self._context.tan(self._turned(x)) ** 2,
            "tanh": lambda x: 1 - self.tanh(x) ** 2,
            "sigma": lambda x: self.sigma(x) * (1 - self.sigma(x)),
            "relu": self.step,
            "softplus": self.sigma,
        }

    @property
    def zero(self) -> Real:
        return self._context.zero

    @property
    def one(self) -> Real:
        return self._context.one

    @property
    def pi(self) -> Real:
        return +self._context.pi

    @property
    def e(self) -> Real:
        return +self._context.e

    def number(self, value: Fraction) -> Real:
        return self._context.mpf(value.numerator) / value.denominator

    def adopted(self, value: Real) -> Real:
        """A number of another precision, as one of this."""
        return self._context.mpf(value)

    def size(self, value: Real) -> int:
        """The power of two that bounds it; far below zero for zero itself."""
        return int(self._context.mag(value)) if value else -MAX_BITS

    def bounded(self, value: Real) -> Real:
        if self.size(value) > MAX_BITS:
            raise TooLargeError
        return value

    def divided(self, one: Real, other: Real) -> Real:
        if not other:
            raise UndefinedError
        return one / other

    def exp(self, x: Real) -> Real:
        if self.size(x) > 16:
            if x > 0:
                raise TooLargeError
            return self.zero
        return self._context.exp(x)

    def log(self, x: Real) -> Real:
        if x <= 0:
            raise UndefinedError
        return self._context.log(x)

    def sqrt(self, x: Real) -> Real:
        if x < 0:
            raise UndefinedError
        return self._context.sqrt(x)

    def tanh(self, x: Real) -> Real:
        return self._context.tanh(x) if self.size(x) <= 16 else self.sign(x)

    def _turned(self, x: Real) -> Real:
        """An angle, within bounds: the larger one is, the more digits of π it takes."""
        if self.size(x) > 64:
            raise TooLargeError
        return x

    def sigma(self, x: Real) -> Real:
        if x > 0:
            return 1 / (1 + self.exp(-x))
        power = self.exp(x)
        return power / (1 + power)

    def sign(self, x: Real) -> Real:
        self.kinks += not x
        return self.one if x > 0 else -self.one if x < 0 else self.zero

    def step(self, x: Real) -> Real:
        self.kinks += not x
        return self.one if x > 0 else self.zero

    def power(self, base: Real, exponent: Real, exact: Fraction | None) -> Real:
        """`exact`: the exponent where it is a fraction; of odd denominator, negative numbers have that root, too."""
        if not base:
            if exponent < 0:
                raise UndefinedError
            return self.zero if exponent else self.one
        if self.size(self._context.log(abs(base)) * exponent) > 16:
            raise TooLargeError
        if base > 0 or self._context.isint(exponent):
            return base**exponent
        if exact is None or exact.denominator % 2 == 0:
            raise UndefinedError
        root = abs(base) ** exponent
        return -root if exact.numerator % 2 else root


@cache
def _warmed() -> None:
    from mpmath.ctx_mp import MPContext  # type: ignore[import-untyped]  # mpmath has no types

    context = MPContext()
    context.dps = 2 * MAX_DIGITS
    for fill in (context.exp, context.log, context.sin, context.atan, context.erf):
        fill(context.mpf(3) / 7)
    +context.pi, +context.e, +context.ln2, +context.ln10  # noqa: B018 - evaluated for what it keeps


def _context() -> Any:
    from mpmath.ctx_mp import MPContext

    _warmed()
    return MPContext()
