"""Reads the arrays that the tests wrote with nothing but numpy and json, checks them, and writes a file for the tests to read.

    python3 safetensors_twin.py FOLDER
"""
import json
import struct
import sys

import numpy as np

TYPES = {"U8": "u1", "I32": "<i4", "I64": "<i8", "F32": "<f4", "F64": "<f8"}


def read(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    assert length % 8 == 0
    header = json.loads(data[8 : 8 + length].decode("utf-8"))
    notes = header.pop("__metadata__", {})
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert begin % np.dtype(TYPES[entry["dtype"]]).itemsize == 0
        arrays[name] = np.frombuffer(data[8 + length :][begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return arrays, notes


def write(path, arrays, notes):
    header, blocks, offset = {"__metadata__": notes}, [], 0
    for name, array in arrays.items():
        kind = next(k for k, v in TYPES.items() if np.dtype(v) == array.dtype)
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        blocks.append(array.tobytes())
        offset += array.nbytes
    text = json.dumps(header).encode("utf-8")
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + b"".join(blocks))


folder = sys.argv[1]
arrays, notes = read(folder + "/ours.safetensors")
assert notes == {"by": "Florin"} and len(arrays) == 6
weight = np.array([[1, -0.0, np.nan], [np.inf, 1e-45, 6]], "<f4")
assert np.array_equal(arrays["dense1.weight"], weight, equal_nan=True) and np.signbit(arrays["dense1.weight"][0, 1])
assert arrays['ölpreis "spot"'].tolist() == [0.1, -sys.float_info.max]
assert arrays["step"].shape == () and arrays["step"] == 2**63 - 1
assert arrays["codes"].tolist() == [[1], [-2], [3]] and arrays["flags"].tolist() == [0, 255, 7]
assert arrays["empty"].shape == (4, 0)
theirs = {"f32": [[0.5], [np.nan], [-3]], "u8": [1, 2], "i64": 7, "f64": [1e300], "i32": [[-1]]}
write(folder + "/theirs.safetensors", {k: np.array(v, TYPES[k.upper()]) for k, v in theirs.items()}, {"by": "numpy"})
