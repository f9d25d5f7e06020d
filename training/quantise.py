"""Products with weights in 8 bits for onnxruntime: whole numbers times whole numbers, which processors do fastest.

Every row that is multiplied, which stands for a piece, a word or a pair, is rounded with its own scale, so that no
row's numbers depend on the largest number of another; every column of the weights has its own scale too. Where a few
columns of the rows are far larger than the others, rounding would leave nothing of the others: such columns are made
smaller, and the weights that they meet larger by the same factor (SmoothQuant, Xiao et al. 2023). Rows that go far up
and hardly down, as those behind a GELU do, have their zero where they need it. Weights are rounded one row after the
other, and what rounding adds to the products is taken back in the rows that follow, as far as rows of the model
allow (GPTQ, Frantar et al. 2023).

Weights are whole numbers to 64, not to 127: processors without instructions for this add two products in 16 bits, which
overflow beyond that. So every processor gets the same sums.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]
Feed = Mapping[str, Any]
"""What a model is given: arrays by the names of its inputs."""
SMALLEST = 16_384
"""Weights that a product has at least; smaller ones stay as they are."""
ROWS, WEIGHTS = 255, 64
"""The largest whole numbers, of which rows have none below zero: 2 * 255 * 64 is less than 2 ** 15."""
MIDDLE = 128
"""Where rows have their zero that go as far down as up."""
SMOOTH = 0.5
"""How much of the unevenness of the rows' columns the weights take over, of 1: chosen on 180 passages, where names,
tags and heads then stay closest to those of the model in fp32."""
LEAST = 1e-5
EVERY = 3
"""Of how many rows that meet weights one is looked at."""
DAMPING = 0.01
"""What is added to the rows' second moments, as a share of their mean: rows that were not seen may be others."""
_CONTRIBUTED = "com.microsoft"


def seen(plain: Path, feeds: Iterable[Feed]) -> dict[str, Floats]:
    """A share of the rows [n, in] that meet weights in the fp32 model, over all `feeds`, by their tensor's name."""
    model = onnx.load(plain)
    names = list(dict.fromkeys(node.input[0] for node, _ in _products(model.graph)))
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = _session(model.SerializeToString())
    found: dict[str, list[Floats]] = {name: [] for name in names}
    for feed in feeds:
        for name, values in zip(names, session.run(names, dict(feed)), strict=True):
            found[name].append(values.reshape(-1, values.shape[-1])[::EVERY])
    return {name: np.concatenate(rows) for name, rows in found.items()}


def quantise(plain: Path, out: Path, rows: Mapping[str, Floats]) -> None:
    """Writes the fp32 model in `plain` with 8-bit weights; `rows` are those that were `seen`."""
    model = onnx.load(plain)
    graph = model.graph
    weights = {node.name: weight for node, weight in _products(graph)}
    nodes: list[NodeProto] = []
    made = [numpy_helper.from_array(np.array(LEAST, np.float32), "q/least")]
    for node in graph.node:
        if node.name in weights:
            tensors, parts = _rounded(node, weights[node.name], rows[node.input[0]])
            made += tensors
            nodes += parts
        else:
            nodes.append(node)
    gone = {node.input[1] for node in graph.node if node.name in weights}
    made += [tensor for tensor in graph.initializer if tensor.name not in gone]
    for field, content in ((graph.node, nodes), (graph.initializer, made)):
        del field[:]
        field.extend(content)
    model.opset_import.append(helper.make_opsetid(_CONTRIBUTED, 1))
    onnx.save(model, out)


def differing(plain: Path, rounded: Path, feeds: Iterable[Feed], outputs: Sequence[str]) -> dict[str, float]:
    """For each of some outputs [1, rows, columns] the share of rows, over all `feeds`, whose largest column is another
    one after rounding."""
    sessions = [_session(str(path)) for path in (plain, rounded)]
    other, total = np.zeros(len(outputs)), 0
    for feed in feeds:
        before, after = (session.run(list(outputs), dict(feed)) for session in sessions)
        other += [np.sum(a.argmax(-1) != b.argmax(-1)) for a, b in zip(before, after, strict=True)]
        total += before[0].shape[1]
    return dict(zip(outputs, (other / total).tolist(), strict=True))


def _session(model: str | bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def _products(graph: GraphProto) -> list[tuple[NodeProto, Floats]]:
    """The products with a table of weights, [in, out], and those weights."""
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and np.prod(t.dims) >= SMALLEST}
    of = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in tables]
    return [(node, numpy_helper.to_array(tables[node.input[1]])) for node in of]


def _rounded(node: NodeProto, weight: Floats, rows: Floats) -> tuple[list[TensorProto], list[NodeProto]]:
    """The tensors and the nodes that take the place of a product."""
    factor = smoothing(np.abs(rows).max(0), weight)
    even = rows / factor
    whole, scale = compensated(weight * factor[:, None], even)
    zero = zero_of(even)
    name = f"{node.name}/q"
    tensors = {
        "smooth": (1 / factor).astype(np.float32),
        "down": np.array(-(ROWS - zero) / zero, np.float32),
        "step": np.array(1 / (ROWS - zero), np.float32),
        "middle": np.array(zero, np.uint8),
        "weight": whole,
        "scale": scale,
        "zero": np.zeros(weight.shape[1], np.int8),
    }
    parts = [
        ("Mul", [node.input[0], f"{name}/smooth"], "even", {}),
        ("ReduceMax", [f"{name}/even"], "most", {"axes": [-1], "keepdims": 1}),
        ("ReduceMin", [f"{name}/even"], "lowest", {"axes": [-1], "keepdims": 1}),
        ("Mul", [f"{name}/lowest", f"{name}/down"], "low", {}),
        ("Max", [f"{name}/most", f"{name}/low", "q/least"], "top", {}),
        ("Div", [f"{name}/even", f"{name}/top"], "share", {}),
        ("QuantizeLinear", [f"{name}/share", f"{name}/step", f"{name}/middle"], "whole", {}),
        ("MatMulIntegerToFloat",
         [f"{name}/{part}" for part in ("whole", "weight", "step", "scale", "middle", "zero")], "product",
         {"domain": _CONTRIBUTED}),
        ("Mul", [f"{name}/product", f"{name}/top"], "", {}),
    ]  # fmt: skip
    nodes = [
        helper.make_node(kind, inputs, [f"{name}/{output}" if output else node.output[0]], name=f"{name}/{k}", **more)
        for k, (kind, inputs, output, more) in enumerate(parts)
    ]
    return [numpy_helper.from_array(value, f"{name}/{key}") for key, value in tensors.items()], nodes


def compensated(weight: Floats, rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights [in, out] as whole numbers, and the scale of each column [out]: close in what `rows` [n, in] make of
    them, not each for itself."""
    scale = np.maximum(np.abs(weight).max(0), LEAST) / WEIGHTS
    moments = rows.astype(np.float64).T @ rows / len(rows)
    moments += np.eye(len(moments)) * max(DAMPING * float(np.trace(moments)) / len(moments), LEAST)
    # row k of the upper factor of the inverse: how what is wrong in row k is best made up for in those behind it
    share = np.linalg.cholesky(np.linalg.inv(moments)).T
    left, whole = weight.astype(np.float64), np.zeros(weight.shape, np.int8)
    for k in range(len(left)):
        whole[k] = np.clip(np.round(left[k] / scale), -WEIGHTS, WEIGHTS)
        wrong = (left[k] - whole[k] * scale) / share[k, k]
        left[k + 1 :] -= share[k, k + 1 :, None] * wrong
    return whole, scale.astype(np.float32)


def zero_of(rows: Floats) -> int:
    """The whole number that stands for 0: where the steps between whole numbers are smallest, over all `rows`.

    >>> zero_of(np.array([[-1.0, 1.0]]))
    128
    >>> zero_of(np.array([[-0.1, 1.0]]))
    24
    """
    up, down = rows.max(1)[:, None], -rows.min(1)[:, None]
    zeros = np.arange(MIDDLE, 0, -1)
    return int(zeros[np.maximum(up / (ROWS - zeros), down / zeros).mean(0).argmin()])


def smoothing(size: Floats, weight: Floats) -> Floats:
    """By what each column of the rows is divided and each row of the weights multiplied; 1 in the geometric mean.

    >>> smoothing(np.array([4.0, 1.0]), np.array([[1.0], [1.0]])).round(2).tolist()
    [1.41, 0.71]
    """
    rows = np.maximum(size, LEAST) ** SMOOTH
    columns = np.maximum(np.abs(weight).max(1), LEAST) ** (1 - SMOOTH)
    factor = rows / columns
    return np.asarray(factor / np.exp(np.log(factor).mean()), np.float32)
