"""From start to exit: the two regressions by a published program and by PyTorch with its import, interleaved.

  dotnet publish bench/Florin.Bench -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o OUT
  cold.py OUT/Florin.Bench [--rounds N] [--data DIR]
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def seconds(command, env):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **env})
    return time.perf_counter() - begin


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("--rounds", type=int, default=9)
    ap.add_argument("--data", default=os.path.join(tempfile.gettempdir(), "florin-bench"))
    a = ap.parse_args()
    for workload in ("linear", "logistic"):
        ours, theirs = [], []
        for _ in range(a.rounds):
            ours.append(seconds([a.program, "--workload", workload, "--data", a.data, "--threads", "1", "--repeat", "1"], {}))
            theirs.append(seconds([sys.executable, os.path.join(HERE, "torch_bench.py"), "--workload", workload, "--repeat", "1",
                                   "--threads", "1"], {"ATEN_CPU_CAPABILITY": "avx512"}))
        x, y = statistics.median(ours), statistics.median(theirs)
        print(f"{workload}: florin {x:.3f} s, pytorch {y:.3f} s, {y / x:.1f}x", flush=True)


if __name__ == "__main__":
    main()
