"""What a name in a formula means: a declared variable, a function, a constant, or several variables run together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from grader.core.formula.tokens import tokenize
from grader.core.formula.tree import FormulaError
from grader.core.text import Text


@dataclass(frozen=True, slots=True)
class Function:
    """`arity` is the least and most number of arguments; `derivable` functions may bear a prime."""

    name: str
    least: int = 1
    most: int = 1
    derivable: bool = False


_SMOOTH = "exp log sqrt sin cos tan tanh sigma relu softplus"
_PLAIN = "abs sinh cosh arctan erf Phi sign transpose norm sum mean diag inverse trace softmax"
FUNCTIONS: Mapping[str, Function] = {
    **{name: Function(name, derivable=True) for name in _SMOOTH.split()},
    **{name: Function(name) for name in _PLAIN.split()},
    "min": Function("min", 1, 20),
    "max": Function("max", 1, 20),
    "dot": Function("dot", 2, 2),
    "piecewise": Function("piecewise", 2, 40),
}
"""By the name that the tree uses."""

_ALIASES: Mapping[str, str] = {
    "ln": "log", "log_e": "log", "sigmoid": "sigma", "logistic": "sigma", "sig": "sigma", "th": "tanh", "tg": "tan",
    "sgn": "sign", "atan": "arctan", "tr": "trace", "inv": "inverse", "matmul": "dot", "mm": "dot", "avg": "mean",
    "maximum": "max", "minimum": "min", "absolute": "abs", "fabs": "abs",
}  # fmt: skip

_SHORT: Mapping[str, str] = {"eps": "epsilon", "lam": "lambda", "lamda": "lambda", "sig": "sigma"}

LOG_BASES: Mapping[str, int] = {"log2": 2, "log_2": 2, "lb": 2, "log10": 10, "log_10": 10, "lg": 10}


def function_named(name: str) -> Function | None:
    """The function of a name as people write it: `ReLU`, `sigmoid`, `ln`."""
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    lower = name.lower()
    if name not in ("phi", "Sigma", "SIGMA"):  # Φ is a function, φ is not; Σ is a sum
        lower = _ALIASES.get(lower, lower)
        return FUNCTIONS.get(lower)
    return None


def canonical_name(text: str) -> str | None:
    """The one spelling of a name in a spec: `n_{in}`, `n_in` and `nᵢₙ` are the same; None where it is no name."""
    try:
        tokens = tokenize(text)
    except FormulaError:
        return None
    return tokens[0].text if [token.kind for token in tokens] == ["name", "end"] else None


class Names:
    """The declared names of one formula."""

    def __init__(self, declared: Iterable[str]) -> None:
        self.declared = frozenset(declared)
        self._loose: dict[str, set[str]] = {}
        for name in self.declared:
            for key in {_loose(name), _loose(name).lower()}:
                self._loose.setdefault(key, set()).add(name)

    def find(self, name: str) -> str | None:
        """The declared name that is meant; underscores and letter case count only where they tell names apart."""
        if name in self.declared:
            return name
        name = _SHORT.get(name, name)
        for key in (_loose(name), _loose(name).lower()):
            found = self._loose.get(key, set())
            if len(found) == 1:
                return next(iter(found))
            if found:
                return None
        return None

    def split(self, name: str) -> tuple[str, ...] | None:
        """`mx` as m and x, where there is one way to take it apart."""
        ways = self._ways(name, 2)
        return ways[0] if len(ways) == 1 and len(ways[0]) > 1 else None

    def _ways(self, name: str, most: int) -> list[tuple[str, ...]]:
        """At most so many; a table over the name's beginnings, so that no name takes long."""
        ways: list[list[tuple[str, ...]]] = [[()]]
        for end in range(1, len(name) + 1):
            here: list[tuple[str, ...]] = []
            for start in range(end):
                piece = name[start:end]
                if piece in self.declared and not piece.isdigit():
                    here += [(*way, piece) for way in ways[start]]
            ways.append(here[:most])
        return ways[-1]

    def unknown(self, name: str, column: int) -> FormulaError:
        near = get_close_matches(name, sorted({*self.declared, *FUNCTIONS}), n=1, cutoff=0.6)
        known = ", ".join(sorted(self.declared)) or "none"
        hint = (
            Text(f"did you mean `{near[0]}`?", f"منظور `{near[0]}` است؟")
            if near
            else Text(f"known here: {known}", f"نام‌های شناخته: {known}")
        )
        what = Text(f"`{name}` is no known name", f"نام `{name}` شناخته نیست")
        return FormulaError(what, column, hint=hint)


def _loose(name: str) -> str:
    return name.replace("_", "").replace(",", "")
