"""Who a sentence says it from: the sources of its claims."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.annotate.sentences import sentence_of
from kg.extract.cues import CertaintyLexicon
from kg.extract.scope import Scope, clause_top, conjunctions, is_relative, part, segment, whole_lemma
from kg.extract.tree import children, dependents, feature, relation

_LONGEST = 12
"""Words that a source's noun phrase may have."""


_NOUN_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON"})
_BEFORE_NOUN = frozenset({"DET", "ADJ", "NUM", "ADP", "ADV"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "CCONJ", "ADP"})


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it. `own`: the company itself or one who speaks for it. `cue` is the index of the word that tells."""

    name: str
    own: bool
    cue: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as a source: its name, the common nouns in it in lower case, and the index after it."""

    name: str
    nouns: tuple[str, ...]
    proper: bool
    end: int


def sources(scope: Scope, lexicon: CertaintyLexicon) -> list[Source]:
    """The sources of what the trigger of `scope` says, in text order, each name once."""
    trigger = scope.steps[0].token
    found: dict[str, Source] = {}
    for token in sentence_of(trigger):
        if token.i == trigger.i:
            continue
        named = [*_by_preposition(token, lexicon), *_by_noun(token, lexicon), *_by_verb(token, scope, lexicon)]
        if named and _reaches(token, scope, lexicon):
            for source in named:
                found.setdefault(source.name, source)
    return list(found.values())


def _reaches(token: Token, scope: Scope, lexicon: CertaintyLexicon) -> bool:
    """Whether what `token` attributes covers the trigger: not from inside a relative clause beside it."""
    if _elsewhere(token, scope.steps[0].token, lexicon):
        return False
    if scope.holds(token) or clause_top(token).i == clause_top(scope.steps[0].token).i or _apart(token, scope, lexicon):
        return True
    return scope.main and not any(is_relative(up, lexicon) for up in (token, *token.ancestors))


def _elsewhere(token: Token, trigger: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a semicolon parts `token` from the trigger, and its part does not speak of the one before."""
    own = part(token)
    return trigger.i not in own and not lexicon.has("resuming", token.doc[own.start].lower_)


def _by_preposition(token: Token, lexicon: CertaintyLexicon) -> Iterator[Source]:
    """ "laut X", "X zufolge", "according to X"."""
    if token.lower_ not in lexicon.source_marks:
        return
    doc, first = token.doc, sentence_of(token).start
    for words, side in lexicon.sources.items():
        parts = words.split()
        if (
            token.lower_ != parts[-1]
            or [t.lower_ for t in doc[max(first, token.i + 1 - len(parts)) : token.i + 1]] != parts
        ):
            continue
        start = token.i + 1 if side == "before" else _phrase_start(token)
        if token.lower_ == "so" and not _closes(token):
            continue
        yield from _as_sources(doc, start, token, lexicon, official=False)
    for words in lexicon.words["source_before"] - lexicon.sources.keys():
        parts = words.split()
        if token.lower_ == parts[0] and [t.lower_ for t in doc[token.i : token.i + len(parts)]] == parts:
            yield from _as_sources(doc, token.i + len(parts), token, lexicon, official=False)


def _closes(token: Token) -> bool:
    """Whether "so" opens a speaker after a comma: ", so der Konzern"."""
    return token.i > sentence_of(token).start and token.doc[token.i - 1].is_punct and token.pos_ != "CCONJ"


def _by_noun(token: Token, lexicon: CertaintyLexicon) -> Iterator[Source]:
    """ "nach Angaben von X", "nach Informationen der Agentur X", "nach X-Informationen"."""
    if not lexicon.words["source_nouns"] or not lexicon.noun("source_nouns", token.lemma_.lower()):
        return
    doc, i = token.doc, token.i - 1
    while i >= sentence_of(token).start and (doc[i].pos_ in {"DET", "ADJ", "PROPN"} or doc[i].text == "-"):
        if lexicon.has("self", doc[i].lemma_.lower()):
            return
        i -= 1
    if i < sentence_of(token).start or not lexicon.has("source_noun_before", doc[i].lower_):
        return
    yield from _as_sources(doc, i + 1, token, lexicon, official=False)


def _by_verb(token: Token, scope: Scope, lexicon: CertaintyLexicon) -> Iterator[Source]:
    """ "sagte X", "wie X berichtet", "X said", "X dementierte"."""
    lemma = whole_lemma(token, lexicon)
    says, states = lexicon.has("say", lemma), lexicon.has("state", lemma)
    above = {step.token.i for step in scope.steps[1:] if step.link in {"complement", "noun"}}
    finite = token.pos_ in {"VERB", "AUX"} or feature(token, "VerbForm") == "Fin"
    if not finite or not (says or states) or _has_particle(token, lexicon):
        return
    if states and token.i not in above and not (says and _inserted(token, scope, lexicon)):
        return
    if not states and token.i not in above and not _inserted(token, scope, lexicon):
        return
    if f"{lemma} to" in lexicon.verbs and token.doc[token.i + 1 : token.i + 2].text == "to":
        return
    if (where := _from_where(token, lexicon)) is not None:
        yield from _as_sources(token.doc, where, token, lexicon, official=False)
        return
    start = _speaker(token, inserted=_inserted(token, scope, lexicon))
    if start is not None:
        own = states or _same_subject(scope, start, token.doc)
        yield from _as_sources(token.doc, start, token, lexicon, official=own)


def _has_particle(verb: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a particle that the lemma does not hold makes it another verb: "wrote off the loan"."""
    after = verb.doc[verb.i + 1 : verb.i + 2].text.lower()
    if lexicon.has("not_say", f"{verb.lemma_.lower()} {after}"):
        return True
    return any(
        c.lower_ not in whole_lemma(verb, lexicon) for c in children(verb, "compound") if c.pos_ in {"ADP", "ADV"}
    )


def _inserted(token: Token, scope: Scope, lexicon: CertaintyLexicon) -> bool:
    """Whether a verb of saying is set into or behind the clause: "wie X berichtet", ", sagte X"."""
    if (
        lexicon.words["inserted"] & set(conjunctions(token))
        or relation(token) == "parataxis"
        or _apart(token, scope, lexicon)
    ):
        return True
    return any(c.i in scope.clauses and relation(c) in {"ccomp", "parataxis"} for c in dependents(token))


def _apart(token: Token, scope: Scope, lexicon: CertaintyLexicon) -> bool:
    """Whether a verb stands between commas with nothing but a noun phrase, apart from the trigger: ", X said,"."""
    start, end = segment(token)
    if token.pos_ != "VERB" or start <= scope.steps[0].token.i < end or start == sentence_of(token).start:
        return False
    others = [t for t in token.doc[start:end] if t.i != token.i]
    first_noun = not others or others[0].pos_ not in {"SCONJ", "CCONJ"}
    opener = token.doc[start]
    relative = feature(opener, "PronType") == "Rel" or lexicon.has("relatives", opener.lower_)
    return first_noun and not relative and not any(t.pos_ in {"VERB", "AUX"} and t.dep_ != "amod" for t in others)


def _from_where(verb: Token, lexicon: CertaintyLexicon) -> int | None:
    """Where the phrase after "aus" or "bei" begins: "hieß es aus dem Konzern", "wie aus Finanzkreisen verlautete"."""
    start, end = segment(verb)
    impersonal = lexicon.has("impersonal", verb.lemma_.lower())
    return next((t.i + 1 for t in verb.doc[start:end] if impersonal and lexicon.has("from", t.lower_)), None)


def _speaker(verb: Token, *, inserted: bool) -> int | None:
    """Where the noun phrase of the speaker begins: beside an inserted verb, else its subject."""
    doc, sent = verb.doc, sentence_of(verb)
    closes = verb.i > sent.start and doc[verb.i - 1].is_punct and verb.i + 1 < sent.end
    if closes and doc[verb.i + 1].pos_ in _NOUN_PHRASE:
        return verb.i + 1
    left, _ = segment(verb)
    behind = sent.start < left < verb.i and all(t.pos_ in _NOMINAL or t.dep_ == "amod" for t in doc[left : verb.i])
    if inserted and behind:
        return left
    subjects = [c for c in children(verb, "nsubj") if c.dep_ != "nsubj:pass"]
    if not subjects:
        return None
    before = (t.i for t in subjects[0].subtree if t.i <= subjects[0].i and t.pos_ in _NOUN_PHRASE)
    return min(before, default=subjects[0].i)


def _phrase_start(token: Token) -> int:
    """Where the noun phrase before `token` begins."""
    doc, i = token.doc, token.i
    while i > sentence_of(token).start and doc[i - 1].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "CCONJ"}:
        i -= 1
    return i


def _same_subject(scope: Scope, start: int, doc: Doc) -> bool:
    """Whether the clause of the trigger is about the speaker: "it", no subject, or the same name."""
    trigger = scope.steps[0].token
    subjects = children(trigger, "nsubj")
    return not subjects or subjects[0].pos_ == "PRON" or subjects[0].text in {t.text for t in doc[start : start + 4]}


def _as_sources(doc: Doc, start: int, cue: Token, lexicon: CertaintyLexicon, *, official: bool) -> Iterator[Source]:
    for phrase in _phrases(doc, start, sentence_of(cue).end, lexicon):
        yield Source(phrase.name, _is_own(phrase, official, lexicon), cue.i)


def _is_own(phrase: Phrase, official: bool, lexicon: CertaintyLexicon) -> bool:
    last = phrase.name.lower().split()[-1]
    head = phrase.nouns[-1:]
    if any(lexicon.noun("third", n) for n in head) or any(last.endswith(m) for m in lexicon.words["media"]):
        return False
    if any(lexicon.noun("own", n) for n in head):
        return True
    return official and (phrase.proper or not phrase.nouns)


def _phrases(doc: Doc, start: int, end: int, lexicon: CertaintyLexicon) -> Iterator[Phrase]:
    """The coordinated noun phrases from `start` on."""
    text = doc[start : min(end, start + _LONGEST)].text.lower()
    for words in sorted(lexicon.words["phrases"], key=len, reverse=True):
        if text.startswith(words):
            yield Phrase(words, (words.split()[0].rstrip("s"),), False, start)
            return
    i = start
    while i < end:
        phrase = _phrase(doc, i, end, lexicon)
        if phrase is None:
            return
        yield phrase
        i = phrase.end
        if i + 1 >= end or doc[i].pos_ != "CCONJ" or doc[i + 1].pos_ not in {"PROPN", "NOUN", "DET", "ADJ"}:
            return
        i += 1


def _phrase(doc: Doc, i: int, end: int, lexicon: CertaintyLexicon) -> Phrase | None:
    """The noun phrase at `i`; behind a container ("Berichten von") the one that it holds."""
    while (
        i < end
        and (doc[i].pos_ in {"DET", "ADJ", "NUM", "ADP", "ADV"} or doc[i].dep_.endswith("poss"))
        and not doc[i].is_punct
    ):
        i += 1
    nouns: list[Token] = []
    while i < end and doc[i].pos_ == "NOUN":
        nouns.append(doc[i])
        i += 1
    proper: list[Token] = []
    while i < end and (doc[i].pos_ == "PROPN" or (proper and _goes_on(doc[i], end, lexicon))):
        proper.append(doc[i])
        i += 1
    lemmas = tuple(t.lemma_.lower() for t in nouns)
    if proper and proper[-1].text == "-":
        return Phrase(doc[proper[0].i : proper[-1].i].text, lemmas, True, i + 1)
    if proper:
        return Phrase(doc[proper[0].i : proper[-1].i + 1].text, lemmas, True, i)
    if (
        nouns
        and lexicon.noun("containers", lemmas[-1])
        and i < end
        and (lexicon.has("of", doc[i].lower_) or doc[i].pos_ == "DET")
    ):
        inner = _phrase(doc, i + 1, end, lexicon)
        # The place of a source is none: "Medienberichte aus Italien".
        where = lexicon.has("from", doc[i].lower_) and inner is not None and inner.proper
        if inner is not None and not where:
            return inner
    if not nouns:
        return None
    name = base_form(nouns[-1], lexicon) if lexicon.plural else doc[nouns[0].i : i].text
    return Phrase(name[0].lower() + name[1:] if not lexicon.plural else name, lemmas, False, i)


def _goes_on(token: Token, end: int, lexicon: CertaintyLexicon) -> bool:
    """Whether a name goes on: "Wall Street Journal", "Haulage Workers' Union", "Bloomberg-Informationen"."""
    if token.text == "-":
        return token.i + 1 < end
    if token.text in {"'", "’", "'s", "’s"}:
        return token.i + 1 < end and token.nbor().text[:1].isupper()
    capital = token.pos_ == "NOUN" and token.text[:1].isupper()
    return capital and (
        bool(lexicon.plural) or token.lower_ in lexicon.words["media"] or token.nbor(-1).text[:1] in "'’"
    )


def base_form(noun: Token, lexicon: CertaintyLexicon) -> str:
    """A common noun without its case: "Branchenkreisen" is "Branchenkreise", "Sprechers" is "Sprecher"."""
    for ending, base in lexicon.plural.items():
        if noun.lower_.endswith(ending):
            kept = len(noun.text) - len(ending)
            return noun.text[:kept] + base if kept else base.capitalize()
    if noun.lemma_.endswith(("er", "el")) and noun.text == noun.lemma_ + "n":
        return noun.lemma_
    plural = feature(noun, "Number") == "Plur" or noun.lower_.endswith("en")
    return noun.text if plural and noun.text != noun.lemma_ else noun.lemma_
