"""Recurrent layers, attention and position, in the engine's layout (see layers_basic.py)."""
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, PackedSequence
from torch.nn.utils.stateless import functional_call

from layers_basic import Layer, valid_steps

# kind: (gates, function of torch)
CELLS = {"simpleRnn": (1, torch.rnn_tanh), "lstm": (4, torch.lstm), "gru": (3, torch.gru)}
ROLES = ("inputWeight", "stateWeight", "inputBias", "stateBias")


def prefixes(o):
    """A layer alone in one direction needs no prefix."""
    if o["layers"] == 1 and not o["bidirectional"]:
        return [""]
    directions = ("", "reverse.") if o["bidirectional"] else ("",)
    return [f"layer{layer + 1}.{direction}" for layer in range(o["layers"]) for direction in directions]


def recurrent_shapes(kind):
    def shapes(o, shape):
        columns, sides = CELLS[kind][0] * o["units"], 2 if o["bidirectional"] else 1
        result = {}
        for index, prefix in enumerate(prefixes(o)):
            rows = shape[-1] if index < sides else sides * o["units"]
            sizes = ((rows, columns), (o["units"], columns), (columns,), (columns,))
            result.update({prefix + role: size for role, size in zip(ROLES, sizes)})
        return result
    return shapes


def recurrent(kind):
    def forward(x, p, o, c):
        weights = [p[prefix + role].t() if role.endswith("Weight") else p[prefix + role] for prefix in prefixes(o) for role in ROLES]
        sides = 2 if o["bidirectional"] else 1
        zero = torch.zeros(o["layers"] * sides, x.shape[0], o["units"])
        start = (zero, zero) if kind == "lstm" else zero
        tail = (weights, True, o["layers"], 0.0, True, o["bidirectional"])
        if c.lengths is None:
            sequence, state = CELLS[kind][1](x, start, *tail, True)[:2]
        else:
            packed = pack_padded_sequence(x, torch.tensor(c.lengths), batch_first=True, enforce_sorted=False)
            data, state = CELLS[kind][1](packed.data, packed.batch_sizes, start, *tail)[:2]
            packed = PackedSequence(data, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices)
            sequence = pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])[0]
            state = state.index_select(1, packed.unsorted_indices)
        return sequence if o["returns"] == "sequence" else torch.cat(list(state[-sides:]), dim=-1)
    return forward


def attention_shapes(o, shape):
    d = shape[-1]
    return {"inWeight": (d, 3 * d), "inBias": (3 * d,), "outWeight": (d, d), "outBias": (d,)}


def masks(x, o, c):
    """(causal, key padding); torch marks with true what must not be seen."""
    causal = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1) if o["causal"] else None
    padding = None if c.lengths is None else ~valid_steps(x, c.lengths)[:, :, 0]
    return causal, padding


def zero_past_end(y, c):
    """What a missing step would attend to means nothing: it is 0, as in the recurrent layers."""
    return y if c.lengths is None else y * valid_steps(y, c.lengths)


def attention(x, p, o, c):
    causal, padding = masks(x, o, c)
    steps = x.transpose(0, 1)
    y, _ = F.multi_head_attention_forward(
        steps, steps, steps, x.shape[-1], o["heads"], p["inWeight"].t(), p["inBias"], None, None, False, 0.0,
        p["outWeight"].t(), p["outBias"], training=True, key_padding_mask=padding, need_weights=False, attn_mask=causal)
    return zero_past_end(y.transpose(0, 1), c)


def block_shapes(o, shape):
    d, wide = shape[-1], o["feedForward"]
    result = {f"attention.{name}": size for name, size in attention_shapes(o, shape).items()}
    for norm in ("norm1", "norm2"):
        result.update({f"{norm}.scale": (d,), f"{norm}.shift": (d,)})
    return {**result, "dense1.weight": (d, wide), "dense1.bias": (wide,), "dense2.weight": (wide, d), "dense2.bias": (d,)}


BLOCK_NAMES = {
    "attention.inWeight": "self_attn.in_proj_weight", "attention.inBias": "self_attn.in_proj_bias",
    "attention.outWeight": "self_attn.out_proj.weight", "attention.outBias": "self_attn.out_proj.bias",
    "norm1.scale": "norm1.weight", "norm1.shift": "norm1.bias", "norm2.scale": "norm2.weight", "norm2.shift": "norm2.bias",
    "dense1.weight": "linear1.weight", "dense1.bias": "linear1.bias", "dense2.weight": "linear2.weight", "dense2.bias": "linear2.bias",
}


def transformer_block(x, p, o, c):
    module = torch.nn.TransformerEncoderLayer(x.shape[-1], o["heads"], o["feedForward"], dropout=0.0, activation=o["activation"],
                                              batch_first=True, norm_first=o["preNorm"], layer_norm_eps=1e-5)
    causal, padding = masks(x, o, c)
    weights = {theirs: p[ours].t() if p[ours].dim() == 2 else p[ours] for ours, theirs in BLOCK_NAMES.items()}
    y = functional_call(module, weights, (x,), {"src_mask": causal, "src_key_padding_mask": padding})
    return zero_past_end(y, c)


def sinusoidal(x, p, o, c):
    """sin and cos of the same angle side by side; the table is added to the input."""
    time, d = x.shape[1:]
    angle = torch.arange(time)[:, None] / 10000 ** (2 * (torch.arange(d) // 2)[None, :] / d)
    return x + torch.where(torch.arange(d)[None, :] % 2 == 0, torch.sin(angle), torch.cos(angle))


def learned_position(x, p, o, c):
    return x + p["table"]


LAYERS = {
    **{kind: Layer(recurrent_shapes(kind), recurrent(kind)) for kind in CELLS},
    "multiHeadAttention": Layer(attention_shapes, attention),
    "transformerBlock": Layer(block_shapes, transformer_block),
    "sinusoidalPosition": Layer(lambda o, shape: {}, sinusoidal),
    "learnedPosition": Layer(lambda o, shape: {"table": tuple(shape[1:])}, learned_position),
}
