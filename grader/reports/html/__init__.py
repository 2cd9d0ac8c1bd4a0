"""Pages to read in a browser: one for a class, one for a student. Each is one file that asks nothing of any other.

What students wrote reaches a page only as text: templates escape everything, control and direction characters are taken
out before, and the page's own policy lets no script or style run but the two that stand in it.
"""

from grader.reports.html.class_page import class_page
from grader.reports.html.student_page import student_page

__all__ = ["class_page", "student_page"]
