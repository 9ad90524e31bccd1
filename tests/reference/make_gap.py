"""Reference values for the gap penalty: its definition in torch (double), gradients by autograd, and the logistic regression that makes
cross-entropy and penalty smallest, by scipy.

Run: python3 tests/reference/make_gap.py   (writes gap.json beside it; --check recomputes and compares)
"""
import json
import pathlib
import sys

import numpy as np
import torch
from scipy.optimize import minimize

rng = np.random.default_rng(5)
n, members, strength = 400, 3, 1.5
group = rng.choice(3, n, p=[0.5, 0.3, 0.2])
x = np.round(np.stack([group + rng.normal(size=n), rng.normal(size=n)], 1), 3)
label = (rng.random(n) < 1 / (1 + np.exp(1 - 0.8 * group - x[:, 1]))).astype(int)
weight = np.round(rng.uniform(0.5, 2, n), 3)
weight[::17] = 0
logits = np.round(rng.normal(-0.5, 1, (n, members)), 3)


def numbers(good_alone):
    """One column a group: between-group variance of mean log odds is the sum of squares of their weighted means."""
    counts = (label == 0) if good_alone else np.ones(n, bool)
    within = weight * counts
    share = np.array([within[group == g].sum() for g in range(3)]) / within.sum()
    unit = np.sqrt(strength / share) / (within.sum() / weight.sum())
    return counts[:, None] * unit * ((group[:, None] == np.arange(3)) - share)


centre = np.log((weight * label).sum() / (weight * (1 - label)).sum())
shares = torch.tensor(weight / weight.sum())
y = torch.tensor(label, dtype=torch.float64)
whole = 1 / 1600


def loss(z, beside, whole):
    """z: [rows, members]; whole: the sum of squared shares of all rows that the batch is drawn from."""
    fit = torch.nn.functional.binary_cross_entropy_with_logits(z, y[:, None].expand_as(z), reduction="none")
    each = (z - centre)[:, :, None] * beside[:, None, :]
    w = shares[:, None, None]
    mean = (w * each).sum(0)
    own = (shares ** 2).sum()
    # The variance of a weighted mean of a sample without replacement, which its square would count as a gap.
    chance = (1 - whole / own) * (w ** 2 * (each ** 2 - mean ** 2)).sum(0) / (1 - own)
    return (shares[:, None] * fit).sum() / z.shape[1] + (mean ** 2 - chance).sum() / z.shape[1]


out = {"group": group.tolist(), "x": x.tolist(), "label": label.tolist(), "weight": weight.tolist(), "logits": logits.tolist(),
       "strength": strength, "centre": centre, "whole": whole}
for name, good_alone in (("selection", False), ("opportunity", True)):
    u = numbers(good_alone)
    beside = torch.tensor(u)
    scale = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    shift = torch.zeros(members, dtype=torch.float64, requires_grad=True)
    value = loss(torch.tensor(logits) * scale + shift, beside, whole)
    value.backward()
    design = torch.tensor(np.c_[x, np.ones(n)])

    def objective(beta):
        b = torch.tensor(beta, requires_grad=True)
        total = loss((design @ b)[:, None], beside, (shares ** 2).sum())
        total.backward()
        return total.item(), b.grad.numpy()

    found = minimize(objective, np.zeros(3), jac=True, method="BFGS", options={"gtol": 1e-12})
    z = design.numpy() @ found.x
    within = weight * ((label == 0) if good_alone else 1)
    means = [(within * z)[group == g].sum() / within[group == g].sum() for g in range(3)]
    out[name] = {"beside": u.tolist(), "loss": value.item(), "scaleGradient": scale.grad.item(), "shiftGradient": shift.grad.tolist(),
                 "coefficients": found.x.tolist(), "meanLogOdds": means}

path = pathlib.Path(__file__).with_name("gap.json")
if "--check" in sys.argv:
    def flat(v):
        return [a for e in (v.values() if isinstance(v, dict) else v) for a in flat(e)] if isinstance(v, (dict, list)) else [v]
    old = flat(json.loads(path.read_text()))
    assert np.allclose(old, flat(out), rtol=1e-6, atol=1e-8), "gap.json differs"
else:
    path.write_text(json.dumps(out) + "\n")
