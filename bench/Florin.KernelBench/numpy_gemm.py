#!/usr/bin/python3
"""The same products by NumPy: best of short repetitions, GFLOP/s. Debian's interpreter, OMP_NUM_THREADS=1 or 2.

An environment that sets OPENBLAS_CORETYPE may choose a slower kernel: run with `env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE` too.
"""
import ctypes
import os
import time

import numpy as np

SHAPES = [(512, 512, 512), (1024, 1024, 1024), (128, 128, 512), (64, 512, 512), (64, 128, 30), (64, 64, 128), (60, 32, 100), (64, 1, 64)]


def kernel():
    for line in open("/proc/self/maps"):
        if "openblas" in line or "libblas" in line:
            library = ctypes.CDLL(line.split()[-1])
            if hasattr(library, "openblas_get_corename"):
                library.openblas_get_corename.restype = ctypes.c_char_p
                return line.split()[-1], library.openblas_get_corename().decode()
    return "unknown", "unknown"


def main():
    print(*kernel(), "threads", os.environ.get("OMP_NUM_THREADS", "default"))
    for m, n, k in SHAPES:
        a, b = np.random.rand(m, k).astype("f"), np.random.rand(k, n).astype("f")
        c = np.empty((m, n), "f")
        flops = 2.0 * m * n * k
        calls = max(1, int(5e-3 / max(flops / 1e11, 5e-7)))
        best = 1e9
        for _ in range(60):
            start = time.perf_counter()
            for _ in range(calls):
                np.matmul(a, b, out=c)
            best = min(best, (time.perf_counter() - start) / calls)
        print(f"[{m} x {n} x {k}]  {flops / best / 1e9:8.1f} GFLOP/s {best * 1e6:10.2f} us")


main()
