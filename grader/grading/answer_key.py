"""The answer key of one problem: drawn inputs and what is right for them, computed once for a whole class.

It drives the author lane: the reference runs in float64 on the very numbers that students are given, and once
more in the spec's dtype, to see that the draw is a fair one (design, section 7, rules 1 and 2).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, Self

from grader.checks.compare import agrees
from grader.core.data import Data, as_array
from grader.core.expression import names, parse
from grader.core.inputs import call_names, closure, is_random, named_in, reference_names
from grader.core.observation import Absent, Observation, Raised, Returned
from grader.core.problem import (
    CallSubject,
    Cases,
    Check,
    Equals,
    Fixed,
    FromReference,
    GradientOf,
    Limits,
    MatchesReference,
    PlainObject,
    Problem,
    Random,
    Satisfies,
    Swap,
)
from grader.core.verification import Verification
from grader.draws import draw, worker_seed
from grader.errors import AuthorError
from grader.grading.requests import (
    arguments_of,
    observed,
    reference_request,
    right_ones,
    student_request,
    subject_request,
)
from grader.grading.trials import Inputs, Trial, rounded, widened
from grader.sandbox.box import Sandbox
from grader.sandbox.session import Session
from grader.wire.messages import BackwardRequest, CallRequest, Plain, Setup, VerifyRequest, write_request

REDRAWS = 8
FAIR_SHARE = 0.25  # of the tolerance that the reference in the spec's own dtype may use up
WIDE = "float64"
COTANGENT = "cotangent"
AUTHOR_FILES = ("reference.py", "driver.py", "verifier.py", "misconceptions.py")


def author_limits(limits: Limits) -> Limits:
    """The author lane's: generous, but never endless."""
    return Limits(
        wall_time_s=max(60.0, 3 * limits.wall_time_s),
        cpu_time_s=max(60.0, 3 * limits.cpu_time_s),
        memory_mib=max(4096, 2 * limits.memory_mib),
        gpu_memory_mib=2 * limits.gpu_memory_mib,
        output_kib=limits.output_kib,
        total_s=86_400.0,
    )


class AnswerKey:
    """Trials, verifications and misconceptions of one problem. Safe to use from many threads.

    Use as a context manager: it holds the problem's author process.
    """

    def __init__(self, problem: Problem, secret: bytes, sandbox: Sandbox) -> None:
        self.problem = problem
        self._secret = secret
        self._sandbox = sandbox
        self._limits = author_limits(problem.limits)
        self._session: Session = sandbox.session(_setup(problem), self._limits)
        self._lock = threading.RLock()
        self._trials: dict[str, tuple[Trial, ...] | AuthorError] = {}
        self._wrong: dict[tuple[str, str, int], Observation] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.__exit__()

    def secret_of(self, check: Check) -> bytes:
        """What the points are drawn from at which formulas are compared; the same for every student."""
        return worker_seed(self._secret, self.problem.id, check.id, 0).to_bytes(8, "big")

    # --- trials -----------------------------------------------------------------------------------------

    def trials(self, check: Check) -> tuple[Trial, ...]:
        """The check's trials, the same for every student.

        Raises:
            AuthorError: if the reference fails, or no fair draw was found; the check is ungraded.
        """
        with self._lock:
            if check.id not in self._trials:
                try:
                    self._trials[check.id] = tuple(self._trial(check, index) for index in range(check.trials))
                except AuthorError as error:
                    self._trials[check.id] = error
            found = self._trials[check.id]
        if isinstance(found, AuthorError):
            raise found
        return found

    def _trial(self, check: Check, index: int) -> Trial:
        random = is_random(check, reference_names(check)) or _draws_cotangent(check)
        for redraw in range(REDRAWS + 1 if random else 1):
            trial = self._drawn(check, index, redraw)
            if not random or self._is_fair(check, trial):
                return trial
        raise AuthorError(*self._unfair(check))

    def _unfair(self, check: Check) -> tuple[str, str]:
        """What is wrong where no draw was fair, and a hint."""
        share = "by more than a quarter of the tolerance"
        if isinstance(check.expectation, GradientOf):
            forward = check.expectation.call.text
            what = (
                f"in {REDRAWS + 1} draws the reference's own gradient strays from that of `{forward}` {share}"
            )
            hint = "is the hand-written gradient of reference.py right? then draw inputs away from kinks and ties"
            return what, hint
        strays = f"in {self.problem.dtype} the reference strays from its own float64 result {share}"
        hint = "draw inputs away from kinks and ties, or widen the check's tolerance"
        return f"no fair inputs in {REDRAWS + 1} draws: {strays}", hint

    def _drawn(self, check: Check, index: int, redraw: int) -> Trial:
        seed = worker_seed(self._secret, self.problem.id, check.id, index)
        values: dict[str, Data | Plain] = {}
        for name in closure(check, reference_names(check)):
            values[name] = self._value(check, name, index, redraw, values, seed)
        if _draws_cotangent(check):
            values[COTANGENT] = self._cotangent(check, index, redraw, values, seed)
        wide = {name: widened(value) for name, value in values.items()}
        given = call_names(check) | ({COTANGENT} if isinstance(check.expectation, GradientOf) else set())
        inputs = {name: value for name, value in values.items() if name in given}
        return Trial(
            index=index,
            inputs=inputs,
            values=values,
            wide=wide,
            expected=self._expected(check, index, wide, seed),
            seed=seed,
            request=student_request(check, inputs, seed),
        )

    def _value(
        self, check: Check, name: str, index: int, redraw: int, known: Inputs, seed: int
    ) -> Data | Plain:
        given = check.values[name]
        match given.values[index] if isinstance(given, Cases) else given:
            case Fixed(data=data):
                return data
            case PlainObject(value=value):
                return Plain(value)
            case Random() as random:
                return draw(
                    random,
                    secret=self._secret,
                    problem=self.problem.id,
                    check=check.id,
                    trial=index,
                    name=name,
                    redraw=redraw,
                    dtype=self.problem.dtype,
                )
            case FromReference(call=call):
                wide = {key: widened(value) for key, value in known.items()}
                return rounded(
                    self._run(CallRequest(call=call.text, values=wide, seed=seed)), self.problem.dtype
                )

    def _cotangent(self, check: Check, index: int, redraw: int, values: Inputs, seed: int) -> Data | Plain:
        """A random one of the forward's shape; 1 where the forward is one number."""
        assert isinstance(check.expectation, GradientOf)
        wide = {name: widened(value) for name, value in values.items()}
        forward = self._run(CallRequest(call=check.expectation.call.text, values=wide, seed=seed))
        array = None if isinstance(forward, tuple | Mapping) else as_array(forward)
        if array is None:
            raise AuthorError("the forward of `gradient_of` must return one array or number")
        if array.values.size == 1:
            return Plain(1.0)
        return draw(
            Random(distribution="normal", shape=array.shape),
            secret=self._secret,
            problem=self.problem.id,
            check=check.id,
            trial=index,
            name=COTANGENT,
            redraw=redraw,
            dtype=self.problem.dtype,
        )

    def _expected(self, check: Check, index: int, wide: Inputs, seed: int) -> tuple[Data, ...]:
        match check.expectation:
            case Equals() as equals:
                return (equals.of(index),)
            case MatchesReference(any_of=others):
                return tuple(
                    observed(check, self._returned(request))
                    for request in right_ones(check, others, wide, seed)
                )
            case GradientOf() as expectation:
                return (self._gradient(expectation, wide, seed, WIDE),)
        return ()

    def numeric_gradient(self, check: Check, trial: Trial) -> Data | None:
        """The expected gradient by central differences in float64; None for a check without gradients.

        Raises:
            AuthorError: if the reference fails.
        """
        subject = check.subject
        if isinstance(check.expectation, GradientOf):
            return self._gradient(check.expectation, trial.wide, trial.seed, WIDE, "central")
        if (
            isinstance(check.expectation, MatchesReference)
            and isinstance(subject, CallSubject)
            and subject.backward
        ):
            backward = BackwardRequest(
                wrt=subject.backward.wrt, cotangent=subject.backward.cotangent, method="central"
            )
            request = CallRequest(
                call=subject.call.text, values=trial.wide, seed=trial.seed, gradient=backward
            )
            return self._run(request)
        return None

    def _gradient(
        self,
        expectation: GradientOf,
        values: Inputs,
        seed: int,
        dtype: str,
        method: Literal["autograd", "central"] = "autograd",
    ) -> Data:
        wrt = tuple(dict.fromkeys(name for _, name in expectation.wrt))
        request = CallRequest(
            call=expectation.call.text,
            values=values,
            seed=seed,
            default_dtype=dtype,
            gradient=BackwardRequest(wrt=wrt, cotangent=expectation.cotangent or COTANGENT, method=method),
        )
        found = self._run(request)
        assert isinstance(found, Mapping)
        parts = [(result, found[name]) for result, name in expectation.wrt]
        match expectation.form:
            case "array":
                return parts[0][1]
            case "sequence":
                return tuple(part for _, part in parts)
        return dict(parts)

    # --- fairness of a draw -----------------------------------------------------------------------------

    def _is_fair(self, check: Check, trial: Trial) -> bool:
        """Does the reference, run in the spec's dtype, come within a quarter of the tolerance?"""
        if not trial.expected or isinstance(check.expectation, Equals):
            return True
        if not isinstance(check.subject, CallSubject):
            return True  # a written answer knows no dtype
        request = replace(subject_request(check, trial.values, trial.seed), default_dtype=self.problem.dtype)
        outcome = self._observation(request).outcome
        if isinstance(outcome, Absent) and isinstance(check.expectation, GradientOf):
            # The reference has no hand-written backward; its forward's gradient stands for it.
            if self.problem.framework != "torch":
                return True
            result = self._gradient(check.expectation, trial.values, trial.seed, self.problem.dtype)
        elif isinstance(outcome, Returned):
            result = observed(check, outcome)
        else:
            return False
        tolerance, dtype = check.tolerance, self.problem.dtype
        return agrees(trial.expected[0], result, tolerance=tolerance, dtype=dtype, share=FAIR_SHARE)

    # --- verifiers and misconceptions -------------------------------------------------------------------

    def verify(self, check: Check, trial: Trial, data: Data) -> Verification:
        """What the problem's own verifier says of an observation.

        Raises:
            AuthorError: if the verifier raises, or returns something else than a Verification.
        """
        assert isinstance(check.expectation, Satisfies)
        request = VerifyRequest(
            name=check.expectation.verifier,
            observed=data,
            arguments=arguments_of(check.expectation, trial),
            seed=trial.seed,
        )
        found = self._run(request)
        match found:
            case {"fraction": float(fraction), "feedback": str(feedback)}:
                return Verification(fraction, feedback)
        raise AuthorError(f"the verifier {request.name} returned no Verification")

    def mistaken(self, swap: Swap, check: Check, trial: Trial) -> Observation:
        """What the check's call gives with a misconception in the reference's place."""
        key = (check.id, repr(sorted(swap.functions.items())), trial.index)
        with self._lock:
            if key not in self._wrong:
                wide = {**trial.wide, **{name: widened(value) for name, value in trial.inputs.items()}}
                request = replace(
                    reference_request(check, wide, trial.seed), default_dtype=WIDE, swap=swap.functions
                )
                self._wrong[key] = self._observation(request)
            return self._wrong[key]

    # --- error carried forward --------------------------------------------------------------------------

    def carried(self, check: Check, trial: Trial, own: Mapping[str, Data | Plain]) -> list[tuple[Data, Data]]:
        """What is right plainly, and what it becomes with the student's `own` values in place of earlier ones.

        Only for calls of the reference that rest on one of them and do not fail on it. The reference runs in a
        process of its own: what these values do to it touches no other judgement.
        """
        assert isinstance(check.expectation, MatchesReference)
        with self._sandbox.session(_setup(self.problem), self._limits) as session:
            wide = dict(trial.wide)
            changed = set(own)
            for name in closure(check, reference_names(check)):
                value = check.values[name]
                if name in own:
                    wide[name] = widened(own[name])
                elif isinstance(value, FromReference) and named_in(value.call) & changed:
                    request = CallRequest(
                        call=value.call.text, values=wide, seed=trial.seed, default_dtype=WIDE
                    )
                    outcome = session.call(write_request(request), self._limits).outcome
                    if not isinstance(outcome, Returned):
                        return []
                    wide[name] = outcome.data
                    changed.add(name)
            requests = right_ones(check, check.expectation.any_of, wide, trial.seed)
            answered = [
                (
                    plain,
                    session.call(write_request(replace(request, default_dtype=WIDE)), self._limits).outcome,
                )
                for plain, request in zip(trial.expected, requests, strict=True)
                if {name.id for name in names(parse(request.call))} & changed
            ]
        return [
            (plain, observed(check, outcome)) for plain, outcome in answered if isinstance(outcome, Returned)
        ]

    # --- speed ------------------------------------------------------------------------------------------

    def reference_s(self, check: Check) -> float:
        """Seconds of the reference's fastest trial, run as a submission is: in the spec's dtype, on the run's device.

        It is timed anew for every student, so that a busy machine is as busy for both.

        Raises:
            AuthorError: if it fails.
        """
        requests = [trial.request for trial in self.trials(check)]
        setup = replace(
            _setup(self.problem), lane="student", dtype=self.problem.dtype, tf32=self.problem.tf32
        )
        with self._sandbox.session(setup, self._limits) as session:
            observations = session.timed(requests, author_limits(check.limits))
        failed = [one.outcome for one in observations if not isinstance(one.outcome, Returned)]
        if failed:
            raise AuthorError(f"the reference cannot be timed: {_reason(failed[0])}", _trace(failed[0]))
        return min(one.wall_time_s for one in observations)

    # --- the author's process ---------------------------------------------------------------------------

    def _observation(self, request: CallRequest | VerifyRequest) -> Observation:
        with self._lock:
            return self._session.call(write_request(request), self._limits)

    def _returned(self, request: CallRequest | VerifyRequest) -> Returned:
        if isinstance(request, CallRequest) and request.default_dtype is None:
            request = replace(request, default_dtype=WIDE)
        outcome = self._observation(request).outcome
        if isinstance(outcome, Returned):
            return outcome
        what = request.call if isinstance(request, CallRequest) else request.name
        raise AuthorError(f"the author's code failed at `{what}`: {_reason(outcome)}", _trace(outcome))

    def _run(self, request: CallRequest | VerifyRequest) -> Data:
        return self._returned(request).data


def _draws_cotangent(check: Check) -> bool:
    return isinstance(check.expectation, GradientOf) and check.expectation.cotangent is None


def _setup(problem: Problem) -> Setup:
    files = {name: problem.files[name] for name in AUTHOR_FILES if name in problem.files}
    return Setup(
        lane="author",
        framework=problem.framework,
        files={**problem.submit.provide, **files},
        module="reference.py" if "reference.py" in files else None,
        driver=problem.files.get("driver.py"),
    )


def _reason(outcome: object) -> str:
    match outcome:
        case Raised(types=types, message=message):
            return f"{types[0]}: {message}"
        case Absent(name=name):
            return f"it defines no `{name}`"
    return str(getattr(outcome, "reason", outcome))


def _trace(outcome: object) -> str:
    return outcome.traceback if isinstance(outcome, Raised) else ""
