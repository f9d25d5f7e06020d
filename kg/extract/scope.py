"""What stands above a trigger in its sentence and so decides how sure it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kg.annotate.sentences import sentence_of
from kg.extract.cues import CertaintyLexicon
from kg.extract.tree import children, dependents, feature, relation

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj", "root"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X", "NUM"})
_DEEPEST = 12
"""Steps up the tree after which a cue is out of reach."""

Link = Literal["self", "subject", "complement", "noun", "shared"]


@dataclass(frozen=True, slots=True)
class Step:
    """A word on the way up from the trigger, and what the step below is to it.

    `shared` is the first of coordinated verbs: its auxiliaries count for the others, itself it governs nothing.
    """

    token: Token
    link: Link


@dataclass(frozen=True, slots=True)
class Scope:
    """The steps from a trigger upwards, and those that head clauses. `main`: the way leads to the root.

    What stands in a clause beside the steps ("nach der Übernahme plant X ...") has no clause here.
    """

    steps: tuple[Step, ...]
    clauses: frozenset[int]
    main: bool

    def holds(self, token: Token) -> bool:
        """Whether `token` stands in one of the clauses."""
        return clause_top(token).i in self.clauses


def scope(trigger: Token, lexicon: CertaintyLexicon) -> Scope:
    """The scope of `trigger`."""
    steps = [Step(trigger, "self")]
    here, main, near = trigger, False, part(trigger)
    for _ in range(_DEEPEST):
        above = _above(here, lexicon)
        if above is None or above.token.i not in near:
            main = above is not None or here.head.i == here.i
            break
        steps.append(above)
        here = above.token
    seen = {step.token.i for step in steps}
    beside = [Step(noun, "noun") for noun in _nouns_before(trigger, lexicon)] + _before_infinitive(trigger, lexicon)
    steps += [step for step in beside if step.token.i not in seen]
    heads = frozenset(step.token.i for step in steps if clause_top(step.token).i == step.token.i)
    return Scope(tuple(steps), heads, main)


def clause_top(token: Token) -> Token:
    """The word that heads the clause of `token`."""
    here = token
    while here.head.i != here.i and relation(here) not in CLAUSES:
        if relation(here) == "conj" and here.pos_ in {"VERB", "AUX"} and _own_clause(here):
            break
        here = here.head
    return here


def is_relative(token: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether `token` heads a relative clause; infinitives that the parser takes for one do not."""
    return token.dep_.endswith("relcl") and not children(token, "mark") and _opens_relative(token, lexicon)


def _opens_relative(verb: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a clause opens with a relative word and ends with its verb; true where a language asks for no word.

    "Gerüchte, der Hersteller stehe vor der Insolvenz" is none, whatever the tree says.
    """
    if not lexicon.words["relative_openers"]:
        return True
    start, end = segment(verb)
    opener = next((t for t in verb.doc[start : verb.i] if t.pos_ != "ADP"), None)
    last = max([verb.i, *(c.i for c in children(verb, "aux", "cop"))])
    return opener is not None and lexicon.has("relative_openers", opener.lower_) and last >= end - _TRAILING


_TRAILING = 3
"""Words that may follow the verb of a relative clause: "der, so der Konzern, liefert an X"."""


def is_adjunct(token: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether `token` heads a phrase or clause that is only set beside: "nach der Übernahme", "after walking away"."""
    field = {"obl": "adjuncts", "nmod": "adjuncts", "advcl": "factual"}.get(relation(token))
    return field is not None and any(lexicon.has(field, c.lower_) for c in children(token, "case", "mark"))


def conjunctions(token: Token) -> list[str]:
    """The words that introduce the clause of `token`, in lower case."""
    return [
        c.lower_
        for c in dependents(token)
        if (relation(c) in {"mark", "advmod"} and c.i < token.i) or relation(c) == "mark"
    ]


def whole_lemma(verb: Token, lexicon: CertaintyLexicon) -> str:
    """The lemma in lower case, with the particle where the lemmatiser left it out: "wies ... zurück"."""
    lemma = verb.lemma_.lower()
    for child in children(verb, "compound"):
        joined = child.lower_ + lemma
        if joined in lexicon.verbs or joined in lexicon.happens or lexicon.has("say", joined):
            return joined
    return lemma


def preposition(token: Token) -> str:
    """The word that links `token`'s phrase to what is above it."""
    return next((c.lower_ for c in children(token, "case")), "")


def is_passive(token: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether the subject of `token` is what it is done to ("ist geplant", "was blocked")."""
    if any(c.dep_ in {"nsubj:pass", "aux:pass"} for c in dependents(token)):
        return True
    helpers = {c.lemma_ for c in children(token, "aux")}
    if (
        helpers & lexicon.words["active_helpers"]
        or feature(token, "VerbForm") != "Part"
        or token.lower_.endswith("ing")
    ):
        return False
    return bool(helpers & lexicon.words["passive_helpers"])


def _above(here: Token, lexicon: CertaintyLexicon) -> Step | None:
    """The next step up from `here`, or None where nothing above decides any more."""
    role, head = relation(here), here.head
    if head.i == here.i or is_relative(here, lexicon):
        return None
    if role in {"appos", "amod", "flat", "det", "case", "vocative", "discourse"} or _is_reduced(here):
        return None
    if role == "conj":
        return Step(head, "shared")
    if role in {"obl", "nmod"} and lexicon.has("adjuncts", preposition(here)):
        return None
    marks = set(conjunctions(here))
    if role == "advcl" and marks & (lexicon.words["factual"] | lexicon.marks.keys() | lexicon.words["inserted"]):
        return None
    if role == "parataxis" and not (lexicon.has("say", head.lemma_) or lexicon.has("state", head.lemma_)):
        return None
    if role == "nsubj" and here.dep_ != "nsubj:pass" and not _is_undergoer(here, lexicon):
        return Step(head, "subject")
    return Step(head, "noun" if head.pos_ in {"NOUN", "PROPN"} else "complement")


def _is_reduced(here: Token) -> bool:
    """Whether a participle describes the noun before it: "Harrow, controlled by Pike, will ...".

    German ones have no tense, or are taken for finite verbs without a subject ("Nordwerk, entstanden aus Kessler").
    """
    if relation(here) not in {"acl", "advcl"} or children(here, "aux", "mark", "nsubj"):
        return False
    past = feature(here, "Tense") == "Past"
    participle = feature(here, "VerbForm") == "Part"
    return participle and past if relation(here) == "acl" else past and not participle


def _is_undergoer(noun: Token, lexicon: CertaintyLexicon) -> bool:
    """Whether a subject suffers the deed: a passive, or an object in front: "Einen Verkauf schließt Nordwerk aus"."""
    if is_passive(noun.head, lexicon):
        return True
    article = next(iter(children(noun, "det")), None)
    accusative = article is not None and lexicon.has("accusative", article.lower_)
    return accusative or (noun.pos_ == "NOUN" and noun.i < noun.head.i and len(children(noun.head, "nsubj")) > 1)


def _own_clause(token: Token) -> bool:
    """Whether a coordinated verb has a finite form of its own."""
    finite = feature(token, "VerbForm") == "Fin" or bool(children(token, "aux"))
    return finite or bool(children(token, "nsubj"))


def shares_auxiliaries(lower: Token) -> bool:
    """Whether a coordinated verb takes its auxiliaries from the first one: "könnte X kaufen und Y verkaufen"."""
    return not _own_clause(lower)


def _nouns_before(trigger: Token, lexicon: CertaintyLexicon) -> Iterator[Token]:
    """Nouns that the words before the trigger put above it, whatever the tree says: "Gespräche mit X über den Kauf"."""
    doc, i = trigger.doc, trigger.i - 1
    first = sentence_of(trigger).start
    while i >= first and doc[i].pos_ in {"DET", "ADJ", "NUM", "ADV", "PRON"}:
        i -= 1
    if i < first or not lexicon.has("over", doc[i].lower_):
        return
    for j in range(i - 1, max(first, i - 8) - 1, -1):
        if doc[j].pos_ == "NOUN" and lexicon.governing_noun(doc[j].lemma_.lower()):
            yield doc[j]
            return
        if doc[j].pos_ not in _NOMINAL | {"DET", "ADP", "CCONJ"}:
            return


def _before_infinitive(trigger: Token, lexicon: CertaintyLexicon) -> list[Step]:
    """What stands right before an infinitive with "zu" or "to", whatever the tree says: "agreed to sell"."""
    doc, i = trigger.doc, trigger.i - 1
    while i > sentence_of(trigger).start and doc[i].pos_ == "ADV":
        i -= 1
    if i <= sentence_of(trigger).start or not lexicon.has("infinitive", doc[i].lower_) or doc[i].pos_ == "ADP":
        return []
    objects_first = lexicon.has("objects_first", doc[i].lower_)
    i -= 1
    if objects_first:
        while i > sentence_of(trigger).start and doc[i].pos_ != "PUNCT" and doc[i].pos_ not in {"VERB", "AUX"}:
            i -= 1
        i -= doc[i].text == ","
    found = doc[i]
    if i < sentence_of(trigger).start or found.pos_ not in {"VERB", "NOUN", "ADJ"}:
        return []
    return [Step(found, "noun" if found.pos_ == "NOUN" else "complement")]


def segment(token: Token) -> tuple[int, int]:
    """The token indices `[start, end)` around `token` up to the next punctuation on both sides, hyphens apart."""
    doc, sent = token.doc, sentence_of(token)
    start, end = token.i, token.i + 1
    while start > sent.start and not _parts(doc[start - 1]):
        start -= 1
    while end < sent.end and not _parts(doc[end]):
        end += 1
    return start, end


def part(token: Token) -> range:
    """The token indices around `token` up to the next semicolons or the ends of its sentence."""
    doc, sent = token.doc, sentence_of(token)
    first, last = sent.start, sent.end
    start = next((i + 1 for i in range(token.i - 1, first - 1, -1) if doc[i].text == ";"), first)
    return range(start, next((i for i in range(token.i, last) if doc[i].text == ";"), last))


def part_of(token: Token) -> tuple[str, int]:
    """The text of `part` in lower case, and where it starts in the document."""
    tokens = part(token)
    span = token.doc[tokens.start : tokens.stop]
    return span.text.lower(), span.start_char


def _parts(token: Token) -> bool:
    return token.is_punct and token.text not in "-/'’.&"
