"""The sentences about written answers, in English and Persian."""

from __future__ import annotations

from grader.core.text import Text

MAX_SHOWN = 80


def cut(text: str) -> str:
    """What was typed, short enough to repeat."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= MAX_SHOWN else one_line[: MAX_SHOWN - 1] + "…"


# --- reading --------------------------------------------------------------------------------------------


def nothing_written() -> Text:
    return Text("nothing is written here", "چیزی نوشته نشده است")


def too_long(most: int) -> Text:
    return Text(f"this is longer than {most} characters", f"این نوشته از {most} نویسه بلندتر است")


def too_many_digits(most: int) -> Text:
    return Text(f"the number has more than {most} digits", f"عدد بیش از {most} رقم دارد")


def too_large_exponent(most: int) -> Text:
    return Text(f"the exponent of 10 is beyond ±{most}", f"توان ۱۰ از ±{most} بیرون است")


def divided_by_zero() -> Text:
    return Text("the fraction divides by zero", "مخرج کسر صفر است")


def no_number(typed: str) -> Text:
    return Text(f"“{cut(typed)}” is not a number", f"«{cut(typed)}» عدد نیست")


def two_readings(reading: str) -> Text:
    return Text(
        f"it can be read in two ways, most likely as {reading}; a person will look at it",
        f"دو جور خوانده می‌شود و محتمل‌تر {reading} است؛ یک نفر آن را می‌بیند",
    )


def thousands_or_decimal(thousands: str, decimal: str) -> Text:
    return Text(
        f"the comma may stand between thousands ({thousands}) or for a decimal point ({decimal}); "
        "a person will look at it",
        f"ویرگول می‌تواند جداکنندهٔ هزارگان ({thousands}) یا ممیز ({decimal}) باشد؛ یک نفر آن را می‌بیند",
    )


def fraction_or_decimal(fraction: str, decimal: str) -> Text:
    return Text(
        f"it may be the fraction {fraction} or the decimal {decimal}; a person will look at it",
        f"می‌تواند کسر {fraction} یا عدد اعشاری {decimal} باشد؛ یک نفر آن را می‌بیند",
    )


def words_beside(found: str, reading: str) -> Text:
    return Text(
        f"it was read as {reading}; what “{cut(found)}” adds, a person must tell",
        f"عدد {reading} خوانده شد؛ معنای «{cut(found)}» را یک نفر باید ببیند",
    )


# --- numbers --------------------------------------------------------------------------------------------


def wrong_number(given: str, expected: str) -> Text:
    return Text(f"it is {given}, expected {expected}", f"برابر {given} است، ولی باید {expected} باشد")


def cut_off(given: str, rounded: str) -> Text:
    return Text(
        f"it is {given}; the last digit is cut off where it should be rounded, to {rounded}",
        f"برابر {given} است؛ رقم آخر بریده شده است، ولی باید گرد شود: {rounded}",
    )


def too_few_digits(given: str, written: int, needed: int, expected: str) -> Text:
    return Text(
        f"{given} has too few digits: {needed} significant ones are due, {written} are there "
        f"(expected {expected})",
        f"رقم‌های {given} کم است: {needed} رقم بامعنی لازم است، ولی {written} رقم آمده است "
        f"(باید {expected} باشد)",
    )


def percent_or_number(reading: str) -> Text:
    return Text(
        f"it was read as {reading} of one hundred; whether a percentage is due, a person must tell",
        f"به صورت {reading} خوانده شد؛ این که درصد خواسته شده یا نه را یک نفر باید ببیند",
    )


# --- tables and texts -----------------------------------------------------------------------------------


def no_table() -> Text:
    return Text("this is neither a number nor a list of numbers", "این نه عدد است و نه فهرستی از عددها")


def nested_too_deeply() -> Text:
    return Text("the lists are nested too deeply", "فهرست‌ها بیش از اندازه تودرتو هستند")


def ragged() -> Text:
    return Text("the rows differ in length", "طول سطرها یکسان نیست")


def shape(sizes: tuple[int, ...]) -> str:
    return " × ".join(map(str, sizes))


def wrong_shape(expected: tuple[int, ...], given: tuple[int, ...]) -> Text:
    if not expected:
        return Text("one number is due, not a list", "یک عدد خواسته شده است، نه فهرست")
    if not given:
        return Text(
            f"one number is there, {shape(expected)} are due",
            f"یک عدد آمده است، ولی {shape(expected)} عدد لازم است",
        )
    return Text(
        f"the size is {shape(given)}, expected {shape(expected)}",
        f"اندازه {shape(given)} است، ولی باید {shape(expected)} باشد",
    )


def element(index: tuple[int, ...], text: Text, wrong: int, total: int) -> Text:
    """The same, said of one element; counted from 0, as everywhere in the reports."""
    if not index:
        return text
    place = f"[{', '.join(map(str, index))}]"
    en, fa = f"element {place}: {text.en}", f"درایهٔ {place}: {text.fa}"
    if wrong > 1:
        en += f" ({wrong} of {total} elements are wrong)"
        fa += f" ({wrong} درایه از {total} نادرست است)"
    return Text(en, fa)


def at(where: str, text: Text) -> Text:
    """The same, said of one part of the answer."""
    return Text(f"{where}: {text.en}", f"{where}: {text.fa}") if where else text


def no_bool(typed: str) -> Text:
    return Text(
        f"“{cut(typed)}” is neither true nor false (nor 1 or 0)",
        f"«{cut(typed)}» نه درست است و نه نادرست (و نه ۱ یا ۰)",
    )


def wrong_text(given: str, expected: str) -> Text:
    return Text(
        f"it is “{cut(given)}”, expected “{cut(expected)}”",
        f"«{cut(given)}» نوشته شده است، ولی باید «{cut(expected)}» باشد",
    )


def one_text_is_due() -> Text:
    return Text("one text is due, not a list", "یک متن خواسته شده است، نه فهرست")


def keys_are_due(keys: list[str]) -> Text:
    names = ", ".join(keys)
    return Text(
        f"these are due, each with its answer: {names}", f"برای هر یک از این‌ها پاسخی لازم است: {names}"
    )


def wrong_count(expected: int, given: int) -> Text:
    return Text(
        f"{given} items are there, {expected} are due", f"{given} مورد آمده است، ولی {expected} مورد لازم است"
    )


def for_a_person() -> Text:
    return Text("a person will mark this", "یک نفر این را نمره می‌دهد")
