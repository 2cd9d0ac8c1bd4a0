"""The words of the terminal views, in English and Persian."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core.text import Text
from grader.core.verdict import Verdict

VERDICTS: Mapping[Verdict | None, Text] = {
    Verdict.PASSED: Text("passed", "قبول"),
    Verdict.PARTIAL: Text("partial", "ناقص"),
    Verdict.FAILED: Text("failed", "نادرست"),
    Verdict.MISSING: Text("missing", "تحویل‌نشده"),
    Verdict.ERROR: Text("error", "خطا"),
    Verdict.TIMEOUT: Text("timeout", "پایان زمان"),
    Verdict.MEMORY_LIMIT: Text("memory limit", "سقف حافظه"),
    Verdict.OUTPUT_LIMIT: Text("output limit", "سقف خروجی"),
    Verdict.CRASHED: Text("crashed", "فروپاشی"),
    Verdict.VIOLATION: Text("violation", "نقض قواعد"),
    Verdict.BLOCKED: Text("blocked", "متوقف"),
    Verdict.NEEDS_REVIEW: Text("needs review", "منتظر بازبینی"),
    Verdict.UNGRADED: Text("ungraded", "بی‌نمره"),
    None: Text("hidden", "پنهان"),
}

STUDENT = Text("student", "دانشجو")
SCORE = Text("score", "امتیاز")
GRADE = Text("grade", "نمره")
POINTS = Text("points", "امتیاز")
POINT = Text("point", "امتیاز")
COMMA = Text(", ", "، ")
OF = Text("of", "از")
SUBMISSION = Text("submission", "تحویل")
SUBMISSIONS = Text("submissions", "تحویل")
PROBLEM = Text("problem", "مسئله")
PROBLEMS = Text("problems", "مسئله")
MEAN = Text("mean", "میانگین")
MEDIAN = Text("median", "میانه")
ISOLATION = Text("isolation", "حصار")
UNCONFINED = Text(
    "without the sandbox: each problem's code ran in an interpreter of its own, and nothing confined it",
    "بدون حصار: کد هر مسئله در مفسری جداگانه اجرا شد و چیزی آن را محدود نکرد",
)
LATE = Text("d late", "روز تأخیر")
NOBODY = Text("nobody handed it in", "کسی آن را تحویل نداده است")
MORE_ROWS = Text("more, all in grades.csv", "ردیف دیگر که همه در grades.csv هستند")
MORE = Text("more", "دیگر")
MISCONCEPTIONS = Text("Commonest misconceptions", "بدفهمی‌های پرتکرار")
FAILURES = Text("Commonest failures", "خطاهای پرتکرار")
UNGRADED = Text(
    "Ungraded: the grader or the problem failed, not the student",
    "بی‌نمره: ایراد از سامانه یا مسئله است، نه از دانشجو",
)
NOTES = Text("Notes", "یادداشت‌ها")
EXPECTED = Text("expected", "مورد انتظار")
OBSERVED = Text("yours", "پاسخ شما")
CALL = Text("call", "فراخوانی")
HINT = Text("hint", "راهنمایی")
PRINTED = Text("your code printed", "خروجی چاپ‌شدهٔ کد شما")
TRACEBACK = Text("where it happened", "جای رخداد")
LINES_LEFT_OUT = Text("lines left out", "خط حذف شده است")
CARRIED = Text("judged on your own earlier value", "بر پایهٔ مقدار پیشین خودتان سنجیده شد")
EXTRA = Text("extra credit", "امتیاز اضافه")
UNCHANGED = Text("no verdict changed", "هیچ نتیجه‌ای عوض نشد")
BEFORE = Text("before", "پیش‌تر")
TELLING_CHECK = Text("check for the course to judge", "آزمون با سنجش درس")
TELLING_CHECKS = Text("checks for the course to judge", "آزمون با سنجش درس")
HIDDEN_CHECK = Text("hidden check", "آزمون پنهان")
CHECKS = Text("checks", "آزمون")
AS_ABOVE = Text("as above", "مانند بالا")
HIDDEN_CHECKS = Text("hidden checks", "آزمون پنهان")
VISIBLE_PASSED = Text("visible checks passed", "آزمون آشکار قبول شد")
ALL_PASSED = Text("Everything visible passed.", "همهٔ آزمون‌های آشکار قبول شد.")
