"""An assignment as an autograder for Gradescope's container: what goes into its zip.

setup.sh            run once, as root, when the image is built: Python, the pinned packages, the grader
run_autograder      run for each submission: `grader autograde`
requirements.txt    the versions that are installed here
grader-….whl        the grader itself, which is on no index
course/             the assignment and its problems, readable by root alone
"""

from grader.autograder.archive import Course, Settings, archive

__all__ = ["Course", "Settings", "archive"]
