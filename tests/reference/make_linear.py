"""Writes regressions.json: least squares and logistic fits of statsmodels, with standard errors in the units of the data."""
import numpy
import scipy.stats
import statsmodels.api as sm

from reference import generator, main, tensor

ROWS, FEATURES = 40, ["income", "ratio", "count"]
NAMES = ["intercept", *FEATURES]


def features(rng):
    """Three columns whose scales differ by a factor of 10^5."""
    income = numpy.round(rng.lognormal(numpy.log(42000), 0.4, ROWS), 0)
    ratio = numpy.round(rng.beta(3, 7, ROWS), 3)
    count = rng.poisson(2.0, ROWS).astype(float)
    return numpy.column_stack([income, ratio, count])


def row_weights(rng):
    """Whole numbers: a weight of 2 stands for two equal rows, one of 0 for none."""
    return rng.integers(0, 4, ROWS).astype(float)


def standardised(x):
    """Fitting on scaled columns costs no digits; the results go back into the data's units afterwards."""
    centre, scale = x.mean(axis=0), x.std(axis=0)
    back = numpy.diag([1.0, *(1 / scale)])
    back[0, 1:] = -centre / scale  # coefficients of the data = back @ coefficients of the scaled data
    return sm.add_constant((x - centre) / scale), back


def rows_of(coefficients, errors, distribution):
    statistics = coefficients / errors
    return {"coefficients": tensor(coefficients), "standardErrors": tensor(errors), "statistics": tensor(statistics),
            "pValues": tensor(2 * distribution.sf(numpy.abs(statistics)))}


def inference(x, fit, covariance_scale, distribution):
    """Coefficients with what belongs to them, in the units of the data."""
    _, back = standardised(x)
    coefficients = back @ fit.params
    covariance = back @ (covariance_scale * fit.normalized_cov_params) @ back.T
    return {**rows_of(coefficients, numpy.sqrt(numpy.diag(covariance)), distribution), "covariance": tensor(covariance)}


def agree(left, right, tolerance):
    if numpy.max(numpy.abs(left - right) / numpy.abs(right)) > tolerance:
        raise ValueError(f"two ways to one fit differ: {left} and {right}")


def data_case(name, kind, x, y, weights=None):
    case = {"name": name, "kind": kind, "features": FEATURES, "input": tensor(x), "target": tensor(y)}
    return case if weights is None else {**case, "weights": tensor(weights)}


def squares(name, x, y, weights=None, whole=False):
    """Weights as inverse variances (their scale cancels), or as numbers of equal rows (whole)."""
    scaled, _ = standardised(x)
    w = numpy.ones(ROWS) if weights is None else weights
    used = w > 0
    fit = sm.WLS(y[used], scaled[used], w[used]).fit()
    degrees = (w.sum() if whole else used.sum()) - len(NAMES)
    scale = fit.ssr / degrees
    result = inference(x, fit, scale, scipy.stats.t(degrees))
    plain = sm.WLS(y[used], sm.add_constant(x)[used], w[used]).fit()
    agree(plain.params, result["coefficients"]["values"], 1e-8)
    if whole:
        index = numpy.repeat(numpy.arange(ROWS), w.astype(int))
        repeated = sm.OLS(y[index], sm.add_constant(x)[index]).fit()
        agree(repeated.bse, result["standardErrors"]["values"], 1e-8)
    else:
        agree(plain.bse, result["standardErrors"]["values"], 1e-8)
    case = data_case(name, "leastSquares", x, y, weights)
    if weights is not None:
        case["weightsAre"] = "rowCounts" if whole else "inverseVariances"
    return {**case, "names": NAMES, **result, "degreesOfFreedom": float(degrees), "residualVariance": float(scale),
            "rSquared": float(fit.rsquared), "fitted": tensor(fit.predict(scaled))}


def log_likelihood(y, p, w):
    return float((w * numpy.log(numpy.where(y > 0, p, 1 - p))).sum())


def logistic(name, x, y, weights=None):
    """Weights count equal rows, whole or not: covariance = (X'WX)^-1 without any scale."""
    scaled, _ = standardised(x)
    w = numpy.ones(ROWS) if weights is None else weights
    fit = sm.GLM(y, scaled, family=sm.families.Binomial(), freq_weights=w).fit(tol=1e-14, tol_criterion="params", maxiter=100)
    if numpy.all(w == numpy.round(w)):
        index = numpy.repeat(numpy.arange(ROWS), w.astype(int))
        other = sm.Logit(y[index], scaled[index]).fit(disp=0, method="newton", tol=1e-13)
        agree(other.params, fit.params, 1e-9)
        agree(other.bse, fit.bse, 1e-9)
        agree(other.llf, log_likelihood(y, fit.fittedvalues, w), 1e-12)
    score = scaled.T @ (w * (y - fit.fittedvalues))
    if numpy.abs(score).max() > 1e-10:
        raise ValueError(f"{name} has not converged: {score}")
    case = data_case(name, "logistic", x, y, weights)
    if weights is not None:
        case["weightsAre"] = "rowCounts"
    share = (w * y).sum() / w.sum()
    return {**case, "names": NAMES, **inference(x, fit, 1.0, scipy.stats.norm), "logLikelihood": log_likelihood(y, fit.fittedvalues, w),
            "deviance": float(fit.deviance), "nullDeviance": -2 * log_likelihood(y, share, w), "fitted": tensor(fit.fittedvalues)}


def separable(rng):
    """Ratio above 0.3 decides alone: the likelihood has no maximum."""
    x = features(rng)
    x[:, 1] = numpy.where(numpy.abs(x[:, 1] - 0.3) < 0.01, 0.35, x[:, 1])
    return {**data_case("logisticSeparable", "logistic", x, (x[:, 1] > 0.3).astype(float)), "problem": "separable"}


def collinear(rng):
    """The third column is twice the second plus one, exactly: the coefficients are not determined."""
    x = features(rng)
    x[:, 1] = numpy.round(x[:, 1] * 64) / 64  # exact in binary
    x[:, 2] = 2 * x[:, 1] + 1
    y = numpy.round(1000 + 0.05 * x[:, 0] - 900 * x[:, 1] + 150 * rng.standard_normal(ROWS), 2)
    return {**data_case("leastSquaresCollinear", "leastSquares", x, y), "problem": "collinear"}


def constant_column(rng):
    """A column that does not vary cannot be told from the intercept."""
    x = features(rng)
    x[:, 2] = 2.0
    y = (rng.uniform(size=ROWS) < 0.4).astype(float)
    return {**data_case("logisticConstantColumn", "logistic", x, y), "problem": "collinear"}


def build():
    rng = generator("regressions")
    x = features(rng)
    amount = numpy.round(1000 + 0.05 * x[:, 0] - 900 * x[:, 1] + 75 * x[:, 2] + 150 * rng.standard_normal(ROWS), 2)
    logit = -0.4 - 3e-5 * (x[:, 0] - 42000) + 4 * (x[:, 1] - 0.3) + 0.4 * (x[:, 2] - 2)
    default = (rng.uniform(size=ROWS) < 1 / (1 + numpy.exp(-logit))).astype(float)
    weights = row_weights(rng)
    precise = numpy.round(rng.uniform(0.2, 3.0, ROWS), 3)
    return {"cases": [
        squares("leastSquares", x, amount),
        squares("leastSquaresWeighted", x, amount, precise),
        squares("leastSquaresRowCounts", x, amount, weights, whole=True),
        logistic("logistic", x, default),
        logistic("logisticRowCounts", x, default, weights),
        logistic("logisticWeighted", x, default, precise),
        separable(rng),
        collinear(rng),
        constant_column(rng),
    ]}


if __name__ == "__main__":
    main("regressions.json", build)
