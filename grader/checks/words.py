"""The sentences of the comparison, in English and Persian."""

from __future__ import annotations

from grader.core.data import Kind
from grader.core.text import Text

KINDS_FA: dict[str, str] = {
    "bool": "منطقی",
    "integer": "صحیح",
    "float": "اعشاری",
    "complex": "مختلط",
    "string": "متن",
}
KINDS_EN: dict[str, str] = {
    "bool": "bools",
    "integer": "integers",
    "float": "real numbers",
    "complex": "complex numbers",
    "string": "strings",
}


NUMBER = Text("a number", "یک عدد")
STRING = Text("a string", "یک متن")
BOOL = Text("a bool", "یک مقدار منطقی")
NONE = Text("None", "None")
ARRAY = Text("an array", "یک آرایه")
SOMETHING_ELSE = Text("something else", "چیز دیگری")
THIS_INTEGER = Text("this very integer", "همین عدد صحیح")
ANOTHER_NUMBER = Text("another number", "عدد دیگری")


def mapping(keys: list[str]) -> Text:
    names = ", ".join(keys)
    return Text(f"a mapping with keys {names}", f"نگاشتی با کلیدهای {names}")


def sequence(length: int) -> Text:
    return Text(f"a sequence of {length}", f"دنباله‌ای از {length} بخش")


def array(sizes: tuple[int, ...]) -> Text:
    return Text(f"an array of shape {shape(sizes).en}", f"آرایه‌ای به شکل {shape(sizes).fa}")


def shape(sizes: tuple[int, ...]) -> Text:
    if not sizes:
        return Text("a single number", "یک عدد تنها")
    said = f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"
    return Text(said, said)


def at(where: str, text: Text) -> Text:
    """The same, said of one part of the result."""
    return Text(f"{where}: {text.en}", f"{where}: {text.fa}") if where else text


def place(line: int | str, cell: int | str = 0) -> Text:
    """Where in what was handed in; without a cell it is no notebook."""
    if cell:
        return Text(f"cell {cell}, line {line}", f"خانهٔ {cell}، سطر {line}")
    return Text(f"line {line}", f"سطر {line}")


def not_written() -> Text:
    return Text(
        "not written yet: it returned None where a result is due",
        "هنوز نوشته نشده است: به جای نتیجه None برگردانده شد",
    )


def wrong_type(expected: Text, observed: Text) -> Text:
    return Text(
        f"expected {expected.en}, got {observed.en}",
        f"انتظار {expected.fa} می‌رفت، ولی {observed.fa} برگردانده شد",
    )


def wrong_string(expected: str, observed: str) -> Text:
    return Text(
        f"it is {observed!r}, expected {expected!r}", f"برابر {observed!r} است، ولی باید {expected!r} باشد"
    )


def wrong_length(expected: int, observed: int) -> Text:
    return Text(
        f"expected {expected} items, got {observed}", f"انتظار {expected} بخش می‌رفت، ولی {observed} بخش آمد"
    )


def missing_keys(keys: list[str]) -> Text:
    names = ", ".join(keys)
    return Text(f"the result lacks {names}", f"نتیجه {names} را ندارد")


def extra_keys(keys: list[str]) -> Text:
    names = ", ".join(keys)
    return Text(f"the result has keys that are not asked for: {names}", f"نتیجه کلیدهای اضافی دارد: {names}")


def wrong_shape(expected: tuple[int, ...], observed: tuple[int, ...]) -> Text:
    return Text(
        f"the shape is {shape(observed).en}, expected {shape(expected).en}",
        f"شکل آرایه {shape(observed).fa} است، ولی باید {shape(expected).fa} باشد",
    )


def wrong_kind(expected: Kind, observed: Kind) -> Text:
    return Text(
        f"expected {KINDS_EN[expected]}, got {KINDS_EN[observed]}",
        f"نوع عددها باید {KINDS_FA[expected]} باشد، نه {KINDS_FA[observed]}",
    )


def not_finite(place: Text, expected: str, observed: str) -> Text:
    return Text(
        f"{place.en} is {observed}, expected {expected}",
        f"{place.fa} برابر {observed} است، ولی باید {expected} باشد",
    )


def wrong_value(place: Text, expected: str, observed: str, wrong: int, total: int) -> Text:
    en = f"{place.en} is {observed}, expected {expected}"
    fa = f"{place.fa} برابر {observed} است، ولی باید {expected} باشد"
    if total > 1:
        en += f" ({wrong} of {total} elements are wrong; this one is the furthest off)"
        fa += f" ({wrong} درایه از {total} نادرست است؛ این یکی بیشترین فاصله را دارد)"
    return Text(en, fa)


def element(index: tuple[int, ...]) -> Text:
    if not index:
        return Text("the result", "نتیجه")
    where = ", ".join(map(str, index))
    return Text(f"element [{where}]", f"درایهٔ [{where}]")
