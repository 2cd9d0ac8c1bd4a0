"""The versions that are installed here, of the grader's requirements and of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.errors import UsageError

# PyTorch's for CUDA: gigabytes, and the container has no device.
_LEFT_OUT = ("nvidia-", "cuda-", "triton")


def pins(problems_require: Iterable[str]) -> str:
    """The lines of a requirements.txt.

    Raises:
        UsageError: if what a problem requires is not installed here, so that no version of it is known to work.
    """
    asked = [Requirement(one) for one in problems_require]
    for one in asked:
        if _installed(one) is None:
            hint = f"install it first, so that its version is known: pip install {one.name}"
            raise UsageError(f"a problem requires {one.name}, which is not installed here", hint)
    found: dict[str, str] = {}
    waiting = [*asked, *_needs(distribution("grader"), frozenset())]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        installed, name = _installed(requirement), canonicalize_name(requirement.name)
        if installed is None or str(requirement) in seen or name.startswith(_LEFT_OUT):
            continue
        seen.add(str(requirement))
        found[name] = installed.version.partition("+")[0]  # `2.8.0+cu128` is a build of 2.8.0
        waiting += _needs(installed, frozenset(requirement.extras))
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def _needs(installed: Distribution, extras: frozenset[str]) -> list[Requirement]:
    """What it asks for on this system, with these of its extras."""
    asked = [Requirement(line) for line in installed.requires or ()]
    return [
        one
        for one in asked
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]


def _installed(requirement: Requirement) -> Distribution | None:
    try:
        return distribution(requirement.name)
    except PackageNotFoundError:
        return None
