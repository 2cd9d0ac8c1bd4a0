import numpy as np


def output_size(H, W, k, s):
    """Pooling makes the feature map smaller."""
    return (H - k) // s + 1, (W - k) // s + 1


def places(shape, k, s):
    h, w = output_size(shape[2], shape[3], k, s)
    for i in range(h):
        for j in range(w):
            yield i, j, (slice(None), slice(None), slice(i * s, i * s + k), slice(j * s, j * s + k))


def summarise(x, k, s, kind):
    y = np.empty(x.shape[:2] + output_size(x.shape[2], x.shape[3], k, s))
    for i, j, region in places(x.shape, k, s):
        y[:, :, i, j] = kind(x[region], axis=(2, 3))
    return y


def max_pool(x, k, s):
    return summarise(x, k, s, np.max)


def average_pool(x, k, s):
    return summarise(x, k, s, np.mean)


def max_pool_backward(dY, x, k, s):
    dx = np.zeros(x.shape)
    images, channels = np.ogrid[:x.shape[0], :x.shape[1]]
    for i, j, region in places(x.shape, k, s):
        flat = x[region].reshape(x.shape[0], x.shape[1], k * k)
        row, column = np.divmod(np.argmax(flat, axis=2), k)
        dx[images, channels, i * s + row, j * s + column] += dY[:, :, i, j]
    return dx


def average_pool_backward(dY, x, k, s):
    dx = np.zeros(x.shape)
    for i, j, region in places(x.shape, k, s):
        dx[region] += dY[:, :, i:i + 1, j:j + 1] / (k * k)
    return dx


def shift_example():
    # The feature moves by one pixel, inside its window: the summary stays.
    image = np.zeros((4, 6))
    image[0, 0], image[1, 2], image[2, 4], image[3, 0] = 3, 5, 4, 2
    image[0, 1] = 1
    return image
