"""Losses and capital by rating grade, from loops over loans in numpy and scipy: grades.json.

python3 make_grades.py writes; with --check it recomputes and compares.
"""
import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import norm

PATH = Path(__file__).with_name("grades.json")
UPPERS = [0.005, 0.01, 0.03, 0.1, 0.3, 1.0]


def capital(pd, lgd):
    """CRE31, other retail: the loss of a bad year of 1,000, less the expected loss."""
    share = (1 - np.exp(-35 * pd)) / (1 - np.exp(-35.0))
    rho = 0.03 * share + 0.16 * (1 - share)
    stressed = norm.cdf((norm.ppf(pd) + np.sqrt(rho) * norm.ppf(0.999)) / np.sqrt(1 - rho))
    return lgd * (stressed - pd)


def sums(rows):
    pd, lgd, ead, bad, weight = rows
    loss = weight * lgd * ead
    expected = float((pd * loss).sum())
    half = norm.ppf(0.975) * np.sqrt((loss**2 * pd * (1 - pd)).sum())
    return {
        "rows": len(pd), "meanPd": float(np.average(pd, weights=weight)), "ead": float((weight * ead).sum()), "expected": expected,
        "realised": float((bad * loss).sum()), "low": float(max(0.0, expected - half)), "high": float(expected + half),
        "capital": float((weight * ead * capital(pd, lgd)).sum()),
    }


def make():
    random = np.random.default_rng(20261128)
    n = 400
    pd = np.round(1 / (1 + np.exp(-random.normal(-3, 1.3, n))), 4)
    pd[:3] = [0.01, 0.03, 0.0101]  # at a bound: of the better grade
    pd = pd[(pd <= 0.1) | (pd > 0.3)]  # one grade has no loans
    n = len(pd)
    lgd, ead = np.round(random.uniform(0.2, 0.8, n), 2), np.round(random.lognormal(8, 1, n), 0)
    bad, weight = (random.uniform(size=n) < pd).astype(float), random.choice([0.5, 1.0, 2.0], n)
    columns = np.array([pd, lgd, ead, bad, weight])
    grades, below = [], 0.0
    for at, upper in enumerate(UPPERS):
        inside = columns[:, (pd > below) & (pd <= upper)]
        if inside.shape[1]:
            grades.append({"grade": str(at + 1), **sums(inside)})
        below = upper
    return {"uppers": UPPERS, "pd": pd.tolist(), "lgd": lgd.tolist(), "ead": ead.tolist(), "bad": bad.tolist(), "weight": weight.tolist(),
            "grades": grades, "all": sums(columns)}


made = make()
if "--check" in sys.argv:
    stored = json.loads(PATH.read_text())
    for mine, kept in zip([*made["grades"], made["all"]], [*stored["grades"], stored["all"]], strict=True):
        for name, value in mine.items():
            assert value == kept[name] or abs(value - kept[name]) <= 1e-11 * max(1, abs(kept[name])), name
else:
    PATH.write_text(json.dumps(made) + "\n")
