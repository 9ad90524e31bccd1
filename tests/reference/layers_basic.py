"""Layers that see one row at a time or a grid, in the engine's layout (channels last, weights [in, out]).

Every layer is a pair: shapes(options, input shape) names its parameters, forward(x, p, o, c) computes it with torch;
p holds the parameters in the engine's layout, so that autograd returns gradients in that layout too;
c is the context: lengths of the sequences, states, and whether this is training.
"""
import math
from collections import namedtuple

import torch
import torch.nn.functional as F

Layer = namedtuple("Layer", "shapes forward")

ACTIVATIONS = {
    "none": lambda x: x,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    "softmax": lambda x: F.softmax(x, dim=-1),
}


def no_parameters(o, shape):
    return {}


def act(o, x):
    return ACTIVATIONS[o.get("activation", "none")](x)


def dense_shapes(o, shape):
    shapes = {"weight": (shape[-1], o["units"]), "bias": (o["units"],)}
    return shapes if o.get("bias", True) else {"weight": shapes["weight"]}


def dense(x, p, o, c):
    return act(o, F.linear(x, p["weight"].t(), p.get("bias")))


def embedding_shapes(o, shape):
    return {"table": (o["rows"] + 1, o["units"])}


def embedding(codes, p, o, c):
    return F.embedding(codes, p["table"])


def pad_amounts(padding, size, kernel, stride, dilation):
    """(before, after); same = SAME_UPPER: the odd one goes after."""
    reach = dilation * (kernel - 1)
    if padding == "valid":
        return 0, 0
    if padding == "causal":
        return reach, 0
    total = max((math.ceil(size / stride) - 1) * stride + reach + 1 - size, 0)
    return total // 2, total - total // 2


def conv1d_shapes(o, shape):
    return {"weight": (o["kernel"], shape[-1] // o["groups"], o["filters"]), "bias": (o["filters"],)}


def conv1d(x, p, o, c):
    pads = pad_amounts(o["padding"], x.shape[1], o["kernel"], o["stride"], o["dilation"])
    y = F.conv1d(F.pad(x.permute(0, 2, 1), pads), p["weight"].permute(2, 1, 0), p["bias"],
                 stride=o["stride"], dilation=o["dilation"], groups=o["groups"])
    return act(o, y.permute(0, 2, 1))


def conv2d_shapes(o, shape):
    return {"weight": (*o["kernel"], shape[-1] // o["groups"], o["filters"]), "bias": (o["filters"],)}


def conv2d(x, p, o, c):
    top, bottom = pad_amounts(o["padding"], x.shape[1], o["kernel"][0], o["stride"][0], o["dilation"][0])
    left, right = pad_amounts(o["padding"], x.shape[2], o["kernel"][1], o["stride"][1], o["dilation"][1])
    y = F.conv2d(F.pad(x.permute(0, 3, 1, 2), (left, right, top, bottom)), p["weight"].permute(3, 2, 0, 1), p["bias"],
                 stride=tuple(o["stride"]), dilation=tuple(o["dilation"]), groups=o["groups"])
    return act(o, y.permute(0, 2, 3, 1))


def norm_shapes(o, shape):
    return {"scale": (shape[-1],), "shift": (shape[-1],)}


def batch_norm(x, p, o, c):
    """In training torch updates the two states in place."""
    flat = x.reshape(-1, x.shape[-1])
    y = F.batch_norm(flat, c.states["mean"], c.states["variance"], p["scale"], p["shift"],
                     training=c.training, momentum=o["momentum"], eps=o["epsilon"])
    return y.reshape(x.shape)


def layer_norm(x, p, o, c):
    return F.layer_norm(x, x.shape[-1:], p["scale"], p["shift"], o["epsilon"])


def activation(x, p, o, c):
    return act(o, x)


def prelu(x, p, o, c):
    """torch keeps the slope's channel second, so all leading axes become one."""
    return F.prelu(x.reshape(-1, x.shape[-1]), p["slope"]).reshape(x.shape)


def channels_first(x):
    return x.movedim(-1, 1)


def channels_last(x):
    return x.movedim(1, -1)


def pool(function):
    return lambda x, p, o, c: channels_last(function(channels_first(x), o["window"], o["stride"]))


def valid_steps(x, lengths):
    """[batch, time, 1]: true where the step exists."""
    return (torch.arange(x.shape[1])[None, :] < torch.tensor(lengths)[:, None])[:, :, None]


def global_average(x, p, o, c):
    """Over all axes but the first and the last; with lengths, over the steps that exist."""
    if c.lengths is None:
        return x.mean(dim=tuple(range(1, x.dim() - 1)))
    return (x * valid_steps(x, c.lengths)).sum(dim=1) / torch.tensor(c.lengths)[:, None]


def global_max(x, p, o, c):
    if c.lengths is not None:
        x = x.masked_fill(~valid_steps(x, c.lengths), -math.inf)
    return x.amax(dim=tuple(range(1, x.dim() - 1)))


def flatten(x, p, o, c):
    return x.reshape(x.shape[0], -1)


def select_step(x, p, o, c):
    return x[:, o["step"]]


LAYERS = {
    "dense": Layer(dense_shapes, dense),
    "embedding": Layer(embedding_shapes, embedding),
    "conv1D": Layer(conv1d_shapes, conv1d),
    "conv2D": Layer(conv2d_shapes, conv2d),
    "batchNorm": Layer(norm_shapes, batch_norm),
    "layerNorm": Layer(norm_shapes, layer_norm),
    "activation": Layer(no_parameters, activation),
    "pRelu": Layer(lambda o, shape: {"slope": (shape[-1],)}, prelu),
    "maxPool1D": Layer(no_parameters, pool(F.max_pool1d)),
    "averagePool1D": Layer(no_parameters, pool(F.avg_pool1d)),
    "maxPool2D": Layer(no_parameters, pool(F.max_pool2d)),
    "averagePool2D": Layer(no_parameters, pool(F.avg_pool2d)),
    "globalAveragePool": Layer(no_parameters, global_average),
    "globalMaxPool": Layer(no_parameters, global_max),
    "flatten": Layer(no_parameters, flatten),
    "selectStep": Layer(no_parameters, select_step),
}
