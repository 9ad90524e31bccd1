"""Reference values for the comparison of groups: definitions in numpy, tests by scipy and R, areas by scikit-learn.

Run: python3 tests/reference/make_fairness.py   (writes fairness.json beside it; needs Rscript)
"""
import json
import pathlib
import subprocess

import numpy as np
from scipy import stats
from sklearn.metrics import roc_auc_score


def r(code):
    command = ["Rscript", "-e", f"options(digits=15); cat(format({code}, digits=15))"]
    out = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(x) for x in out.stdout.split()]


def vector(values):
    return "c(" + ",".join(repr(float(v)) for v in values) + ")"


rng = np.random.default_rng(20)
n = 700
group = (rng.random(n) < 0.4).astype(int)
logit = rng.normal(-1.4, 1.2, n) + 0.5 * group
score = np.round(1 / (1 + np.exp(-logit)), 4)
label = (rng.random(n) < score).astype(int)
weight = np.round(rng.uniform(0.5, 2, n), 3)
limit = 0.3
approved = score < limit


def rates(mask):
    y, a = label[mask], approved[mask]
    good = y == 0
    pairs = {
        "selection": (a.sum(), a.size),
        "truePositive": (a[good].sum(), good.sum()),
        "falsePositive": (a[~good].sum(), (~good).sum()),
        "precision": (good[a].sum(), a.sum()),
    }
    return {k: (int(x), int(m)) for k, (x, m) in pairs.items()}


one, zero = rates(group == 1), rates(group == 0)
gaps = {}
for name in one:
    (x1, n1), (x2, n2) = one[name], zero[name]
    ci1 = r(f"prop.test({x1}, {n1}, correct=FALSE)$conf.int")
    ci2 = r(f"prop.test({x2}, {n2}, correct=FALSE)$conf.int")
    p1, p2 = x1 / n1, x2 / n2
    d = p1 - p2
    gaps[name] = {
        "share": p1, "wilson": ci1, "difference": d,
        "low": d - np.hypot(p1 - ci1[0], ci2[1] - p2), "high": d + np.hypot(ci1[1] - p1, p2 - ci2[0]),
        "p": r(f"prop.test(c({x1},{x2}), c({n1},{n2}), correct=FALSE)$p.value")[0],
    }

chi = sum(stats.norm.isf(gaps[k]["p"] / 2) ** 2 for k in ("truePositive", "falsePositive"))
odds = max(abs(gaps["truePositive"]["difference"]), abs(gaps["falsePositive"]["difference"]))

# Both groups are drawn apart, each as large as it is.
draws, index = [], [np.flatnonzero(group == g) for g in (1, 0)]
boot = np.random.default_rng(21)
for _ in range(20000):
    found = []
    for rows in index:
        at = boot.choice(rows, rows.size)
        y, a = label[at], approved[at]
        found.append((a.mean(), a[y == 0].mean(), a[y == 1].mean()))
    (s1, t1, f1), (s2, t2, f2) = found
    draws.append((s1 / s2, max(abs(t1 - t2), abs(f1 - f2))))
ratio, equalised = np.quantile(np.array(draws), [0.025, 0.975], axis=0).T.tolist()

y1, p1 = label[group == 1], score[group == 1]
w1 = weight[group == 1]
z = (w1 * (y1 - p1)).sum() / np.sqrt((w1 ** 2 * p1 * (1 - p1)).sum())

p_values = [0.001, 0.2, 0.04, 0.04, 0.9, 0.013, 0.03, 1.0, 0.5]

# Kamiran and Calders: weight of a cell is P(group) P(label) / P(group, label).
factors = {f"{g}{y}": (group == g).mean() * (label == y).mean() / ((group == g) & (label == y)).mean() for g in (0, 1) for y in (0, 1)}
total = weight.sum()
weighted = {f"{g}{y}": weight[group == g].sum() * weight[label == y].sum() / (total * weight[(group == g) & (label == y)].sum())
            for g in (0, 1) for y in (0, 1)}

out = {
    "group": group.tolist(), "score": score.tolist(), "label": label.tolist(), "weight": weight.tolist(), "limit": limit,
    "gaps": gaps,
    "selectionRatio": {"value": gaps["selection"]["share"] / (zero["selection"][0] / zero["selection"][1]), "interval": ratio},
    "equalisedOdds": {"value": odds, "interval": equalised, "p": float(stats.chi2.sf(chi, 2))},
    "auc": {"one": roc_auc_score(label[group == 1], score[group == 1]), "zero": roc_auc_score(label[group == 0], score[group == 0])},
    "calibration": {
        "gap": float((w1 * p1).sum() / w1.sum() - (w1 * y1).sum() / w1.sum()), "p": float(2 * stats.norm.sf(abs(z))),
        "kish": float(w1.sum() ** 2 / (w1 ** 2).sum()), "selection": float((w1 * approved[group == 1]).sum() / w1.sum()),
    },
    "pValues": p_values, "adjusted": r(f"p.adjust({vector(p_values)}, 'BH')"),
    "factors": factors, "weightedFactors": weighted,
}
pathlib.Path(__file__).with_name("fairness.json").write_text(json.dumps(out) + "\n")
