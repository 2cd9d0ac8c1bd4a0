import torch


def slope(value, m):
    if value > 0:
        return 1.0
    return m


def each(function, x):
    """The function of every element, in the shape of x."""
    return torch.tensor([function(value) for value in x.flatten().tolist()]).reshape(x.shape)


def relu(x):
    return each(lambda value: max(0.0, value), x)


def leaky_relu(x, m):
    return each(lambda value: value if value > 0 else m * value, x)


def relu_derivative(x):
    return each(lambda value: slope(value, 0.0), x)


def leaky_relu_derivative(x, m):
    return each(lambda value: slope(value, float(m)), x)


def leaky_relu_backward(dY, x, m):
    pairs = zip(dY.flatten().tolist(), x.flatten().tolist())
    return torch.tensor([upstream * slope(value, m) for upstream, value in pairs]).reshape(x.shape)


def layer_gradients(X, W, b, dY, m):
    dW = torch.zeros_like(W)
    db = torch.zeros_like(b)
    for sample, upstream in zip(X, dY):
        for j in range(len(b)):
            z = sample.dot(W[:, j]) + b[j]
            dz = upstream[j] * slope(z, m)
            dW[:, j] += sample * dz
            db[j] += dz
    return {"dW": dW, "db": db}


def dead_units(X, W, b):
    dead = []
    for j in range(len(b)):
        dead.append(all(float(sample.dot(W[:, j]) + b[j]) <= 0 for sample in X))
    return dead
