"""Medians of the runs that had the machine to themselves, and Florin beside the best peer.

  summarize.py results.jsonl [--limit 0.05]

First table: per workload Florin and the best setting of any peer (threads included), their ratio of speeds (above 1: Florin is
faster), the same with one thread on both sides, peak memory, and the largest relative difference of the loss curves where both start
from the same weights and see the rows in the same order.  Second table: every setting.
Where no run stayed under the limit, the quietest third counts and the value is marked with '*'.
"""
import argparse
import json
import statistics as st
from collections import defaultdict

SHARED_START = ("mlp-credit", "mlp-wide", "lstm", "gru")
SAME_ORDER = ("slice", "foreach", "jit")


class Setting:
    """The runs of one workload, peer, variant, number of threads and instruction set."""

    def __init__(self, key, runs, limit):
        self.workload, self.peer, self.variant, self.threads, self.isa = key
        self.all = len(runs)
        noise = lambda d: (d.get("others") or 0) + (d.get("steal") or 0)
        self.runs = [d for d in runs if noise(d) <= limit]
        self.mark = "" if self.runs else " *"
        self.runs = self.runs or sorted(runs, key=noise)[:max(1, len(runs) // 3)]
        self.values = [self._value(d) for d in self.runs]
        self.median = st.median(self.values)

    def _value(self, d):
        if d.get("train_seconds_per_epoch"):
            self.unit = "ms/epoch"
            return d["train_seconds_per_epoch"] * 1e3
        if "p50_us" in d:
            self.unit = "us p50"
            return d["p50_us"]
        if "gflops" in d:
            self.unit = "GFLOP/s"
            return d["gflops"]
        self.unit = "Mrow/s"
        return d["rows_per_second"] / 1e6

    @property
    def speed(self):
        return self.median if self.unit in ("GFLOP/s", "Mrow/s") else 1 / self.median

    @property
    def memory(self):
        return st.median(d["peak_rss_mb"] for d in self.runs)

    @property
    def florin(self):
        return self.peer.startswith("florin")

    @property
    def task(self):
        """What is compared with what: a workload, one shape of product, one size of batch."""
        if self.workload == "gemm":
            return "gemm " + self.variant
        if self.workload == "inference":
            if self.variant.startswith("single"):
                return "inference, 1 row"
            return "inference, batch " + ("1M" if self.variant.startswith(("batch1m", "batch-1000000")) else "8192")
        return self.workload

    def middle(self, field):
        found = [d[field] for d in self.runs if d.get(field) is not None]
        return st.median(found) if found else None

    def __str__(self):
        return f"{self.median:.4g} {self.unit}{self.mark} ({self.threads}t)"


def read(path, limit):
    groups = defaultdict(list)
    with open(path) as f:
        for line in f:
            d = json.loads(line)
            isa = d.get("isa", "") + ("/passive" if d.get("wait") == "passive" else "")
            groups[d["workload"], d["peer"], d["variant"], d["threads"], isa].append(d)
    return [Setting(key, runs, limit) for key, runs in sorted(groups.items())]


def curve_difference(settings):
    """Largest |a - b| / |b| of the epochs' losses, Florin against every run that saw the same numbers in the same order."""
    ours = [d["epoch_losses"] for s in settings if s.florin for d in s.runs if d.get("epoch_losses")]
    theirs = [d["epoch_losses"] for s in settings if s.peer.startswith("pytorch") and s.variant in SAME_ORDER
              for d in s.runs if d.get("epoch_losses")]
    found = [abs(p - q) / abs(q) for a in ours for b in theirs for p, q in zip(a, b)]
    return f"{max(found):.1e}" if found else ""


def compare(settings):
    print("| task | Florin | best peer | ratio | 1 thread : 1 thread | MB Florin : peer | loss curves differ by |")
    print("|---|---|---|---|---|---|---|")
    tasks = defaultdict(list)
    for s in settings:
        tasks[s.task].append(s)
    for task, group in tasks.items():
        best = lambda ours, threads=None: max((s for s in group if s.florin == ours and threads in (None, s.threads)),
                                              key=lambda s: s.speed, default=None)
        a, b, a1, b1 = best(True), best(False), best(True, 1), best(False, 1)
        row = [task, str(a or ""), f"{b} {b.peer} {b.variant} {b.isa}".strip() if b else ""]
        row.append(f"{a.speed / b.speed:.2f}" if a and b else "")
        row.append(f"{a1.speed / b1.speed:.2f}" if a1 and b1 else "")
        row.append(f"{a.memory:.0f} : {b.memory:.0f}" if a and b else "")
        row.append(curve_difference(group) if task in SHARED_START else "")
        print("| " + " | ".join(row) + " |")


def table(settings):
    print("| workload | peer | variant | threads | isa | blas | value | min..max | cpu s | loss | peak MB | runs |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for s in settings:
        cpu, loss, p99 = s.middle("cpu_seconds"), s.middle("final_loss"), s.middle("p99_us")
        value = f"{s.median:.4g} {s.unit}{s.mark}" + (f", p99 {p99:.1f}" if p99 is not None else "")
        print("| " + " | ".join([s.workload, s.peer, s.variant, str(s.threads), s.isa, s.runs[0].get("blas") or "", value,
                                 f"{min(s.values):.4g}..{max(s.values):.4g}", f"{cpu:.3g}" if cpu is not None else "",
                                 f"{loss:.5g}" if loss is not None else "", f"{s.memory:.0f}", f"{len(s.runs)}/{s.all}"]) + " |")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("file")
    ap.add_argument("--limit", type=float, default=0.05)
    a = ap.parse_args()
    settings = read(a.file, a.limit)
    compare(settings)
    print()
    table(settings)


if __name__ == "__main__":
    main()
