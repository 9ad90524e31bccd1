"""Stability on deciles with missing cells, on own bins with codes, and tests of grades, with numpy and scipy.

python3 make_bins.py writes bins.json; --check recomputes and compares.
"""
import json
import sys

import numpy as np
from scipy import stats


def psi(before, after):
    e, a = np.maximum(before, 1e-4), np.maximum(after, 1e-4)
    return float(np.sum((a - e) * np.log(a / e)))


def limit(bins, n, m):
    return float(stats.chi2.ppf(0.95, bins - 1) * (1 / n + 1 / m))


def amounts():
    """Missing cells: three of thirty rows before, one of four after."""
    i, j = np.arange(1000), np.arange(400)
    before, after = (i * 7919 % 1009) / 7.0, (j * 7919 % 1009) / 9.0
    before[i % 10 == 3] = np.nan
    after[j % 4 == 1] = np.nan
    edges = np.quantile(before[~np.isnan(before)], np.arange(1, 10) / 10)

    def shares(x):
        there = x[~np.isnan(x)]
        counts = [np.sum(there <= edges[0])]
        counts += [np.sum((there > low) & (there <= high)) for low, high in zip(edges, edges[1:])]
        counts += [np.sum(there > edges[-1]), np.sum(np.isnan(x))]
        return np.array(counts) / len(x)

    return {"psi": psi(shares(before), shares(after)), "limit": limit(11, 1000, 400)}


def codes():
    """Cells from -2 to 4, of which -2 is a code; edges at -1 and 1."""
    i, j = np.arange(900), np.arange(500)
    before, after = (i * 31 % 7) - 2.0, (j * j % 7) - 2.0
    before[i % 11 == 0] = np.nan
    after[j % 5 == 0] = np.nan

    def shares(x):
        return np.array([np.sum(x == -1), np.sum((x > -1) & (x <= 1)), np.sum(x > 1), np.sum(x == -2), np.sum(np.isnan(x))]) / len(x)

    return {"before": shares(before).tolist(), "after": shares(after).tolist(), "psi": psi(shares(before), shares(after)),
            "limit": limit(5, 900, 500)}


def steps():
    """Grades with fewer defaults than the grade before: chi-square of the table of four, uncorrected."""
    cases = [(43, 61, 123, 166), (10, 400, 40, 400), (5, 100, 9, 100)]
    return [{"counts": case, "p": float(stats.chi2_contingency([[case[0], case[1] - case[0]],
            [case[2], case[3] - case[2]]], correction=False)[1])} for case in cases]


def jeffreys():
    """Defaults of obligors at a PD: the chance that the rate is at most the PD."""
    cases = [(43, 61, 53.2 / 61), (52, 61, 53.2 / 61), (60, 61, 53.2 / 61), (47, 61, 53.2 / 61), (46, 61, 53.2 / 61)]
    return [{"counts": case, "p": float(stats.beta.cdf(case[2], case[0] + 0.5, case[1] - case[0] + 0.5))} for case in cases]


def main():
    found = {"amounts": amounts(), "codes": codes(), "steps": steps(), "jeffreys": jeffreys()}
    text = json.dumps(found, indent=1) + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if json.load(open("bins.json", encoding="utf-8")) == json.loads(text) else "bins.json differs")
    open("bins.json", "w", encoding="utf-8").write(text)


main()
