"""YAML to the core's problems and assignments, in one direction:

    yaml_reader   text to a `Document`: plain data that knows its lines and columns
    parsing       a document to its pydantic model (`models`, `check_models`, `value_models`)
    problem       a problem's model and folder to `core.problem.Problem` (`values`, `checks`, `calls`, `files`)
    assignment    the same for an assignment file, or a folder of problems
    examples      a problem's examples with their expected outcomes
    equivalents   changes of its reference that leave it right
    plain         a problem's YAML as plain data, and plain data as YAML

A fault never ends the reading: it is reported to the document, and the rest is read on. At the end all faults
are raised at once.
"""

from grader.spec.equivalents import load_equivalents
from grader.spec.examples import load_examples
from grader.spec.files import read_within
from grader.spec.load import load
from grader.spec.plain import read_plain, to_yaml
from grader.spec.schema import assignment_schema, problem_schema

__all__ = [
    "assignment_schema",
    "load",
    "load_equivalents",
    "load_examples",
    "problem_schema",
    "read_plain",
    "read_within",
    "to_yaml",
]
