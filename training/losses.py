"""What a batch costs: one loss for each head, over the words whose answer is known."""

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, softplus

from kg.annotate.pieces import EOS, UNKNOWN
from training.batches import IGNORED, Batch
from training.labels import ANY_TYPE, tags
from training.model import Annotator, through
from training.pairs import Pairs

FAR = -1e4
DOUBT, WRONG = 0.06, 0.15
"""How often an entity's type is kept from the head for statements, and how often it is told another one at random: what
is read may be wrong about it, and the head shall say what it takes it for."""
TOLD = torch.tensor([0.35, 0.1, 0.15, 0.3, 0.1])
"""How often each type is told then."""
UNSEEN = 0.06
"""How often a piece that is no part of a mention is not shown."""
WANTED = torch.tensor(3.0)
"""How much more a statement counts than the many that are none."""


WORDS, NAMES, STATEMENTS = "words", "names", "statements"
"""The parts of the model, in the order in which they are learned: names, tags and trees of words; a second head for
names; statements between mentions."""


def losses(model: Annotator, batch: Batch, part: str) -> dict[str, Tensor]:
    """Mean loss of each head of the part that trains; the others are left alone and cost nothing."""
    pieces = _some(batch) if model.training and part == STATEMENTS else batch.pieces
    with torch.set_grad_enabled(part == WORDS), torch.autocast("cpu", dtype=torch.bfloat16):
        middle = model.middle(pieces, batch.block)
        hidden = middle if part == STATEMENTS else model.hidden(middle, batch.block)
    if part == STATEMENTS:
        return _pairs(model, middle, batch)
    words = model.words(hidden.float(), batch.first, batch.last)
    if part == NAMES:
        lower = model.words(middle.float(), batch.first, batch.last)
        return {"mention": _mention(model.names(lower[:, 1:], words[:, 1:]), batch)}
    return _words(model, words, batch)


def _some(batch: Batch) -> Tensor:
    """The pieces with a few outside the mentions not shown, so that a statement does not hang on one of them."""
    hidden = (torch.rand(batch.pieces.shape) < UNSEEN) & (batch.pieces > EOS)
    if batch.pairs is not None:
        at = torch.arange(batch.pieces.shape[1])
        first, last = batch.pairs.first.unsqueeze(-1), batch.pairs.last.unsqueeze(-1)
        hidden &= ~((at >= first) & (at <= last)).any(1)
    return torch.where(hidden, UNKNOWN, batch.pieces)


def _words(model: Annotator, words: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Mentions: minus the log of the probability of all labels that are allowed."""
    plain = words[:, 1:]
    scores = model.tag(plain)
    out = {"mention": _mention(model.mention(plain), batch)}
    out["tag"] = sum(
        (_entropy(scores[..., a:b], batch.tags[..., k]) for k, (_, a, b) in enumerate(tags())), torch.zeros(())
    )
    out["arc"] = _entropy(model.arcs(words).masked_fill(~batch.reach, FAR), batch.heads)
    out["rel"] = _entropy(model.relations_to(words, batch.heads.clamp(min=0)), batch.rels)
    return out


def _pairs(model: Annotator, middle: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Statements and certainty of entity pairs, each pair as sure as its surest mentions; same entity of mentions."""
    p = batch.pairs
    if p is None:
        names = ("statement", "certainty", "same", "type", "mention")
        return {name: torch.zeros((), requires_grad=True) for name in names}
    mask = batch.block > 0
    types = _told(p) if model.training else p.types
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.branch.marked(middle, p.first, p.last, types, p.kinds)
        hidden = through(model.branch.layers, hidden, mask.unsqueeze(1))
    hidden = hidden.float()
    named_again = _mention(model.branch.names(hidden, batch.first, batch.last), batch, batch.again)
    scores, sure, same, _, own = model.pair(hidden, mask, p.first, p.last, types, p.kinds, p.sentence)
    at = p.where.unbind(1)
    entities = len(p.target)
    flat = scores[at]  # [P, S]
    keep = p.owner < entities
    owner, flat, sure = p.owner[keep], flat[keep], sure[at][keep]
    index = owner.unsqueeze(1).expand_as(flat)
    top = torch.full((entities, flat.shape[1]), -1e4).scatter_reduce(0, index, flat.detach(), "amax")
    weight = torch.exp(flat - top[owner])
    total = torch.zeros_like(top).index_add(0, owner, weight)
    pooled = top + torch.log(total)
    asked = p.target >= 0
    target = p.target.clamp(min=0).float()
    cost = binary_cross_entropy_with_logits(pooled, target, reduction="none", pos_weight=WANTED) * asked
    groups = [-torch.log(1 - torch.exp(-softplus(pooled[k][columns]).sum()) + 1e-6) for k, columns in p.groups]
    judged = asked.any(1).sum() + len(groups)
    out = {"statement": (cost.sum() + sum(groups, torch.zeros(()))) / judged.clamp(min=1)}
    known = p.certainty >= 0
    share = (weight / total[owner]).detach().unsqueeze(-1)
    mixed = torch.zeros(*top.shape, sure.shape[-1]).index_add(0, owner, share * sure)
    out["certainty"] = cross_entropy(mixed[known], p.certainty[known]) if bool(known.any()) else torch.zeros(())
    out["mention"] = named_again
    twin = p.same >= 0
    named = (p.kinds == 0) & (p.types < ANY_TYPE) & (p.last > 0)
    out["type"] = cross_entropy(own[named], p.types[named]) if bool(named.any()) else torch.zeros(())
    out["same"] = (
        binary_cross_entropy_with_logits(same[at][twin], p.same[twin].float()) if bool(twin.any()) else torch.zeros(())
    )
    return out


def _told(p: Pairs) -> Tensor:
    """The types of the mentions, all of an entity alike: mostly the right ones."""
    chance = torch.rand(p.chain.shape).gather(1, p.chain)
    other = torch.multinomial(TOLD, p.chain.numel(), replacement=True).reshape(p.chain.shape).gather(1, p.chain)
    told = torch.where(chance < DOUBT + WRONG, other, p.types)
    return torch.where(chance < DOUBT, ANY_TYPE, told)


def _mention(logits: Tensor, batch: Batch, rows: Tensor | None = None) -> Tensor:
    """Minus the log of the probability of all labels that are allowed, where some is not; of some passages only."""
    log = torch.log_softmax(logits, -1)
    cost = -torch.logsumexp(log.masked_fill(~batch.allowed, FAR), -1)
    known = batch.known if rows is None else batch.known & rows.unsqueeze(1)
    return (cost * known).sum() / known.sum().clamp(min=1)


def _entropy(logits: Tensor, target: Tensor) -> Tensor:
    total = cross_entropy(logits.flatten(0, -2), target.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (target != IGNORED).sum().clamp(min=1)
