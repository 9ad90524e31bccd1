"""Runs the ONNX project's own checker and strict shape inference on every model of a folder; prints one line of JSON for each.

    python3 check.py FOLDER
"""
import glob
import json
import os
import sys

import onnx

for path in sorted(glob.glob(sys.argv[1] + "/*.onnx")):
    line = {"name": os.path.basename(path)[: -len(".onnx")]}
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        values = [*inferred.graph.input, *inferred.graph.output]
        first = {value.type.tensor_type.shape.dim[0].dim_param for value in values}
        line["batch"] = "".join(first)
        line["meanings"] = {value.name: value.doc_string for value in values}
        line["notes"] = {note.key: note.value for note in model.metadata_props}
    except Exception as error:  # the line is the report
        line["error"] = str(error)
    print(json.dumps(line))
