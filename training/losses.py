"""What a batch costs: one loss for each head, over the words whose answer is known."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from training.batches import IGNORED, Batch
from training.labels import tags
from training.model import Annotator

FAR = -1e4


def losses(model: Annotator, batch: Batch) -> dict[str, Tensor]:
    """Mean loss of each head. Mentions: minus the log of the probability of all labels that are allowed."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words = model.words(batch.pieces, batch.mask, batch.first, batch.last)
    words = words.float()
    plain = words[:, 1:]
    scores = model.tag(plain)
    out = {"mention": _mention(model.mention(plain), batch)}
    out["tag"] = sum(
        (_entropy(scores[..., a:b], batch.tags[..., k]) for k, (_, a, b) in enumerate(tags())), torch.zeros(())
    )
    out["arc"] = _entropy(model.arcs(words).masked_fill(~batch.reach, FAR), batch.heads)
    out["rel"] = _entropy(model.relations_to(words, batch.heads.clamp(min=0)), batch.rels)
    return out


def _mention(logits: Tensor, batch: Batch) -> Tensor:
    log = torch.log_softmax(logits, -1)
    cost = -torch.logsumexp(log.masked_fill(~batch.allowed, FAR), -1)
    return (cost * batch.known).sum() / batch.known.sum().clamp(min=1)


def _entropy(logits: Tensor, target: Tensor) -> Tensor:
    total = cross_entropy(logits.flatten(0, -2), target.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (target != IGNORED).sum().clamp(min=1)
