"""The page of a handout, in both languages: what is here, how to check it, and what is graded besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from grader.core.problem import Assignment, Tally
from grader.core.text import Language, Text
from grader.handout.problem import HandedOut

_INTRODUCTION = Text(
    "Read the statement, write into the files named below, and check them yourself as often as you like:",
    "صورت مسئله را بخوانید، در پرونده‌هایی که در پایین آمده بنویسید و هر چند بار که خواستید خودتان آن‌ها را بیازمایید:",
)
_COMMANDS = (
    ("grader check .", Text("everything here", "همه‌چیز")),
    ("grader check {id}", Text("one problem", "یک مسئله")),
    (
        "grader check {id} --watch",
        Text("again at every save, until Ctrl-C", "دوباره با هر بار ذخیره، تا Ctrl-C"),
    ),
)
_HEAD = Text(
    "| problem | your files | checks here | graded besides |",
    "| مسئله | پرونده‌های شما | آزمون‌های اینجا | آنچه جداگانه نمره دارد |",
)
_CHECKS = (Text("check", "آزمون"), Text("checks", "آزمون"))
_HIDDEN = (Text("hidden check", "آزمون پنهان"), Text("hidden checks", "آزمون پنهان"))
_TELLING = (
    Text("check for the course to judge", "آزمون با سنجش درس"),
    Text("checks for the course to judge", "آزمون با سنجش درس"),
)
_POINTS = (Text("point", "امتیاز"), Text("points", "امتیاز"))
_STARTER = Text(
    "The files to work on lie beside the statement; `starter/` keeps what they were, so leave it as it is.",
    "پرونده‌های کار کنار صورت مسئله‌اند؛ پوشهٔ `starter/` نسخهٔ نخست آن‌ها را نگه می‌دارد، پس به آن دست نزنید.",
)
_ABOUT_HIDDEN = Text(
    "**Hidden checks** are not here. They call the same functions with other numbers, so code that is right only for"
    " the numbers here gains nothing by them.",
    "**آزمون‌های پنهان** اینجا نیستند. آن‌ها همان تابع‌ها را با عددهای دیگر صدا می‌زنند؛ کدی که فقط با عددهای اینجا درست"
    " باشد از آن‌ها امتیازی نمی‌گیرد.",
)
_ABOUT_TELLING = Text(
    "**Checks for the course to judge**, such as those of written answers, would tell the answer if they were here. Do"
    " what they ask for all the same.",
    "**آزمون‌های با سنجش درس**، مانند آزمون پاسخ‌های نوشتاری، اگر اینجا بودند پاسخ را لو می‌دادند. با این همه، آنچه را"
    " می‌خواهند انجام دهید.",
)
_DUE = Text("Due", "مهلت")


def pages(assignment: Assignment, problems: Sequence[HandedOut]) -> dict[str, bytes]:
    """`README.md` and `README.fa.md`."""
    return {
        name: "".join(f"{line}\n" for line in _page(assignment, problems, language)).encode()
        for name, language in _NAMES.items()
    }


_NAMES: Mapping[str, Language] = {"README.md": "en", "README.fa.md": "fa"}


def _page(assignment: Assignment, problems: Sequence[HandedOut], language: Language) -> Iterator[str]:
    yield f"# {assignment.title.in_language(language)}"
    yield ""
    if assignment.due is not None:
        yield f"{_DUE.in_language(language)}: {assignment.due.isoformat(sep=' ', timespec='minutes')}"
        yield ""
    yield _INTRODUCTION.in_language(language)
    yield ""
    commands = [(command.format(id=problems[0].problem.id), what) for command, what in _COMMANDS]
    width = max(len(command) for command, _ in commands)
    for command, what in commands:
        yield f"    {command:<{width}}   {what.in_language(language)}"
    yield ""
    yield _HEAD.in_language(language)
    yield "|---|---|---|---|"
    for one in problems:
        yield _row(one, language)
    yield ""
    yield _STARTER.in_language(language)
    for about, is_there in (
        (_ABOUT_HIDDEN, any(one.withheld.hidden.checks for one in problems)),
        (_ABOUT_TELLING, any(one.withheld.telling.checks for one in problems)),
    ):
        if is_there:
            yield ""
            yield about.in_language(language)


def _row(one: HandedOut, language: Language) -> str:
    submit = one.problem.submit
    asked = (submit.module, submit.answers, *submit.files)
    files = ", ".join(f"`{one.problem.id}/{path}`" for path in asked if path)
    statement = "statement.fa.md" if language == "fa" and "statement.fa.md" in one.files else "statement.md"
    title = one.problem.title.in_language(language).replace("|", "\\|")
    if statement in one.files:
        title = f"[{title}]({one.problem.id}/{statement})"
    besides = [
        _counted(tally, noun, language)
        for tally, noun in ((one.withheld.hidden, _HIDDEN), (one.withheld.telling, _TELLING))
        if tally.checks
    ]
    return f"| {title} | {files} | {_counted(one.shown, _CHECKS, language)} | {'<br>'.join(besides)} |"


def _counted(tally: Tally, noun: tuple[Text, Text], language: Language) -> str:
    comma = "، " if language == "fa" else ", "
    checks = noun[tally.checks != 1].in_language(language)
    points = _POINTS[tally.points != 1].in_language(language)
    return f"{tally.checks} {checks}{comma}{_brief(tally.points)} {points}"


def _brief(points: Fraction) -> str:
    return f"{float(points):.4f}".rstrip("0").rstrip(".")
