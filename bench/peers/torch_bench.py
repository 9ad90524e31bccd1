"""PyTorch peer.

  torch_bench.py --workload NAME [--variant V,...] [--threads N] [--repeat N] [--seed S]

Prints one JSON line per run.  Training variants:
  slice       shuffled index + tensor indexing; zero_grad(set_to_none)
  foreach     the same with Adam(foreach=True)
  jit         the same with torch.jit.script on the model
  dataloader  DataLoader(TensorDataset, shuffle=True), as most users write it
`inference` and `gemm` have variants of their own.  Give every variant a
process of its own when peak_rss_mb matters.  ATEN_CPU_CAPABILITY=avx512 in
the environment switches the element-wise kernels to AVX-512.
"""
import argparse
import json
import os
import time

import numpy as np
import torch
from torch import nn

import data
from meter import Meter, blas, peak_rss_mb


def emit(a, variant, epoch_s, rows_s, loss, **more):
    print(json.dumps({"workload": a.workload, "peer": "pytorch-" + torch.__version__, "variant": variant,
                      "train_seconds_per_epoch": epoch_s, "rows_per_second": rows_s, "final_loss": loss,
                      "peak_rss_mb": peak_rss_mb(),
                      "threads": torch.get_num_threads(),
                      "blas": blas(),
                      "isa": os.environ.get("ATEN_CPU_CAPABILITY", "default"),
                      "wait": os.environ.get("OMP_WAIT_POLICY", "default").lower(), **more}), flush=True)


class Squeeze(nn.Module):
    def forward(self, x):
        return x.squeeze(-1)


def mlp(sizes, seed):
    layers = []
    weights = data.mlp_weights(sizes, seed)
    for i, (w, b) in enumerate(weights):
        lin = nn.Linear(w.shape[1], w.shape[0])
        with torch.no_grad():
            lin.weight.copy_(torch.from_numpy(w))
            lin.bias.copy_(torch.from_numpy(b))
        layers += [lin] + ([nn.ReLU()] if i + 1 < len(weights) else [])
    return nn.Sequential(*layers, Squeeze())


class Recurrent(nn.Module):
    def __init__(self, kind, features, hidden, seed):
        super().__init__()
        self.rnn = (nn.LSTM if kind == "lstm" else nn.GRU)(features, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 1)
        with torch.no_grad():
            for p, w in zip(list(self.rnn.parameters()) + list(self.out.parameters()),
                            data.rnn_weights(features, hidden, 4 if kind == "lstm" else 3, seed)):
                p.copy_(torch.from_numpy(w))

    def forward(self, x):
        h, _ = self.rnn(x)
        return self.out(h[:, -1]).squeeze(-1)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.out = nn.Conv1d(20, 32, 5), nn.Conv1d(32, 64, 5), nn.Linear(64, 1)

    def forward(self, x):
        h = torch.relu(self.b(torch.relu(self.a(x.transpose(1, 2)))))
        return self.out(h.mean(2)).squeeze(-1)


def encoder(dim, heads, ff, layers):
    return nn.TransformerEncoder(nn.TransformerEncoderLayer(dim, heads, ff, dropout=0.0, batch_first=True), layers)


class SeqTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.inp, self.enc, self.out = nn.Linear(20, 64), encoder(64, 4, 128, 2), nn.Linear(64, 1)

    def forward(self, x):
        return self.out(self.enc(self.inp(x)).mean(1)).squeeze(-1)


class FtTransformer(nn.Module):
    def __init__(self, features=30, dim=32):
        super().__init__()
        self.w = nn.Parameter(torch.randn(features, dim) * 0.1)
        self.b = nn.Parameter(torch.randn(features, dim) * 0.1)
        self.cls = nn.Parameter(torch.randn(1, 1, dim) * 0.1)
        self.enc, self.out = encoder(dim, 4, 2 * dim, 2), nn.Linear(dim, 1)

    def forward(self, x):
        t = x.unsqueeze(-1) * self.w + self.b
        t = torch.cat([self.cls.expand(x.shape[0], 1, t.shape[2]), t], 1)
        return self.out(self.enc(t)[:, 0]).squeeze(-1)


class Logistic(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.lin(x)).squeeze(-1)


def build(name, seed):
    torch.manual_seed(seed)
    if name in data.MLP_SIZES:
        return mlp(data.MLP_SIZES[name], seed), nn.BCEWithLogitsLoss()
    if name in ("lstm", "gru"):
        return Recurrent(name, 20, 64, seed), nn.MSELoss()
    return {"linear": lambda: (nn.Sequential(nn.Linear(1, 1), Squeeze()), nn.MSELoss()),
            "logistic": lambda: (Logistic(), nn.BCELoss()),
            "cnn1d": lambda: (Cnn(), nn.MSELoss()),
            "transformer": lambda: (SeqTransformer(), nn.MSELoss()),
            "ft-transformer": lambda: (FtTransformer(), nn.BCEWithLogitsLoss())}[name]()


def train(a, variant):
    name = a.workload
    x, y = (torch.from_numpy(v) for v in data.make(name, a.seed))
    rows, batch, epochs = len(x), data.BATCH[name], data.EPOCHS[name]
    perms = [torch.from_numpy(data.permutation(name, rows, e, a.seed).astype("i8")) for e in range(epochs)]
    for _ in range(a.repeat):
        model, loss_fn = build(name, a.seed)
        if variant == "jit":
            model = torch.jit.script(model)
        if name in ("linear", "logistic"):
            opt = torch.optim.SGD(model.parameters(), lr=0.1)
        else:
            opt = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=variant == "foreach")
        if variant == "dataloader":
            loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=batch, shuffle=True)
        losses, times = [], []
        with Meter() as meter:
            for e in range(epochs):
                start, total = time.perf_counter(), torch.zeros(())
                if variant == "dataloader":
                    batches = loader
                else:
                    batches = ((x[i], y[i]) for i in perms[e].split(batch))
                for xb, yb in batches:
                    opt.zero_grad(set_to_none=True)
                    loss = loss_fn(model(xb), yb)
                    loss.backward()
                    opt.step()
                    total += loss.detach() * len(yb)
                times.append(time.perf_counter() - start)
                losses.append(float(total) / rows)
        s = float(np.median(times))
        emit(a, variant, s, rows / s, losses[-1], epoch_losses=losses[:5], **meter.fields())


def inference(a, variant):
    """single-eager, single-script, single-frozen; batch-eager, batch-script, batch-frozen, batch1m-eager."""
    model = mlp(data.MLP_SIZES["mlp-credit"], a.seed).eval()
    x = torch.from_numpy(data.make("mlp-credit", a.seed)[0])
    x = x.repeat(4, 1)[:1_000_000].contiguous()
    mode, form = variant.split("-")
    if form in ("script", "frozen"):
        model = torch.jit.script(model)
    if form == "frozen":
        model = torch.jit.freeze(model)
    with torch.inference_mode():
        for _ in range(a.repeat):
            if mode == "single":
                ts = np.empty(20_000)
                for i in range(2_000):
                    model(x[i:i + 1])
                with Meter() as meter:
                    for i in range(len(ts)):
                        row = x[i:i + 1]
                        t = time.perf_counter_ns()
                        model(row)
                        ts[i] = time.perf_counter_ns() - t
                p50, p99 = np.percentile(ts, [50, 99]) / 1e3
                emit(a, variant, None, 1e6 / p50, None, p50_us=p50, p99_us=p99, **meter.fields())
            else:
                size = 1_000_000 if mode == "batch1m" else 8192
                with Meter() as meter:
                    for i in range(0, len(x), size):
                        model(x[i:i + size])
                emit(a, variant, None, len(x) / meter.wall, None, **meter.fields())


def gemm(a, variant):
    """variant MxNxK: C[M,N] = A[M,K] B[K,N]."""
    m, n, k = map(int, variant.split("x"))
    p, q = torch.rand(m, k), torch.rand(k, n)
    out = torch.empty(m, n)
    reps = max(1, int(4e9 / (2 * m * n * k)))
    for _ in range(5):
        torch.mm(p, q, out=out)
    for _ in range(a.repeat):
        with Meter() as meter:
            for _ in range(reps):
                torch.mm(p, q, out=out)
        emit(a, variant, None, None, None, gflops=2 * m * n * k * reps / meter.wall / 1e9, **meter.fields())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--workload", required=True)
    ap.add_argument("--variant", default="")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--repeat", type=int, default=3)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    run, default = {"inference": (inference, "single-eager,single-script,single-frozen,"
                                             "batch-eager,batch-script,batch-frozen,batch1m-eager"),
                    "gemm": (gemm, "512x512x512,1024x1024x1024,128x128x512")}.get(a.workload, (train, "slice,dataloader"))
    for v in (a.variant or default).split(","):
        run(a, v)


if __name__ == "__main__":
    main()
