"""Time one run and say how much of the machine other processes took meanwhile."""
import os
import resource
import time


def _stat():
    with open("/proc/stat") as f:
        v = [int(x) for x in f.readline().split()[1:9]]
    tick = os.sysconf("SC_CLK_TCK")
    return (v[0] + v[1] + v[2] + v[5] + v[6]) / tick, v[7] / tick


class Meter:
    """with Meter() as m: ...   then m.wall, m.cpu, m.others, m.steal.

    others and steal are shares of all cores' time: a run with others + steal
    above a few percent was not alone and its wall time is not to be quoted.
    """

    def __enter__(self):
        self._s, self._c, self._t = _stat(), time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_):
        self.wall = time.perf_counter() - self._t
        self.cpu = time.process_time() - self._c
        busy, steal = (b - a for a, b in zip(self._s, _stat()))
        total = self.wall * os.cpu_count()
        self.others = round(max(0.0, busy - self.cpu) / total, 3)
        self.steal = round(steal / total, 3)

    def fields(self):
        return {"cpu_seconds": round(self.cpu, 4), "others": self.others, "steal": self.steal}


def peak_rss_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def blas():
    """Which BLAS this process loaded and the kernels it chose, as 'openblas 0.3.21 Haswell'; None where that cannot be told."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return None
    found = [f"{i.get('internal_api')} {i.get('version')} {i.get('architecture', '')}".strip()
             for i in threadpool_info() if i.get("user_api") == "blas"]
    return ", ".join(sorted(set(found))) or None
