"""`shape {equals}`: the result is an array of that shape."""

from __future__ import annotations

from typing import Any

from grader.checks import words
from grader.checks.verifiers.example import NO_NUMBERS, PASSED, Example, failed, real_array
from grader.core.data import Data, as_array, from_literal
from grader.core.judgement import Judgement
from grader.errors import AuthorError

EXAMPLES = (
    Example(observed=from_literal([[1, 2, 3]]), arguments={"equals": [1, 3]}, passes=True),
    Example(observed=2.0, arguments={"equals": []}, passes=True),
    Example(observed=from_literal([[1, 2, 3]]), arguments={"equals": [3, 1]}, passes=False),
    Example(observed=None, arguments={"equals": [3]}, passes=False),
)


def shape(observed: Data, *, equals: Any) -> Judgement:
    """Passes an array of exactly the shape `equals`.

    Raises:
        AuthorError: if `equals` is no list of sizes.
    """
    sizes = real_array(from_literal(equals) if isinstance(equals, list) else equals)
    if sizes is None and equals not in ([], ()):
        raise AuthorError("the argument equals of the verifier shape must be a list of sizes")
    wanted = tuple(int(size) for size in sizes.reshape(-1)) if sizes is not None else ()
    array = None if isinstance(observed, tuple | dict) else as_array(observed)  # type: ignore[arg-type]
    if array is None:
        return failed(NO_NUMBERS, observed)
    return PASSED if array.shape == wanted else failed(words.wrong_shape(wanted, array.shape), observed)
