"""Why a call has no result to judge: a verdict and a sentence."""

from __future__ import annotations

from grader.checks import words
from grader.core.observation import Absent, Ended, Outcome, Raised, Refused, Returned
from grader.core.text import Text
from grader.core.verdict import Verdict

_ENDS_FA = {
    Verdict.TIMEOUT: "در زمان تعیین‌شده پاسخی نیامد",
    Verdict.MEMORY_LIMIT: "حافظهٔ مجاز تمام شد",
    Verdict.OUTPUT_LIMIT: "حجم خروجی از حد مجاز گذشت",
    Verdict.CRASHED: "برنامه پیش از پاسخ دادن از کار افتاد",
    Verdict.VIOLATION: "کاری انجام شد که مجاز نیست",
}


def explain(outcome: Outcome) -> tuple[Verdict, Text]:
    """The verdict and feedback of an outcome without data.

    Raises:
        ValueError: for one that has data.
    """
    match outcome:
        case Refused(reason=reason):
            return Verdict.FAILED, Text(reason, f"نتیجه پذیرفته نشد: {reason}")
        case Absent(name=name, written=True):
            return Verdict.MISSING, Text(
                f"not written yet: {name} raises NotImplementedError",
                f"هنوز نوشته نشده است: {name} خطای NotImplementedError می‌دهد",
            )
        case Absent(name=name):
            return Verdict.MISSING, Text(
                f"nothing named {name} was handed in", f"چیزی به نام {name} تحویل داده نشده است"
            )
        case Raised(types=types, message=message, line=line, cell=cell):
            what = f"{types[0]}: {message}" if message else types[0]
            place = words.place(line, cell)
            where_en, where_fa = (f" ({place.en})", f" ({place.fa})") if line else ("", "")
            return Verdict.ERROR, Text(f"it raised {what}{where_en}", f"خطا رخ داد: {what}{where_fa}")
        case Ended(verdict=verdict, reason=reason):
            return verdict, Text(reason, _ENDS_FA.get(verdict, reason))
        case Returned():
            raise ValueError("an outcome with data is to be judged")
