"""Scores of scikit-learn's and XGBoost's models for the same rows as Florin's: peers.py (--inside | --test) --data DIR --out DIR.

Writes DIR/PEER/SET.csv as the program of this folder does: part, seed, row, target, score, seconds.
"""
import argparse
import time
from pathlib import Path

import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

import sets

TRIALS, MOST_ROUNDS, PATIENCE = 25, 3000, 50


def xgb(x, y, in_time, seed, threads):
    """25 random trials, stopped and judged by a fifth of the rows; then all rows, with the rounds of the best trial."""
    if in_time:
        learn, held = np.arange(round(0.8 * len(y))), np.arange(round(0.8 * len(y)), len(y))
    else:
        learn, held = train_test_split(np.arange(len(y)), test_size=0.2, stratify=y, random_state=seed)
    random = np.random.default_rng(seed)
    best = (np.inf, None, 0)
    inner, outer = xgboost.DMatrix(x[learn], y[learn]), xgboost.DMatrix(x[held], y[held])
    for _ in range(TRIALS):
        settings = {
            "objective": "binary:logistic", "eval_metric": "logloss", "tree_method": "hist", "nthread": threads, "seed": seed,
            "eta": np.exp(random.uniform(np.log(0.01), np.log(0.2))), "max_depth": int(random.integers(2, 11)),
            "min_child_weight": np.exp(random.uniform(0, np.log(100))), "subsample": random.uniform(0.5, 1),
            "colsample_bytree": random.uniform(0.3, 1), "lambda": np.exp(random.uniform(np.log(0.1), np.log(10))),
            "gamma": np.exp(random.uniform(np.log(1e-3), np.log(5))),
        }
        model = xgboost.train(settings, inner, MOST_ROUNDS, [(outer, "held")], early_stopping_rounds=PATIENCE, verbose_eval=False)
        best = min(best, (model.best_score, settings, model.best_iteration + 1), key=lambda each: each[0])
    model = xgboost.train(best[1], xgboost.DMatrix(x, y), best[2])
    return lambda rows: model.predict(xgboost.DMatrix(rows))


def fitted(model):
    def make(x, y, in_time, seed, threads):
        made = model(seed, threads).fit(x, y)
        return lambda rows: made.predict_proba(rows)[:, 1]
    return make


def mlp(x, y, in_time, seed, threads):
    """A tenth of few rows says too little of when to stop: there the weights are held small."""
    few = len(y) < 10_000
    return fitted(lambda *_: MLPClassifier(early_stopping=not few, alpha=1.0 if few else 1e-4, random_state=seed))(
        x, y, in_time, seed, threads)


PEERS = {
    "logistic": (False, fitted(lambda seed, threads: LogisticRegression(max_iter=3000))),
    "mlp": (False, mlp),
    "forest": (True, fitted(lambda seed, threads: RandomForestClassifier(500, min_samples_leaf=5, n_jobs=threads, random_state=seed))),
    "boosting": (True, fitted(lambda seed, threads: HistGradientBoostingClassifier(early_stopping=True, random_state=seed))),
    "xgboost": (True, xgb),
}


def main():
    parser = argparse.ArgumentParser()
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--inside", action="store_true")
    mode.add_argument("--test", action="store_true")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--sets", default=",".join(sets.names()))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    for name in asked.sets.split(","):
        data = sets.Set(name, asked.data)
        for peer in asked.peers.split(","):
            scores(data, peer, asked)


def scores(data, peer, asked):
    of_trees, make = PEERS[peer]
    folder = Path(asked.out) / peer
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{data.name}.csv", "w") as file:
        print("part,seed,row,target,score,seconds", file=file)
        for part in range(min(asked.parts, data.parts(asked.test))):
            learn, judging = data.cut(asked.test, part)
            x = data.trees(learn) if of_trees else data.linear(learn)
            if peer == "forest":
                x = np.where(np.isnan(x), np.nanmedian(x[learn], axis=0, keepdims=True), x)
                x = np.nan_to_num(x)
            for seed in range(1, (1 if peer == "logistic" else asked.seeds) + 1):
                start = time.perf_counter()
                predict = make(x[learn], data.y[learn], data.in_time, seed, asked.threads)
                seconds = time.perf_counter() - start
                for row, score in zip(judging, predict(x[judging])):
                    print(f"{part},{seed},{row},{data.y[row]:.0f},{score:.8g},{seconds:.2f}", file=file)
                print(f"{data.name} {peer} part {part} seed {seed}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
