class Unit:
    """A step unit."""

    def __init__(self, weights, bias):
        self.weights = [float(w) for w in weights]
        self.bias = float(bias)

    def __call__(self, *inputs):
        return 1 if sum(w * i for w, i in zip(self.weights, inputs)) + self.bias > 0 else 0


AND = Unit([1, 1], -1.5)
OR = Unit([1, 1], -0.5)


def cell(y, x1, x2):
    different = OR(x1, x2) - AND(x1, x2)
    return AND(y, 1 - different)


def weights():
    return {
        "W": [OR.weights, AND.weights],
        "B": [OR.bias, AND.bias],
        "v": [-10, 10],  # -10 where the bits differ
        "r": 4,
        "c0": 5,
        "c": -2,
    }


def run(net, x1, x2):
    units = [Unit(row, bias) for row, bias in zip(net["W"], net["B"])]
    start = Unit(net["v"], net["c0"])
    go_on = Unit([*net["v"], net["r"]], net["c"])
    history = []
    for pair in zip(x1, x2):
        h = [unit(*pair) for unit in units]
        history.append(go_on(*h, history[-1]) if history else start(*h))
    return history
