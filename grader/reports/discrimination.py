"""How well checks tell those who do well from those who do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from grader.core.report import SubmissionReport

FEWEST = 10  # submissions below which a correlation says nothing


def discriminations(submissions: Sequence[SubmissionReport]) -> dict[tuple[str, str], float]:
    """By problem and check, the correlation of the check's share with the rest of the score (item-rest correlation).

    Checks that everybody or nobody passes, and those of fewer than ten submissions, have none.
    """
    shares: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for submission in submissions:
        total = float(submission.score or 0)
        for problem in submission.problems:
            for check in problem.checks:
                if check.score is not None and check.max_score:
                    score = float(check.score)
                    shares[problem.id, check.id].append((score / float(check.max_score), total - score))
    found = {key: _correlation(np.array(pairs)) for key, pairs in shares.items() if len(pairs) >= FEWEST}
    return {key: value for key, value in found.items() if value is not None}


def _correlation(pairs: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float | None:
    centred = pairs - pairs.mean(axis=0)  # (N, 2): share, rest
    spread = np.sqrt((centred**2).sum(axis=0))
    if spread.min() <= 1e-12 * len(pairs):
        return None
    return float((centred[:, 0] * centred[:, 1]).sum() / spread.prod())
