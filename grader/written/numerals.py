"""Numbers as students type them, and how exactly they were given.

    0.0156   ۰٫۰۱۵۶   -3   −۳   3/8   1.5e-3   1.5×10⁻³   10^-4   1,234,567   12.5%   ½   2 1/4

`read_number` gives the exact value. What has two readings is not guessed: it is `Unread` with `ambiguous` set and the
likelier reading, for a person to mark. Ambiguous are a comma that may stand for a decimal point or between thousands
(`1,234`, `0,5`), a slash between Persian digits (`۳/۸`: a fraction, or 3.8), a sign after the number (`۲-`), and words
beside it (`12 units`). What is no number at all is not ambiguous: `nan`, `inf`, `1_0`, `0x1f`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from grader.core.characters import SUPERSCRIPTS, THIN_SPACES, has_eastern_digits, plain, visible
from grader.core.text import Text
from grader.written import words

MAX_CHARACTERS = 120
MAX_DIGITS = 60
MAX_EXPONENT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it was written.

    Attributes:
        kind: a `fraction` is exact; a `decimal` is a number rounded to its last digit, whole numbers included.
        significant: how many significant digits were written; 0 for a zero, which has none.
        half_unit: half a unit of the last digit; 0 for a fraction.
        shown: how it was read.
        is_percent: true where a percent sign made it a hundredth.
    """

    value: Fraction
    kind: Literal["decimal", "fraction"]
    significant: int
    half_unit: Fraction
    shown: str
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that was not read.

    Attributes:
        ambiguous: it has a meaning, but more than one, or one that only a person can be sure of.
        reading: the likeliest one, where there is one.
    """

    reason: Text
    ambiguous: bool = False
    reading: str = ""


def read_number(text: str) -> Number | Unread:
    """The number that a text is. Never raises; takes time in proportion to the text's length, which is capped."""
    if len(text) > MAX_CHARACTERS:
        return Unread(words.too_long(MAX_CHARACTERS))
    typed = visible(text).strip()
    bare = _without_label(_ascii(typed))
    if not bare:
        return Unread(words.nothing_written())
    if re.search(r"\d_|_\d|0[xXbBoO]", bare):
        return Unread(words.no_number(text))
    if sum(character.isdigit() for character in bare) > MAX_DIGITS:
        return Unread(words.too_many_digits(MAX_DIGITS))
    for reader in _READERS:
        found = reader(bare, has_eastern_digits(typed))
        if found is not None:
            return found
    return Unread(words.no_number(text))


# --- from what is typed to what the readers know --------------------------------------------------------


def _ascii(typed: str) -> str:
    """Marks of the same meaning made one; thin spaces within a number become `٬`, its thousands separator."""
    text = re.sub(rf"(?<=\d)[{THIN_SPACES}](?=\d{{3}}(?!\d))", "٬", typed)
    text = re.sub("[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒]", _vulgar, text)
    text = re.sub(r"10\s*([⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", _power, plain(text))
    for latex, meaning in _LATEX:
        text = re.sub(latex, meaning, text)
    for characters, meaning in _SIGNS.items():
        text = re.sub(f"[{characters}]", meaning, text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"^([-+]?) ?% ?([\d.]+)$", r"\1\2%", text)  # Persian puts the sign before, too
    text = re.sub(r"^\(([^()]*)\)$", r"\1", text).strip()
    return re.sub(r"(?:(?<=\d)[،؛;]|(\.\d+)\.)$", r"\1", text)


_SIGNS = {
    "٫": ".",
    "؍": "/",
    "×·⋅∙•∗✕✖⨯": "*",
    "⁄∕÷": "⁄",
    "＋": "+",
    "٪％": "%",
    "．": ".",
    "，": ",",
    "／": "/",
}
_LATEX = (
    (r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r" \1⁄\2"),
    (r"\\(?:times|cdot|ast)(?![a-zA-Z])", "*"),
    (r"\\%", "%"),
    (r"\{,\}", "٬"),
    (r"\\[,;:! ]|\$|\\[()]|~", " "),
    (r"\^\s*\{\s*([-+]?\s*\d+)\s*\}", r"^\1"),
)
_VULGAR = {
    "½": "1⁄2", "⅓": "1⁄3", "⅔": "2⁄3", "¼": "1⁄4", "¾": "3⁄4", "⅕": "1⁄5", "⅖": "2⁄5", "⅗": "3⁄5", "⅘": "4⁄5",
    "⅙": "1⁄6", "⅚": "5⁄6", "⅛": "1⁄8", "⅜": "3⁄8", "⅝": "5⁄8", "⅞": "7⁄8", "⅐": "1⁄7", "⅑": "1⁄9", "⅒": "1⁄10",
}  # fmt: skip


def _vulgar(match: re.Match[str]) -> str:
    return f" {_VULGAR[match.group()]}"


def _power(match: re.Match[str]) -> str:
    return "10^" + "".join(SUPERSCRIPTS[character] for character in match.group(1))


def _without_label(text: str) -> str:
    """`MSE = 0.0156` and `≈ 0.0156` are that number."""
    label = r"(?:[^\W\d][\w ()\[\],'^{}\\]{0,40})?"
    return re.sub(rf"^{label}(?:=|:=|≈|≃|≅|∼|\\approx|\\simeq)\s*(?=[-+.\d])", "", text, count=1)


# --- readers: each knows one form -----------------------------------------------------------------------

Reader: TypeAlias = Callable[[str, bool], Number | Unread | None]

_SIGN = r"(?P<sign>[-+]?) ?"
_PLAIN = r"(?:\d+\.?\d*|\.\d+)"
_GROUPED = r"\d{1,3}(?:٬\d{3})+(?:\.\d*)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d*)?|\d{1,3},\d{3}\.\d+"
_MANTISSA = rf"(?P<mantissa>{_GROUPED}|{_PLAIN})"
_EXPONENT = r"\(? ?(?P<exponent>[-+]? ?\d+) ?\)?"
_TIMES_TEN = rf" ?[*xX] ?10 ?(?:\^|\*\*) ?{_EXPONENT}"
_DECIMAL = re.compile(rf"{_SIGN}{_MANTISSA}(?: ?[eE](?P<e>[-+]?\d+)|{_TIMES_TEN})?(?P<percent> ?%)?")
_TEN = re.compile(rf"{_SIGN}10 ?(?:\^|\*\*) ?{_EXPONENT}")
_FRACTION = re.compile(
    rf"{_SIGN}(?:(?P<whole>\d+) )? ?\(? ?(?P<above>[-+]?{_PLAIN}) ?\)? ?(?P<slash>[/⁄])"
    rf" ?\(? ?(?P<below>[-+]?{_PLAIN}) ?\)?"
)


def _decimal(text: str, _: bool) -> Number | Unread | None:
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    digits = re.sub("[٬,]", "", match["mantissa"])
    exponent = (match["e"] or match["exponent"] or "0").replace(" ", "")
    percent = match["percent"] is not None
    return _number(match["sign"], digits, exponent, percent)


def _power_of_ten(text: str, _: bool) -> Number | Unread | None:
    match = _TEN.fullmatch(text)
    return None if match is None else _number(match["sign"], "1", match["exponent"].replace(" ", ""), False)


def _number(sign: str, digits: str, exponent: str, percent: bool) -> Number | Unread:
    if len(exponent) > 6 or abs(int(exponent)) > MAX_EXPONENT:
        return Unread(words.too_large_exponent(MAX_EXPONENT))
    whole, _, decimals = digits.partition(".")
    unit = Fraction(10) ** (int(exponent) - len(decimals) - (2 if percent else 0))
    value = int(whole + decimals or "0") * unit * (-1 if sign == "-" else 1)
    tail = "" if int(exponent) == 0 else f"e{int(exponent)}"
    return Number(
        value=value,
        kind="decimal",
        significant=len((whole + decimals).lstrip("0")),
        half_unit=unit / 2,
        shown=f"{sign.strip('+')}{digits}{tail}{'%' if percent else ''}",
        is_percent=percent,
    )


def _fraction(text: str, eastern: bool) -> Number | Unread | None:
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    sign, whole, above, below = match["sign"], match["whole"], match["above"], match["below"]
    if match["slash"] == "/" and (eastern or above == "0") and above.isdigit() and below.isdigit():
        return _slash_for_point(sign, whole, above, below, eastern)
    if Fraction(below) == 0:
        return Unread(words.divided_by_zero())
    share = Fraction(above) / Fraction(below)
    shown = f"{sign.strip('+')}{whole + ' ' if whole else ''}{above}/{below}"
    if whole and not 0 < share < 1:
        return Unread(words.two_readings(shown), ambiguous=True, reading=shown)
    value = (share + int(whole or 0)) * (-1 if sign == "-" else 1)
    return Number(value=value, kind="fraction", significant=0, half_unit=Fraction(0), shown=shown)


def _slash_for_point(sign: str, whole: str | None, above: str, below: str, eastern: bool) -> Number | Unread:
    """In Persian hand `۰/۵` is one half. A zero before the slash can be nothing else; else a person must tell."""
    point = f"{sign.strip('+')}{above}.{below}"
    if eastern and above == "0" and not whole:
        return _number(sign, f"{above}.{below}", "0", False)
    if above == "0" and not whole:
        return Unread(words.two_readings(point), ambiguous=True, reading=point)
    shown = f"{sign.strip('+')}{whole + ' ' if whole else ''}{above}/{below}"
    return Unread(words.fraction_or_decimal(shown, point), ambiguous=True, reading=shown)


_COMMA = re.compile(
    rf"{_SIGN}(?:(?P<whole>\d+)(?P<mark>[,،٬':])(?P<decimals>\d+)|(?P<groups>\d{{1,3}}(?:\.\d{{3}})+),(?P<rest>\d+))"
)
_SPACED = re.compile(rf"{_SIGN}(?P<digits>\d{{1,3}}(?: \d{{3}})+(?:\.\d+)?)")
_SIGN_AFTER = re.compile(rf"(?P<digits>{_PLAIN}) ?(?P<sign>[-+])")
_WITH_WORDS = re.compile(
    rf"(?P<number>[-+]?{_PLAIN}(?:[eE][-+]?\d+)?) (?P<words>\(?[^\W\d_][^\d=+*/^<>-]{{0,60}})"
)


def _comma(text: str, _: bool) -> Unread | None:
    match = _COMMA.fullmatch(text)
    if match is None:
        return None
    sign = match["sign"].strip("+")
    if match["groups"]:
        reading = f"{sign}{match['groups'].replace('.', '')}.{match['rest']}"
        return Unread(words.two_readings(reading), ambiguous=True, reading=reading)
    if match["mark"] == ":":
        reading = f"{sign}{match['whole']}/{match['decimals']}"
        return Unread(words.two_readings(reading), ambiguous=True, reading=reading)
    decimal = f"{sign}{match['whole']}.{match['decimals']}"
    if len(match["decimals"]) == 3 and len(match["whole"]) <= 3 and match["whole"].lstrip("0"):
        thousands = f"{sign}{match['whole']}{match['decimals']}"
        return Unread(words.thousands_or_decimal(thousands, decimal), ambiguous=True, reading=thousands)
    return Unread(words.two_readings(decimal), ambiguous=True, reading=decimal)


def _spaced(text: str, _: bool) -> Unread | None:
    match = _SPACED.fullmatch(text)
    if match is None:
        return None
    reading = match["sign"].strip("+") + match["digits"].replace(" ", "")
    return Unread(words.two_readings(reading), ambiguous=True, reading=reading)


def _sign_after(text: str, _: bool) -> Unread | None:
    """Typed from right to left, a minus sign comes after the number that it stands before."""
    match = _SIGN_AFTER.fullmatch(text)
    if match is None:
        return None
    reading = match["sign"].strip("+") + match["digits"]
    return Unread(words.two_readings(reading), ambiguous=True, reading=reading)


def _with_words(text: str, _: bool) -> Unread | None:
    match = _WITH_WORDS.fullmatch(text)
    if match is None:
        return None
    reading = match["number"]
    return Unread(words.words_beside(match["words"].strip(), reading), ambiguous=True, reading=reading)


_READERS: tuple[Reader, ...] = (
    _power_of_ten, _decimal, _fraction, _comma, _spaced, _sign_after, _with_words,
)  # fmt: skip
