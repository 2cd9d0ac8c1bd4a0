"""A problem and an assignment, as their YAML says (design, section 6). The field names are the spec's keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from grader.core.data import Array, Data
from grader.core.dtypes import FloatName
from grader.core.expression import Expression
from grader.core.text import NOTHING, Text

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
# In the order in which they open to students.
OPENING: Final[tuple[Visibility, ...]] = ("visible", "after_due_date", "after_published", "hidden")
Framework = Literal["torch", "numpy"]


# --- named inputs ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same data in every trial. Floating arrays with dtype `None` take the spec's dtype."""

    data: Data


@dataclass(frozen=True, slots=True)
class PlainObject:
    """Plain Python objects, never made into arrays: a lone scalar, or `{object: …}`."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Random:
    """Drawn afresh in every trial.

    `normal` uses mean and std; `uniform` and `integers` use low and high (exclusive); `choice` picks from
    `options`; `permutation` is of range(n). `dtype` None means the spec's dtype (normal, uniform) or that of
    the numbers themselves.
    """

    distribution: Literal["normal", "uniform", "integers", "choice", "permutation"]
    shape: tuple[int, ...] = ()
    dtype: str | None = None
    mean: float = 0.0
    std: float = 1.0
    low: float = 0.0
    high: float = 1.0
    options: Array | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class FromReference:
    """Computed per trial by calling the reference in the author lane."""

    call: Call


@dataclass(frozen=True, slots=True)
class Cases:
    """Another value in each trial, in their order; they are as many as the check's trials."""

    values: tuple[Fixed | PlainObject, ...]


Value: TypeAlias = Fixed | PlainObject | Random | FromReference | Cases


# --- subjects -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Call:
    """The text of a call and what it parses to."""

    text: str
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Backward:
    """Gradients by autograd, in the worker: `wrt` names values; `cotangent` a value (None: ones)."""

    wrt: tuple[str, ...]
    cotangent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSubject:
    call: Call
    backward: Backward | None = None
    observe: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSubject:
    """A key of the written answers."""

    key: str


@dataclass(frozen=True, slots=True)
class SourceSubject:
    """The submitted module's source; `path` as in `submit.module`, or another submitted file."""

    path: str


@dataclass(frozen=True, slots=True)
class ReviewSubject:
    """An answers key or a submitted file, which a person marks."""

    key: str


Subject: TypeAlias = CallSubject | AnswerSubject | SourceSubject | ReviewSubject


# --- expectations ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Equals:
    """`cases`, where there are any, are what each trial expects in the place of `expected`."""

    expected: Data
    cases: tuple[Data, ...] = ()

    def of(self, trial: int) -> Data:
        return self.cases[trial] if self.cases else self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Speedup:
    """How many times as fast as the reference a call must be; beyond `at_most` nobody believes it unseen."""

    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchesReference:
    """`call` is set for written answers only; `any_of` are other calls whose reference value is as right.

    `speedup` asks besides that the call be that fast (`satisfies: {speedup: …}`).
    """

    any_of: tuple[Call, ...] = ()
    call: Call | None = None
    speedup: Speedup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientOf:
    """`wrt` maps result names to value names. `form` says whether the result is an array, a sequence or a mapping."""

    call: Call
    wrt: tuple[tuple[str, str], ...]
    form: Literal["array", "sequence", "mapping"]
    cotangent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfies:
    """`arguments`: each a value's name (`ValueName`) or a literal. `built_in` verifiers come with the grader."""

    verifier: str
    arguments: Mapping[str, Data | ValueName] = field(default_factory=dict)
    built_in: bool = False


@dataclass(frozen=True, slots=True)
class ValueName:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    text: str
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Raises:
    exception: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complies:
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    id: str
    title: Text
    points: Fraction


@dataclass(frozen=True, slots=True)
class Rubric:
    criteria: tuple[Criterion, ...]


Expectation: TypeAlias = (
    Equals | MatchesReference | GradientOf | Satisfies | Formula | Raises | Complies | Rubric
)


# --- checks ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """What the spec says; None: the default of the spec's dtype. A written `atol` is absolute."""

    rtol: float | None = None
    atol: float | None = None
    digits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expects:
    """What must hold of an observation before a verifier sees it."""

    shape: tuple[int, ...] | None = None
    kind: Literal["bool", "integer", "float", "complex", "string", "number"] | None = None
    finite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Per call, but `total_s`, which bounds a problem's whole worker time."""

    wall_time_s: float = 10.0
    cpu_time_s: float = 10.0
    memory_mib: int = 1024
    gpu_memory_mib: int = 4096
    output_kib: int = 64
    total_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One judged thing. `values` holds the problem's values with the check's own in their place."""

    id: str
    title: Text
    points: Fraction
    subject: Subject
    expectation: Expectation
    trials: int = 1
    visibility: Visibility = "visible"
    needs: tuple[str, ...] = ()
    hint: Text = NOTHING
    tolerance: Tolerance = Tolerance()
    digits: int | None = None
    credit: Literal["all", "per_element"] = "all"
    carry: Mapping[str, str] = field(default_factory=dict)
    expects: Expects = Expects()
    values: Mapping[str, Value] = field(default_factory=dict)
    limits: Limits = Limits()
    extra_credit: bool = False
    leaderboard: bool = False

    @property
    def is_visible(self) -> bool:
        return self.visibility == "visible"


# --- misconceptions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Swap:
    """The check's call with functions of misconceptions.py (values) in those of reference.py's place (keys)."""

    functions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAs:
    """A written answer that equals `equals` or the formula `formula`."""

    answer: str
    formula: str | None = None
    equals: Data = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """`checks` empty: every check it can be told from."""

    id: str
    when: Swap | WrittenAs
    feedback: Text
    checks: tuple[str, ...] = ()


# --- examples -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A submission with its expected outcome; what `expected.yaml` leaves out is None and not compared.

    Attributes:
        checks: verdict by check id; checks it does not name are not compared.
        misconceptions: ids that must be named, neither more nor less.
    """

    name: str
    files: Mapping[str, bytes]
    score: Fraction | None = None
    checks: Mapping[str, str] = field(default_factory=dict)
    misconceptions: tuple[str, ...] | None = None


# --- problem and assignment -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """So many checks, and what they are worth, extra credit apart."""

    checks: int = 0
    points: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What a handout leaves out of its problem, and the course grades.

    Attributes:
        hidden: checks that students do not see.
        telling: visible ones whose judging would tell the answer, such as those of written answers.
    """

    hidden: Tally = Tally()
    telling: Tally = Tally()

    @property
    def points(self) -> Fraction:
        return self.hidden.points + self.telling.points


NOTHING_WITHHELD = Withheld()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """What students hand in. `provide` maps paths to the bytes of course files laid beside theirs."""

    module: str | None = None
    provide: Mapping[str, bytes] = field(default_factory=dict)
    answers: str | None = None
    files: tuple[str, ...] = ()

    @property
    def notebook(self) -> str | None:
        """The notebook that may be handed in for the module."""
        return None if self.module is None else self.module.removesuffix(".py") + ".ipynb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One spec, whole.

    Attributes:
        tf32: may products on a GPU be rounded to ten bits of mantissa, for speed?
        files: bytes of the folder's own code by path (`reference.py`, `driver.py`, …, `starter/…`); the host
            hands them to workers and never runs them.
        handout: names of the problem's own files that students may be given.
        data: names of the course's own data files that stand in the place of what the folder brings.
        folder: where it was read from, as given; shown in messages only.
    """

    id: str
    title: Text
    checks: tuple[Check, ...]
    version: int = 1
    source: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    framework: Framework = "torch"
    dtype: FloatName = "float32"
    device: Literal["any", "cuda"] = "any"
    tf32: bool = False
    submit: Submit = Submit()
    limits: Limits = Limits()
    misconceptions: tuple[Misconception, ...] = ()
    all_or_nothing: bool = False
    requires: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    handout: tuple[str, ...] = ()
    withheld: Withheld = NOTHING_WITHHELD
    data: tuple[str, ...] = ()
    folder: str = ""
    digest: str = ""

    def check(self, check_id: str) -> Check:
        return next(check for check in self.checks if check.id == check_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePolicy:
    grace_minutes: float = 0.0
    percent_per_day: Fraction = Fraction(0)
    max_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    max: int | None = None
    keep: Literal["best", "last"] = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A problem in an assignment; `points` None: as the problem's own checks add up."""

    problem: Problem
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    id: str
    title: Text
    problems: tuple[Assigned, ...]
    due: datetime | None = None
    late: LatePolicy = LatePolicy()
    attempts: Attempts = Attempts()
    seed: int | None = None
