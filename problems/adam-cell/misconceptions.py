"""What students write instead: each function stands in for one of `reference.py`.

A slip is a `Cell` with a method of its own. Its gradients are autograd's, so a slip that only the backward pass
makes is a forward pass with the right value and another slope (`_with_slope_of`).
"""

import math

import torch
from reference import clip_by_norm, hidden_states, moments, norm_bound, state_jacobian


def _with_slope_of(other, value):
    """`value`, through which the gradient flows as it does through `other`."""
    return value.detach() + other - other.detach()


class Cell:
    """The right cell; each step is a method, so that a slip can replace it."""

    def first(self, v, x, cell):
        return cell["mu"] * v + cell["S"] @ (cell["W"] @ x)

    def second(self, m, x, cell):
        return cell["beta"] * m + (1 - cell["beta"]) * self.square(x, cell)

    def square(self, x, cell):
        return (cell["W"] @ x) ** 2

    def corrected(self, v, m, t, cell):
        return v, m

    def ratio(self, v, m, cell):
        return v / (torch.sqrt(m) + cell["eps"])

    def recurrent(self, h, cell):
        return cell["U"] @ h

    def activation(self, z):
        return torch.sigmoid(z)

    def slope(self, h):
        return h * (1 - h)

    def run(self, x, start, cell):
        h, v, m = start["h"], start["v"], start["m"]
        rows = []
        for t, x_t in enumerate(x, 1):
            v, m = self.first(v, x_t, cell), self.second(m, x_t, cell)
            used = self.corrected(v, m, t, cell)
            h = self.activation(self.recurrent(h, cell) + self.ratio(*used, cell))
            rows.append((h, *used))
        return [torch.stack(column) for column in zip(*rows, strict=True)]

    def hidden_states(self, x, start, cell):
        return self.run(x, start, cell)[0]

    def moments(self, x, start, cell):
        _, first, second = self.run(x, start, cell)
        return {"first": first, "second": second}

    def input_gradients(self, x, start, cell, dh):
        x = x.clone().requires_grad_(True)
        return torch.autograd.grad(self.hidden_states(x, start, cell)[-1], x, dh)[0]

    def state_jacobian(self, x, start, cell, i):
        jacobian = torch.eye(len(cell["U"]))
        for h in self.hidden_states(x, start, cell)[i:]:
            jacobian = self.slope(h)[:, None] * self.recurrent(jacobian, cell)
        return jacobian

    def jacobian_norms(self, x, start, cell):
        return _norms(self.state_jacobian, x, start, cell)


def _norms(jacobian, x, start, cell):
    return torch.stack([torch.linalg.matrix_norm(jacobian(x, start, cell, i), 2) for i in range(len(x))])


def _functions(slip):
    return slip.moments, slip.hidden_states, slip.input_gradients, slip.state_jacobian, slip.jacobian_norms


# --- another cell -------------------------------------------------------------------------------------


class BiasCorrected(Cell):
    def corrected(self, v, m, t, cell):
        return v / (1 - cell["mu"] ** t), m / (1 - cell["beta"] ** t)


class Averaged(Cell):
    def first(self, v, x, cell):
        return cell["mu"] * v + (1 - cell["mu"]) * (cell["S"] @ (cell["W"] @ x))


class WithoutComplement(Cell):
    def second(self, m, x, cell):
        return cell["beta"] * m + self.square(x, cell)


class SquaredInput(Cell):
    def square(self, x, cell):
        return cell["W"] @ x**2


class WithoutScale(Cell):
    def first(self, v, x, cell):
        return cell["mu"] * v + cell["W"] @ x


class ScaleTransposed(Cell):
    def first(self, v, x, cell):
        return cell["mu"] * v + cell["S"].T @ (cell["W"] @ x)


class FromZero(Cell):
    def run(self, x, start, cell):
        return super().run(x, {name: torch.zeros_like(value) for name, value in start.items()}, cell)


class UpsideDown(Cell):
    def ratio(self, v, m, cell):
        return m / (torch.sqrt(v) + cell["eps"])


class RootForgotten(Cell):
    def ratio(self, v, m, cell):
        return v / (m + cell["eps"])


class EpsilonInRoot(Cell):
    def ratio(self, v, m, cell):
        return v / torch.sqrt(m + cell["eps"])


class Tanh(Cell):
    def activation(self, z):
        return torch.tanh(z)

    def slope(self, h):
        return 1 - h**2


class RecurrentTransposed(Cell):
    def recurrent(self, h, cell):
        return cell["U"].T @ h


class WithoutPast(Cell):
    def recurrent(self, h, cell):
        return torch.zeros_like(h)


corrected_moments, corrected_hidden, corrected_gradients, corrected_jacobian, corrected_norms = _functions(
    BiasCorrected()
)
averaged_moments, averaged_hidden, averaged_gradients, averaged_jacobian, averaged_norms = _functions(
    Averaged()
)
whole_moments, whole_hidden, whole_gradients, whole_jacobian, whole_norms = _functions(WithoutComplement())
squared_moments, squared_hidden, squared_gradients, squared_jacobian, squared_norms = _functions(
    SquaredInput()
)
bare_moments, bare_hidden, bare_gradients, bare_jacobian, bare_norms = _functions(WithoutScale())
turned_moments, turned_hidden, turned_gradients, turned_jacobian, turned_norms = _functions(ScaleTransposed())
zero_moments, zero_hidden, zero_gradients, zero_jacobian, zero_norms = _functions(FromZero())
_, upside_hidden, upside_gradients, _, _ = _functions(UpsideDown())
_, rootless_hidden, rootless_gradients, rootless_jacobian, rootless_norms = _functions(RootForgotten())
_, inside_hidden, inside_gradients, inside_jacobian, inside_norms = _functions(EpsilonInRoot())
_, tanh_hidden, tanh_gradients, tanh_jacobian, tanh_norms = _functions(Tanh())
_, crossed_hidden, crossed_gradients, crossed_jacobian, crossed_norms = _functions(RecurrentTransposed())
_, memoryless_hidden, memoryless_gradients, _, _ = _functions(WithoutPast())


def moments_swapped(x, start, cell):
    right = moments(x, start, cell)
    return {"first": right["second"], "second": right["first"]}


# --- gradients of the inputs --------------------------------------------------------------------------


class SlopeForgotten(Cell):
    def activation(self, z):
        return _with_slope_of(z, torch.sigmoid(z))

    def slope(self, h):
        return torch.ones_like(h)


class SlopeAtOutput(Cell):
    def activation(self, z):
        h = torch.sigmoid(z)
        return _with_slope_of(self.slope(h).detach() * z, h)

    def slope(self, h):
        return torch.sigmoid(h) * (1 - torch.sigmoid(h))


class DenominatorConstant(Cell):
    def ratio(self, v, m, cell):
        return super().ratio(v, m.detach(), cell)


class MemoryForgotten(Cell):
    def first(self, v, x, cell):
        return super().first(v.detach(), x, cell)

    def second(self, m, x, cell):
        return super().second(m.detach(), x, cell)


class StatesForgotten(Cell):
    def recurrent(self, h, cell):
        return super().recurrent(h.detach(), cell)


class LastStepOnly(MemoryForgotten):
    def recurrent(self, h, cell):
        return super().recurrent(h.detach(), cell)


class SquareWithoutTwo(Cell):
    def square(self, x, cell):
        right = super().square(x, cell)
        return _with_slope_of(right / 2, right)


class ComplementForgottenBackwards(Cell):
    def second(self, m, x, cell):
        return _with_slope_of(cell["beta"] * m + self.square(x, cell), super().second(m, x, cell))


class PulledByU(Cell):
    def recurrent(self, h, cell):
        return _with_slope_of(cell["U"].T @ h, cell["U"] @ h)


class PulledByS(Cell):
    def first(self, v, x, cell):
        return _with_slope_of(cell["mu"] * v + cell["S"].T @ (cell["W"] @ x), super().first(v, x, cell))


_, _, gradients_without_slope, jacobian_without_slope, norms_without_slope = _functions(SlopeForgotten())
_, _, gradients_with_slope_at_output, jacobian_with_slope_at_output, norms_with_slope_at_output = _functions(
    SlopeAtOutput()
)
gradients_with_denominator_constant = DenominatorConstant().input_gradients
gradients_without_memory = MemoryForgotten().input_gradients
gradients_without_states = StatesForgotten().input_gradients
gradients_of_the_last_step = LastStepOnly().input_gradients
gradients_without_two = SquareWithoutTwo().input_gradients
gradients_without_complement = ComplementForgottenBackwards().input_gradients
gradients_pulled_by_u = PulledByU().input_gradients
gradients_pulled_by_s = PulledByS().input_gradients


# --- the Jacobians ------------------------------------------------------------------------------------


def _slopes(x, start, cell, i):
    h = hidden_states(x, start, cell)[i:]
    return h * (1 - h)  # (T - i, n): of h_{i+1}, ..., h_T


def jacobian_with_power_pulled_out(x, start, cell, i):
    slopes = _slopes(x, start, cell, i)
    return slopes.prod(dim=0)[:, None] * torch.linalg.matrix_power(cell["U"], len(slopes))


def norms_with_power_pulled_out(x, start, cell):
    return _norms(jacobian_with_power_pulled_out, x, start, cell)


def jacobian_in_reverse_order(x, start, cell, i):
    jacobian = torch.eye(len(cell["U"]))
    for slope in _slopes(x, start, cell, i):
        jacobian = jacobian @ (slope[:, None] * cell["U"])
    return jacobian


def norms_in_reverse_order(x, start, cell):
    return _norms(jacobian_in_reverse_order, x, start, cell)


def jacobian_with_columns_scaled(x, start, cell, i):
    jacobian = torch.eye(len(cell["U"]))
    for slope in _slopes(x, start, cell, i):
        jacobian = (cell["U"] * slope) @ jacobian
    return jacobian


def norms_with_columns_scaled(x, start, cell):
    return _norms(jacobian_with_columns_scaled, x, start, cell)


def jacobian_transposed(x, start, cell, i):
    return state_jacobian(x, start, cell, i).T


def jacobian_with_a_factor_too_many(x, start, cell, i):
    return state_jacobian(x, start, cell, i - 1)


def jacobian_with_a_factor_too_few(x, start, cell, i):
    return state_jacobian(x, start, cell, i + 1)


def norms_of_frobenius(x, start, cell):
    return torch.stack([torch.linalg.matrix_norm(state_jacobian(x, start, cell, i)) for i in range(len(x))])


def norms_from_the_end(x, start, cell):
    return _norms(state_jacobian, x, start, cell).flip(0)


# --- the bound, and clipping --------------------------------------------------------------------------


def bound_without_scale(U, a, k):
    return norm_bound(U, 1.0, k)


def bound_scaled_once(U, a, k):
    return a * norm_bound(U, 1.0, k)


def bound_with_slope_half(U, a, k):
    return norm_bound(U, 2 * a, k)


def bound_with_slope_one(U, a, k):
    return norm_bound(U, 4 * a, k)


def bound_of_frobenius(U, a, k):
    return (a / 4 * torch.linalg.matrix_norm(U)) ** k


def clip_each_apart(gradients, limit):
    return [clip_by_norm([g], limit)[0] for g in gradients]


def clip_elements(gradients, limit):
    return [torch.clamp(g, -limit, limit) for g in gradients]


def clip_always(gradients, limit):
    norm = math.sqrt(sum((g**2).sum().item() for g in gradients))
    return [g * limit / norm for g in gradients]


def clip_by_squared_norm(gradients, limit):
    norm = sum((g**2).sum().item() for g in gradients)
    return [g * min(1.0, limit / norm) for g in gradients]
