"""Trains the encoder.

usage: python -m training.train BASE.bin VOCABULARY DATA.pickle OUT [--minutes 50] [--epochs 4] ...
Writes OUT/last.pt after every epoch and goes on from it when called again with the same arguments.
"""

import argparse
import pickle
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from kg.annotate.pieces import Pieces
from training.base import read_base
from training.batches import Passage, batches, collate, passages
from training.data import Documents
from training.losses import losses
from training.model import Annotator, encoder

WEIGHTS = {"mention": 2.0, "tag": 0.5, "arc": 1.0, "rel": 0.5}
LONGEST = 112
"""Pieces in a passage; `kg.annotate.encoder` groups sentences in the same way."""


def build(base: Path, vocabulary: Path, layers: int, frozen: int) -> Annotator:
    """The model with the base weights; word pieces, positions and the lowest `frozen` layers stay as they are."""
    weights, kept = read_base(base), np.load(vocabulary / "kept.npy")
    bert = encoder(weights.sizes, len(kept), layers)
    state = {k: torch.from_numpy(v) for k, v in weights.weights.items()}
    state["embeddings.word_embeddings.weight"] = state["embeddings.word_embeddings.weight"][kept]
    bert.load_state_dict({k: v for k, v in state.items() if k in bert.state_dict()}, strict=True)
    for module in (bert.embeddings, *bert.encoder.layer[:frozen]):
        for parameter in module.parameters():
            parameter.requires_grad = False
    return Annotator(bert)


def epoch_items(sources: dict[str, Documents], pieces: Pieces, counts: dict[str, float], rng: random.Random) -> list[Passage]:
    """One epoch's passages: `counts[source]` times every document; loose sentences are joined at random."""
    out: list[Passage] = []
    for name, documents in sources.items():
        share = counts.get(name, 1.0)
        chosen = documents * int(share) + rng.sample(documents, int(len(documents) * (share % 1)))
        rng.shuffle(chosen)
        if name in {"ud", "germeval", "core", "fire"}:
            chosen = list(_joined(chosen, rng))
        for document in chosen:
            out.extend(passages(document, pieces, LONGEST if rng.random() < 0.7 else LONGEST // 2))
    return out


def _joined(documents: Documents, rng: random.Random) -> Documents:
    out: Documents = []
    for document in documents:
        if out and rng.random() < 0.5 and out[-1][0].lang == document[0].lang:
            out[-1] = out[-1] + document
        else:
            out.append(document)
    return out


def optimiser(model: Annotator, rate: float, head_rate: float) -> torch.optim.AdamW:
    body = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    groups = [{"params": body, "lr": rate, "base": rate}, {"params": heads, "lr": head_rate, "base": head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "vocabulary", "data", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--minutes", type=float, default=60, help="the learning rate reaches 0 here at the latest")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--frozen", type=int, default=2)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--budget", type=int, default=1600, help="pieces in a batch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--share", nargs="*", default=[], metavar="SOURCE=TIMES")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    model = build(args.base, args.vocabulary, args.layers, args.frozen)
    run(model, args)


def run(model: Annotator, args: argparse.Namespace) -> None:
    """The loop; progress is the larger of the shares of steps and of time that are used up."""
    pieces = Pieces(args.vocabulary / "tokenizer.json")
    shares = {name: float(times) for name, times in (s.split("=") for s in args.share)}
    optim, last = optimiser(model, args.rate, args.head_rate), args.out / "last.pt"
    epoch, used = 0, 0.0
    if last.exists():
        saved = torch.load(last)
        model.load_state_dict(saved["model"])
        optim.load_state_dict(saved["optim"])
        epoch, used = saved["epoch"], saved["used"]
    began, progress = time.time() - used, 0.0
    while progress < 1 and epoch < args.epochs:
        sources = pickle.loads(args.data.read_bytes())["train"]  # read again, as it may have grown
        rng = random.Random(100 + epoch)
        todo = list(batches(epoch_items(sources, pieces, shares, rng), args.budget, rng))
        sums: Counter[str] = Counter()
        done, mark = 0, time.time()
        for step, items in enumerate(todo):
            progress = max((epoch + step / len(todo)) / args.epochs, (time.time() - began) / 60 / args.minutes)
            if progress >= 1:
                break
            for group in optim.param_groups:
                group["lr"] = group["base"] * min(progress / 0.05, 1.0, (1 - progress) / 0.95)
            batch = collate(items)
            parts = losses(model.train(), batch)
            torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optim.step()
            optim.zero_grad()
            sums.update({k: v.item() for k, v in parts.items()})
            done += int(batch.mask.sum())
            if step % 50 == 49:
                text = " ".join(f"{k} {v / 50:.3f}" for k, v in sums.items())
                print(f"epoch {epoch} step {step + 1}/{len(todo)} {text} {done / (time.time() - mark):.0f} pieces/s "
                      f"{progress:.3f}", flush=True)  # fmt: skip
                sums, done, mark = Counter(), 0, time.time()
        epoch += 1
        state = {"model": model.state_dict(), "optim": optim.state_dict(), "epoch": epoch}
        torch.save(state | {"used": time.time() - began, "layers": args.layers}, last.with_suffix(".tmp"))
        last.with_suffix(".tmp").replace(last)


if __name__ == "__main__":
    main()
