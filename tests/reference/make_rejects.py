"""Reference values of reject inference: bands, weights of augmentation, bad rates and whole outcomes of parcelling, in numpy.

Run: python3 tests/reference/make_rejects.py   (writes rejects.json beside it; --check compares)
"""
import json
import pathlib
import sys

import numpy as np


def bands(known, declined, most=10, fewest=20):
    """Edges: the ceil(n i / most)-th smallest of all; a band with too few known rows joins the neighbour with fewer, or the lower."""
    every = np.sort(np.concatenate([known, declined]))
    edges = np.unique(every[[int(np.ceil(len(every) * i / most)) - 1 for i in range(1, most)]])
    while len(edges):
        counts = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
        least = int(np.argmin(counts))
        if counts[least] >= fewest:
            break
        lower = counts[least - 1] if least > 0 else np.inf
        upper = counts[least + 1] if least < len(edges) else np.inf
        edges = np.delete(edges, least - 1 if lower <= upper else least)
    return edges


def case(name, rng, n, m, shift, weighted):
    known = np.round(1 / (1 + np.exp(-rng.normal(-2.5, 1, n))), 5)
    declined = np.round(1 / (1 + np.exp(-rng.normal(-2.5 + shift, 1, m))), 5)
    bad = (rng.random(n) < known).astype(float)
    w = np.round(rng.uniform(0.5, 2, n), 3) if weighted else np.ones(n)
    v = np.round(rng.uniform(0.5, 2, m), 3) if weighted else np.ones(m)
    edges = bands(known, declined)
    at, there = np.searchsorted(edges, known, side="left"), np.searchsorted(edges, declined, side="left")
    count = len(edges) + 1
    accepted, unseen = np.bincount(at, w, count), np.bincount(there, v, count)
    rates = np.bincount(at, w * bad, count) / accepted
    factors = {}
    for factor in (1.0, 1.5, 3.0, 20.0):
        p = np.minimum(1, factor * rates)
        factors[str(factor)] = {
            "bads": np.floor(np.bincount(there, minlength=count) * p + 0.5).astype(int).tolist(),
            "badRate": float(np.average(p[there], weights=v)),
            "fuzzy": float(np.average(np.minimum(1, factor * declined), weights=v)),
        }
    return {
        "name": name, "known": known.tolist(), "declined": declined.tolist(), "bad": bad.tolist(),
        "weights": w.tolist() if weighted else None, "declinedWeights": v.tolist(), "edges": edges.tolist(),
        "augmentation": ((accepted + unseen) / accepted).tolist(), "rates": rates.tolist(), "factors": factors,
    }


rng = np.random.default_rng(21)
document = {"cases": [
    case("many", rng, 600, 400, 0.8, False),
    case("weights", rng, 500, 300, 1.2, True),
    case("few and far", rng, 70, 200, 3.0, False),
    case("too few for bands", rng, 15, 60, 1.0, False),
]}
path = pathlib.Path(__file__).resolve().parent / "rejects.json"
text = json.dumps(document, separators=(",", ":")) + "\n"
if "--check" in sys.argv:
    sys.exit(0 if path.read_text() == text else "rejects.json differs")
path.write_text(text)
