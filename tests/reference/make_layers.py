"""Writes layers.json: outputs and gradients of every layer, in several configurations."""
from types import SimpleNamespace

import torch

import layers_basic
import layers_sequence
import layers_tabular
from layers_basic import ACTIVATIONS, valid_steps
from reference import draw, generator, leaf, main, tensor, tensors

LAYERS = {**layers_basic.LAYERS, **layers_sequence.LAYERS, **layers_tabular.LAYERS}
# (centre, spread) of a parameter by the last part of its name; what multiplies stays near 1
SPREADS = {"scale": (1.0, 0.3), "r": (1.0, 0.3), "s": (1.0, 0.3), "alpha": (0.8, 0.3), "slope": (0.25, 0.1), "frequency": (0.0, 0.3)}


def draw_parameters(rng, shapes):
    return {name: draw(rng, shape, *SPREADS.get(name.split(".")[-1], (0.0, 0.5))) for name, shape in shapes.items()}


def draw_states(rng, width):
    return {"mean": draw(rng, (width,), 0.2, 0.3), "variance": draw(rng, (width,), 1.5, 0.2)}


def make(name, kind, shape, options, lengths=None, training=None):
    """A layer of real inputs; `training` is given only where the layer then computes something else."""
    rng, layer = generator(name), LAYERS[kind]
    x = leaf(draw(rng, shape))
    parameters = {key: leaf(value) for key, value in draw_parameters(rng, layer.shapes(options, shape)).items()}
    states = draw_states(rng, shape[-1]) if kind == "batchNorm" else {}
    case = {"name": name, "kind": kind, "options": {**options, **({} if training is None else {"training": training})}}
    case["input"] = tensor(x)
    if lengths is not None:
        case["lengths"] = lengths
    case["parameters"] = tensors(parameters)
    if states:
        case["states"] = tensors(states)  # before the forward pass, which changes them
    output = layer.forward(x, parameters, options, SimpleNamespace(lengths=lengths, states=states, training=bool(training)))
    if states:
        case["statesAfter"] = tensors(states)
    return finish(case, rng, output, {"input": x, **parameters}, lengths)


def make_embedding(name, shape, options):
    rng = generator(name)
    codes = rng.integers(0, options["rows"] + 1, shape)
    codes.reshape(-1)[:3] = (0, options["rows"], options["rows"])  # the unknown, and one row that is met twice
    table = leaf(draw(rng, LAYERS["embedding"].shapes(options, shape)["table"]))
    output = LAYERS["embedding"].forward(torch.tensor(codes), {"table": table}, options, None)
    case = {"name": name, "kind": "embedding", "options": options, "categories": tensor(codes), "parameters": tensors({"table": table})}
    return finish(case, rng, output, {"table": table}, None)


def finish(case, rng, output, leaves, lengths):
    probe = draw(rng, tuple(output.shape))
    if lengths is not None and output.dim() == 3:
        probe = probe * valid_steps(output, lengths)
    (output * probe).sum().backward()
    gradients = {name: values.grad for name, values in leaves.items()}
    return {**case, "output": tensor(output), "probe": tensor(probe), "gradients": tensors(gradients)}


def dense_cases():
    yield make("dense", "dense", (4, 3), {"units": 2, "activation": "none"})
    yield make("denseTanh", "dense", (5, 4), {"units": 3, "activation": "tanh"})
    yield make("denseRelu", "dense", (3, 6), {"units": 5, "activation": "relu"})
    yield make("denseSoftmax", "dense", (4, 3), {"units": 4, "activation": "softmax"})
    yield make("denseWithoutBias", "dense", (4, 3), {"units": 2, "activation": "none", "bias": False})
    yield make("denseOverTime", "dense", (3, 4, 3), {"units": 2, "activation": "gelu"})
    yield make_embedding("embedding", (5,), {"rows": 4, "units": 3})
    yield make_embedding("embeddingOverTime", (3, 4), {"rows": 5, "units": 2})


def conv_cases():
    def conv1d(name, shape, filters, kernel, **other):
        options = {"filters": filters, "kernel": kernel, "stride": 1, "dilation": 1, "groups": 1, "padding": "valid", "activation": "none"}
        return make(name, "conv1D", shape, {**options, **other})

    def conv2d(name, shape, filters, kernel, **other):
        options = {"filters": filters, "kernel": kernel, "stride": [1, 1], "dilation": [1, 1], "groups": 1, "padding": "valid",
                   "activation": "none"}
        return make(name, "conv2D", shape, {**options, **other})

    yield conv1d("conv1DValid", (3, 6, 2), 3, 3)
    yield conv1d("conv1DPointwise", (3, 4, 3), 2, 1, activation="relu")
    yield conv1d("conv1DSame", (3, 6, 2), 3, 3, padding="same")
    yield conv1d("conv1DSameEvenKernel", (3, 5, 2), 3, 4, padding="same")
    yield conv1d("conv1DSameStride2", (3, 7, 2), 2, 3, padding="same", stride=2)
    yield conv1d("conv1DSameStride2EvenTime", (3, 6, 2), 2, 3, padding="same", stride=2)
    yield conv1d("conv1DSameStrideAboveKernel", (3, 7, 2), 2, 2, padding="same", stride=3)
    yield conv1d("conv1DStride2", (3, 7, 2), 3, 3, stride=2)
    yield conv1d("conv1DStride2Unused", (3, 6, 2), 3, 3, stride=2)
    yield conv1d("conv1DDilation2", (3, 7, 2), 3, 3, dilation=2)
    yield conv1d("conv1DSameDilation2", (3, 7, 2), 2, 3, padding="same", dilation=2)
    yield conv1d("conv1DCausal", (3, 6, 2), 3, 3, padding="causal")
    yield conv1d("conv1DCausalDilation2", (3, 6, 2), 3, 3, padding="causal", dilation=2, activation="relu")
    yield conv1d("conv1DCausalStride2", (3, 6, 2), 2, 2, padding="causal", stride=2)
    yield conv1d("conv1DGroups2", (3, 5, 4), 6, 2, groups=2)
    yield conv1d("conv1DDepthwise", (3, 5, 3), 3, 3, groups=3, padding="same")
    yield conv2d("conv2DValid", (2, 4, 5, 2), 3, [3, 2])
    yield conv2d("conv2DSame", (2, 4, 5, 2), 2, [3, 3], padding="same", activation="relu")
    yield conv2d("conv2DSameStride2", (2, 5, 4, 2), 2, [3, 2], padding="same", stride=[2, 2])
    yield conv2d("conv2DStride21", (2, 5, 4, 2), 2, [2, 3], stride=[2, 1])
    yield conv2d("conv2DDilation2", (2, 5, 6, 1), 2, [2, 3], dilation=[2, 2])
    yield conv2d("conv2DGroups2", (2, 3, 4, 4), 4, [2, 2], groups=2)


def norm_cases():
    batch = {"momentum": 0.1, "epsilon": 1e-5}
    yield make("batchNormTrain", "batchNorm", (5, 3), batch, training=True)
    yield make("batchNormPredict", "batchNorm", (5, 3), batch, training=False)
    yield make("batchNormOverTimeTrain", "batchNorm", (3, 4, 2), batch, training=True)
    yield make("batchNormOverTimePredict", "batchNorm", (3, 4, 2), batch, training=False)
    yield make("batchNormOverSpaceTrain", "batchNorm", (3, 2, 3, 2), batch, training=True)
    yield make("layerNorm", "layerNorm", (4, 5), {"epsilon": 1e-5})
    yield make("layerNormOverTime", "layerNorm", (3, 4, 3), {"epsilon": 1e-5})


def recurrent_cases():
    def recurrent(name, kind, shape, units, lengths=None, **other):
        return make(name, kind, shape, {"units": units, "layers": 1, "bidirectional": False, "returns": "last", **other}, lengths)

    for kind in ("simpleRnn", "lstm", "gru"):
        yield recurrent(f"{kind}Last", kind, (3, 5, 2), 3)
        yield recurrent(f"{kind}Sequence", kind, (3, 5, 2), 3, returns="sequence")
        yield recurrent(f"{kind}OneStep", kind, (3, 1, 2), 2)
        yield recurrent(f"{kind}MaskedLast", kind, (4, 5, 2), 2, [5, 2, 1, 4])
        yield recurrent(f"{kind}MaskedSequence", kind, (4, 5, 2), 2, [3, 5, 4, 1], returns="sequence")
        yield recurrent(f"{kind}Stacked", kind, (3, 4, 2), 2, layers=2)
        yield recurrent(f"{kind}StackedSequence", kind, (3, 4, 2), 2, layers=2, returns="sequence")
        yield recurrent(f"{kind}StackedMasked", kind, (3, 4, 2), 2, [2, 4, 3], layers=2)
        yield recurrent(f"{kind}Bidirectional", kind, (3, 4, 2), 2, bidirectional=True)
        yield recurrent(f"{kind}BidirectionalSequence", kind, (3, 4, 2), 2, bidirectional=True, returns="sequence")
        yield recurrent(f"{kind}BidirectionalMaskedLast", kind, (3, 5, 2), 2, [2, 5, 3], bidirectional=True)
        yield recurrent(f"{kind}BidirectionalMaskedSequence", kind, (3, 5, 2), 2, [4, 1, 5], bidirectional=True, returns="sequence")
        yield recurrent(f"{kind}StackedBidirectional", kind, (2, 4, 2), 2, layers=2, bidirectional=True)
        yield recurrent(f"{kind}StackedBidirectionalMaskedSequence", kind, (3, 4, 2), 2, [4, 1, 3], layers=2, bidirectional=True,
                        returns="sequence")


def attention_cases():
    def attention(name, shape, heads, causal=False, lengths=None):
        return make(name, "multiHeadAttention", shape, {"heads": heads, "causal": causal}, lengths)

    def block(name, activation, pre_norm, causal=False, lengths=None):
        options = {"heads": 2, "feedForward": 6, "activation": activation, "preNorm": pre_norm, "causal": causal}
        return make(name, "transformerBlock", (3, 4, 4), options, lengths)

    yield attention("attentionOneHead", (3, 4, 3), 1)
    yield attention("attention", (3, 4, 4), 2)
    yield attention("attentionThreeHeads", (2, 5, 6), 3)
    yield attention("attentionCausal", (3, 5, 4), 2, causal=True)
    yield attention("attentionMasked", (3, 5, 4), 2, lengths=[5, 2, 3])
    yield attention("attentionCausalMasked", (3, 4, 4), 2, causal=True, lengths=[4, 1, 3])
    yield block("transformerBlockRelu", "relu", False)
    yield block("transformerBlockGelu", "gelu", False)
    yield block("transformerBlockPreNormRelu", "relu", True)
    yield block("transformerBlockPreNormGelu", "gelu", True)
    yield block("transformerBlockCausal", "gelu", True, causal=True)
    yield block("transformerBlockMasked", "relu", False, lengths=[4, 2, 3])
    yield block("transformerBlockPreNormMasked", "gelu", True, lengths=[1, 4, 3])
    yield block("transformerBlockCausalMasked", "relu", False, causal=True, lengths=[2, 4, 3])
    yield make("sinusoidalPosition", "sinusoidalPosition", (2, 5, 6), {})
    yield make("sinusoidalPositionOddWidth", "sinusoidalPosition", (2, 4, 3), {})
    yield make("learnedPosition", "learnedPosition", (3, 4, 3), {"time": 4})


def activation_cases():
    for activation in ACTIVATIONS:
        if activation != "none":
            yield make(activation, "activation", (4, 5), {"activation": activation})
    yield make("softmaxOverTime", "activation", (2, 3, 4), {"activation": "softmax"})
    yield make("pRelu", "pRelu", (4, 3), {})
    yield make("pReluOverTime", "pRelu", (2, 3, 4), {})


def pooling_cases():
    for pooling in ("max", "average"):
        yield make(f"{pooling}Pool1D", f"{pooling}Pool1D", (3, 6, 2), {"window": 2, "stride": 2})
        yield make(f"{pooling}Pool1DOverlap", f"{pooling}Pool1D", (3, 7, 2), {"window": 3, "stride": 2})
        yield make(f"{pooling}Pool1DRest", f"{pooling}Pool1D", (3, 7, 2), {"window": 2, "stride": 3})
        yield make(f"{pooling}Pool2D", f"{pooling}Pool2D", (2, 4, 6, 2), {"window": [2, 2], "stride": [2, 2]})
        yield make(f"{pooling}Pool2DOverlap", f"{pooling}Pool2D", (2, 5, 4, 2), {"window": [3, 2], "stride": [2, 1]})
    for pooling in ("Average", "Max"):
        kind = f"global{pooling}Pool"
        yield make(f"{kind}OverTime", kind, (3, 5, 2), {})
        yield make(f"{kind}OverTimeMasked", kind, (4, 5, 2), {}, [5, 2, 1, 4])
        yield make(f"{kind}OverSpace", kind, (2, 3, 4, 2), {})


def tabular_cases():
    edges = [[-1.0, -0.25, 0.5, 1.25], [-0.75, 0.6], [-1.2, 0.1, 0.9]]
    yield make("featureTokenizer", "featureTokenizer", (4, 3), {"units": 4})
    yield make("classToken", "classToken", (3, 4, 3), {})
    yield make("piecewiseLinear", "piecewiseLinear", (6, 3), {"units": 4, "edges": edges})
    yield make("piecewiseLinear with directions", "piecewiseLinear", (6, 3), {"units": 4, "edges": edges, "directions": [1, -1, -1]})
    yield make("monotoneDense", "monotoneDense", (6, 5), {"units": 5, "bent": True})
    yield make("monotoneDense, last", "monotoneDense", (6, 5), {"units": 2, "bent": False})
    yield make("sumFeatures", "sumFeatures", (6, 5), {})
    yield make("periodic", "periodic", (4, 3), {"frequencies": 5, "units": 4})
    yield make("pbld", "pbld", (4, 2), {"frequencies": 16, "units": 4})
    yield make("members", "members", (4, 3), {"members": 3})
    yield make("batchEnsemble", "batchEnsemble", (4, 3, 2), {"units": 4, "activation": "none"})
    yield make("batchEnsembleRelu", "batchEnsemble", (4, 2, 5), {"units": 3, "activation": "relu"})
    yield make("memberDense", "memberDense", (4, 3, 4), {"units": 2, "activation": "none"})
    yield make("ntkDense", "ntkDense", (4, 5), {"units": 3, "activation": "none"})
    yield make("frontScale", "frontScale", (4, 5), {})
    yield make("selectFeatures", "selectFeatures", (4, 5), {"places": [3, 0, 3, 1]})
    yield make("selectFeaturesOverTime", "selectFeatures", (2, 3, 4), {"places": [2]})
    for name in ("selu", "mish", "relu"):
        yield make(f"parametricActivation{name.title()}", "parametricActivation", (4, 5), {"activation": name})


def build():
    families = (dense_cases, conv_cases, norm_cases, recurrent_cases, attention_cases, activation_cases, pooling_cases, tabular_cases)
    return {"cases": [case for family in families for case in family()]}


if __name__ == "__main__":
    main("layers.json", build)
