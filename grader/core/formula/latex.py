"""LaTeX and typeset characters, brought to the marks that `tokens` knows.

What changes only the looks goes (`\\left`, `\\,`, `\\mathbf{…}`, `$`); what has a plain form gets it (`\\cdot`, `\\ge`,
`\\alpha`, `ŷ`). Commands that are part of the grammar stay: `\\frac`, `\\sqrt`, `\\sum`, `\\begin{cases}`.
"""

from __future__ import annotations

import re
import unicodedata

from grader.core.characters import plain, visible

_GREEK = (
    "α alpha β beta γ gamma δ delta ε epsilon ϵ epsilon ζ zeta η eta θ theta ϑ theta ι iota κ kappa λ lambda μ mu "
    "µ mu ν nu ξ xi ο omicron π pi ϖ pi ρ rho ϱ rho σ sigma ς sigma τ tau υ upsilon φ phi ϕ phi χ chi ψ psi ω omega "
    "Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega"
).split()
GREEK = dict(zip(_GREEK[::2], _GREEK[1::2], strict=True))
_GREEK_NAMES = frozenset(GREEK.values())

_COMMANDS = {
    "cdot": "·", "times": "*", "ast": "*", "star": "*", "div": "/", "odot": "⊙", "circ": "⊙", "bullet": "·",
    "ge": ">=", "geq": ">=", "geqslant": ">=", "gt": ">", "le": "<=", "leq": "<=", "leqslant": "<=", "lt": "<",
    "ne": "!=", "neq": "!=", "land": " and ", "wedge": " and ", "lor": " or ", "vee": " or ",
    "top": "⊤", "intercal": "⊤", "prime": "'", "infty": "∞", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|",
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "lbrace": "{", "rbrace": "}", "{": "{", "}": "}",
    "lbrack": "[", "rbrack": "]", "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho",
    "sum": "∑", "prod": "∏", "partial": "∂", "nabla": "∇", "to": "→", "mathbb1": "1", "dots": "…", "ldots": "…",
    "cdots": "…", "approx": "=", "equiv": "=", "triangleq": "=", "coloneqq": "=",
}  # fmt: skip
_FUNCTIONS = frozenset("exp log ln lg max min sin cos tan tanh sinh cosh arctan tr".split())
_IGNORED = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle limits nolimits "
    "quad qquad mathrm mathbf mathbb mathcal mathit mathsf boldsymbol bm text textrm textbf textit operatorname rm bf "
    "vec mathop hspace".split()
)
_ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "bar": "bar",
    "overline": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
}
_COMBINING = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde"}

_STYLED = re.compile(
    r"\\(?:mathrm|mathbf|mathbb|mathcal|mathit|mathsf|boldsymbol|bm|text|textrm|textbf|textit|operatorname\*?|vec)"
    r"\s*\{([^{}]*)\}"
)
_ACCENTED = re.compile(
    r"\\(hat|widehat|bar|overline|tilde|widetilde)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\?[A-Za-z]))"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
_UNICODE = {
    "×": "*", "⋅": "·", "∙": "·", "•": "·", "∗": "*", "✕": "*", "∘": "⊙", "⊗": "⊙", "÷": "/", "∕": "/", "⁄": "/",
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "≈": "=", "≡": "=", "∧": " and ", "∨": " or ",
    "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'", "″": "''", "∥": "‖", "∣": "|", "ǀ": "|", "٫": ".", "،": ",",
    "؛": ";", "⊺": "⊤", "∑": "∑", "½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "⅓": "(1/3)", "⅔": "(2/3)", "ℓ": "l",
}  # fmt: skip
_MODULES = re.compile(r"\b(?:np|numpy|torch|math|jnp|tf|nn|F)\.(?=[A-Za-z])")


def prepared(text: str) -> str:
    """The text in the marks of the grammar. Linear in its length, but for a few rounds over nested styles."""
    shown = "".join(map(_character, plain(visible(text))))
    shown = re.sub(r"(?<=\d)٬(?=\d)", "", shown)
    for _ in range(8):
        bare = _ACCENTED.sub(_accent, _STYLED.sub(r" \1 ", shown))
        if bare == shown:
            break
        shown = bare
    shown = re.sub(r"\\\\(?:\[[^\]]*\])?", " \\\\newline ", shown)
    shown = re.sub(r"\\(?:left|right)\s*\.|\\left\s*\\\{\s*(?=\\begin)", " ", shown)
    shown = _COMMAND.sub(_command, _MODULES.sub("", shown.replace("$", " ")))
    shown = re.sub(r"(?:\^|\*\*)\s*\{\s*('+)\s*\}|\^\s*('+)", lambda found: found[1] or found[2], shown)
    return shown.replace(":=", "=")


def _character(character: str) -> str:
    if character.isascii():
        return character
    if character in _UNICODE:
        return _UNICODE[character]
    if "\U0001d400" <= character <= "\U0001d7ff" or "\uff01" <= character <= "\uff5e":
        return "".join(map(_character, unicodedata.normalize("NFKC", character)))
    if character in _COMBINING:
        return f"_{_COMBINING[character]}"
    base = unicodedata.normalize("NFD", character)
    if len(base) == 2 and base[0].isascii() and base[1] in _COMBINING:
        return f"{base[0]}_{_COMBINING[base[1]]} "
    return character


def _accent(found: re.Match[str]) -> str:
    return f" {found[2] or found[3]}_{_ACCENTS[found[1]]} "


def _command(found: re.Match[str]) -> str:
    name = found[1] or found[2]
    if name in _COMMANDS:
        return f" {_COMMANDS[name]} " if name.isalpha() else _COMMANDS[name]
    if name in _GREEK_NAMES:
        return f" {_GREEK_LETTER[name]}"
    if name in _FUNCTIONS:
        return f" {name}"
    if name in ("dfrac", "tfrac", "cfrac"):
        return "\\frac"
    if name in _IGNORED or name in ",;:! ()[]~":
        return " "
    return found[0]


_GREEK_LETTER = {name: letter for letter, name in reversed(GREEK.items())}
