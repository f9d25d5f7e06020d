"""The encoder and its heads. One pass over a passage gives every word's mention label, tags, head and relation.

A word is the encoder's output at its first and last piece, side by side. Word 0 is the start symbol: the root that
the head of each sentence hangs on. A new head reads `words` as these do.

Statements have a branch of their own: it leaves the encoder at layer FORK, is told where the mentions are and of which
type, and goes on in layers that only it trains. So names and trees stay as they are when statements are learned.
"""

import copy

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel
from transformers.models.bert.modeling_bert import BertLayer

from training.labels import ANY_TYPE, CERTAINTIES, DEPREL, KINDS, MENTION_TYPES, MENTIONS, STATEMENTS, tags

ARC, REL = 256, 64
"""Sizes of the spaces in which heads and relations are compared."""
SECOND = 192
"""Width of the second head for names."""
FORK, BRANCH = 8, 4
"""The encoder's layer after which the branch for statements begins, and its number of layers."""
DROPOUT = 0.1
"""What the branch's layers drop, of attention too."""


def encoder(sizes: dict[str, int], vocabulary: int, layers: int, dropout: float = 0.1) -> BertModel:
    """An empty encoder of the base model's shape with its lowest `layers` layers."""
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=sizes["hidden"], num_hidden_layers=layers,
        num_attention_heads=sizes["heads"], intermediate_size=sizes["feed_forward"],
        max_position_embeddings=sizes["positions"], type_vocab_size=1, layer_norm_eps=1e-12,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0, attn_implementation="eager",
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


PAIR, HEADS, KEY, VALUE = 320, 4, 32, 64
"""Widths of the pair head: its inner layers, and the number, key and value widths of its views of the passage."""
TYPE = 128
"""Width of the inner layer that says of which type a mention is."""
STEPS, NEAR = 8, 3
"""Distances: powers of two in pieces to either side, sentences to either side."""


def through(layers: nn.ModuleList, hidden: Tensor, seen: Tensor) -> Tensor:
    """[B, T, hidden] after some layers; `seen` [B, T or 1, T] says which pieces each piece sees."""
    far = (1 - seen[:, None].to(hidden.dtype)) * torch.finfo(torch.bfloat16).min
    for layer in layers:
        out = layer(hidden, far)
        hidden = out[0] if isinstance(out, tuple) else out
    return hidden


class Branch(nn.Module):
    """The layers that read a passage for statements: from the encoder's layer FORK, with the mentions marked."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.of_type = nn.Embedding(ANY_TYPE + 1, width)
        self.of_kind = nn.Embedding(len(KINDS), width)
        self.first = nn.Embedding(ANY_TYPE + 1, width)
        for table in (self.of_type, self.of_kind, self.first):
            nn.init.normal_(table.weight, std=0.05)
        config = copy.copy(bert.config)
        config.hidden_dropout_prob, config.attention_probs_dropout_prob = DROPOUT, DROPOUT
        self.layers = nn.ModuleList(BertLayer(config) for _ in range(BRANCH))
        self.again = nn.Sequential(nn.Linear(2 * width, SECOND), nn.GELU(), nn.Dropout(2 * DROPOUT),
                                   nn.Linear(SECOND, len(MENTIONS)))  # fmt: skip

    def begin(self, bert: BertModel) -> None:
        """Starts from the encoder's own layers above the fork."""
        for own, layer in zip(self.layers, bert.encoder.layer[FORK:], strict=False):
            own.load_state_dict(layer.state_dict())

    def marked(self, hidden: Tensor, first: Tensor, last: Tensor, types: Tensor, kinds: Tensor) -> Tensor:
        """[B, T, hidden]: each mention's pieces know its type and kind, its first piece that it begins there."""
        at = torch.arange(hidden.shape[1]).reshape(1, 1, -1)
        begins = at == first.unsqueeze(-1)
        inside = (at >= first.unsqueeze(-1)) & (at <= last.unsqueeze(-1)) & (last > 0).unsqueeze(-1)
        marks = inside.to(hidden.dtype).transpose(1, 2) @ (self.of_type(types) + self.of_kind(kinds)).to(hidden.dtype)
        starts = (begins & inside).to(hidden.dtype).transpose(1, 2) @ self.first(types).to(hidden.dtype)
        return hidden + marks + starts

    def names(self, hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """[B, W, labels]: the scores of the words' labels; `hidden` [B, T, hidden] was told names that may be wrong."""
        ends = [hidden.gather(1, at.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])) for at in (first, last)]
        return self.again(torch.cat(ends, -1))  # type: ignore[no-any-return]


class PairHead(nn.Module):
    """Statements between mentions: all ordered pairs of a passage at once, each mention with itself too.

    A pair is its two mentions, their product, how far apart they are, and what the passage says to the two together:
    every head looks at the passage with the sum of what either mention asks, so that each pair finds its own words.
    """

    def __init__(self, hidden: int, dropout: float) -> None:
        super().__init__()
        self.of_type = nn.Embedding(ANY_TYPE + 1, 64)
        self.of_kind = nn.Embedding(len(KINDS), 16)
        width = 2 * hidden + 80
        self.subject, self.object = nn.Linear(width, PAIR), nn.Linear(width, PAIR)
        self.ask_subject, self.ask_object = nn.Linear(width, HEADS * KEY), nn.Linear(width, HEADS * KEY)
        self.key, self.value = nn.Linear(hidden, HEADS * KEY), nn.Linear(hidden, HEADS * VALUE)
        self.context, self.product = nn.Linear(HEADS * VALUE, PAIR), nn.Linear(PAIR, PAIR, bias=False)
        self.distance = nn.Embedding(2 * STEPS + 1, PAIR)
        self.sentences = nn.Embedding(2 * NEAR + 1, PAIR)
        self.inner = nn.Sequential(nn.GELU(), nn.Dropout(dropout), nn.Linear(PAIR, PAIR), nn.GELU(),
                                   nn.Dropout(dropout))  # fmt: skip
        self.statement = nn.Linear(PAIR, len(STATEMENTS))
        self.certainty = nn.Linear(PAIR, len(CERTAINTIES))
        self.typed_certainty = nn.Linear(PAIR, len(STATEMENTS) * len(CERTAINTIES))
        self.same = nn.Linear(PAIR, 1)
        self.taken_for = nn.Sequential(nn.Linear(width, TYPE), nn.GELU(), nn.Dropout(dropout),
                                       nn.Linear(TYPE, len(MENTION_TYPES)))  # fmt: skip
        nn.init.constant_(self.statement.bias, -3.0)
        nn.init.zeros_(self.typed_certainty.weight)

    def forward(
        self, hidden: Tensor, mask: Tensor, first: Tensor, last: Tensor, types: Tensor, kinds: Tensor, sentence: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Statement scores [B, M, M, S], certainty scores [B, M, M, S, C], scores of being the same [B, M, M], where
        each pair looks [B, M, M, T], and scores of each mention's own type [B, M, types]: `types` may be wrong.

        `hidden` is [B, T, hidden], `mask` [B, T]; the rest are [B, M], `first` and `last` in pieces.
        """
        ends = [hidden.gather(1, at.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])) for at in (first, last)]
        mentions = torch.cat([*ends, self.of_type(types), self.of_kind(kinds)], -1)
        b, m = first.shape
        t = hidden.shape[1]
        key = self.key(hidden).reshape(b, t, HEADS, KEY).permute(0, 2, 3, 1)
        value = self.value(hidden).reshape(b, t, HEADS, VALUE).transpose(1, 2)
        asks = [(ask(mentions).reshape(b, m, HEADS, KEY).transpose(1, 2) @ key) / KEY**0.5
                for ask in (self.ask_subject, self.ask_object)]  # fmt: skip
        scores = asks[0].unsqueeze(3) + asks[1].unsqueeze(2) + (1 - mask.float())[:, None, None, None] * -1e4
        looks = torch.softmax(scores, -1)  # [B, heads, M, M, T]
        seen = looks.reshape(b, HEADS, m * m, t) @ value  # [B, heads, M * M, VALUE]
        seen = seen.transpose(1, 2).reshape(b, m, m, HEADS * VALUE)
        one, other = self.subject(mentions).unsqueeze(2), self.object(mentions).unsqueeze(1)
        pair = one + other + self.product(torch.tanh(one) * torch.tanh(other)) + self.context(seen)
        pair = pair + self.distance(_steps(first)) + self.sentences(_near(sentence))
        pair = self.inner(pair)
        certainty = self.certainty(pair).unsqueeze(3)
        certainty = certainty + self.typed_certainty(pair).reshape(b, m, m, len(STATEMENTS), len(CERTAINTIES))
        same = self.same(pair).squeeze(-1)
        same = (same + same.transpose(1, 2)) / 2
        return self.statement(pair), certainty, same, looks.mean(1), self.taken_for(mentions)


def _steps(first: Tensor) -> Tensor:
    """[B, M, M]: the distance of each two mentions, in powers of two, to the left or to the right."""
    apart = (first.unsqueeze(2) - first.unsqueeze(1)).float()
    size = torch.log2(apart.abs() + 1).round().clamp(max=STEPS)
    return (torch.sign(apart) * size).long() + STEPS


def _near(sentence: Tensor) -> Tensor:
    return (sentence.unsqueeze(2) - sentence.unsqueeze(1)).clamp(-NEAR, NEAR) + NEAR


class Annotator(nn.Module):
    """Encoder and heads. Shapes: B passages of T pieces and W words."""

    def __init__(self, bert: BertModel, dropout: float = 0.3) -> None:
        super().__init__()
        width = 2 * bert.config.hidden_size
        self.bert = bert
        self.dropout = nn.Dropout(dropout)
        self.mention = nn.Linear(width, len(MENTIONS))
        self.second = nn.Sequential(
            nn.Linear(2 * width, SECOND), nn.GELU(), nn.Dropout(dropout), nn.Linear(SECOND, len(MENTIONS))
        )
        nn.init.zeros_(self.second[-1].weight)
        nn.init.zeros_(self.second[-1].bias)
        self.tag = nn.Linear(width, tags()[-1][2])
        self.arc = Biaffine(width, ARC, 1, dropout)
        self.rel = Biaffine(width, REL, len(DEPREL), dropout)
        self.branch = Branch(bert)
        self.pair = PairHead(bert.config.hidden_size, 2 * DROPOUT)

    def middle(self, pieces: Tensor, block: Tensor) -> Tensor:
        """[B, T, hidden]: what the encoder makes of each piece up to the fork. Each `block` [B, T] is read for itself,
        as if it began the text; 0 is padding."""
        at = torch.arange(block.shape[1]).expand_as(block)
        begins = torch.cat([torch.ones_like(block[:, :1]), block[:, 1:] != block[:, :-1]], 1)
        place = at - torch.cummax(at * begins, 1).values
        same = (block.unsqueeze(1) == block.unsqueeze(2)) & (block > 0).unsqueeze(1)
        return through(self.bert.encoder.layer[:FORK], self.bert.embeddings(pieces, position_ids=place), same)

    def hidden(self, middle: Tensor, block: Tensor) -> Tensor:
        """[B, T, hidden]: what the layers above the fork make of passages that are no windows, for names and trees."""
        return through(self.bert.encoder.layer[FORK:], middle, (block > 0).unsqueeze(1))

    def names(self, middle: Tensor, words: Tensor) -> Tensor:
        """[B, W, labels]: what the head that learned with the encoder says, and what a second one adds to it that
        learned later from more names; both arguments are words, [B, W, 2 * hidden], at the fork and at the end."""
        return self.mention(words) + self.second(torch.cat([middle, words], -1))  # type: ignore[no-any-return]

    def words(self, hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """[B, W + 1, 2 * hidden]: the words with the root before them. `first`, `last` [B, W] are piece positions."""
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
        b, w, _ = dependents.shape
        labels, inner, _ = self.rel.weight.shape
        projected = dependents @ self.rel.weight.transpose(0, 1).reshape(inner, labels * inner)
        scores = projected.reshape(b, w * labels, inner) @ heads.transpose(1, 2)
        return scores.reshape(b, w, labels, w + 1).transpose(2, 3)

    def relations_to(self, words: Tensor, heads: Tensor) -> Tensor:
        """[B, W, labels]: the scores for one head of each word, `heads` [B, W] with 0 for the root."""
        dependents, candidates = self.rel.project(words)
        chosen = candidates.gather(1, heads.unsqueeze(-1).expand(-1, -1, candidates.shape[-1]))
        projected = torch.einsum("bwi,rij->bwrj", dependents, self.rel.weight)
        return torch.einsum("bwrj,bwj->bwr", projected, chosen)
