"""Right numbers in wrong places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from grader.core.text import Text
from grader.diagnosis.cause import Case, Cause, Guess, wide

MOST_AXES = 4


def _transposed(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    if not 2 <= right.ndim <= MOST_AXES:
        return
    for order in permutations(range(right.ndim)):
        if order == tuple(range(right.ndim)):
            continue
        if right.ndim == 2:
            text = Text("the result is transposed", "نتیجه ترانهاده شده است")
        else:
            shown = ", ".join(map(str, order))
            text = Text(
                f"the axes are permuted: this is the result with axes ({shown})",
                f"محورها جابه‌جا شده‌اند: ({shown})",
            )
        yield Guess(key=str(order), values=right.transpose(order), feedback=text)


def _flipped(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    for axis in range(min(right.ndim, MOST_AXES)):
        text = Text(f"the result is reversed along axis {axis}", f"نتیجه در راستای محور {axis} وارونه است")
        yield Guess(key=str(axis), values=np.flip(right, axis), feedback=text)
    if right.ndim >= 2:
        text = Text("the result is rotated by 180° (flipped along both axes)", "نتیجه ۱۸۰ درجه چرخیده است")
        yield Guess(key="180", values=np.flip(right, (-2, -1)), feedback=text)


def _shifted(case: Case) -> Iterator[Guess]:
    right, given = wide(case.expected), wide(case.observed)
    if right.shape != given.shape:
        return
    for axis in range(min(right.ndim, MOST_AXES)):
        for step in (1, -1):
            rolled = np.roll(right, step, axis)
            # What the shift brought in at the edge is anybody's guess: the student's own is taken.
            edge = [slice(None)] * right.ndim
            edge[axis] = slice(0, 1) if step == 1 else slice(-1, None)
            if right.shape[axis] < 3:
                continue
            rolled[tuple(edge)] = given[tuple(edge)]
            text = Text(
                f"the result is shifted by one along axis {axis}",
                f"نتیجه در محور {axis} یک خانه جابه‌جا شده است",
            )
            yield Guess(key=f"{axis}{step:+d}", values=rolled, feedback=text)


def _extra_axis(case: Case) -> Iterator[Guess]:
    right, given = wide(case.expected), case.observed.shape
    if right.shape == given or right.size != case.observed.values.size:
        return
    if tuple(size for size in right.shape if size != 1) == tuple(size for size in given if size != 1):
        missing = len(given) < right.ndim
        text = (
            Text("an axis of size 1 is missing: the result was squeezed", "یک محور به اندازهٔ ۱ کم است")
            if missing
            else Text("the result has an extra axis of size 1", "نتیجه یک محور اضافی به اندازهٔ ۱ دارد")
        )
        yield Guess(key=f"{right.ndim}->{len(given)}", values=right.reshape(given), feedback=text)


def _flattened(case: Case) -> Iterator[Guess]:
    right, given = wide(case.expected), case.observed.shape
    if right.shape != given and right.size == case.observed.values.size and right.size:
        text = Text(
            "the numbers are right but laid out in another shape", "عددها درست‌اند ولی شکل آرایه نادرست است"
        )
        yield Guess(key="reshape", values=right.reshape(given), feedback=text)


CAUSES = (
    Cause(id="transposed", guesses=_transposed),
    Cause(id="flipped", guesses=_flipped),
    Cause(id="extra-axis", guesses=_extra_axis),
    Cause(id="reshaped", guesses=_flattened),
    Cause(id="shifted", guesses=_shifted),
)
