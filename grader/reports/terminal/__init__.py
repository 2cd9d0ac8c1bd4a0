"""The report on a terminal: the class for the instructor, one student's work for the student.

Views are rich renderables, built from the report alone; they read at 80 columns, without colour, in ASCII, and in
Persian.
"""

from grader.reports.terminal.class_view import class_view
from grader.reports.terminal.signs import Signs
from grader.reports.terminal.since_view import since_view
from grader.reports.terminal.student_view import student_view

__all__ = ["Signs", "class_view", "since_view", "student_view"]
