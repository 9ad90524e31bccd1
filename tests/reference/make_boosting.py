"""Writes boosting.json: predictions of xgboost's histogram method on columns of few values, where every program finds the same bins."""
import numpy
import xgboost

from reference import generator, main

ROWS, COLUMNS = 240, 4
OBJECTIVES = {
    "binaryLogistic": "binary:logistic",
    "squaredError": "reg:squarederror",
    "poisson": "count:poisson",
    "gamma": "reg:gamma",
    "tweedie": "reg:tweedie",
    "softmax": "multi:softprob",
}
# The names of the options here, and what xgboost calls them.
NAMES = {"depth": "max_depth", "rate": "eta", "minimumHessian": "min_child_weight", "l2": "lambda", "l1": "alpha",
         "maximumStep": "max_delta_step", "leaves": "max_leaves", "monotone": "monotone_constraints"}


def inputs(rng, missing):
    """A few values in each column, so that 255 bins hold each of them; the first bins are the rarer ones."""
    columns = [rng.integers(0, levels, ROWS) ** 1.5 for levels in (2, 5, 9, 30)]
    x = numpy.round(numpy.stack(columns, axis=1), 2).astype(numpy.float32)
    if missing:
        x[rng.random(x.shape) < 0.2] = numpy.nan
        x[:, 1][x[:, 1] > 0] = numpy.nan  # missing or 0: only the direction of the missing can split it
    return x


def targets(rng, loss, x):
    z = numpy.nan_to_num(x.astype(float), nan=2.0)
    signal = 0.8 * z[:, 0] + 0.5 * numpy.sin(z[:, 2]) - 0.02 * z[:, 3] + 0.1 * z[:, 1] * z[:, 0]
    if loss == "binaryLogistic":
        return (rng.random(ROWS) < 1 / (1 + numpy.exp(-signal))).astype(float)
    if loss == "squaredError":
        return numpy.round(3 * signal + rng.standard_normal(ROWS), 2)
    if loss == "poisson":
        return rng.poisson(numpy.exp(0.5 * signal)).astype(float)
    if loss == "gamma":
        return numpy.round(rng.gamma(2, numpy.exp(signal)), 2) + 0.01
    if loss == "tweedie":
        return numpy.round(rng.poisson(numpy.exp(signal)) * rng.gamma(2, 1, ROWS), 2)
    return numpy.argmax(numpy.stack([signal, z[:, 2] / 8, 1.5 * rng.random(ROWS)], axis=1) + rng.gumbel(size=(ROWS, 3)) / 2, axis=1)


def start(loss, y, weights, offset):
    """The best constant, on the scale on which the trees add up."""
    if loss == "softmax":
        return numpy.log([weights[y == k].sum() / weights.sum() for k in range(3)])
    if loss == "squaredError":
        return numpy.average(y - offset, weights=weights)
    if loss == "binaryLogistic":
        mean = numpy.average(y, weights=weights)
        return numpy.log(mean / (1 - mean))
    if loss == "gamma":
        return numpy.log(numpy.average(y / numpy.exp(offset), weights=weights))
    power = 1.5 if loss == "tweedie" else 1.0
    return numpy.log((weights * y * numpy.exp((1 - power) * offset)).sum() / (weights * numpy.exp((2 - power) * offset)).sum())


def case(name, loss, weighted=False, missing=False, exposed=False, shares=False, **options):
    rng = generator("boosting " + name)
    x = inputs(rng, missing)
    y = targets(rng, loss, x)
    if shares:  # a third of the events and of the others is not whole
        y = numpy.where(rng.random(ROWS) < 1 / 3, numpy.round(0.25 + 0.5 * (y + rng.random(ROWS) - 0.5), 2), y)
    weights = numpy.round(rng.uniform(0.2, 3, ROWS), 2) if weighted else numpy.ones(ROWS)
    if weighted:
        weights[:5] = 0
    offset = numpy.round(numpy.log(rng.uniform(0.2, 2, ROWS)), 3) if exposed else numpy.zeros(ROWS)
    settings = {"depth": 4, "rate": 0.3, "minimumHessian": 1.0, "l2": 1.0} | options
    margin = start(loss, y, weights, offset) + (offset if loss != "softmax" else numpy.zeros((ROWS, 1)))
    data = xgboost.DMatrix(x, y, weight=weights, base_margin=numpy.broadcast_to(margin, (ROWS, 3) if loss == "softmax" else (ROWS,)))
    parameters = {NAMES[key]: value for key, value in settings.items()}
    if "monotone" in settings:
        parameters["monotone_constraints"] = "(" + ",".join(map(str, settings["monotone"])) + ")"
    parameters |= {"objective": OBJECTIVES[loss], "tree_method": "hist", "max_bin": 256, "nthread": 1, "verbosity": 0}
    if loss == "softmax":
        parameters["num_class"] = 3
    if loss in ("gamma", "tweedie"):
        parameters.setdefault("max_delta_step", 0.7)
    if "leaves" in settings:
        parameters["grow_policy"] = "lossguide"
    booster = xgboost.train(parameters, data, 10)
    expected = {f"after{rounds}": [float(f"{value:.8g}") for value in booster.predict(data, iteration_range=(0, rounds)).reshape(-1)]
                for rounds in (1, 10)}
    return {"name": name, "loss": loss, "options": settings, "columns": COLUMNS,
            "input": [None if numpy.isnan(value) else float(f"{value:.6g}") for value in x.reshape(-1)],
            "target": y.astype(float).tolist(), "weights": weights.tolist() if weighted else None,
            "offset": offset.tolist() if exposed else None} | expected


def uniform(count, seed):
    """Numbers in [0, 1) with 24 bits that a few lines of any language draw again: Knuth's generator, MMIX."""
    state, drawn = seed, []
    for _ in range(count):
        state = (6364136223846793005 * state + 1442695040888963407) % 2**64
        drawn.append((state >> 40) / 2**24)
    return numpy.array(drawn)


def held_out(name, loss, **options):
    """Many values, so that bins differ: what counts is the loss on rows that were not learned from. Every third row is held out."""
    rows, columns, seed = 6000, 6, 20
    draws = uniform(rows * (columns + 1), seed).reshape(rows, columns + 1)
    x, u = draws[:, :columns].astype(numpy.float32), draws[:, columns]
    signal = 3 * numpy.sin(6 * draws[:, 0]) * draws[:, 1] + 4 * (draws[:, 2] - 0.5) * draws[:, 3] + draws[:, 4] - 1
    y = {"binaryLogistic": u < 1 / (1 + numpy.exp(-signal)), "squaredError": signal + 4 * u,
         "poisson": numpy.floor(3 * u * numpy.exp(signal / 2))}[loss].astype(float)
    held = numpy.arange(rows) % 3 == 2
    settings = {"depth": 4, "rate": 0.1, "minimumHessian": 1.0, "l2": 1.0} | options
    parameters = {NAMES[key]: value for key, value in settings.items()}
    parameters |= {"objective": OBJECTIVES[loss], "tree_method": "hist", "max_bin": 256, "nthread": 1, "base_score": float(y[~held].mean())}
    mean = xgboost.train(parameters, xgboost.DMatrix(x[~held], y[~held]), 100).predict(xgboost.DMatrix(x[held])).astype(float)
    y = y[held]
    found = {"binaryLogistic": lambda: -numpy.log(numpy.where(y == 1, mean, 1 - mean)), "squaredError": lambda: (y - mean) ** 2,
             "poisson": lambda: mean - y * numpy.log(mean)}[loss]()
    return {"name": name, "loss": loss, "options": settings, "rounds": 100, "rows": rows, "columns": columns, "seed": seed,
            "heldOutLoss": float(found.mean())}


def build():
    return {"heldOut": [held_out("held out, " + loss, loss) for loss in ("binaryLogistic", "squaredError", "poisson")], "cases": [
        case("binary", "binaryLogistic"),
        case("binary, weights", "binaryLogistic", weighted=True),
        case("binary, missing", "binaryLogistic", missing=True),
        case("binary, offset, no penalty", "binaryLogistic", exposed=True, l2=0.0, minimumHessian=3.0),
        case("binary, l1", "binaryLogistic", l1=1.5),
        case("binary, step", "binaryLogistic", maximumStep=0.4),  # with l1 too, xgboost's gain leaves the penalty out
        case("binary, monotone", "binaryLogistic", missing=True, monotone=[1, 0, -1, -1]),
        case("shares", "binaryLogistic", shares=True),
        case("shares, weights and missing", "binaryLogistic", weighted=True, missing=True, shares=True),
        case("squared", "squaredError"),
        case("squared, weights and missing", "squaredError", weighted=True, missing=True, depth=6),
        case("squared, leaf by leaf", "squaredError", depth=8, leaves=9),
        case("squared, monotone", "squaredError", monotone=[1, 1, -1, -1], depth=5),
        case("poisson", "poisson"),
        case("poisson, exposure, weights and missing", "poisson", weighted=True, missing=True, exposed=True),
        case("gamma", "gamma"),
        case("gamma, exposure and weights", "gamma", weighted=True, exposed=True),
        case("tweedie", "tweedie"),
        case("tweedie, exposure and missing", "tweedie", missing=True, exposed=True),
        case("softmax", "softmax"),
        case("softmax, weights and missing", "softmax", weighted=True, missing=True),
    ]}


if __name__ == "__main__":
    main("boosting.json", build)
