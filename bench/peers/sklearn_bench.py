"""scikit-learn peer: MLPClassifier / MLPRegressor on the MLP workloads (and plain
SGD on `linear` and `logistic`), numpy for `gemm`.

  sklearn_bench.py --workload NAME [--threads N] [--repeat N] [--seed S]

Same architecture, batch, Adam and number of epochs as the PyTorch script; the
initial weights are scikit-learn's own.  Threads are those of the BLAS.
"""
import argparse
import json
import warnings

import numpy as np

import data
from meter import Meter, blas, peak_rss_mb


def emit(a, peer, variant, epoch_s, rows_s, loss, **more):
    print(json.dumps({"workload": a.workload, "peer": peer, "variant": variant,
                      "train_seconds_per_epoch": epoch_s, "rows_per_second": rows_s, "final_loss": loss,
                      "peak_rss_mb": peak_rss_mb(), "threads": a.threads, "blas": blas(), **more}), flush=True)


def train(a):
    import sklearn
    from sklearn.linear_model import SGDClassifier, SGDRegressor
    from sklearn.neural_network import MLPClassifier
    peer = "sklearn-" + sklearn.__version__
    x, y = data.make(a.workload, a.seed)
    epochs = data.EPOCHS[a.workload]
    for _ in range(a.repeat):
        if a.workload == "linear":
            est = SGDRegressor(learning_rate="constant", eta0=0.1, max_iter=epochs, tol=None, alpha=0, random_state=a.seed)
        elif a.workload == "logistic":
            est = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.1, max_iter=epochs, tol=None, alpha=0,
                                random_state=a.seed)
        else:
            est = MLPClassifier(data.MLP_SIZES[a.workload][1:-1], batch_size=data.BATCH[a.workload], alpha=0,
                                learning_rate_init=1e-3, max_iter=epochs, tol=0, random_state=a.seed)
        with Meter() as m:
            est.fit(x, y)
        if a.workload == "linear":
            loss = float(np.mean((est.predict(x) - y) ** 2))
        elif a.workload == "logistic":
            loss = float(np.mean(np.log1p(np.exp(-est.decision_function(x) * (2 * y - 1)))))
        else:
            loss = est.loss_
        variant = type(est).__name__ + ("-batch1" if a.workload in ("linear", "logistic") else "")
        emit(a, peer, variant, m.wall / epochs, len(x) * epochs / m.wall, loss,
             epoch_losses=getattr(est, "loss_curve_", None), **m.fields())


def gemm(a):
    for m, n, k in ((512, 512, 512), (1024, 1024, 1024), (128, 128, 512)):
        p, q = np.random.rand(m, k).astype("f4"), np.random.rand(k, n).astype("f4")
        out = np.empty((m, n), "f4")
        reps = max(1, int(4e9 / (2 * m * n * k)))
        np.matmul(p, q, out=out)
        for _ in range(a.repeat):
            with Meter() as meter:
                for _ in range(reps):
                    np.matmul(p, q, out=out)
            emit(a, "numpy-" + np.__version__, f"{m}x{n}x{k}", None, None, None,
                 gflops=2 * m * n * k * reps / meter.wall / 1e9, **meter.fields())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--workload", required=True)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--repeat", type=int, default=3)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    warnings.filterwarnings("ignore")
    from threadpoolctl import threadpool_limits
    with threadpool_limits(a.threads):
        gemm(a) if a.workload == "gemm" else train(a)


if __name__ == "__main__":
    main()
