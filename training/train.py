"""Trains one part of the model: names, tags and trees with the whole encoder; a second head for names; statements.

usage: python -m training.train BASE.bin VOCABULARY DATA.pickle OUT --part words [--minutes 50] [--epochs 4] ...
       python -m training.train BASE.bin VOCABULARY DATA.pickle OUT --part statements --from WORDS/last.pt ...
Two processes: torchrun --nproc-per-node 2 -m training.train ...
Writes OUT/last.pt after every epoch and goes on from it when called again with the same arguments.
"""

import argparse
import os
import pickle
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.distributed

from kg.annotate.pieces import Pieces
from training.augment import beside, pool, varied
from training.base import read_base
from training.batches import Passage, batches, collate, passages, windows
from training.data import Documents
from training.facts import Document
from training.losses import NAMES, STATEMENTS, WORDS, losses
from training.misread import named
from training.model import Annotator, encoder

WEIGHTS = {"mention": 2.0, "tag": 0.5, "arc": 1.0, "rel": 0.5, "statement": 4.0, "certainty": 3.0, "same": 0.5,
           "type": 1.0}  # fmt: skip
NAMED = ("smartdata", "fire", "core", "own", "read")
"""Sources whose names may stand in for others."""
PARTS = {STATEMENTS: ("branch.", "pair."), NAMES: ("second.",), WORDS: ("",)}
"""How the names of the weights of each part begin; the first that fits counts."""
ORDER = (WORDS, NAMES, STATEMENTS)
BESIDE = 0.3
"""How often a passage of ours is joined to another one, as it has neighbours in a text that is read."""
LONGEST = 112
"""Pieces in a passage; `kg.annotate.encoder` groups sentences in the same way."""
WINDOW, WINDOWS = 2, 0.7
"""Passages in a window in which statements are read, and how often they are read so when they are learned."""


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


def epoch_items(
    sources: dict[str, Documents], pieces: Pieces, counts: dict[str, float], rng: random.Random, part: str
) -> list[Passage]:
    """One epoch's passages: `counts[source]` times every document; loose sentences are joined at random."""
    out: list[Passage] = []
    names = pool([d for name in NAMED for d in sources.get(name, [])])
    for name, documents in sources.items():
        share = counts.get(name, 1.0)
        chosen = documents * int(share) + rng.sample(documents, int(len(documents) * (share % 1)))
        rng.shuffle(chosen)
        chosen = [varied(name, d, names, rng) for d in chosen]
        if name in {"ud", "germeval"}:
            chosen = list(_joined(chosen, rng))
        if name == "own":
            chosen = beside(chosen, BESIDE, rng)
        for document in (d for d in chosen if d.sentences):
            if part == STATEMENTS and document.facts is None:
                document = replace(document, facts=named(document.sentences))
            own = list(passages(document, pieces, LONGEST if rng.random() < 0.7 else LONGEST // 2))
            out.extend(windows(own) if part == STATEMENTS and rng.random() < WINDOWS else own)
    return out


def _joined(documents: Documents, rng: random.Random) -> Documents:
    out: Documents = []
    for document in documents:
        if out and rng.random() < 0.5 and out[-1].sentences[0].lang == document.sentences[0].lang:
            out[-1] = Document(out[-1].sentences + document.sentences)
        else:
            out.append(document)
    return out


def optimiser(model: Annotator, rate: float, head_rate: float) -> torch.optim.AdamW:
    named = [(n.startswith(("bert.", "branch.layers.")), p) for n, p in model.named_parameters() if p.requires_grad]
    body = [p for encodes, p in named if encodes]
    heads = [p for encodes, p in named if not encodes]
    groups = [{"params": body, "lr": rate, "base": rate}, {"params": heads, "lr": head_rate, "base": head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.05)


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
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--part", choices=PARTS, default=WORDS, help="what is learned; all else stays as it is")
    parser.add_argument("--from", dest="begin", type=Path, help="a checkpoint to begin with")
    parser.add_argument("--share", nargs="*", default=[], metavar="SOURCE=TIMES")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    model = build(args.base, args.vocabulary, args.layers, args.frozen)
    if args.begin:
        restore(model, torch.load(args.begin)["model"])
    for name, parameter in model.named_parameters():
        if part_of(name) != args.part:
            parameter.requires_grad = False
    run(model, args)


def restore(model: Annotator, saved: dict[str, torch.Tensor]) -> None:
    """Takes the parts that a checkpoint has; one that it lacks stays as it begins. A part that is there only partly, or
    in other sizes, stops the program."""
    own = model.state_dict()
    there = {part_of(name) for name in saved if name in own}
    wrong = [n for n, v in own.items() if part_of(n) in there and (n not in saved or saved[n].shape != v.shape)]
    if wrong:
        raise SystemExit(f"the checkpoint is that of another model or vocabulary: {wrong[0]}")
    model.load_state_dict(own | {name: value for name, value in saved.items() if name in own})
    if STATEMENTS not in there:
        model.branch.begin(model.bert)


def part_of(weight: str) -> str:
    """The part of the model that a weight belongs to, by its name."""
    return next((part for part, heads in PARTS.items() if weight.startswith(heads)), WORDS)


class Team:
    """The processes that train together, each on one thread; alone when not started by torchrun.

    Threads that wait for each other at every operation lose most of a busy machine; processes meet once a step.
    """

    def __init__(self) -> None:
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        if self.size > 1:
            torch.distributed.init_process_group("gloo")

    def agree(self, model: Annotator, progress: float) -> float:
        """Averages the gradients; returns the progress of the one that is furthest, so that all stop together."""
        if self.size == 1:
            return progress
        own = [p for p in model.parameters() if p.requires_grad]
        gradients = [p.grad if p.grad is not None else torch.zeros_like(p) for p in own]
        flat = torch.cat([torch.tensor([progress if self.rank == 0 else 0.0]), *(g.flatten() for g in gradients)])
        torch.distributed.all_reduce(flat)
        at = 1
        for p in own:
            p.grad = flat[at : at + p.numel()].view_as(p) / self.size
            at += p.numel()
        return float(flat[0])


def run(model: Annotator, args: argparse.Namespace) -> None:
    """The loop; progress is the larger of the shares of steps and of time that are used up."""
    team, pieces = Team(), Pieces(args.vocabulary / "tokenizer.json")
    shares = {name: float(times) for name, times in (s.split("=") for s in args.share)}
    optim, last = optimiser(model, args.rate, args.head_rate), args.out / "last.pt"
    epoch, used = 0, 0.0
    if last.exists():
        saved = torch.load(last)
        of_part = {n: v for n, v in saved["model"].items() if part_of(n) == args.part}
        model.load_state_dict(model.state_dict() | of_part)  # the other parts are those of --from
        optim.load_state_dict(saved["optim"])
        epoch, used = saved["epoch"], saved["used"]
    began, progress = time.time() - used, used / 60 / args.minutes
    while progress < 1 and epoch < args.epochs:
        sources = pickle.loads(args.data.read_bytes())["train"]  # read again, as it may have grown
        rng = random.Random(100 + epoch)
        todo = list(batches(epoch_items(sources, pieces, shares, rng, args.part), args.budget, rng))
        todo = todo[team.rank : len(todo) - len(todo) % team.size : team.size]
        log = Log(epoch, len(todo), team.rank == 0)
        for step, items in enumerate(todo):
            batch = collate(items, rng)
            model.train()
            model.bert.train(args.part == WORDS)
            parts = losses(model, batch, args.part)
            torch.stack([WEIGHTS[k] * v for k, v in parts.items()]).sum().backward()
            progress = max((epoch + step / len(todo)) / args.epochs, (time.time() - began) / 60 / args.minutes)
            progress = min(team.agree(model, progress), 1.0)
            for group in optim.param_groups:
                group["lr"] = group["base"] * min(progress / 0.05, (1 - progress) / 0.95)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optim.step()
            optim.zero_grad()
            log.step(parts, int((batch.block > 0).sum()), progress)
            if progress >= 1:
                break
        epoch += 1
        if team.rank == 0:
            done = ORDER[: ORDER.index(args.part) + 1]
            weights = {n: v for n, v in model.state_dict().items() if part_of(n) in done}
            state = {"model": weights, "optim": optim.state_dict(), "epoch": epoch}
            torch.save(state | {"used": time.time() - began, "layers": args.layers}, last.with_suffix(".tmp"))
            last.with_suffix(".tmp").replace(last)


class Log:
    """Prints mean losses and speed every 20 steps."""

    def __init__(self, epoch: int, steps: int, on: bool) -> None:
        self.epoch, self.steps, self.on, self.at = epoch, steps, on, 0
        self.sums: Counter[str] = Counter()
        self.pieces, self.mark = 0, time.time()

    def step(self, parts: dict[str, torch.Tensor], pieces: int, progress: float) -> None:
        self.sums.update({k: v.item() for k, v in parts.items()})
        self.at, self.pieces = self.at + 1, self.pieces + pieces
        if self.on and self.at % 20 == 0:
            means = " ".join(f"{k} {v / 20:.3f}" for k, v in self.sums.items())
            speed = self.pieces / (time.time() - self.mark)
            where = f"epoch {self.epoch} step {self.at}/{self.steps}"
            print(f"{where} {means} {speed:.0f} pieces/s {progress:.3f}", flush=True)
            self.sums, self.pieces, self.mark = Counter(), 0, time.time()


if __name__ == "__main__":
    main()
