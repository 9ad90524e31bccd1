"""Tables of what was scored: summary.py DIR [--reference florin]. DIR/MODEL/SET.csv as the program and peers.py write them.

AUC of a model on a set: the mean over seeds and parts. The interval of a difference is a paired bootstrap over judging rows, of the
mean over seeds. A rank is that of the mean AUC within a set, ties sharing theirs.
"""
import argparse
from pathlib import Path

import numpy as np

DRAWS = 1000


def read(path):
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def auc(scores, targets, weights):
    """Weighted by how often a row was drawn; ties count half."""
    order = np.argsort(scores, kind="stable")
    scores, good, bad = scores[order], (weights * (1 - targets))[order], (weights * targets)[order]
    starts = np.flatnonzero(np.r_[True, scores[1:] != scores[:-1]])
    good, bad = np.add.reduceat(good, starts), np.add.reduceat(bad, starts)
    below = np.cumsum(good) - good
    return (bad * (below + good / 2)).sum() / (good.sum() * bad.sum())


def parts(rows):
    """{part: (rows, targets, {seed: scores})}, rows ascending."""
    found = {}
    for part in np.unique(rows[:, 0]):
        own = rows[rows[:, 0] == part]
        seeds = {}
        for seed in np.unique(own[:, 1]):
            each = own[own[:, 1] == seed]
            each = each[np.argsort(each[:, 2])]
            seeds[seed] = each[:, 4]
        found[part] = each[:, 2], each[:, 3], seeds
    return found


def mean_auc(found, draws=None):
    values = []
    for part, (rows, targets, seeds) in found.items():
        weights = np.ones(len(rows)) if draws is None else draws[part]
        values.append(np.mean([auc(scores, targets, weights) for scores in seeds.values()]))
    return np.mean(values)


def log_loss(found):
    losses = []
    for _, targets, seeds in found.values():
        for scores in seeds.values():
            p = np.clip(scores, 1e-7, 1 - 1e-7)
            losses.append(-np.mean(np.where(targets == 1, np.log(p), np.log(1 - p))))
    return np.mean(losses)


def difference(one, two, seed=1):
    random = np.random.default_rng(seed)
    for part in one:
        if not (np.array_equal(one[part][0], two[part][0]) and np.array_equal(one[part][1], two[part][1])):
            raise ValueError("the two judged other rows")
    values = []
    for _ in range(DRAWS):
        draws = {part: random.multinomial(len(rows), np.full(len(rows), 1 / len(rows))) for part, (rows, _, _) in one.items()}
        values.append(mean_auc(one, draws) - mean_auc(two, draws))
    return mean_auc(one) - mean_auc(two), *np.quantile(values, [0.025, 0.975])


def ranks(values):
    return [1 + sum(other > value for other in values) + (sum(other == value for other in values) - 1) / 2 for value in values]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--models", default="florin,xgboost,forest,logistic,boosting,mlp")
    parser.add_argument("--against", default="xgboost")
    parser.add_argument("--sets", default="")
    parser.add_argument("--intervals", action="store_true")
    asked = parser.parse_args()
    folder, models = Path(asked.folder), asked.models.split(",")
    sets = asked.sets.split(",") if asked.sets else sorted(
        set.intersection(*({path.stem for path in (folder / model).glob("*.csv")} for model in models)))
    table, places = {}, []
    for name in sets:
        table[name] = {model: parts(read(folder / model / f"{name}.csv")) for model in models}
    print("| set | " + " | ".join(models) + (f" | {models[0]} - {asked.against} |" if asked.intervals else " |"))
    print("|---" * (1 + len(models) + asked.intervals) + "|")
    for name in sets:
        values = [mean_auc(table[name][model]) for model in models]
        places.append(ranks([round(value, 4) for value in values]))
        cells = [f"{value:.4f}" for value in values]
        if asked.intervals:
            cells.append("{:+.4f} [{:+.4f}, {:+.4f}]".format(*difference(table[name][models[0]], table[name][asked.against])))
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("| mean rank | " + " | ".join(f"{value:.2f}" for value in np.mean(places, axis=0)) + " |")
    for name in sets:
        print(f"{name}: log-loss " + ", ".join(f"{model} {log_loss(table[name][model]):.4f}" for model in models))


if __name__ == "__main__":
    main()
