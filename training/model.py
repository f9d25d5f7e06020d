"""The encoder and its heads. One pass over a passage gives every word's mention label, tags, head and relation.

A word is the encoder's output at its first and last piece, side by side. Word 0 is the start symbol: the root that
the head of each sentence hangs on. A new head reads `words` as these do.
"""

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.labels import DEPREL, MENTIONS, tags

ARC, REL = 256, 64
"""Sizes of the spaces in which heads and relations are compared."""


def encoder(sizes: dict[str, int], vocabulary: int, layers: int, dropout: float = 0.1) -> BertModel:
    """An empty encoder of the base model's shape with its lowest `layers` layers."""
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=sizes["hidden"], num_hidden_layers=layers,
        num_attention_heads=sizes["heads"], intermediate_size=sizes["feed_forward"],
        max_position_embeddings=sizes["positions"], type_vocab_size=1, layer_norm_eps=1e-12,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout,
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False)


class Biaffine(nn.Module):
    """A score for each (dependent, head) pair and label, from one projection of each."""

    def __init__(self, width: int, inner: int, labels: int, dropout: float) -> None:
        super().__init__()
        self.dependent = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(dropout))
        self.head = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(dropout))
        self.weight = nn.Parameter(torch.randn(labels, inner + 1, inner + 1) * 0.02)

    def project(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Dependents [B, W, inner + 1] (word 0 left out) and heads [B, W + 1, inner + 1], each with a constant 1."""
        one = torch.ones_like(words[..., :1])
        dependents = torch.cat([self.dependent(words[:, 1:]), one[:, 1:]], -1)
        return dependents, torch.cat([self.head(words), one], -1)


class Annotator(nn.Module):
    """Encoder and heads. Shapes: B passages of T pieces and W words."""

    def __init__(self, bert: BertModel, dropout: float = 0.3) -> None:
        super().__init__()
        width = 2 * bert.config.hidden_size
        self.bert = bert
        self.dropout = nn.Dropout(dropout)
        self.mention = nn.Linear(width, len(MENTIONS))
        self.tag = nn.Linear(width, tags()[-1][2])
        self.arc = Biaffine(width, ARC, 1, dropout)
        self.rel = Biaffine(width, REL, len(DEPREL), dropout)

    def words(self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """[B, W + 1, 2 * hidden]: the words with the root before them. `first`, `last` [B, W] are piece positions."""
        hidden = self.bert(pieces, attention_mask=mask).last_hidden_state
        start = torch.zeros_like(first[:, :1])
        take = [torch.cat([start, at], 1).unsqueeze(-1).expand(-1, -1, hidden.shape[-1]) for at in (first, last)]
        return self.dropout(torch.cat([hidden.gather(1, at) for at in take], -1))

    def arcs(self, words: Tensor) -> Tensor:
        """[B, W, W + 1]: the score of each head (0 is the root)."""
        dependents, heads = self.arc.project(words)
        return dependents @ self.arc.weight[0] @ heads.transpose(1, 2)

    def relations(self, words: Tensor) -> Tensor:
        """[B, W, W + 1, labels]: the score of each relation to each head."""
        dependents, heads = self.rel.project(words)
        projected = torch.einsum("bwi,rij->bwrj", dependents, self.rel.weight)
        return torch.einsum("bwrj,bhj->bwhr", projected, heads)

    def relations_to(self, words: Tensor, heads: Tensor) -> Tensor:
        """[B, W, labels]: the scores for one head of each word, `heads` [B, W] with 0 for the root."""
        dependents, candidates = self.rel.project(words)
        chosen = candidates.gather(1, heads.unsqueeze(-1).expand(-1, -1, candidates.shape[-1]))
        projected = torch.einsum("bwi,rij->bwrj", dependents, self.rel.weight)
        return torch.einsum("bwrj,bwj->bwr", projected, chosen)
