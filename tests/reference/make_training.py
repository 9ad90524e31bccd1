"""Writes training.json: ten full-batch Adam steps of one small net of every family.

Parameters are named as in the engine: kind and ordinal of the layer within its net, then the name within the layer.
"""
from collections import Counter
from types import SimpleNamespace

import torch

from make_layers import LAYERS, draw_parameters
from reference import draw, generator, leaf, main, tensor, tensors

STEPS, ROWS, LEARNING_RATE = 10, 8, 0.01
RECURRENT = {"units": 3, "layers": 1, "bidirectional": False, "returns": "last"}
CONV1D = {"kernel": 3, "stride": 1, "dilation": 1, "groups": 1, "padding": "same", "activation": "relu"}
CONV2D = {"kernel": [2, 2], "stride": [1, 1], "dilation": [1, 1], "groups": 1, "padding": "valid", "activation": "relu"}
BLOCK = {"heads": 2, "feedForward": 6, "activation": "gelu", "preNorm": False, "causal": False}


def layer(kind, **options):
    return {"kind": kind, "options": options}


def dense(units, activation="none", **other):
    return layer("dense", units=units, activation=activation, **other)


def with_names(layers):
    ordinals, result = Counter(), []
    for item in layers:
        ordinals[item["kind"]] += 1
        result.append({"name": f"{item['kind']}{ordinals[item['kind']]}", **item})
    return result


def part(named, name):
    """The entries of one layer, under their names within it."""
    return {key[len(name) + 1:]: value for key, value in named.items() if key.startswith(name + ".")}


def apply(item, x, p, feed, training):
    """One layer; feed holds the data, the states and the embeddings that wait for the concatenation."""
    kind, options = item["kind"], item["options"]
    if kind == "concatenate":
        return torch.cat([feed.input, *feed.embeddings], dim=-1)
    context = SimpleNamespace(lengths=feed.lengths, states=part(feed.states, item["name"]), training=training)
    if kind == "embedding":
        feed.embeddings.append(LAYERS[kind].forward(feed.categories[:, options["column"]], p, options, context))
        return x
    return LAYERS[kind].forward(x, p, options, context)


def forward(layers, p, feed, training):
    x, feed.embeddings = feed.input, []
    for item in layers:
        x = apply(item, x, part(p, item["name"]), feed, training)
    return x


def start(layers, rng, feed):
    """Draws the parameters, layer by layer since each needs the width of the one before."""
    x, result, feed.embeddings, feed.states = feed.input, {}, [], {}
    for item in layers:
        known = item["kind"] in LAYERS
        drawn = draw_parameters(rng, LAYERS[item["kind"]].shapes(item["options"], tuple(x.shape))) if known else {}
        result.update({f"{item['name']}.{key}": value for key, value in drawn.items()})
        if item["kind"] == "batchNorm":
            feed.states.update({f"{item['name']}.mean": torch.zeros(x.shape[-1]), f"{item['name']}.variance": torch.ones(x.shape[-1])})
        x = apply(item, x, drawn, feed, training=False)
    return result


def undetermined(p):
    """Half-open ranges of parameters whose gradient is 0 but for rounding: the bias of the keys, which softmax takes out."""
    return {name: [len(values) // 3, 2 * len(values) // 3] for name, values in p.items() if name.endswith("attention.inBias")}


def train(name, shape, layers, lengths=None, categories=None):
    rng, layers = generator("training " + name), with_names(layers)
    codes = None if categories is None else torch.tensor(rng.integers(0, [rows + 1 for rows in categories], (ROWS, len(categories))))
    feed = SimpleNamespace(input=draw(rng, (ROWS, *shape)), lengths=lengths, categories=codes)
    target = draw(rng, (ROWS, 1))
    initial = start(layers, rng, feed)
    case = {"name": name, "layers": layers, "input": tensor(feed.input)}
    if lengths is not None:
        case["lengths"] = lengths
    if codes is not None:
        case["categories"] = tensor(codes)
    case.update({"target": tensor(target), "parameters": tensors(initial)})
    if feed.states:
        case["states"] = tensors(feed.states)
    p = {key: leaf(value) for key, value in initial.items()}
    optimizer, losses = torch.optim.Adam(list(p.values()), LEARNING_RATE), []
    for _ in range(STEPS):
        optimizer.zero_grad()
        output = forward(layers, p, feed, training=True)
        # an ensemble's loss is the mean over its members of each one's own loss
        loss = ((output - (target if output.dim() == 2 else target[:, None, :])) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    case.update({"losses": losses, "after": tensors(p), "undetermined": undetermined(p)})
    if feed.states:
        case["statesAfter"] = tensors(feed.states)
    return {**case, "predictions": tensor(forward(layers, p, feed, training=False))}


def build():
    lengths = [5, 2, 4, 1, 3, 5, 2, 4]
    last, block = dense(1), {**BLOCK}
    norm = layer("batchNorm", momentum=0.1, epsilon=1e-5)
    cases = [
        train("mlp", (3,), [dense(5, "tanh"), dense(4, "relu"), last]),
        train("cnn1D", (6, 2), [layer("conv1D", filters=3, **CONV1D), layer("maxPool1D", window=2, stride=2),
                                layer("conv1D", filters=2, **{**CONV1D, "kernel": 2, "padding": "causal"}), layer("flatten"), last]),
        train("cnn2D", (4, 4, 1), [layer("conv2D", filters=3, **CONV2D), layer("averagePool2D", window=[2, 2], stride=[1, 1]),
                                   layer("globalMaxPool"), last]),
        *(train(kind, (5, 2), [layer(kind, **RECURRENT), last]) for kind in ("simpleRnn", "lstm", "gru")),
        train("lstmMasked", (5, 2), [layer("lstm", **RECURRENT), last], lengths),
        train("gruStackedBidirectional", (4, 2), [layer("gru", **{**RECURRENT, "units": 2, "layers": 2, "bidirectional": True}), last]),
        train("transformer", (5, 2), [dense(4), layer("sinusoidalPosition"), layer("transformerBlock", **block),
                                      layer("globalAveragePool"), last]),
        train("transformerMasked", (5, 2), [dense(4), layer("sinusoidalPosition"), layer("transformerBlock", **block),
                                            layer("globalAveragePool"), last], lengths),
        train("ftTransformer", (3,), [layer("featureTokenizer", units=4), layer("classToken"),
                                      layer("transformerBlock", **{**block, "preNorm": True, "activation": "relu"}),
                                      layer("selectStep", step=0), layer("layerNorm", epsilon=1e-5),
                                      layer("activation", activation="relu"), last]),
        # near what Net.FtTransformer builds; in the case above rounding to single precision moves even PyTorch's own predictions
        # by an eighth after ten steps, here by 2e-7
        train("ftTransformerGelu", (3,), [layer("featureTokenizer", units=4), layer("classToken"),
                                          layer("transformerBlock", **{**block, "preNorm": True}),
                                          layer("selectStep", step=0), layer("layerNorm", epsilon=1e-5),
                                          layer("activation", activation="relu"), last]),
        train("embeddingDense", (2,), [layer("embedding", rows=4, units=3, column=0), layer("embedding", rows=2, units=2, column=1),
                                       layer("concatenate"), dense(5, "relu"), last], categories=[4, 2]),
        train("tabm", (3,), [layer("members", members=4), layer("batchEnsemble", units=5, activation="relu"),
                             layer("batchEnsemble", units=4, activation="relu"), layer("memberDense", units=1, activation="none")]),
        # no bias before a batch norm, which would take it out
        train("batchNormMlp", (3,), [dense(5, bias=False), norm, layer("activation", activation="relu"), dense(4, bias=False), norm,
                                     layer("activation", activation="tanh"), last]),
    ]
    return {"optimizer": {"kind": "adam", "learningRate": LEARNING_RATE, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, "cases": cases}


if __name__ == "__main__":
    main("training.json", build)
