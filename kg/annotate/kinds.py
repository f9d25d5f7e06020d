"""Kinds of products: common noun phrases such as "wind turbines" and "a photo sharing platform".

They are no names, and a text is full of noun phrases; so they are added to an annotation only where somebody asks for
them, and only the statements made with them say which of them stay (`kg.extract.kinds`).
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.kindwords import KindWords
from kg.annotate.lemmas import lemma
from kg.annotate.names.lexicon import lexicon
from kg.annotate.names.words import words
from kg.annotate.sentences import sentence_of
from kg.model import Entity, Mention

HYPHENS = frozenset({"-", "‑", "–", "/"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "flat", "advmod", "conj", "appos"})
"""Relations of the words before a noun that are part of its phrase; "nmod" without a preposition or possessive."""
LONGEST = 8
"""Words of a phrase; longer ones are mostly titles."""
MOST_SHARED = 5
"""Joined words before one head."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Finds the phrases of one document that may be kinds of products."""

    annotation: Annotation
    lists: KindWords

    def mentions(self) -> Iterator[tuple[Mention, str]]:
        """Each phrase as a mention without entity, with its label, in text order of the heads.

        "Military and commercial helicopters" is one mention of two kinds.
        """
        document = self.annotation.document
        product = lexicon(document.lang).product_type
        for head in self._heads():
            first = self._first(head)
            if first is None or not document.is_article(first.idx, head.idx + len(head)):
                continue
            shared = self._shared(first, head)
            start, end = (shared[0][0] if shared else first).idx, head.idx + len(head)
            mention = Mention(start, end, document.text[start:end], product, "nominal", "")
            yield mention, self._label([*head.doc[first.i : head.i]], head)
            yield from ((mention, self._label(words_before, head)) for words_before in shared)

    def _heads(self) -> list[Token]:
        """The nouns that may head a phrase; from the last on, as those of a compound stand behind its parts."""
        found: dict[int, Token] = {}
        for token in reversed(list(self.annotation.doc)):
            if self._may_head(token) and not self._is_inside(token, found):
                found[token.i] = token
        return [found[i] for i in sorted(found)]

    def _may_head(self, head: Token) -> bool:
        if not self._is_common(head) or self.annotation.mentions_at(head.i) or not head.text.isalpha():
            return False
        if (len(head.text) < 3 and not head.text.isupper()) or self._is_tied(head):
            return False
        return not (self.lists.never.has(self._base(head)) or self._is_whole(head) or self._is_named(head))

    def _is_tied(self, token: Token) -> bool:
        """Whether a hyphen ties the token to what follows: "note" in "note-taking"."""
        hyphen = token.nbor(1) if token.i + 2 < len(token.doc) and not token.whitespace_ else token
        return hyphen.text in HYPHENS and not hyphen.whitespace_

    def _is_common(self, head: Token) -> bool:
        """Whether a token is a noun that is no name; a title's words look like names, and acronyms do."""
        if head.pos_ != "PROPN":
            return head.pos_ == "NOUN"
        joined = head.i > 0 and head.nbor(-1).head.i == head.i and head.nbor(-1).pos_ in {"NOUN", "ADJ"}
        return words(head.lang_).is_known(head.lower_) or (head.text.isupper() and (joined or head.dep_ == "compound"))

    def _is_whole(self, head: Token) -> bool:
        """Whether the noun only counts or groups what follows: "range" in "a range of valves"."""
        return self.lists.whole.has(self._base(head))

    def _is_inside(self, head: Token, heads: Container[int]) -> bool:
        """Whether the noun is the first part of a compound that is a kind itself: "wind" in "wind turbine"."""
        if head.dep_ != "compound" or head.head.i <= head.i:
            return False
        after = head.nbor(1)
        beside = after.dep_ == "compound" and after.head.i == head.head.i
        return head.head.i in heads or (beside and after.i in heads)

    def _is_named(self, head: Token) -> bool:
        """Whether a product's name follows: "the note-taking app Qora", "a tool called Qora"."""
        near = [c.i for c in head.rights if c.dep_.partition(":")[0] in {"appos", "flat"}]
        if head.i + 1 < len(head.doc):
            near.append(head.i + 1)
            if head.nbor(1).lower_ in self.lists.naming:
                return True
        product = lexicon(self.annotation.document.lang).product_type
        return any(m.type == product and m.kind == "name" for i in near for m in self.annotation.mentions_at(i))

    def _first(self, head: Token) -> Token | None:
        """The first token of the phrase; None when nothing of it says what kind it is."""
        start, tokens = sentence_of(head).start, [head]
        while tokens[0].i > start and len(tokens) <= LONGEST:
            before = tokens[0].nbor(-1)
            if not self._belongs(before, tokens[0], head):
                break
            tokens.insert(0, before)
        while len(tokens) > 1 and self._is_idle(tokens):
            tokens.pop(0)
        own = [t for t in tokens[:-1] if t.text[:1].isalnum()]
        bare = not own and self.lists.general.has(self._base(head))
        if bare or (own and all(self.annotation.mentions_at(t.i) for t in own)):
            return None  # "systems"; "the Qora system", where the noun is part of the name
        return tokens[0]

    def _shared(self, first: Token, head: Token) -> list[list[Token]]:
        """The words before a joined phrase that share its head: [["military"]] for "military and commercial" jets."""
        top = first
        found: list[list[Token]] = []
        while top.dep_ == "conj" and head.is_ancestor(top) and top.head.i < top.i and top.head.i != head.i:
            top = top.head
            own = [t for t in top.lefts if t.dep_ in {"compound", "amod"}] + [top]
            gap = head.doc[top.i + 1 : first.i]
            if any(t.is_space or self.annotation.mentions_at(t.i) for t in (*own, *gap)) or len(found) > MOST_SHARED:
                break
            found.insert(0, own)
        return [words for words in found if not (len(words) == 1 and self.lists.praise.has(words[0].lemma_))]

    def _belongs(self, token: Token, after: Token, head: Token) -> bool:
        names = self.annotation.mentions_at(token.i)
        if any(m.type != lexicon(self.annotation.document.lang).product_type for m in names):
            return False
        if token.text in HYPHENS:
            return not token.whitespace_ and not (token.i and token.nbor(-1).whitespace_)
        if names:
            return True
        if after.text in HYPHENS and not after.whitespace_:
            return token.text[:1].isalnum()
        role = token.dep_.partition(":")[0]
        if role not in MODIFIERS or token.dep_ == "nmod:poss" or token.pos_ in {"PRON", "DET", "ADP", "CCONJ", "NUM"}:
            return False
        if any(c.dep_ == "case" for c in token.children):
            return False
        beside = head.dep_ == "compound" and (token.head.i == head.head.i or head.head.is_ancestor(token))
        return head.is_ancestor(token) or beside

    def _is_idle(self, tokens: list[Token]) -> bool:
        """Whether the first word tells nothing of the kind: "new", "world-leading", "highly", "Chinese", a hyphen."""
        first = tokens[0]
        if first.text in HYPHENS or (first.pos_ == "ADV" and tokens[1].text not in HYPHENS):
            return True
        if first.pos_ == "ADJ" and first.text.istitle() and not first.is_sent_start and tokens[-1].text.islower():
            return True
        whole, rest = first.lower_, tokens[1:]
        while len(rest) > 1 and rest[0].text in HYPHENS:
            whole, rest = f"{whole}-{rest[1].lower_}", rest[2:]
        if rest and self.lists.praise.has(whole):
            del tokens[1 : len(tokens) - len(rest)]
            return True
        return self.lists.praise.has(first.lemma_) and tokens[1].text not in HYPHENS

    def _label(self, before: list[Token], head: Token) -> str:
        """A phrase in its base form, so that all who make "wind turbines" make the same."""
        said = "".join(self._plain(t, head) + t.whitespace_ for t in before)
        joint = " " if before and before[-1].i + 1 < head.i else ""
        return " ".join((said + joint + self._base(head)).split())

    def _base(self, head: Token) -> str:
        """The head in the singular; words without one ("lighting", "glasses") and acronyms without their ending."""
        if head.text[:-1].isupper():
            return head.text.removesuffix("s")
        if self.lists.fixed.has(head.text):
            return head.lower_
        return head.lemma_ if head.pos_ == "NOUN" else lemma(head.lower_, "NOUN", head.lang_)

    def _plain(self, token: Token, head: Token) -> str:
        """A word before the head; an inflected adjective as it is in the singular without an article."""
        ending = self.lists.endings.get("".join(head.morph.get("Gender", [])))
        stem = token.lemma_.lower()
        inflected = token.pos_ == "ADJ" and token.lower_.startswith(stem) and token.lower_ != stem
        return stem + ending if ending and inflected else plain(token)


def plain(token: Token) -> str:
    """A word before the head without the capital of a sentence's or a title's word."""
    unknown = token.pos_ == "PROPN" and not words(token.lang_).is_known(token.lower_)
    capital = unknown or (token.pos_ == "NOUN" and token.lemma_[:1].isupper())
    return token.text if capital or not token.text[1:].islower() else token.text.lower()


def outermost(found: Iterable[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """The phrases that are not inside another one, in text order: "gas" is in "gas and oil burners"."""
    kept: list[tuple[Mention, str]] = []
    for mention, label in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        last = kept[-1][0] if kept else None
        if last is None or mention.end > last.end or (mention.start, mention.end) == (last.start, last.end):
            kept.append((mention, label))
    return kept


def with_kinds(annotation: Annotation) -> Annotation:
    """The annotation with a mention for every phrase that may be a kind of product, and an entity for each label.

    Their entities come after all others, in the order of their first mention.
    """
    found = outermost(Kinds(annotation, KindWords.load(annotation.document.lang)).mentions())
    ids: dict[str, str] = {}
    for _, label in found:
        ids.setdefault(label.casefold(), f"e{len(annotation.entities) + len(ids) + 1}")
    labels = {ids[label.casefold()]: label for _, label in reversed(found)}
    mentions = [replace(m, entity=ids[label.casefold()]) for m, label in found]
    entities = (_entity(id_, labels[id_], [m for m in mentions if m.entity == id_]) for id_ in ids.values())
    every = tuple(sorted((*annotation.mentions, *mentions), key=lambda m: (m.start, m.end, m.entity)))
    return replace(annotation, mentions=every, entities=(*annotation.entities, *entities))


def _entity(id_: str, label: str, mentions: list[Mention]) -> Entity:
    forms = {m.text for m in mentions} - {label}
    return Entity(id_, label, mentions[0].type, tuple(mentions), tuple(sorted(forms)))
