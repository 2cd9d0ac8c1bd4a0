"""What students write instead: each function stands in for one of `reference.py`."""

import numpy as np
from reference import run, weights


def _run(net, x1, x2, step):
    outputs = []
    for x in zip(x1, x2, strict=True):
        h = step(net["W"] @ x + net["B"])
        past = net["r"] * outputs[-1] + net["c"] if outputs else net["c0"]
        outputs.append(int(step(net["v"] @ h + past)))
    return outputs


# --- the whole idea -----------------------------------------------------------------------------------


def cell_of_xor(y, x1, x2):
    return int(y == 1 and x1 != x2)


def weights_of_xor():
    # OR and NAND are both 1 exactly where the bits differ.
    return weights() | {"B": np.array([-0.5, 1.5]), "c0": -1.5, "c": -2.5}


def cell_of_or(y, x1, x2):
    return int(y == 1 or x1 == x2)


def weights_of_or():
    return weights() | {"c": -0.5}


def cell_without_past(y, x1, x2):
    return int(x1 == x2)


def weights_without_past():
    return weights() | {"r": 0.0, "c": -0.5}


def run_without_past(net, x1, x2):
    return run(net | {"r": 0.0}, x1, x2)


# --- thresholds ---------------------------------------------------------------------------------------


def weights_with_c0_zero():
    return weights() | {"c0": 0.0}


def weights_with_one_threshold():
    return weights() | {"c0": -1.5}


# --- running a net ------------------------------------------------------------------------------------


def run_with_step_one_at_zero(net, x1, x2):
    return _run(net, x1, x2, lambda z: np.where(z >= 0, 1, 0))


def run_with_sign(net, x1, x2):
    return _run(net, x1, x2, np.sign)


def run_without_c0(net, x1, x2):
    return run(net | {"c0": net["c"]}, x1, x2)


def run_with_transposed_weights(net, x1, x2):
    return run(net | {"W": net["W"].T}, x1, x2)


def run_to_the_end_only(net, x1, x2):
    return run(net, x1, x2)[-1]
