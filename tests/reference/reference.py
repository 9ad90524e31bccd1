"""What every script here shares: random draws, the JSON form of a tensor, writing a file and checking it."""
import argparse
import json
import pathlib
import sys
import zlib

import numpy
import torch

torch.set_num_threads(1)  # one order of summation, so that two runs give the same bytes
torch.set_default_dtype(torch.float64)

FOLDER = pathlib.Path(__file__).resolve().parent
# Another BLAS may sum in another order; the engine itself is compared at 1e-9, so this must be well below.
TOLERANCE = 1e-11


def generator(name):
    """A generator of its own for each case: adding a case leaves the numbers of all others as they are."""
    return numpy.random.default_rng(zlib.crc32(name.encode()))


def draw(rng, shape, centre=0.0, spread=1.0):
    """Normal numbers with three decimals (short in the file), none so near zero that a kink is ambiguous."""
    values = numpy.round(centre + spread * rng.standard_normal(shape), 3)
    values = numpy.where(numpy.abs(values) < 0.02, 0.021, values)
    return torch.tensor(values)


def tensor(values):
    """The stored form: {shape, values}, row-major; integers stay integers."""
    array = values.detach().numpy() if isinstance(values, torch.Tensor) else numpy.asarray(values)
    if array.dtype.kind == "f":
        array = array + 0.0  # turns -0.0 into 0.0
    return {"shape": list(array.shape), "values": array.reshape(-1).tolist()}


def tensors(named):
    return {name: tensor(values) for name, values in named.items()}


def leaf(values):
    return values.clone().requires_grad_(True)


def text_of(document):
    """One case a line: a change of one case is a change of one line."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list):
            lines = ",\n".join(json.dumps(item, separators=(",", ":"), allow_nan=False) for item in value)
            parts.append(f"{json.dumps(key)}:[\n{lines}\n]")
        else:
            parts.append(f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'), allow_nan=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def difference(left, right, place=""):
    """The largest distance, relative to max(1, |stored|), between two documents of the same shape."""
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            raise ValueError(f"{place}: fields {sorted(left)} and {sorted(right)}")
        return max((difference(left[key], right[key], f"{place}.{key}") for key in left), default=(0.0, place))
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            raise ValueError(f"{place}: {len(left)} and {len(right)} entries")
        return max((difference(a, b, f"{place}[{i}]") for i, (a, b) in enumerate(zip(left, right))), default=(0.0, place))
    if isinstance(left, float) and isinstance(right, (int, float)):
        return abs(left - right) / max(1.0, abs(left)), place
    if left != right:
        raise ValueError(f"{place}: {left!r} and {right!r}")
    return 0.0, place


def check(path, text):
    if not path.exists():
        return f"{path.name}: missing"
    stored = path.read_text()
    if stored == text:
        print(f"{path.name}: same bytes")
        return None
    try:
        largest, place = difference(json.loads(stored), json.loads(text))
    except ValueError as error:
        return f"{path.name}: {error}"
    print(f"{path.name}: largest difference {largest:.2e} at {place}")
    return None if largest <= TOLERANCE else f"{path.name}: differs by {largest:.2e} at {place}"


def main(file_name, build):
    """Writes the file, or with --check recomputes it and compares it with the one stored."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="recompute and compare, write nothing")
    arguments = parser.parse_args()
    document = build()
    names = [case["name"] for value in document.values() if isinstance(value, list) for case in value]
    if len(set(names)) != len(names):
        raise ValueError("two cases have one name")
    path, text = FOLDER / file_name, text_of(document)
    if arguments.check:
        problem = check(path, text)
        sys.exit(problem or 0)
    path.write_text(text)
    print(f"{file_name}: {len(names)} cases, {len(text)} bytes")
