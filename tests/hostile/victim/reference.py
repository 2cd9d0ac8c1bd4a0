"""Twice the input, plus one."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    return 2 * x + 1
