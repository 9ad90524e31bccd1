"""Layers of the tabular models (FT-Transformer, TabM, RealMLP), in the engine's layout (see layers_basic.py).

torch has no such layers: they are written here from their formulas, and torch differentiates them.
"""
import math

import torch

from layers_basic import Layer, act


def tokenizer_shapes(o, shape):
    return {"weight": (shape[-1], o["units"]), "bias": (shape[-1], o["units"])}


def feature_tokenizer(x, p, o, c):
    return x[:, :, None] * p["weight"] + p["bias"]


def class_token(x, p, o, c):
    return torch.cat([p["token"].expand(x.shape[0], 1, -1), x], dim=1)


def piecewise_shapes(o, shape):
    features, d = shape[-1], o["units"]
    most = max(len(edges) - 1 for edges in o["edges"])
    return {"weight": (features, d), "bias": (features, d), "bins": (features, most, d)}


def encode_piecewise(x, edges):
    """[batch, bins] of one feature: the first bin is open below, the last one above, a single one is plain scaling."""
    columns, last = [], len(edges) - 2
    for t in range(last + 1):
        part = (x - edges[t]) / (edges[t + 1] - edges[t])
        part = part if t == 0 else part.clamp(min=0.0)
        columns.append(part if t == last else part.clamp(max=1.0))
    return torch.stack(columns, dim=1)


def piecewise_linear(x, p, o, c):
    """Version B: (w x + v) + E e(x); rows of `bins` past a feature's own number of bins are not used."""
    columns, weight, bins = [], p["weight"], p["bins"]
    if "directions" in o:
        sign = torch.tensor(o["directions"], dtype=weight.dtype)
        weight, bins = weight.abs() * sign[:, None], bins.abs() * sign[:, None, None]
    for f, edges in enumerate(o["edges"]):
        code = encode_piecewise(x[:, f], edges)
        columns.append(x[:, f, None] * weight[f] + p["bias"][f] + code @ bins[f, :code.shape[1]])
    return torch.stack(columns, dim=1)


def periodic_shapes(o, shape):
    features, n, d = shape[-1], o["frequencies"], o["units"]
    return {"frequency": (features, n), "weight": (features, 2 * n, d), "bias": (features, d)}


def periodic(x, p, o, c):
    angle = 2 * math.pi * x[:, :, None] * p["frequency"]
    waves = torch.cat([torch.cos(angle), torch.sin(angle)], dim=-1)
    return torch.relu(torch.einsum("bfn,fnd->bfd", waves, p["weight"]) + p["bias"])


def pbld_shapes(o, shape):
    features, n, d = shape[-1], o["frequencies"], o["units"] - 1
    return {"frequency": (features, n), "phase": (features, n), "weight": (features, n, d), "bias": (features, d)}


def pbld(x, p, o, c):
    waves = torch.cos(2 * math.pi * x[:, :, None] * p["frequency"] + p["phase"])
    return torch.cat([x[:, :, None], torch.einsum("bfn,fnd->bfd", waves, p["weight"]) + p["bias"]], dim=-1)


def members(x, p, o, c):
    return x[:, None, :].expand(-1, o["members"], -1)


def ensemble_shapes(o, shape):
    members_, inputs, units = shape[-2], shape[-1], o["units"]
    return {"weight": (inputs, units), "r": (members_, inputs), "s": (members_, units), "bias": (members_, units)}


def batch_ensemble(x, p, o, c):
    return act(o, p["s"] * ((p["r"] * x) @ p["weight"]) + p["bias"])


def member_shapes(o, shape):
    members_, inputs, units = shape[-2], shape[-1], o["units"]
    return {"weight": (members_, inputs, units), "bias": (members_, units)}


def member_dense(x, p, o, c):
    return act(o, torch.einsum("bki,kio->bko", x, p["weight"]) + p["bias"])


def ntk_shapes(o, shape):
    return {"weight": (shape[-1], o["units"]), "bias": (o["units"],)}


def ntk_dense(x, p, o, c):
    return act(o, x @ p["weight"] / math.sqrt(x.shape[-1]) + p["bias"])


def monotone_dense(x, p, o, c):
    """A third of the units convex, a third concave, the others cut at both ends (Runje and Shankaranarayana 2023)."""
    z = x @ p["weight"].abs() + p["bias"]
    if not o["bent"]:
        return z
    third = -(-o["units"] // 3)
    return torch.cat([torch.relu(z[..., :third]), -torch.relu(-z[..., third:2 * third]), z[..., 2 * third:].clamp(-1, 1)], dim=-1)


def monotone_shapes(o, shape):
    return {"weight": (shape[-1], o["units"]), "bias": (o["units"],)}


def sum_features(x, p, o, c):
    return x.sum(dim=-1, keepdim=True) + p["bias"]


def front_scale(x, p, o, c):
    return x * p["scale"]


def select_features(x, p, o, c):
    return x[..., o["places"]]


def parametric_activation(x, p, o, c):
    return x + p["alpha"] * (act(o, x) - x)


LAYERS = {
    "featureTokenizer": Layer(tokenizer_shapes, feature_tokenizer),
    "classToken": Layer(lambda o, shape: {"token": (shape[-1],)}, class_token),
    "piecewiseLinear": Layer(piecewise_shapes, piecewise_linear),
    "periodic": Layer(periodic_shapes, periodic),
    "pbld": Layer(pbld_shapes, pbld),
    "members": Layer(lambda o, shape: {}, members),
    "batchEnsemble": Layer(ensemble_shapes, batch_ensemble),
    "memberDense": Layer(member_shapes, member_dense),
    "ntkDense": Layer(ntk_shapes, ntk_dense),
    "monotoneDense": Layer(monotone_shapes, monotone_dense),
    "sumFeatures": Layer(lambda o, shape: {"bias": (1,)}, sum_features),
    "frontScale": Layer(lambda o, shape: {"scale": (shape[-1],)}, front_scale),
    "selectFeatures": Layer(lambda o, shape: {}, select_features),
    "parametricActivation": Layer(lambda o, shape: {"alpha": (shape[-1],)}, parametric_activation),
}
