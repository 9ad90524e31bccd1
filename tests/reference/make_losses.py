"""Writes losses.json: value and gradient of every loss on a weighted batch.

The value is sum(w l) / sum(w); the loss l of one row is the mean over its outputs.
"""
import math

import numpy
import torch
import torch.nn.functional as F
from torch.distributions import Normal, StudentT

from reference import draw, generator, leaf, main, tensor

BATCH = 6
WEIGHTS = [1.0, 0.0, 2.5, 0.5, 1.0, 0.0]
EXPOSURE = [1.0, 0.25, 0.5, 1.0, 2.0, 0.75]
COUNTS = [0.0, 1.0, 3.0, 0.0, 1.0, 2.0]
AMOUNTS = [0.35, 1.2, 4.75, 0.08, 2.1, 0.9]
CLAIMS = [0.0, 1.2, 4.75, 0.0, 2.1, 0.0]
LABELS = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0]
CLASSES = [2, 0, 1, 3, 0, 2]


def column(values):
    return torch.tensor(values)[:, None]


def squared_error(z, y, o, c):
    return F.mse_loss(z, y, reduction="none")


def absolute_error(z, y, o, c):
    return F.l1_loss(z, y, reduction="none")


def huber(z, y, o, c):
    return F.huber_loss(z, y, reduction="none", delta=o["delta"])


def binary_cross_entropy(z, y, o, c):
    smoothing, positive = o["labelSmoothing"], torch.tensor(o["positiveWeight"])
    return F.binary_cross_entropy_with_logits(z, y * (1 - smoothing) + smoothing / 2, reduction="none", pos_weight=positive)


def categorical_cross_entropy(z, y, o, c):
    return F.cross_entropy(z, y, reduction="none", label_smoothing=o["labelSmoothing"])[:, None]


def focal(z, y, o, c):
    """(1 - p)^gamma (-log p), p = the probability given to the label; alpha weighs label 1, 1 - alpha label 0."""
    margin = (2 * y - 1) * z
    losses = torch.sigmoid(-margin) ** o["gamma"] * F.softplus(-margin, threshold=800)
    return losses if o["alpha"] is None else losses * (o["alpha"] * y + (1 - o["alpha"]) * (1 - y))


def hinge(z, y, o, c):
    return torch.relu(1 - (2 * y - 1) * z)


def quantile(z, y, o, c):
    levels, error = torch.tensor(o["levels"]), y - z
    return torch.maximum(levels * error, (levels - 1) * error)


def sigma(s):
    return F.softplus(s) + 1e-6


def gaussian_nll(z, y, o, c):
    losses = -Normal(z[:, :1], sigma(z[:, 1:])).log_prob(y)
    return losses if o["constant"] else losses - 0.5 * math.log(2 * math.pi)


def student_t_nll(z, y, o, c):
    return -StudentT(2 + F.softplus(z[:, 2:]), z[:, :1], sigma(z[:, 1:2])).log_prob(y)


def mean_of(z, c):
    """Log link; an exposure is an offset of log(exposure)."""
    return torch.exp(z if c["offset"] is None else z + c["offset"])


def poisson_deviance(z, y, o, c):
    mu = mean_of(z, c)
    return 2 * (torch.xlogy(y, y) - y * torch.log(mu) - (y - mu))  # apart, since the gradient of xlogy(0, 0 / mu) is not a number


def gamma_deviance(z, y, o, c):
    mu = mean_of(z, c)
    return 2 * (-torch.log(y / mu) + (y - mu) / mu)


def tweedie_deviance(z, y, o, c):
    p, mu = o["power"], mean_of(z, c)
    return 2 * (y ** (2 - p) / ((1 - p) * (2 - p)) - y * mu ** (1 - p) / (1 - p) + mu ** (2 - p) / (2 - p))


def negative_sharpe(z, y, w):
    """Couples rows. Weights are 0 or 1 here: a row of weight 0 is not there."""
    gains = (z * y)[w > 0]
    return -gains.mean() / torch.sqrt(gains.var(unbiased=False) + 1e-9)


def make(name, function, predictions, target, weights=None, exposure=None, **options):
    z, w = leaf(predictions), torch.tensor(WEIGHTS[:len(predictions)] if weights is None else weights)
    offset = None if exposure is None else torch.log(column(exposure))
    words = function.__name__.split("_")
    loss = words[0] + "".join(word.capitalize() for word in words[1:])
    case = {"name": name, "loss": loss, "options": options, "predictions": tensor(z), "target": tensor(target), "weights": tensor(w)}
    if exposure is not None:
        case.update({"exposure": tensor(torch.tensor(exposure)), "offset": tensor(offset[:, 0])})
    if function is negative_sharpe:
        value = function(z, target, w)
    else:
        rows = function(z, target, options, {"offset": offset}).mean(dim=1)
        case["rowLosses"] = tensor(rows)
        value = (w * rows).sum() / w.sum()
    value.backward()
    return {**case, "value": value.item(), "gradient": tensor(z.grad)}


def predictions(name, outputs, spread=1.0):
    return draw(generator(name), (BATCH, outputs), 0.0, spread)


def targets(name, outputs):
    return draw(generator("target of " + name), (BATCH, outputs), 0.2, 1.5)


def regression_cases():
    families = (("squaredError", squared_error, {}), ("absoluteError", absolute_error, {}), ("huber", huber, {"delta": 1.0}))
    for name, function, options in families:
        yield make(name, function, predictions(name, 1), targets(name, 1), **options)
        yield make(name + "Outputs", function, predictions(name + "2", 3), targets(name + "2", 3), **options)
    yield make("huberDelta", huber, predictions("huberDelta", 2), targets("huberDelta", 2), delta=0.4)
    yield make("quantile", quantile, predictions("quantile", 3), targets("quantile", 1), levels=[0.05, 0.5, 0.95])
    yield make("gaussianNll", gaussian_nll, predictions("gaussian", 2), targets("gaussian", 1), constant=True)
    yield make("gaussianNllWithoutConstant", gaussian_nll, predictions("gaussian", 2), targets("gaussian", 1), constant=False)
    yield make("studentTNll", student_t_nll, predictions("student", 3), targets("student", 1))


def class_cases():
    labels, extreme = column(LABELS), column([30.0, -30.0, 80.0, -80.0, 6.0, -6.0])
    plain = {"labelSmoothing": 0.0, "positiveWeight": 1.0}
    kinds = (("", 0.0, 1.0), ("Smoothed", 0.1, 1.0), ("PositiveWeight", 0.0, 3.0), ("SmoothedPositiveWeight", 0.1, 3.0))
    for suffix, smoothing, positive in kinds:
        yield make("binaryCrossEntropy" + suffix, binary_cross_entropy, predictions("binary", 1), labels,
                   labelSmoothing=smoothing, positiveWeight=positive)
    yield make("binaryCrossEntropyOutputs", binary_cross_entropy, predictions("binary3", 3),
               torch.tensor(generator("labels").integers(0, 2, (BATCH, 3)).astype(numpy.float64)), **plain)
    yield make("binaryCrossEntropyExtreme", binary_cross_entropy, extreme, labels, weights=[1.0] * BATCH, **plain)
    classes = torch.tensor(CLASSES)
    yield make("categoricalCrossEntropy", categorical_cross_entropy, predictions("classes", 4), classes, labelSmoothing=0.0)
    yield make("categoricalCrossEntropySmoothed", categorical_cross_entropy, predictions("classes", 4), classes, labelSmoothing=0.1)
    yield make("categoricalCrossEntropyExtreme", categorical_cross_entropy, predictions("classes far", 4, 40.0), classes,
               weights=[1.0] * BATCH, labelSmoothing=0.0)
    yield make("focal", focal, predictions("focal", 1), labels, gamma=2.0, alpha=None)
    yield make("focalAlpha", focal, predictions("focal", 1), labels, gamma=2.0, alpha=0.25)
    yield make("focalExtreme", focal, extreme, labels, weights=[1.0] * BATCH, gamma=2.0, alpha=None)
    yield make("hinge", hinge, predictions("hinge", 1), labels)


def deviance_cases():
    families = (("poissonDeviance", poisson_deviance, COUNTS, {}), ("gammaDeviance", gamma_deviance, AMOUNTS, {}),
                ("tweedieDeviance", tweedie_deviance, CLAIMS, {"power": 1.5}))
    for name, function, target, options in families:
        yield make(name, function, predictions(name, 1, 0.7), column(target), link="log", **options)
        yield make(name + "Exposure", function, predictions(name, 1, 0.7), column(target), exposure=EXPOSURE, link="log", **options)
    yield make("tweedieDeviancePower19", tweedie_deviance, predictions("tweedie", 1, 0.7), column(CLAIMS), link="log", power=1.9)


def return_cases():
    returns = 0.01 * draw(generator("returns"), (BATCH, 1), 0.1)
    returns = torch.round(returns, decimals=5)
    positions = torch.tanh(predictions("positions", 1)).round(decimals=3)
    yield make("negativeSharpe", negative_sharpe, positions, returns, weights=[1.0] * BATCH)
    yield make("negativeSharpeLeftOut", negative_sharpe, positions, returns, weights=[1.0, 1.0, 0.0, 1.0, 1.0, 0.0])


def build():
    return {"cases": [case for family in (regression_cases, class_cases, deviance_cases, return_cases) for case in family()]}


if __name__ == "__main__":
    main("losses.json", build)
