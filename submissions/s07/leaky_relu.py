import torch


def relu(x):
    return torch.tensor([max(v, 0.0) for v in x.reshape(-1).tolist()]).reshape(x.shape)


def leaky_relu(x, m):
    values = []
    for v in x.reshape(-1).tolist():
        if v > 0:
            values.append(v)
        else:
            values.append(m * v)
    return torch.tensor(values).reshape(x.shape)


def relu_derivative(x):
    return leaky_relu_derivative(x, 0)


def leaky_relu_derivative(x, m):
    values = [1.0 if v > 0 else float(m) for v in x.reshape(-1).tolist()]
    return torch.tensor(values).reshape(x.shape)


def leaky_relu_backward(dY, x, m):
    d = leaky_relu_derivative(x, m)
    return d.mul(dY)


def layer_gradients(X, W, b, dY, m):
    N, D = X.shape
    H = W.shape[1]
    dW = torch.zeros(D, H)
    db = torch.zeros(H)
    for n in range(N):
        z = X[n] @ W + b
        dz = leaky_relu_backward(dY[n], z, m)
        dW += X[n].reshape(D, 1) * dz.reshape(1, H)
        db += dz
    return {"dW": dW, "db": db}


def dead_units(X, W, b):
    H = W.shape[1]
    dead = torch.ones(H, dtype=torch.bool)
    for sample in X:
        z = sample @ W + b
        for k in range(H):
            if z[k] > 0:
                dead[k] = False
    return dead
