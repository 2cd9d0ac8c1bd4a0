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


# --- formulas -------------------------------------------------------------------------------------------


def identity_of_unknown_size() -> Text:
    return Text(
        "the size of the identity matrix I is not clear here", "اندازهٔ ماتریس همانی I در اینجا روشن نیست"
    )


def sizes_differ(one: str, other: str) -> Text:
    return Text(
        f"{one} and {other} do not go together element by element",
        f"اندازه‌های {one} و {other} درایه به درایه با هم جور نیستند",
    )


def product_misfit(one: str, other: str) -> Text:
    return Text(
        f"the product of {one} and {other} does not exist",
        f"ضرب {one} در {other} شدنی نیست",
    )


def not_square(sizes: str) -> Text:
    return Text(f"a matrix of {sizes} is not square", f"ماتریس {sizes} مربعی نیست")


def wrong_indices(name: str) -> Text:
    return Text(f"{name} has not that many indices", f"تعداد اندیس‌های {name} درست نیست")


def sum_without_bounds(index: str) -> Text:
    return Text(f"the bounds of the sum over {index} are not clear", f"کران‌های جمع روی {index} روشن نیست")


def sizes_do_not_fit(what: Text) -> Text:
    return Text(f"the sizes do not fit: {what.en}", f"اندازه‌ها جور نیستند: {what.fa}")


def expected_does_not_fit(what: Text) -> Text:
    return Text(f"the expected formula is at fault: {what.en}", f"اشکال از فرمول مورد انتظار است: {what.fa}")


def wrong_size(own: str, expected: str) -> Text:
    return Text(f"the result is {own}, expected {expected}", f"نتیجه {own} است، ولی باید {expected} باشد")


def transposed() -> Text:
    return Text("this is the transpose of what is expected", "این ترانهادهٔ چیزی است که انتظار می‌رود")


def too_few_points(agreed: int) -> Text:
    return Text(
        f"whether this is the formula could not be settled ({agreed} points agree); a person will look at it",
        f"درستی این فرمول معلوم نشد ({agreed} نقطه یکسان بود)؛ یک نفر آن را می‌بیند",
    )


def undefined_at(where: str, expected: str) -> Text:
    return Text(
        f"at {where} yours is not defined, expected {expected}"
        if where
        else f"it is not defined, expected {expected}",
        f"در {where} فرمول شما تعریف نشده است، ولی باید {expected} باشد"
        if where
        else f"تعریف نشده است، ولی باید {expected} باشد",
    )


def differs_at(where: str, element: str, own: str, expected: str) -> Text:
    if not where:
        return Text(f"it is {own}, expected {expected}", f"برابر {own} است، ولی باید {expected} باشد")
    of_en, of_fa = (
        (f"element {element} of yours", f"درایهٔ {element} پاسخ شما") if element else ("yours", "پاسخ شما")
    )
    return Text(
        f"at {where} {of_en} is {own}, expected {expected}",
        f"در {where} {of_fa} {own} است، ولی باید {expected} باشد",
    )


def at_a_kink(what: Text) -> Text:
    return Text(
        f"right, but for a point where it is a matter of convention: {what.en}",
        f"درست است، جز در نقطه‌ای که مقدار آن قراردادی است: {what.fa}",
    )


def at_an_edge(what: Text) -> Text:
    return Text(
        f"it agrees everywhere but at one point: {what.en}; a person will look at it",
        f"همه جا یکسان است جز در یک نقطه: {what.fa}؛ یک نفر آن را می‌بیند",
    )


def formula_unread(what: Text) -> Text:
    return Text(f"it could not be read: {what.en}", f"خوانده نشد: {what.fa}")


def expected_is_unread(what: Text) -> Text:
    return Text(
        f"the expected formula could not be read: {what.en}", f"فرمول مورد انتظار خوانده نشد: {what.fa}"
    )


def chain_of_different(reading: str) -> Text:
    return Text(
        f"the sides of “{cut(reading)}” are not the same; a person will look at it",
        f"دو طرف «{cut(reading)}» یکسان نیست؛ یک نفر آن را می‌بیند",
    )


def only_a_derivative() -> Text:
    return Text(
        "this only names the derivative; a person will look at it",
        "این فقط نام مشتق است؛ یک نفر آن را می‌بیند",
    )


def other_reading(first: str, other: str) -> Text:
    return Text(
        f"as {cut(first)} it is wrong, as {cut(other)} it is right; a person will look at it",
        f"اگر {cut(first)} خوانده شود نادرست و اگر {cut(other)} خوانده شود درست است؛ یک نفر آن را می‌بیند",
    )


def elementwise_reading() -> Text:
    return Text(
        "it is right if products and powers are meant element by element; a person will look at it",
        "اگر ضرب و توان درایه به درایه باشد درست است؛ یک نفر آن را می‌بیند",
    )


def rounded_constant(rounded: str, exact: str) -> Text:
    return Text(
        f"it is right if {rounded} stands for {exact}…; a person will look at it",
        f"اگر {rounded} گردشدهٔ {exact}… باشد درست است؛ یک نفر آن را می‌بیند",
    )


def joined(what: Text, hint: Text) -> Text:
    return Text(f"{what.en}; {hint.en}", f"{what.fa}؛ {hint.fa}") if hint else what
