"""Correlations and variance inflation factors by numpy's least squares, with and without weights: collinearity.json.

python3 make_collinearity.py writes; with --check it recomputes and compares.
"""
import json
import sys
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("collinearity.json")


def inflation(rows, at):
    """1 / (1 - R²) of a regression of the column on the others and a constant."""
    y = rows[:, at]
    x = np.column_stack([np.ones(len(rows)), np.delete(rows, at, axis=1)])
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(((y - y.mean()) ** 2).sum() / (residual**2).sum())


def case(name, columns, counts=None):
    """Weights are counts: each row stands there as often as it counts."""
    times = np.ones(len(columns[0]), int) if counts is None else np.array(counts)
    rows = np.repeat(np.array(columns).T, times, axis=0)
    return {
        "name": name, "columns": [list(column) for column in columns], "weights": [] if counts is None else [float(c) for c in counts],
        "correlations": np.atleast_2d(np.corrcoef(rows, rowvar=False)).tolist(),
        "vifs": [inflation(rows, at) for at in range(rows.shape[1])],
    }


def make():
    random = np.random.default_rng(20261128)
    n = 80
    a, b, c = (np.round(random.normal(size=n), 3) for _ in range(3))
    near = np.round(a + 0.4 * random.normal(size=n), 3)
    total = np.round(a + b + c + 0.3 * random.normal(size=n), 3)
    counts = random.integers(0, 4, n).tolist()
    return {"cases": [
        case("independent", [a, b, c]), case("a near copy", [a, near, b]), case("a sum of the others", [a, b, c, total]),
        case("one column", [a]), case("weights", [a, near, c, total], counts),
    ]}


made = make()
if "--check" in sys.argv:
    stored = json.loads(PATH.read_text())
    for mine, kept in zip(made["cases"], stored["cases"], strict=True):
        assert np.allclose(mine["vifs"], kept["vifs"], rtol=1e-9) and np.allclose(mine["correlations"], kept["correlations"], rtol=1e-9)
else:
    PATH.write_text(json.dumps(made) + "\n")
