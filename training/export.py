"""Writes a trained model as two ONNX files with 8-bit weights, a tokenizer and its label lists.

`model.onnx` reads word pieces: names, tags, trees, and what it makes of each piece at the fork. `pairs.onnx` goes on
from there when the mentions are settled: statements, their certainty, and who is the same.

usage: python -m training.export BASE.bin VOCABULARY CHECKPOINT.pt OUT_FOLDER [--fp32 FILE.onnx]
"""

import argparse
import json
import math
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import gelu, linear, softmax
from transformers import BertConfig

from kg.annotate.pieces import Pieces
from training.batches import Passage, collate, passages
from training.corpora import documents, own_sentences
from training.facts import Document, full
from training.labels import CERTAINTIES, DEPREL, KINDS, MENTION_TYPES, MENTIONS, MORPH, NO_VOTE, STATEMENTS, UPOS
from training.model import FORK, Annotator
from training.quantise import differing, quantise, seen
from training.train import LONGEST, WINDOW, build, restore


class Packed(nn.Module):
    """Word embeddings in the base model's own 4-bit blocks of 32: nothing is lost, as training leaves them alone."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        blocks = weight.detach().numpy().reshape(weight.shape[0], -1, 32)
        top = np.take_along_axis(blocks, np.abs(blocks).argmax(-1, keepdims=True), -1)
        self.blocks = blocks.shape[1]
        scale = np.where(top == 0, 1, top / -8).astype(np.float16)
        nibbles = np.clip(np.round(blocks / scale.astype(np.float32)) + 8, 0, 15).astype(np.uint8)
        self.error = float(np.abs((nibbles.astype(np.float32) - 8) * scale - blocks).max())
        self.register_buffer("packed", torch.from_numpy(nibbles[..., :16] + 16 * nibbles[..., 16:]))
        self.register_buffer("scale", torch.from_numpy(scale))

    def forward(self, pieces: Tensor) -> Tensor:
        """[1, T] -> [1, T, hidden]"""
        both = self.packed[pieces].float()
        high = torch.floor(both / 16)
        values = torch.cat([both - 16 * high, high], -1) - 8
        return (values * self.scale[pieces].float()).reshape(1, -1, 32 * self.blocks)


class Layers(nn.Module):
    """Layers of an encoder for one passage without padding, in plain operations; query, key and value are one
    product."""

    def __init__(self, layers: nn.ModuleList, config: BertConfig) -> None:
        super().__init__()
        self.layers, self.heads = layers, config.num_attention_heads
        self.size = config.hidden_size // self.heads
        self.fused = nn.ParameterList()
        for layer in layers:
            own = layer.attention.self
            parts = (own.query, own.key, own.value)
            self.fused.append(nn.Parameter(torch.cat([p.weight for p in parts])))
            self.fused.append(nn.Parameter(torch.cat([p.bias for p in parts])))

    def forward(self, x: Tensor) -> Tensor:
        """[1, T, hidden] -> [1, T, hidden]"""
        for k, layer in enumerate(self.layers):
            qkv = linear(x, self.fused[2 * k], self.fused[2 * k + 1]).reshape(1, -1, 3, self.heads, self.size)
            q, key, value = (qkv[:, :, i].transpose(1, 2) for i in range(3))
            weights = softmax(q @ key.transpose(-1, -2) / math.sqrt(self.size), -1)
            mixed = (weights @ value).transpose(1, 2).reshape(1, -1, self.heads * self.size)
            out = layer.attention.output
            x = out.LayerNorm(out.dense(mixed) + x)
            inner = gelu(layer.intermediate.dense(x))
            x = layer.output.LayerNorm(layer.output.dense(inner) + x)
        return x


class Exported(nn.Module):
    """The annotator for one passage."""

    def __init__(self, model: Annotator) -> None:
        super().__init__()
        self.model = model
        self.embed = Packed(model.bert.embeddings.word_embeddings.weight)
        self.lower = Layers(model.bert.encoder.layer[:FORK], model.bert.config)
        self.upper = Layers(model.bert.encoder.layer[FORK:], model.bert.config)

    def embedded(self, pieces: Tensor) -> Tensor:
        """[1, T] -> [1, T, hidden]"""
        tables = self.model.bert.embeddings
        at = torch.arange(pieces.shape[1])
        x = self.embed(pieces) + tables.position_embeddings.weight[at] + tables.token_type_embeddings.weight[0]
        return tables.LayerNorm(x)  # type: ignore[no-any-return]

    def forward(self, pieces: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        middle = self.lower(self.embedded(pieces))
        hidden = self.upper(middle)
        start = torch.zeros_like(first[:, :1])
        ends = [torch.cat([start, at], 1)[0] for at in (first, last)]
        early, words = (torch.cat([states[:, at] for at in ends], -1) for states in (middle, hidden))
        plain = words[:, 1:]
        model = self.model
        return model.names(early[:, 1:], plain), model.tag(plain), model.arcs(words), model.relations(words), middle


class ExportedPairs(nn.Module):
    """Branch and pair head for one passage, with probabilities: statements [1, M, M, S], certainties [1, M, M, S, C],
    being the same [1, M, M], the piece that each pair looks at most [1, M, M], each mention's type [1, M, types]; and
    the scores of the words' labels [1, W, labels], which cost only the layers when nothing else is asked for."""

    def __init__(self, model: Annotator) -> None:
        super().__init__()
        self.branch, self.head = model.branch, model.pair
        self.layers = Layers(model.branch.layers, model.bert.config)

    def forward(
        self, middle: Tensor, first: Tensor, last: Tensor, types: Tensor, kinds: Tensor, sentence: Tensor,
        word_first: Tensor, word_last: Tensor,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        hidden = self.layers(self.branch.marked(middle, first, last, types, kinds))
        mask = torch.ones_like(hidden[..., 0])
        statement, certainty, same, looks, own = self.head(hidden, mask, first, last, types, kinds, sentence)
        names = self.branch.names(hidden, word_first, word_last)
        return statement, softmax(certainty, -1), same, looks.argmax(-1), softmax(own, -1), names


PASSAGES = Path(__file__).parent / "passages"
EXAMPLES = 4
"""Passages of each file that are looked at for the numbers in the model."""
EAGERNESS = 1.0
"""Chosen on the dev parts: `evaluate --eagerness` shows what others give."""
AGAIN = {"sure": 0.6, "first": 0.35, "second": 0.4, "eagerness": -1.2}
"""How both readings of names count (`kg.annotate.again.Balance`); chosen on the dev parts."""
OUTPUTS = ["mentions", "tags", "arcs", "relations", "middle"]
PAIR_INPUTS = ["middle", "first", "last", "types", "kinds", "sentence", "word_first", "word_last"]
PAIR_OUTPUTS = ["statements", "certainties", "same", "focus", "taken_for", "names"]


def write_onnx(model: Annotator, path: Path) -> float:
    """Writes the model in fp32; returns the largest error of the packed embeddings (0 when they are exact)."""
    exported = Exported(model.eval())
    example = (torch.tensor([[0, 10, 11, 12, 2]]), torch.tensor([[1, 2]]), torch.tensor([[1, 3]]))
    axes = {"pieces": {1: "pieces"}, "first": {1: "words"}, "last": {1: "words"}}
    axes |= {name: {1: "pieces" if name == "middle" else "words"} for name in OUTPUTS}
    with torch.no_grad():
        torch.onnx.export(exported, example, str(path), input_names=["pieces", "first", "last"],
                          output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
    return exported.embed.error


def write_pairs(model: Annotator, path: Path) -> None:
    """Writes branch and pair head in fp32."""
    model = model.eval()
    one = torch.zeros(1, 3, dtype=torch.long)
    axes = {name: {1: "mentions"} for name in [*PAIR_INPUTS[1:-2], "taken_for"]} | {"middle": {1: "pieces"}}
    axes |= {name: {1: "mentions", 2: "others"} for name in PAIR_OUTPUTS[:-2]}
    axes |= {name: {1: "words"} for name in (*PAIR_INPUTS[-2:], "names")}
    words = torch.tensor([[1, 2, 4, 5]])
    middle = torch.zeros(1, 7, model.pair.key.in_features)
    example = (middle, one + torch.tensor([1, 3, 5]), one + 5, one, one, one, words, words)
    with torch.no_grad():
        torch.onnx.export(ExportedPairs(model), example, str(path), input_names=PAIR_INPUTS,
                          output_names=PAIR_OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip


def feeds(items: Iterable[Passage], run: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What both files read of some passages, with the fp32 model in `run`; the second has those with mentions only."""
    session = onnxruntime.InferenceSession(str(run), providers=["CPUExecutionProvider"])
    words, mentions = [], []
    for item in items:
        batch = collate([item])
        ends = {"first": batch.first.numpy(), "last": batch.last.numpy()}
        words.append({"pieces": batch.pieces.numpy(), **ends})
        if (p := batch.pairs) is not None:
            own = {name: getattr(p, name).numpy() for name in PAIR_INPUTS[1:-2]}
            middle = session.run(["middle"], words[-1])[0]
            mentions.append({"middle": middle, "word_first": ends["first"], "word_last": ends["last"], **own})
    return words, mentions


def examples(folder: Path, tokenizer: Path) -> list[Passage]:
    """Some of our passages, the first of every file, which show what numbers the model meets."""
    pieces, out = Pieces(tokenizer), []
    for path in sorted(folder.glob("*.jsonl")):
        for record in islice((r for r in documents(path) if r.get("part") != "heldout"), EXAMPLES):
            sentences = own_sentences(record)
            out += passages(Document(sentences, full(record, sentences)), pieces, LONGEST)
    return out


def write_labels(path: Path) -> None:
    """Writes the lists; what `training.calibrate` fitted for an earlier export stays."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    vote = before.get("vote", NO_VOTE)
    if any(len(vote[kind]) != len(numbers) for kind, numbers in NO_VOTE.items()):
        vote = NO_VOTE
    tags = {"UPOS": list(UPOS), **{name: ["", *values] for name, values in MORPH.items()}}
    data = {
        "mentions": list(MENTIONS),
        "tags": tags,
        "deprel": list(DEPREL),
        "longest": LONGEST,
        "window": WINDOW,
        "eagerness": EAGERNESS,
        "types": list(MENTION_TYPES),
        "again": AGAIN,
        "kinds": list(KINDS),
        "statements": list(STATEMENTS),
        "certainties": list(CERTAINTIES),
        "vote": vote,
        "retype": before.get("retype", {}),
    }
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "vocabulary", "checkpoint", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--fp32", type=Path, help="keep the fp32 model here, for comparison")
    args = parser.parse_args()
    saved = torch.load(args.checkpoint)
    model = build(args.base, args.vocabulary, saved["layers"], 0)
    restore(model, saved["model"])
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, pairs = args.fp32 or Path(folder) / "plain.onnx", Path(folder) / "pairs.onnx"
        print(f"largest error of packed embeddings {write_onnx(model, plain):.2g}")
        write_pairs(model, pairs)
        words, mentions = feeds(examples(PASSAGES, args.vocabulary / "tokenizer.json"), plain)
        quantise(plain, args.out / "model.onnx", seen(plain, words))
        quantise(pairs, args.out / "pairs.onnx", seen(pairs, mentions))
        for name, share in differing(plain, args.out / "model.onnx", words, ("mentions", "arcs")).items():
            print(f"{name}: {share:.4f} of the words come out otherwise than in fp32")
    Tokenizer.from_file(str(args.vocabulary / "tokenizer.json")).save(str(args.out / "tokenizer.json"), pretty=False)
    write_labels(args.out / "labels.json")
    for path in sorted(args.out.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
