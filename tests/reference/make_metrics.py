"""Writes metrics.json: metrics, intervals and calibrators of scikit-learn, scipy and statsmodels, on random and degenerate rows."""
import warnings

import mpmath
import numpy
import scipy.optimize
import scipy.special
import scipy.stats
import sklearn.calibration
import sklearn.isotonic
import sklearn.linear_model
import sklearn.metrics as skm
import statsmodels.api as sm

from reference import generator, main

warnings.filterwarnings("ignore", category=UserWarning)
EDGE = 1e-15


def numbers(values):
    return [float(value) for value in values]


def agree(left, right, tolerance):
    if not numpy.allclose(left, right, rtol=tolerance, atol=tolerance):
        raise ValueError(f"two ways to one number differ: {left} and {right}")


def value(defined, compute):
    """None where the metric has no value, which is decided here and not by what a program happens to say then."""
    return float(compute()) if defined else None


def ks(y, p, w):
    fpr, tpr, _ = skm.roc_curve(y, p, sample_weight=w, drop_intermediate=False)
    found = numpy.abs(tpr - fpr).max()
    if numpy.all(w == 1):
        agree(found, scipy.stats.ks_2samp(p[y == 1], p[y == 0]).statistic, 1e-12)
    return found


def recall_at(y, p, w, rate):
    fpr, tpr, _ = skm.roc_curve(y, p, sample_weight=w, drop_intermediate=False)
    return tpr[fpr <= rate].max()


def ece_width(y, p, w):
    bins = numpy.searchsorted(numpy.linspace(0, 1, 11)[1:-1], p)
    gaps = [abs((w * (p - y))[bins == k].sum()) for k in range(10)]
    return sum(gaps) / w.sum()


def ece_mass(y, p):
    """Without ties and with as many rows in each bin: what sklearn's quantile bins give, and pieces of the sorted rows."""
    order = numpy.argsort(p)
    found = numpy.mean([abs((p - y)[piece].mean()) for piece in numpy.split(order, 10)])
    rate, mean = sklearn.calibration.calibration_curve(y, p, n_bins=10, strategy="quantile")
    agree(found, numpy.abs(rate - mean).mean(), 1e-12)
    return found


def decisions(y, p, w):
    """At .5. A label that neither occurs nor is decided for is left out of the macro mean, as sklearn does."""
    used = w > 0
    y, w, marked = y[used], w[used], (p[used] >= 0.5).astype(float)
    any_row, marks, ones = len(y) > 0, marked.any(), y.any()
    macro = {"average": "macro", "sample_weight": w, "zero_division": 0}
    return {"accuracy": value(any_row, lambda: skm.accuracy_score(y, marked, sample_weight=w)),
            "precision": value(any_row and marks, lambda: skm.precision_score(y, marked, sample_weight=w)),
            "recall": value(any_row and ones, lambda: skm.recall_score(y, marked, sample_weight=w)),
            "f1": value(any_row and (marks or ones), lambda: skm.f1_score(y, marked, sample_weight=w, zero_division=0)),
            "macroF1": value(any_row, lambda: skm.f1_score(y, marked, **macro))}


def binary(name, p, y, w=None, mass=False):
    case = {"name": name, "scores": numbers(p), "targets": numbers(y)}
    if w is not None:
        case["weights"] = numbers(w)
    w = numpy.ones(len(y)) if w is None else w
    one, zero, total = (w * y).sum() > 0, (w * (1 - y)).sum() > 0, w.sum() > 0
    brier = value(total, lambda: skm.brier_score_loss(y, p, sample_weight=w, pos_label=1))
    base = value(total, lambda: (w * y).sum() / w.sum())
    found = {
        "auc": value(one and zero, lambda: skm.roc_auc_score(y, p, sample_weight=w)),
        "ks": value(one and zero, lambda: ks(y, p, w)),
        "averagePrecision": value(one, lambda: skm.average_precision_score(y, p, sample_weight=w)),
        "brier": brier,
        "brierSkill": value(one and zero, lambda: 1 - brier / (base * (1 - base))),
        "logLoss": value(total, lambda: skm.log_loss(y, p, sample_weight=w, labels=[0, 1], eps=EDGE)),
        "recallAtFpr01": value(one and zero, lambda: recall_at(y, p, w, 0.01)),
        "recallAtFpr20": value(one and zero, lambda: recall_at(y, p, w, 0.2)),
        "eceWidth": value(total, lambda: ece_width(y, p, w)),
        **decisions(y, p, w),
    }
    if mass:
        found["eceMass"] = float(ece_mass(y, p))
    return {**case, "expected": found}


def rows(rng, count, decimals=5):
    logit = rng.normal(-0.8, 1.5, count)
    p = numpy.round(1 / (1 + numpy.exp(-logit)), decimals)
    return p, (rng.uniform(size=count) < 1 / (1 + numpy.exp(-1.3 * logit - 0.2))).astype(float)


def binary_cases():
    rng = generator("metrics-binary")
    p, y = rows(rng, 200)
    tied, labels = rows(rng, 150, 1)
    w = numpy.round(rng.uniform(0.1, 3, 150), 3)
    sparse = rng.integers(0, 3, 150).astype(float)
    short, few = rows(rng, 12)
    return [
        binary("random", p, y, mass=True),
        binary("ties", tied, labels),
        binary("weights", *rows(rng, 150), w),
        binary("tiesWithWeightsOfZero", tied, labels, sparse),
        binary("onlyZeros", short, 0 * few),
        binary("onlyOnes", short, 0 * few + 1),
        binary("oneClassByWeight", short, few, 1 - few),
        binary("oneRow", numpy.array([0.3]), numpy.array([1.0])),
        binary("allEqual", 0 * short + 0.25, few),
        binary("noRows", numpy.array([]), numpy.array([])),
        binary("noWeight", short, few, 0 * few),
        binary("perfect", numpy.array([0.1, 0.2, 0.7, 0.9]), numpy.array([0.0, 0, 1, 1])),
        binary("inverted", numpy.array([0.9, 0.7, 0.2, 0.1]), numpy.array([0.0, 0, 1, 1])),
        binary("certain", numpy.array([0.0, 1, 0, 1, 0.5]), numpy.array([0.0, 1, 1, 0, 1])),
    ]


def many(name, p, y, w=None):
    case = {"name": name, "classes": p.shape[1], "scores": numbers(p.reshape(-1)), "targets": [int(k) for k in y]}
    if w is not None:
        case["weights"] = numbers(w)
    best, labels = p.argmax(axis=1), range(p.shape[1])
    auc = numpy.mean([skm.roc_auc_score(y == k, p[:, k], sample_weight=w) for k in labels])
    agree(auc, skm.roc_auc_score(y, p, multi_class="ovr", average="macro", sample_weight=w), 1e-12)
    return {**case, "expected": {
        "accuracy": float(skm.accuracy_score(y, best, sample_weight=w)),
        "macroF1": float(skm.f1_score(y, best, average="macro", sample_weight=w, zero_division=0)),
        "logLoss": float(skm.log_loss(y, p, sample_weight=w, labels=list(labels), eps=EDGE)),
        "macroAuc": float(auc)}}


def many_cases():
    rng = generator("metrics-classes")
    y = rng.integers(0, 4, 80)
    p = scipy.special.softmax(rng.normal(0, 1, (80, 4)) + 1.2 * numpy.eye(4)[y], axis=1)
    never = p * numpy.array([1, 1, 1, 0.01])  # a class that is never decided for
    return [many("classes", p, y), many("classesWithWeights", p, y, rng.integers(0, 4, 80).astype(float)),
            many("classNeverDecided", never / never.sum(axis=1, keepdims=True), y)]


def regression(name, p, y, w=None):
    case = {"name": name, "scores": numbers(p), "targets": numbers(y)}
    if w is not None:
        case["weights"] = numbers(w)
    two = len(y) > 1 and y.min() < y.max()
    return {**case, "expected": {
        "mse": float(skm.mean_squared_error(y, p, sample_weight=w)),
        "rmse": float(skm.mean_squared_error(y, p, sample_weight=w, squared=False)),
        "mae": float(skm.mean_absolute_error(y, p, sample_weight=w)),
        "rSquared": value(two, lambda: skm.r2_score(y, p, sample_weight=w)),
        "pinball10": float(skm.mean_pinball_loss(y, p, alpha=0.1, sample_weight=w)),
        "poissonDeviance": float(skm.mean_poisson_deviance(y, p, sample_weight=w)),
        "gammaDeviance": value((y > 0).all(), lambda: skm.mean_gamma_deviance(y, p, sample_weight=w)),
        "tweedieDeviance15": float(skm.mean_tweedie_deviance(y, p, power=1.5, sample_weight=w)),
        "tweedieDeviance19": float(skm.mean_tweedie_deviance(y, p, power=1.9, sample_weight=w))}}


def regression_cases():
    rng = generator("metrics-numbers")
    p = numpy.round(rng.gamma(2, 3, 60) + 0.01, 4)
    amounts, counts = numpy.round(rng.gamma(2, p / 2) + 0.01, 4), rng.poisson(p / 5).astype(float)
    w = numpy.round(rng.uniform(0, 2, 60), 3)
    return [regression("amounts", p, amounts), regression("amountsWithWeights", p, amounts, w), regression("counts", p, counts, w),
            regression("oneNumber", p[:1], amounts[:1]), regression("equalTargets", p, 0 * p + 2.7)]


def lorenz_gini(order_by, claims, exposure):
    """Rows of equal rates together: their order is nobody's to choose."""
    x, y = [0.0], [0.0]
    for rate in numpy.unique(order_by):
        x.append(x[-1] + exposure[order_by == rate].sum())
        y.append(y[-1] + claims[order_by == rate].sum())
    return 1 - 2 * numpy.trapz(numpy.array(y) / y[-1], numpy.array(x) / x[-1])


def lorenz(name, rates, claims, exposure):
    gini = lorenz_gini(rates, claims, exposure)
    used = {"poissonDeviance": float(skm.mean_poisson_deviance(claims, rates * exposure)), "gini": float(gini),
            "normalized": float(gini / lorenz_gini(claims / exposure, claims, exposure))}
    return {"name": name, "rates": numbers(rates), "claims": numbers(claims), "exposure": numbers(exposure), "expected": used}


def lorenz_cases():
    rng = generator("metrics-lorenz")
    rates, exposure = numpy.round(rng.gamma(2, 0.1, 120) + 0.001, 3), numpy.round(rng.uniform(0.05, 1, 120), 3)
    claims = rng.poisson(3 * rates * exposure).astype(float)
    return [lorenz("lorenz", rates, claims, exposure), lorenz("lorenzTies", numpy.round(rates, 1) + 0.05, claims, exposure)]


def components(p, y):
    """Every pair of an event and another row, one by one."""
    above, below = p[y == 1], p[y == 0]
    wins = (above[:, None] > below[None, :]) + 0.5 * (above[:, None] == below[None, :])
    return wins.mean(axis=1), wins.mean(axis=0), wins.mean()


def delong(name, first, second, y):
    (a10, a01, a), (b10, b01, b) = components(first, y), components(second, y)
    agree([a, b], [skm.roc_auc_score(y, first), skm.roc_auc_score(y, second)], 1e-12)
    covariance = numpy.cov(a10, b10) / len(a10) + numpy.cov(a01, b01) / len(a01)
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    z, reach = (a - b) / numpy.sqrt(variance), scipy.stats.norm.ppf(0.975)
    spread = numpy.sqrt(numpy.diag(covariance))
    return {"name": name, "first": numbers(first), "second": numbers(second), "targets": numbers(y), "expected": {
        "auc": [float(a), float(b)], "variance": numbers(numpy.diag(covariance)),
        "low": numbers(numpy.maximum([a, b] - reach * spread, 0)), "high": numbers(numpy.minimum([a, b] + reach * spread, 1)),
        "difference": [float(a - b), float(a - b - reach * numpy.sqrt(variance)), float(a - b + reach * numpy.sqrt(variance))],
        "z": float(z), "p": float(2 * scipy.stats.norm.sf(abs(z)))}}


def delong_cases():
    rng = generator("metrics-delong")
    p, y = rows(rng, 120)
    other = numpy.round(numpy.clip(p + rng.normal(0, 0.2, 120), 0, 1), 3)
    return [delong("delong", p, other, y), delong("delongTies", numpy.round(p, 1), numpy.round(other, 1), y),
            delong("delongFew", p[:9], other[:9], numpy.array([0.0, 1, 0, 0, 1, 0, 0, 0, 1]))]


def logit(p):
    p = numpy.clip(p, EDGE, 1 - EDGE)
    return numpy.log(p / (1 - p))


def temperature(p, y, w):
    x = logit(p)
    inverse = scipy.optimize.brentq(lambda s: (w * x * (scipy.special.expit(s * x) - y)).sum(), 1e-3, 50, xtol=1e-14, rtol=1e-14)
    loss = scipy.optimize.minimize_scalar(lambda s: skm.log_loss(y, scipy.special.expit(s * x), sample_weight=w), bounds=(1e-3, 50),
                                          method="bounded", options={"xatol": 1e-9})
    agree(inverse, loss.x, 1e-5)
    return 1 / inverse


def platt(p, y, w):
    one, zero = (w * y).sum(), (w * (1 - y)).sum()
    target, x = numpy.where(y > 0, (one + 1) / (one + 2), 1 / (zero + 2)), logit(p)
    fit = sm.GLM(target, numpy.column_stack([x, numpy.ones(len(x))]), family=sm.families.Binomial(), freq_weights=w)
    found = fit.fit(tol=1e-14, tol_criterion="params", maxiter=100).params
    sk = sklearn.calibration._SigmoidCalibration().fit(x, y, sample_weight=w)
    agree(found, [-sk.a_, -sk.b_], 5e-3)  # its search ends early
    agree((w * (scipy.special.expit(x * found[0] + found[1]) - target)).sum(), 0, 1e-9)
    return found


def beta(p, y, w):
    p = numpy.clip(p, EDGE, 1 - EDGE)
    x = numpy.column_stack([numpy.log(p), -numpy.log(1 - p), numpy.ones(len(p))])

    def loss(c):
        odds = x @ c
        return (w * (numpy.logaddexp(0, odds) - y * odds)).sum(), x.T @ (w * (scipy.special.expit(odds) - y))

    bound = scipy.optimize.minimize(loss, [1, 1, 0], jac=True, method="L-BFGS-B", bounds=[(0, None), (0, None), (None, None)],
                                    options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10000})
    free = [i for i in range(3) if i == 2 or bound.x[i] > 0]
    fit = sm.GLM(y, x[:, free], family=sm.families.Binomial(), freq_weights=w)
    found = numpy.zeros(3)
    found[free] = fit.fit(tol=1e-14, tol_criterion="params", maxiter=100).params
    agree(found, bound.x, 1e-3)
    return found


def line(p, y, w):
    fit = sm.GLM(y, numpy.column_stack([logit(p), numpy.ones(len(p))]), family=sm.families.Binomial(), freq_weights=w)
    fit = fit.fit(tol=1e-14, tol_criterion="params", maxiter=100)
    return [*fit.params, *fit.bse]


def spiegelhalter(p, y, w):
    return (w * (y - p) * (1 - 2 * p)).sum() / numpy.sqrt((w * (1 - 2 * p) ** 2 * p * (1 - p)).sum())


def calibrator(name, p, y, w=None):
    case = {"name": name, "scores": numbers(p), "targets": numbers(y)}
    if w is not None:
        case["weights"] = numbers(w)
    w = numpy.ones(len(y)) if w is None else w
    isotonic = sklearn.isotonic.IsotonicRegression(out_of_bounds="clip").fit(p, y, sample_weight=w)
    grid, z = numpy.linspace(0, 1, 41), spiegelhalter(p, y, w)
    shift = scipy.optimize.brentq(lambda d: (w * scipy.special.expit(logit(p) + d)).sum() / w.sum() - 0.07, -20, 20, xtol=1e-14)
    return {**case, "grid": numbers(grid), "expected": {
        "temperature": float(temperature(p, y, w)), "platt": numbers(platt(p, y, w)), "beta": numbers(beta(p, y, w)),
        "isotonic": numbers(isotonic.predict(grid)), "shiftTo07": float(shift), "line": numbers(line(p, y, w)),
        "spiegelhalter": [float(z), float(2 * scipy.stats.norm.sf(abs(z)))]}}


def calibrator_cases():
    rng = generator("metrics-calibrators")
    p, y = rows(rng, 200)
    tied, labels = rows(rng, 160, 1)
    wide = numpy.round(rng.uniform(0.01, 0.99, 300), 4)
    bent = (rng.uniform(size=300) < 0.45 - 0.9 * wide + 1.3 * wide ** 2).astype(float)  # falls first: a would be below 0
    return [calibrator("calibrators", p, y), calibrator("calibratorsWithWeights", p, y, rng.integers(0, 3, 200).astype(float)),
            calibrator("calibratorsTies", tied, labels), calibrator("calibratorsBound", wide, bent)]


def beta_cdf_cases():
    """From mpmath: scipy 1.10 has nine digits where parameters are near a million."""
    points = [("0.5", "1", "2"), ("0.01", "2.5", "98.5"), ("0.3", "300.5", "700.5"), ("0.02", "20100", "980000"),
              ("0.0201", "20100.5", "979900.5"), ("0.9", "0.5", "0.5"), ("0.000001", "0.5", "1000000"), ("0.00001", "3.5", "999997.5")]
    with mpmath.workdps(40):
        return [{"name": f"beta{i}", "x": float(x), "a": float(a), "b": float(b), "value": float(integral(*map(mpmath.mpf, point)))}
                for i, point in enumerate(points) for x, a, b in [point]]


def integral(x, a, b):
    """Of the density over sixteen pieces that halve towards 0, where it may be infinite, and towards x."""
    pieces = [x * mpmath.mpf(2) ** -k for k in range(16, 0, -1)] + [x * (1 - mpmath.mpf(2) ** -k) for k in range(2, 17)]
    scale = mpmath.loggamma(a + b) - mpmath.loggamma(a) - mpmath.loggamma(b)
    return mpmath.quad(lambda t: mpmath.exp(scale + (a - 1) * mpmath.log(t) + (b - 1) * mpmath.log(1 - t)), [0, *pieces, x])


def build():
    return {"binary": binary_cases(), "classes": many_cases(), "numbers": regression_cases(), "lorenz": lorenz_cases(),
            "delong": delong_cases(), "calibrators": calibrator_cases(), "betaCdf": beta_cdf_cases()}


if __name__ == "__main__":
    main("metrics.json", build)
