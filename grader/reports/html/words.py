"""The words of the pages, in English and Persian."""

from __future__ import annotations

from grader.core.text import Text

CLASS_REPORT = Text("Class report", "گزارش کلاس")
YOUR_REPORT = Text("Report", "گزارش")
SUBMISSIONS = Text("submissions", "تحویل")
PROBLEMS = Text("problems", "مسئله")
POINTS = Text("points", "امتیاز")
MEAN = Text("mean", "میانگین")
MEDIAN = Text("median", "میانه")
SCORES = Text("How the scores are spread", "پراکندگی امتیازها")
SCORES_AXIS = Text("share of the points, in %", "سهم از کل امتیاز، به درصد")
NOTHING_HERE = Text("not handed in", "تحویل داده نشده است")
SCORES_TOLD = Text(
    "submissions by the share of points earned, in %:", "شمار تحویل‌ها بر پایهٔ سهم امتیاز به درصد:"
)
CHECKS = Text("Problems and checks", "مسئله‌ها و آزمون‌ها")
CHECK = Text("check", "آزمون")
PASSED = Text("passed", "قبول")
OTHERS = Text("otherwise", "بقیه")
DISCRIMINATION = Text("discrimination", "ضریب تمیز")
DISCRIMINATION_TOLD = Text(
    "How passing a check goes with doing well on all else, from −1 to 1. Near 0 it tells little; "
    "below 0 look at the check.",
    "همبستگی قبولی در آزمون با بقیهٔ امتیازها، از ۱− تا ۱. نزدیک صفر یعنی کم‌اطلاع؛ زیر صفر یعنی آزمون را بازبینی کنید.",
)
MISCONCEPTIONS = Text("Commonest misconceptions", "بدفهمی‌های پرتکرار")
FAILURES = Text("Commonest failures", "خطاهای پرتکرار")
COMMA = Text(", ", "، ")
MORE = Text("more", "مورد دیگر")
WHO = Text("who", "چه کسانی")
EXAMPLE = Text("an example", "یک نمونه")
STUDENTS = Text("Students", "دانشجویان")
STUDENT = Text("student", "دانشجو")
NAME = Text("name", "نام")
SCORE = Text("score", "امتیاز")
GRADE = Text("grade", "نمره")
STATUS = Text("status", "وضعیت")
LATE = Text("days late", "روز تأخیر")
SEARCH = Text("Search", "جست‌وجو")
ALL = Text("all", "همه")
GRADED = Text("graded", "نمره‌داده‌شده")
NEEDS_REVIEW = Text("needs review", "منتظر بازبینی")
UNGRADED = Text("ungraded", "بی‌نمره")
ROWS_SHOWN = Text("rows shown", "ردیف نمایان")
SHOW_ALL = Text("Show all", "نمایش همهٔ")
ATTENTION = Text("For your attention", "نیازمند توجه")
EXPECTED = Text("expected", "مورد انتظار")
OBSERVED = Text("observed", "مشاهده‌شده")
YOURS = Text("yours", "پاسخ شما")
CALL = Text("call", "فراخوانی")
HINT = Text("Hint", "راهنمایی")
PRINTED = Text("Your code printed", "خروجی چاپ‌شدهٔ کد شما")
TRACEBACK = Text("Where it happened", "جای رخداد")
EXTRA = Text("extra credit", "امتیاز اضافه")
CARRIED = Text("judged on your own earlier value", "بر پایهٔ مقدار پیشین خودتان سنجیده شد")
OF = Text("of", "از")
ISOLATION = Text("isolation", "حصار")
RUN = Text("run", "اجرا")
THEME = Text("Light or dark", "روشن یا تیره")
SORT_BY = Text("sort by", "مرتب‌سازی بر پایهٔ")
SKIP = Text("To the students", "رفتن به دانشجویان")
NOTES = Text("Notes", "یادداشت‌ها")
VISIBLE_SCORE = Text(
    "visible checks; the rest is hidden until it is released", "آزمون‌های آشکار؛ بقیه تا زمان انتشار پنهان است"
)
FULL_MARKS = Text("full marks", "نمرهٔ کامل")
