import numpy as np


def pad(X, p):
    N, C, h, w = X.shape
    out = np.zeros((N, C, h + 2 * p, w + 2 * p))
    out[:, :, p : p + h, p : p + w] = X
    return out


def im2col(X, k1, k2, stride, padding):
    """Columns of patches: (N, h'*w', C*k1*k2), and the output's size."""
    P = pad(X, padding)
    oh = (P.shape[2] - k1) // stride + 1
    ow = (P.shape[3] - k2) // stride + 1
    cols = []
    for i in range(oh):
        for j in range(ow):
            patch = P[:, :, i * stride : i * stride + k1, j * stride : j * stride + k2]
            cols.append(patch.reshape(len(X), -1))
    return np.stack(cols, axis=1), oh, ow


def conv2d(X, W, b, stride, padding):
    cols, oh, ow = im2col(X, W.shape[2], W.shape[3], stride, padding)
    kernel = W.reshape(len(W), -1)
    out = cols @ kernel.T + b
    return out.transpose(0, 2, 1).reshape(len(X), len(W), oh, ow)


def input_gradient(dY, X, W, stride, padding):
    turned = W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    return conv2d(dY, turned, np.zeros(X.shape[1]), stride, padding)


def weight_gradient(dY, X, W, stride, padding):
    cols, oh, ow = im2col(X, W.shape[2], W.shape[3], stride, padding)
    d = dY.reshape(dY.shape[0], dY.shape[1], -1)
    dW = np.zeros((len(W), cols.shape[2]))
    for n in range(len(X)):
        dW += d[n] @ cols[n]
    return dW.reshape(W.shape)


def bias_gradient(dY):
    return dY.transpose(1, 0, 2, 3).reshape(dY.shape[1], -1).sum(axis=1)


def chain_gradients(X, first, second, dY):
    hidden = conv2d(X, first["W"], first["b"], first["stride"], first["padding"])
    dW2 = weight_gradient(dY, hidden, second["W"], second["stride"], second["padding"])
    dhidden = input_gradient(dY, hidden, second["W"], second["stride"], second["padding"])
    dW1 = weight_gradient(dY, X, first["W"], first["stride"], first["padding"])
    dX = input_gradient(dhidden, X, first["W"], first["stride"], first["padding"])
    return {"dX": dX, "dW1": dW1, "dA": dhidden, "dW2": dW2}
