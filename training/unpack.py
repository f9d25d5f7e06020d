"""A checkpoint from an exported model, so that training can go on from the packaged one.

usage: python -m training.unpack BASE.bin MODEL_FOLDER VOCABULARY CHECKPOINT.pt

Writes the vocabulary (`tokenizer.json`, `kept.npy`) and the checkpoint. Word pieces are those of the base model; all
else is as near as the exported files hold it.
"""

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.base import read_base
from training.model import BRANCH
from training.train import build

Floats = NDArray[np.float32]
Weights = Iterator[tuple[str, Floats]]
LAYERS = 12
ATTENTION = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
PRODUCTS = ("attention.output.dense", "intermediate.dense", "output.dense")
"""The products of a layer behind the one of its attention, in the order of the graph."""
WORDS = {
    "mention": "mention", "tag": "tag", "second.0": "second.0", "second.3": "second.3",
    "dependent.0": "arc.dependent.0", "dependent.0_1": "rel.dependent.0",
    "head.0": "arc.head.0", "head.0_1": "rel.head.0",
}  # fmt: skip
"""The heads for words: the last part of their products' names, and what the model calls them."""
SCOPES = ("/lower/", "/upper/", "/layers")
"""How the names of the layers' products begin."""
ARC, REL = "MatMul", "MatMul_2"
"""The products of the heads for trees that have no module of their own."""


class Exported:
    """An exported file: its tensors by name, and the weights [in, out] of its products, by name in their order."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self.tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.products: dict[str, Floats] = {}
        for node in graph.node:
            name = node.name.partition("/q/")[0].removesuffix("_Q8")
            if node.op_type == "MatMulIntegerToFloat":
                whole, scale, smooth = (self.tensors[f"{name}/q/{part}"] for part in ("weight", "scale", "smooth"))
                self.products[name] = whole.astype(np.float32) * scale * smooth[:, None]
            elif node.op_type == "MatMulNBits":  # as exports were before
                whole, scale = (self.tensors[given] for given in node.input[1:3])
                blocks = (whole.astype(np.float32) - 128) * scale.reshape(*whole.shape[:2], 1)
                self.products[name] = blocks.reshape(len(whole), -1)[:, : _rows(node)].T
            elif node.op_type == "MatMul" and node.input[1] in self.tensors:
                self.products[name] = self.tensors[node.input[1]]

    def layers(self, called: str, target: str, count: int) -> Weights:
        """The layers, whose tensors begin with `called`, under the name `target`; their products stand in order."""
        products = [weight for name, weight in self.products.items() if name.startswith(SCOPES)]
        fused = sorted((scope, int(k)) for scope, _, k in (n.partition(".fused.") for n in self.tensors) if k)
        for number in range(count):
            product, *others = products[4 * number : 4 * number + 4]
            scope, k = fused[number]
            biases = np.split(self.tensors[f"{scope}.fused.{k}"], 3)
            for part, weight, bias in zip(ATTENTION, np.split(product, 3, axis=1), biases, strict=True):
                yield f"{target}.{number}.{part}.weight", weight.T
                yield f"{target}.{number}.{part}.bias", bias
            for part, weight in zip(PRODUCTS, others, strict=True):
                yield f"{target}.{number}.{part}.weight", weight.T
        yield from self.others(f"{called}.", f"{target}.")

    def heads(self, names: dict[str, str]) -> Weights:
        """The weights of products outside layers whose names end so, under those names of the model."""
        for path, weight in self.products.items():
            short = path.removesuffix("/MatMul").rpartition("/")[2]
            if short in names:
                yield f"{names[short]}.weight", weight.T

    def others(self, scope: str, target: str) -> Weights:
        """The tensors of a scope that are stored as they are."""
        return ((target + n.removeprefix(scope), t) for n, t in self.tensors.items() if n.startswith(scope))


def _rows(node: onnx.NodeProto) -> int:
    """The rows of the weights of a product in blocks, whose last block may be longer than what is left."""
    return next(int(a.i) for a in node.attribute if a.name == "K")


def words(file: Exported) -> Weights:
    """The encoder and its heads for words."""
    yield from file.layers("model.bert.encoder.layer", "bert.encoder.layer", LAYERS)
    yield from file.others("model.bert.embeddings.", "bert.embeddings.")
    for head in ("mention", "second", "tag", "arc", "rel"):
        yield from file.others(f"model.{head}.", f"{head}.")
    yield from file.heads(WORDS)
    yield "arc.weight", file.products[f"/{ARC}"][None]
    if (table := file.products.get(f"/{REL}")) is not None:
        yield "rel.weight", table.reshape(len(table), -1, len(table)).transpose(1, 0, 2)


def pairs(file: Exported) -> Weights:
    """The branch and the head for statements."""
    yield from file.layers("branch.layers", "branch.layers", BRANCH)
    for table in ("of_type", "of_kind", "first", "again"):
        yield from file.others(f"branch.{table}.", f"branch.{table}.")
    yield from file.heads({f"again.{k}": f"branch.again.{k}" for k in (0, 3)})
    yield from file.others("head.", "pair.")
    own = [p.removesuffix("/MatMul").rpartition("/")[2] for p in file.products if p.startswith("/head/")]
    yield from file.heads({name: f"pair.{name}" for name in own})


def kept(base_pieces: list[str], tokenizer: Path) -> NDArray[np.int64]:
    """The base model's row of each piece of a pruned vocabulary."""
    rows: dict[str, int] = {}
    for row, piece in enumerate(base_pieces):
        rows.setdefault(piece, row)
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return np.array([rows[piece] for piece, _ in vocabulary])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "model", "vocabulary", "checkpoint"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    args.vocabulary.mkdir(parents=True, exist_ok=True)
    shutil.copy(args.model / "tokenizer.json", args.vocabulary)
    np.save(args.vocabulary / "kept.npy", kept(read_base(args.base).pieces, args.model / "tokenizer.json"))
    state = build(args.base, args.vocabulary, LAYERS, 0).state_dict()
    found = [*words(Exported(args.model / "model.onnx")), *pairs(Exported(args.model / "pairs.onnx"))]
    for name, weight in found:
        state[name] = torch.tensor(weight).reshape(state[name].shape)
    left = {name for name in state.keys() - dict(found).keys() if not name.startswith("bert.embeddings.")}
    if left:
        raise SystemExit(f"{args.model}: not in the files: {', '.join(sorted(left))}")
    torch.save({"model": state, "layers": LAYERS}, args.checkpoint)
    print(f"{len(found)} tensors of {args.model} in {args.checkpoint}")


if __name__ == "__main__":
    main()
