"""Run Florin and the peers in turn, round by round, and keep every JSON line.

  run_all.py --out results.jsonl [--rounds N | --quick] [--only SUBSTRING,...] [--js DIR] [--florin PATH | --no-florin] [--data DIR]

Each (workload, peer, variant, threads) gets a process of its own; within a round Florin and its peers on a workload follow one
another, so that slow drift of the machine meets all alike.  --js names a folder with the node_modules of package.json; without it
the JavaScript peers are left out.  Lines carry `others` and `steal` (see meter.py); summarize.py drops those that were not alone.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import data

HERE = os.path.dirname(os.path.abspath(__file__))
FLORIN = os.path.join(HERE, "..", "..", "artifacts", "bin", "Florin.Bench", "release", "Florin.Bench.dll")
TRAINED = ("mlp-credit", "mlp-wide", "lstm", "gru", "cnn1d", "transformer", "ft-transformer")
TOYS = ("linear", "logistic")
GEMMS = "512x512x512,1024x1024x1024,128x128x512"
REPEAT = "3"  # trainings in a process: the first pays for compiling kernels, on every side


def torch(workload, variant, threads, isa="avx512", wait=None):
    env = {"ATEN_CPU_CAPABILITY": isa, **({"OMP_WAIT_POLICY": wait} if wait else {})}
    return [sys.executable, "torch_bench.py", "--workload", workload, "--variant", variant, "--threads", str(threads),
            "--repeat", REPEAT], env


def sklearn(workload, threads):
    return [sys.executable, "sklearn_bench.py", "--workload", workload, "--threads", str(threads), "--repeat", "1"], {}


def tfjs(js, workload, *more):
    return ["node", "tfjs_bench.mjs", "--modules", js, "--workload", workload, *more], {}


def toys(workload, threads, js):
    yield torch(workload, "slice", threads)
    if threads == 1:
        yield torch(workload, "jit", 1)
        yield torch(workload, "dataloader", 1)
        yield sklearn(workload, 1)
        for backend in ("wasm", "cpu") if js else ():
            yield tfjs(js, workload, "--backend", backend)


def nets(workload, threads, js):
    yield torch(workload, "slice", threads)
    if workload in data.MLP_SIZES:
        yield torch(workload, "dataloader", threads)
        yield sklearn(workload, threads)
    if workload == "mlp-credit":
        yield torch(workload, "foreach", threads)
        yield torch(workload, "jit", threads)
        yield torch(workload, "slice", threads, "default")
        if threads == 2:
            yield torch(workload, "slice", 2, wait="PASSIVE")  # OpenMP threads that sleep instead of spinning
        if js and threads == 1:
            yield tfjs(js, workload, "--rows", "100000")


def inference(threads, js):
    yield torch("inference", "batch-eager,batch-script,batch-frozen,batch1m-eager", threads)
    if threads == 1:
        yield torch("inference", "single-eager,single-script,single-frozen", 1)
    if js:
        yield ["node", "ort_bench.mjs", "--modules", js, "--threads", str(threads), "--repeat", "1"], {}


def peers(workload, threads, js):
    if workload in TOYS:
        yield from toys(workload, threads, js)
    elif workload in TRAINED:
        yield from nets(workload, threads, js)
    elif workload == "inference":
        yield from inference(threads, js)
    else:
        yield torch("gemm", GEMMS, threads)
        yield sklearn("gemm", threads)


def plan(a):
    for workload in (*TRAINED, "gemm", "inference", *TOYS):
        for threads in (1, 2):
            if not a.no_florin:
                yield ["dotnet", os.path.abspath(a.florin), "--workload", workload, "--data", a.data,
                       "--threads", str(threads), "--repeat", REPEAT, "--warm", "2" if workload in TOYS else "0"], {}
            yield from peers(workload, threads, a.js)


CHECK = """
import json, numpy as np
r = np.random.default_rng(1); worst = 0.0
for m, n, k in ((1, 1, 1), (64, 64, 64), (512, 128, 30), (257, 129, 513), (1024, 512, 200)):
    p, q = r.standard_normal((m, k)).astype("f4"), r.standard_normal((k, n)).astype("f4")
    exact = p.astype("f8") @ q.astype("f8")
    scale = np.abs(p).astype("f8") @ np.abs(q).astype("f8")
    worst = max(worst, float(np.max(np.abs(p @ q - exact) / scale)))
import meter
print(json.dumps({"worst": worst, "blas": meter.blas()}))
"""


def environment():
    """The peers' environment. Some machines set a BLAS kernel for an old OpenBLAS, which slows a current one: it is left out
    if the product of numpy is then still right."""
    given = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    free = {k: v for k, v in given.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=HERE, env=free, capture_output=True, text=True)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {"worst": float("nan"), "blas": done.stderr[-200:]}
    right = answer["worst"] < 1e-5
    print(f"numpy with its own choice of BLAS kernel: {answer['blas']}, error {answer['worst']:.1e} of float64: "
          + ("used" if right else "wrong, so the environment's choice is kept"), flush=True)
    return free if right else given


def provide_data(folder):
    if os.path.exists(os.path.join(folder, "manifest.json")):
        return
    subprocess.run([sys.executable, "make_data.py", "--out", folder], cwd=HERE, check=True)


def run(cmd, env, a, number):
    """One process; its JSON lines go to the results with the round's number."""
    try:
        done = subprocess.run(cmd, cwd=HERE, env=env, capture_output=True, text=True, timeout=a.timeout)
    except subprocess.TimeoutExpired:
        print("gave up:", " ".join(cmd), file=sys.stderr)
        return
    except FileNotFoundError:
        print("not installed:", cmd[0], file=sys.stderr)
        return
    if done.returncode:
        print("failed:", " ".join(cmd), done.stderr[-300:], file=sys.stderr)
    with open(a.out, "a") as f:
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                f.write(json.dumps({"round": number, **json.loads(line)}) + "\n")


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", required=True)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--quick", action="store_true", help="one round")
    ap.add_argument("--only", default="")
    ap.add_argument("--js", default="")
    ap.add_argument("--florin", default=FLORIN, help="Florin.Bench.dll, built with -c Release")
    ap.add_argument("--no-florin", action="store_true")
    ap.add_argument("--data", default=os.path.join(tempfile.gettempdir(), "florin-bench"))
    ap.add_argument("--timeout", type=float, default=120, help="seconds after which one process is given up")
    a = ap.parse_args()
    if not a.no_florin and not os.path.exists(a.florin):
        ap.error(f"{a.florin} is not there: dotnet build -c Release bench/Florin.Bench, or --no-florin")
    return a


def main():
    a = arguments()
    only = [w for w in a.only.split(",") if w]
    provide_data(a.data)
    base = environment()
    for number in range(1 if a.quick else a.rounds):
        start = time.time()
        for cmd, env in plan(a):
            if not only or any(o in " ".join(cmd) for o in only):
                run(cmd, {**base, **env}, a, number)
        print(f"round {number}: {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
