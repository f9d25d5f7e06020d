"""From a phrase of a parsed sentence to the entities that it denotes, and from a slot path to phrases."""

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager

from spacy.tokens import Span, Token

from kg.annotate.annotation import Annotation
from kg.annotate.makers import maker_in_name
from kg.annotate.sentences import sentence_of
from kg.errors import PatternError
from kg.extract import clause, tree
from kg.extract.beside import set_beside
from kg.extract.grammar import Grammar
from kg.extract.topic import main_body, topics_at
from kg.model import Mention
from kg.ontology import Schema

Slot = Callable[[Token, Grammar], list[Token]]

SLOTS: dict[str, Slot] = {
    "subj": clause.doer,
    "obj": clause.undergoer,
    "iobj": clause.receivers,
    "pred": lambda t, _: tree.spread(tree.children(t, "xcomp")),
    "gen": clause.genitive,
    "poss": clause.owner,
    "ext": clause.actor,
    "compound": lambda t, _: list(tree.compound_parts(t)),
    "adj": lambda t, _: clause.attributes(t),
    "aux": lambda t, _: tree.children(t, "aux"),
    "cop": lambda t, _: tree.children(t, "cop"),
    "adv": lambda t, _: tree.children(t, "advmod"),
    "quant": lambda t, _: tree.children(t, "det", "nummod"),
    "appos": lambda t, _: tree.spread(tree.children(t, "appos", "flat")),
    "head": lambda t, _: [t.head] if t.head.i != t.i else [],
    "self": lambda t, _: [t],
}
"""Named slots of a token; any other name is a preposition ("an", "bei", "with"), with "=" only its own phrases."""

SHARED = frozenset({"gen", "poss", "compound"})
"""Slots that coordinated nouns share; prepositions are shared too."""

TURNED = {"subj": "obj", "obj": "subj"}

POINTERS = frozenset({"there", "topic", "namesake", "maker", "town"})
"""Last steps that name an entity of the article rather than a phrase of the sentence."""


class Reader:
    """Reads one annotated document for the patterns. `denotes` and `follow` are all that a pattern needs."""

    def __init__(self, annotation: Annotation, grammar: Grammar, schema: Schema) -> None:
        self.annotation = annotation
        self.grammar = grammar
        self.schema = schema
        self._turned = False
        self._main: str | None = None
        self._slots: dict[tuple[int, str, bool], list[Token]] = {}
        self._followed: dict[tuple[int, str, bool], list[Mention]] = {}
        self._forms: dict[tuple[int, str], Set[str]] = {}
        self._denoted: dict[int, list[Mention]] = {}
        self._identified: dict[int, list[Mention]] = {}
        self._beside: dict[Mention, Mention] | None = None

    def in_reach(self, sentence: Span) -> set[Mention]:
        """All mentions that slots of the sentence's words may lead to, pointers aside; a list may go on behind it."""
        found = {m for i in range(sentence.start, sentence.end) for m in self.annotation.mentions_at(i)}
        return {other for mention in found for other in self._joined(mention)}

    def follow(self, token: Token, path: str) -> list[Mention]:
        """The mentions at the end of a slot path such as "obj", "self", "obj/compound" or "there"; read once."""
        key = token.i, path, self._turned
        found = self._followed.get(key)
        if found is None:
            found = self._followed[key] = self._find_followed(token, path)
        return found

    def _find_followed(self, token: Token, path: str) -> list[Mention]:
        *steps, last = path.split("/")
        tokens = [token]
        for step in steps:
            tokens = [t for source in tokens for t in self.slot(source, step)]
        if last in POINTERS:
            return [m for t in tokens for m in self._point(t, last)]
        if last == "self":
            return unique(m for t in tokens for m in self.identified(t))
        ends = [t for source in tokens for t in self.slot(source, last)]
        if last in {"compound", "adj", "appos", "head"}:
            found = unique(m for t in ends for m in [self.annotation.mention_at(t.i)] if m)
            return [m for m in found if last != "adj" or m.text[0].isupper()]  # "polnisch" is no place
        return unique(m for t in ends for n in self.denotes(t) for m in self._joined(n))

    def slot(self, token: Token, name: str) -> list[Token]:
        """The phrase heads in one slot of `token`, in text order; read once, as many patterns ask for the same."""
        key = token.i, name, self._turned
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = self._find_slot(token, name)
        return found

    def forms(self, token: Token, path: str) -> Set[str]:
        """The base and surface forms at the end of a path of slots, in lower case; read once."""
        key = token.i, path
        found = self._forms.get(key)
        if found is None:
            tokens = [token]
            for step in path.split("/"):
                tokens = [t for source in tokens for t in self.slot(source, step)]
            found = self._forms[key] = {form.lower() for t in tokens for form in (t.lemma_, t.text)}
        return found

    def _find_slot(self, token: Token, name: str) -> list[Token]:
        if name.startswith("="):
            return clause.phrases(token, name[1:], self.grammar)
        found = self._own_slot(token, name)
        if not found and (name in SHARED or name not in SLOTS) and tree.is_nominal(token):
            found = next((own for t in clause.shared(token) if (own := self._own_slot(t, name))), [])
        return found

    def _own_slot(self, token: Token, name: str) -> list[Token]:
        if self._turned and name in TURNED:
            name = TURNED[name]
        reader = SLOTS.get(name)
        if name == "compound":
            own = self.annotation.mentions_at(token.i)
            return [t for t in tree.compound_parts(token) if not set(own) & set(self.annotation.mentions_at(t.i))]
        if name == "gen":
            return clause.genitive(token, self.grammar) or self._genitive_beside(token)
        if name == "iobj":
            return self._between(token) + clause.receivers(token, self.grammar)
        return reader(token, self.grammar) if reader else clause.adjuncts(token, name, self.grammar)

    @contextmanager
    def turned(self) -> Iterator[None]:
        """Read subjects as objects and objects as subjects for a while, see `may_turn`."""
        self._turned = True
        try:
            yield
        finally:
            self._turned = False

    def may_turn(self, verb: Token) -> bool:
        """Whether a tree may have taken the object in front for the subject: "Die Optiken liefert Zeiss"."""
        if not self.grammar.free_order or clause.is_passive(verb, self.grammar):
            return False
        before = [t for t in clause.named_subjects(verb, self.grammar) if t.i < verb.i]
        behind = [t for t in tree.children(verb, "obj") if t.i > verb.i]
        plain = before and behind and not any(self.denotes(t) for t in before)
        return bool(plain) and any(self.annotation.mention_at(t.i) for t in behind)

    def _genitive_beside(self, noun: Token) -> list[Token]:
        """The of-phrase that a tree hung on the noun's verb; by a passive verb it names the one who acts."""
        if noun.head.i == noun.i or clause.is_passive(noun.head, self.grammar):
            return []
        found = [t for mark in sorted(self.grammar.genitives) for t in clause.adjuncts(noun, mark, self.grammar)]
        return [t for t in found if not noun.i < noun.head.i < t.i]

    def _between(self, verb: Token) -> list[Token]:
        """A name right behind a verb with an object: Kessler in "awarded Kessler a contract"."""
        at = verb.i + 1
        mention = self.annotation.mention_at(at) if at < sentence_of(verb).end else None
        if mention is None or not any(o.i > at for o in tree.children(verb, "obj", "nmod", "obl")):
            return []
        return [verb.doc[self.annotation.tokens(mention)[1] - 1]] if mention.kind == "name" else []

    def denotes(self, token: Token) -> list[Mention]:
        """What a phrase with the head `token` stands for: a name, a reference, an apposition, its examples."""
        known = self._denoted.get(token.i)
        if known is None:
            known = self._denoted[token.i] = self._find_denoted(token)
        return known

    def _find_denoted(self, token: Token) -> list[Mention]:
        found = self.annotation.mention_at(token.i)
        if found and not tree.is_compound_part(token):
            return self._of_span(found)
        return self._named_beside(token) or self._whole(token) or self._examples(token)

    def _of_span(self, mention: Mention) -> list[Mention]:
        """Who the words of a mention stand for: the firm, not the town, for "Die Ulmer bauen Pumpen"."""
        beside = self.annotation.mentions_at(self.annotation.tokens(mention)[0])
        same = [m for m in beside if (m.start, m.end) == (mention.start, mention.end)]
        return [m for m in same if m.kind != "name"] or same

    def _joined(self, mention: Mention) -> list[Mention]:
        """A name and those joined to it in the text: by "und", or set beside it by "neben"."""
        if self._beside is None:
            self._beside = set_beside(self.annotation, self.grammar)
        beside = self._beside.get(mention)
        return self._list_from(mention) + (self._list_from(beside) if beside else [])

    def _list_from(self, mention: Mention) -> list[Mention]:
        """A name and those joined to it in the text, where the tree may have missed them: "X, Y und Z"."""
        doc, found = self.annotation.doc, [mention]
        while mention.kind == "name":
            at = self.annotation.tokens(mention)[1]
            commas = at < len(doc) and doc[at].text == ","
            if at >= len(doc) or doc[at].lower_ not in self.grammar.joiners:
                break
            at += 1 + (at + 1 < len(doc) and doc[at + 1].pos_ == "DET")
            following = self.annotation.mention_at(at) if at < len(doc) else None
            if following is None or following.kind != "name" or following.type != mention.type:
                break
            if commas and not self._list_goes_on(following):
                break
            found.append(following)
            mention = following
        return found

    def _list_goes_on(self, mention: Mention) -> bool:
        """Whether a name after a comma is part of a list: another comma with a name, or a joining word, follows."""
        doc, at = self.annotation.doc, self.annotation.tokens(mention)[1]
        return at < len(doc) and doc[at].lower_ in self.grammar.joiners - {","}

    def identified(self, noun: Token) -> list[Mention]:
        """Who a noun says something about: "X, der Lieferant ...", "X ist Lieferant", "als Lieferant tritt X auf"."""
        known = self._identified.get(noun.i)
        if known is None:
            known = self._identified[noun.i] = self._find_identified(noun)
        return known

    def _find_identified(self, noun: Token) -> list[Mention]:
        name = self.annotation.mention_at(noun.i)
        found = self._of_span(name) if name and name.kind == "name" else self.denotes(noun)
        if found:
            return found
        if tree.relation(noun) == "appos":
            return self.denotes(noun.head)
        predicate = self._name_predicate(noun)
        if predicate:
            return predicate
        if tree.relation(noun) == "nmod" and noun.head.lemma_.lower() in self.grammar.partitives:
            return self.identified(noun.head)
        said = tree.children(noun, "cop", "nsubj")
        carriers = clause.subject(noun, self.grammar) if said else self._named_as(noun)
        if not carriers and tree.relation(noun) == "conj":
            return self.identified(noun.head)
        return unique(m for t in carriers for m in self.denotes(t))

    def _name_predicate(self, noun: Token) -> list[Mention]:
        """The names that a noun as subject is said to be: "Käufer ist Nordstahl", "neue Chefin wird Petra Lohmann"."""
        verb = noun.head
        if tree.relation(noun) != "nsubj":
            return []
        if tree.children(verb, "cop"):
            return self.denotes(verb)
        if verb.lemma_ not in self.grammar.being:
            return []
        others = [t for t in tree.children(verb, "nsubj", "xcomp", "obj") if t.i != noun.i]
        return unique(m for t in tree.spread(others) for m in self.denotes(t))

    def _named_as(self, noun: Token) -> list[Token]:
        """The carrier of a predicate noun: subject of "gilt als N", object of "ernennt X zum N"."""
        verb, role = noun.head, tree.relation(noun)
        if verb.pos_ not in {"VERB", "AUX"} or role not in {"obl", "xcomp", "advcl", "nmod", "obj", "conj"}:
            return []
        marked = tree.preposition(noun, self.grammar)
        marks = {c.lower_ for c in tree.children(noun, "mark", "case", "advmod", "cc")}
        is_as = bool({marked, *marks} & self.grammar.identity)
        objects = [t for t in clause.undergoer(verb, self.grammar) if t.i != noun.i]
        if verb.lemma_ in self.grammar.naming and objects and (is_as or role in {"xcomp", "obj"} or marked == "zu"):
            return objects
        if is_as or (role in {"xcomp", "obj"} and verb.lemma_ in self.grammar.linking):
            return clause.subject(verb, self.grammar) + clause.companions(verb, self.grammar)
        return []

    def _named_beside(self, noun: Token) -> list[Mention]:
        """The name in apposition to a common noun: "der Chiphersteller X", "X, der Chiphersteller"."""
        below = tree.children(noun, "appos", "flat", "nmod")
        near = [t for t in below if not tree.preposition(t, self.grammar) and tree.relation(t) != "nmod"]
        near = [t for t in near if not self._in_brackets(t)]
        if near and near[0].i == noun.i + 1 and tree.feature(noun, "Number") == "Sing":
            near = near[:1]  # one boss has one name; trees hang names from far away on him
        found = unique(m for t in near for m in [self.annotation.mention_at(t.i)] if m)
        if found or noun.pos_ not in {"NOUN", "PROPN"}:
            return self._listed(noun, found)
        beside = self.annotation.mention_at(noun.i + 1) if noun.i + 1 < sentence_of(noun).end else None
        inflected = beside is not None and tree.feature(noun.doc[noun.i + 1], "Case") == "Gen"
        return self._listed(noun, [beside]) if beside and beside.kind == "name" and not inflected else []

    def _listed(self, noun: Token, names: list[Mention]) -> list[Mention]:
        """All names of the list behind a plural noun: "die Rivalen X, Y und Z"."""
        if tree.feature(noun, "Number") != "Plur":
            return names
        return unique(m for name in names for m in self._joined(name))

    def _in_brackets(self, token: Token) -> bool:
        """Whether the phrase is an aside in brackets: the party in "Oberbürgermeister Kuhn (Grüne)"."""
        first = token.left_edge.i
        return first > 0 and token.doc[first - 1].text == "("

    def _whole(self, noun: Token) -> list[Mention]:
        """The entity itself under a general word: "Siemens-Konzern", "the Bosch group"."""
        if noun.lemma_ not in self.grammar.whole_nouns:
            return []
        found = unique(m for t in tree.compound_parts(noun) for m in [self.annotation.mention_at(t.i)] if m)
        return [m for m in found if self.schema.is_a(m.type, "Organization")]

    def _examples(self, noun: Token) -> list[Mention]:
        """The names that exemplify a group: "Konzerne wie X und Y", "rivals such as X"."""
        markers = self.grammar.exemplars
        found = [
            t
            for t in tree.children(noun, "nmod", "obl", "acl", "appos", "advcl", "conj")
            if any(c.lower_ in markers for c in tree.dependents(t) if c.i < t.i)
        ]
        return unique(m for t in tree.spread(found) for m in [self.annotation.mention_at(t.i)] if m)

    def _point(self, token: Token, name: str) -> list[Mention]:
        if name == "there":
            return self._place_before(token)
        if name == "topic":
            if self._main is None:
                self._main = main_body(self.annotation, self.schema)
            return list(topics_at(self.annotation, token, self.schema, self._main))
        if name == "town":
            return [m for m in self.annotation.mentions_at(token.i) if self.schema.is_a(m.type, "Place")]
        if name == "maker":
            own = self.annotation.mention_at(token.i)
            return [m for m in [maker_in_name(own, self.annotation)] if m] if own else []
        return [m for own in self.identified(token) for m in self._namesakes(own)]

    def _place_before(self, token: Token) -> list[Mention]:
        """The place that an adverb such as "dort" below `token` points back to."""
        if not any(c.lemma_.lower() in self.grammar.place_adverbs for c in tree.dependents(token)):
            return []
        start = token.idx
        before = [m for m in self.annotation.mentions if m.type == "Place" and m.kind == "name" and m.end <= start]
        return before[-1:]

    def _namesakes(self, own: Mention) -> list[Mention]:
        """The shorter-named entity that a name begins with: Alpha for "Alpha Cloud"."""
        name = self.annotation.entity(own.entity).name
        others = {e.id for e in self.annotation.entities if name.startswith(e.name + " ")}
        found = [m for m in self.annotation.mentions if m.entity in others and m.kind == "name"]
        return found[:1]


def unique(mentions: "Iterator[Mention] | list[Mention]") -> list[Mention]:
    """`mentions` without repetition, order kept."""
    return list(dict.fromkeys(mentions))


def check_path(path: str) -> None:
    """PatternError for a slot path with an empty step."""
    if not all(path.split("/")):
        raise PatternError(f"slot path {path!r} has an empty step")
