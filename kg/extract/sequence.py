"""Patterns over neighbouring words, for constructions that need no clause: "X (HK: 09988)", "Y, Tochter von X"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.annotate.annotation import Annotation
from kg.annotate.wordlists import WordList
from kg.extract.patterns import Pattern, Step
from kg.extract.tree import is_compound_part
from kg.model import Mention


@dataclass(frozen=True, slots=True)
class Match:
    """A sequence found at characters `[start, end)`, its mentions by role, and the word that carries the meaning."""

    start: int
    end: int
    filled: dict[str, list[Mention]]
    trigger: Token


class Places:
    """Where in one sentence a sequence may begin, looked up once for all patterns."""

    def __init__(self, sentence: Span, annotation: Annotation) -> None:
        self.annotation, self.start, self.end = annotation, sentence.start, sentence.end
        self._tokens = list(sentence)
        self._forms = [(t.lemma_.lower(), t.lower_) for t in self._tokens]
        self._named = [t for t in self._tokens if annotation.mention_at(t.i)]
        self._lemmas = _by_form((lemma, t) for (lemma, _), t in zip(self._forms, self._tokens, strict=True))
        self._texts = _by_form((text, t) for (_, text), t in zip(self._forms, self._tokens, strict=True))

    def forms(self) -> frozenset[str]:
        """All base and surface forms of the sentence, in lower case."""
        return frozenset((*self._lemmas, *self._texts))

    def words(self, at: int) -> tuple[str, str]:
        """The base and the surface form of a token of the sentence, in lower case."""
        return self._forms[at - self.start]

    def starting(self, step: Step) -> list[Token]:
        """The tokens at which a sequence may begin that has `step` as its first, in text order."""
        if step.optional or step.gap or step.unless:
            return self._tokens
        if step.role:
            return self._named
        if step.lemma:
            return _of_words(step.lemma, self._lemmas)
        return _of_words(step.text, self._texts) if step.text else self._tokens


def _by_form(forms: Iterable[tuple[str, Token]]) -> dict[str, list[Token]]:
    found: dict[str, list[Token]] = {}
    for form, token in forms:
        found.setdefault(form, []).append(token)
    return found


def _of_words(words: WordList, by_form: dict[str, list[Token]]) -> list[Token]:
    found = [token for form, tokens in by_form.items() if words.has(form) for token in tokens]
    return sorted(found, key=lambda token: token.i)


def sequences(pattern: Pattern, places: Places) -> Iterator[Match]:
    """Every place in the sentence where the steps of `pattern` follow one another."""
    for token in places.starting(pattern.steps[0]):
        found = _match(pattern.steps, token.i, places)
        if found is not None:
            end, filled, trigger = found
            last = places.annotation.doc[end - 1]
            yield Match(token.idx, last.idx + len(last), filled, trigger or token)


Found = tuple[int, dict[str, list[Mention]], Token | None]


def _match(steps: tuple[Step, ...], at: int, places: Places) -> Found | None:
    """Match `steps` from token `at`; (end token, mentions by role, first word step) or None."""
    if not steps:
        return at, {}, None
    step, rest = steps[0], steps[1:]
    if step.gap:
        return _after_gap(step.gap, rest, at, places)
    tied = bool(rest) and "-" in rest[0].text.words
    found = _one(step, at, places, tied)
    if found is not None:
        end, mention = found
        following = _match(rest, end, places)
        if following is not None:
            last, filled, trigger = following
            if mention is not None:
                return last, filled | {step.role: [mention, *filled.get(step.role, [])]}, trigger
            carries = not step.unless and (step.lemma or trigger is None)
            return last, filled, places.annotation.doc[at] if carries else trigger
    return _match(rest, at, places) if step.optional else None


def _mention(step: Step, at: int, annotation: Annotation, tied: bool) -> tuple[int, Mention | None] | None:
    """The end of the mention that begins at token `at` and fits the step; a part of a compound only when `tied`."""
    mention = annotation.mention_at(at)
    if mention is None or (step.type and mention.type != step.type):
        return None
    first, end = annotation.tokens(mention)
    return (end, mention) if first == at and (tied or not is_compound_part(annotation.doc[end - 1])) else None


def _after_gap(gap: int, rest: tuple[Step, ...], at: int, places: Places) -> Found | None:
    for skipped in range(gap + 1):
        found = _match(rest, at + skipped, places)
        if found is not None:
            return found
    return None


def _one(step: Step, at: int, places: Places, tied: bool) -> tuple[int, Mention | None] | None:
    """The end of one step at token `at`, with its mention when it fills a role; `tied` says that a hyphen follows."""
    if at >= places.end:
        return (at, None) if step.unless else None
    if step.role and not step.unless:
        return _mention(step, at, places.annotation, tied)
    lemma, text = places.words(at)
    if step.unless:
        return None if step.unless.has(lemma) or step.unless.has(text) else (at, None)
    if step.lemma and not step.lemma.has(lemma):
        return None
    if step.text and not step.text.has(text):
        return None
    return at + 1, None
