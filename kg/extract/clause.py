"""Who does what in a clause: grammatical functions read from a Universal Dependencies tree.

All functions take and give spaCy tokens of one parsed Doc. Passive and active, coordination, relative clauses,
infinitives and participles are levelled here, so that a pattern says `subj` and `obj` once.
"""

from itertools import pairwise

from spacy.tokens import Token

from kg.extract.grammar import Grammar
from kg.extract.tree import (
    children,
    dependents,
    feature,
    is_inside,
    is_nominal,
    is_tied,
    nearby,
    preposition,
    relation,
    spread,
    with_conjuncts,
)

DASHES = frozenset("-–—")

CLIMB = 5
"""How many steps up a noun's actor is sought; longer chains are hardly ever right."""


def is_passive(verb: Token, grammar: Grammar) -> bool:
    """Whether the grammatical subject of `verb` is what the deed is done to."""
    if any(child.dep_ in {"nsubj:pass", "aux:pass"} for child in dependents(verb)):
        return True
    if relation(verb) in {"amod", "acl"} and (feature(verb, "VerbForm") == "Part" or verb.pos_ == "ADJ"):
        return not (is_present_participle(verb) or named_subjects(verb, grammar) or children(verb, "aux"))
    auxiliaries = {child.lemma_.lower() for child in children(verb, "aux")}
    participle = feature(verb, "VerbForm") == "Part" and not is_present_participle(verb)
    return participle and bool(auxiliaries & grammar.passive)


def is_present_participle(verb: Token) -> bool:
    """ "ein wachsender Konzern", "a company making chips": the modified noun acts itself."""
    return verb.lower_.endswith("ing") or verb.lower_.rstrip("nrsem").endswith(("end", "rnd", "lnd"))


def antecedent(token: Token, grammar: Grammar) -> Token:
    """The noun that a relative pronoun stands for; any other token as it is."""
    if token.pos_ not in {"PRON", "DET", "SCONJ", "ADV"} or token.lower_ not in grammar.relatives:
        return token
    for up in token.ancestors:
        if relation(up) == "acl" and up.head.i < token.i:
            return up.head
        if relation(up) in {"root", "ccomp", "advcl"}:
            break
    return noun_before(token, grammar) or token


def noun_before(pronoun: Token, grammar: Grammar) -> Token | None:
    """The noun right before the comma that a relative pronoun follows, where the tree sees no relative clause.

    "Zu den Kunden zählen Kessler und Nordstahl, die Stahl liefern": its verb stands at its end.
    """
    doc, comma = pronoun.doc, pronoun.i - 1
    if comma > 0 and doc[comma].pos_ == "ADP":
        comma -= 1
    verb = pronoun.head
    finite = next((t for t in (verb, *children(verb, "aux", "cop")) if feature(t, "VerbForm") == "Fin"), verb)
    if comma < 1 or doc[comma].text != "," or not grammar.free_order or finite.i <= pronoun.i + 1:
        return None
    noun = doc[comma - 1]
    while relation(noun) in {"flat", "appos", "conj"} and noun.head.i < noun.i:
        noun = noun.head
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def antecedents(token: Token, grammar: Grammar) -> list[Token]:
    """The nouns that a relative pronoun stands for: of a list the last one for a singular ("Kessler und Nordstahl, das
    ..."), the whole list for a plural; any other token as it is.
    """
    noun = antecedent(token, grammar)
    listed = [t for t in with_conjuncts(noun) if t.i < token.i] if noun.i != token.i else []
    if len(listed) < 2:
        return [noun]
    numbers = (feature(t, "Number") for t in (token, token.head, *children(token.head, "aux", "cop")))
    number = next((n for n in numbers if n), "")
    return {"Sing": listed[-1:], "Plur": listed}.get(number, [noun])


def resolved(tokens: list[Token], grammar: Grammar) -> list[Token]:
    """`tokens` with what relative pronouns stand for in their place."""
    return [noun for token in tokens for noun in antecedents(token, grammar)]


def subject(verb: Token, grammar: Grammar, depth: int = 0) -> list[Token]:
    """The grammatical subject of `verb`, inherited where the clause leaves it out; [] when there is none."""
    own = named_subjects(verb, grammar)
    role, head = relation(verb), verb.head
    to_do = role in {"xcomp", "acl"} and is_infinitive(verb)
    if own and not to_do:
        chosen = own[1:2] if is_object_relative(own, grammar) else own[:1]
        return resolved(spread(chosen), grammar)
    if depth > CLIMB:
        return []
    if is_object_subject(verb, grammar):
        return resolved(spread(children(verb, "obj")[:1]), grammar)
    if role == "conj":
        return subject(head, grammar, depth + 1)
    if role in {"amod", "acl"} and is_nominal(head):
        return modified(verb, grammar, depth)
    if role in {"xcomp", "advcl", "ccomp", "parataxis"} and head.i != verb.i:
        return controller(head, grammar, depth)
    return []


def is_object_subject(verb: Token, grammar: Grammar) -> bool:
    """Whether the only bare noun of a finite main clause is its subject, though the tree calls it the object.

    Where words may stand freely ("Gegen Kessler ermittelt das Kartellamt") trees often err so.
    """
    if not grammar.free_order or relation(verb) not in {"ROOT", "root", "ccomp", "parataxis"}:
        return False
    if named_subjects(verb, grammar) or children(verb, "csubj") or is_passive(verb, grammar):
        return False
    finite = any(feature(t, "VerbForm") == "Fin" for t in (verb, *children(verb, "aux")))
    return finite and len([o for o in children(verb, "obj") if o.lower_ not in grammar.reflexives]) == 1


def is_headline(name: Token) -> bool:
    """A name without a verb of its own: "Kessler to cut 300 jobs"."""
    return name.pos_ == "PROPN" and name.head.i == name.i and not children(name, "cop")


def named_subjects(verb: Token, grammar: Grammar) -> list[Token]:
    """The dependents that the tree calls subjects; reflexive pronouns and bare articles are none.

    Nor is what stands before the sentence itself: "Kessler: Nordstahl baut Stellen ab", "ULM (dpa) - Nordstahl baut".
    """
    own = children(verb, "nsubj")
    found = [c for c in own if c.lower_ not in grammar.reflexives and c.pos_ not in {"DET", "SCONJ"}]
    labels = [k for k, (a, b) in enumerate(pairwise(found), 1) if a.i < verb.i and is_label(a, b, verb)]
    return found[labels[-1] :] if labels else found


def is_label(word: Token, following: Token, verb: Token) -> bool:
    """Whether a colon or a dash parts a word from the sentence that follows: "ULM (dpa) - Nordstahl baut"."""
    between = [t.text for t in word.doc[word.i + 1 : following.i]]
    if ":" in between:
        return True
    dashes = [t for t in word.doc[word.i + 1 : max(verb.i, following.i)] if t.text in DASHES and is_free(t)]
    return len(dashes) == 1 and dashes[0].i < following.i


def is_free(mark: Token) -> bool:
    """Whether white space stands on both sides of a mark."""
    return bool(mark.whitespace_) and mark.i > 0 and bool(mark.nbor(-1).whitespace_)


def is_infinitive(verb: Token) -> bool:
    """An infinitive with its marker ("zu übernehmen", "einzusteigen", "to buy")."""
    if feature(verb, "VerbForm") != "Inf":
        return False
    inside = verb.lower_ != verb.lemma_.lower() and "zu" in verb.lower_
    return inside or any(c.lower_ in {"zu", "to"} for c in dependents(verb))


def modified(verb: Token, grammar: Grammar, depth: int) -> list[Token]:
    """The subject of a verb below a noun: the noun of a participle, the planner of "Plan, X zu kaufen"."""
    if is_headline(verb.head):
        return spread([verb.head])
    if is_infinitive(verb) or feature(verb, "VerbForm") == "Inf":
        return owner(verb.head, grammar) or actor(verb.head, grammar, depth + 1)
    return spread([verb.head]) if relation(verb) == "acl" else [verb.head]


def controller(head: Token, grammar: Grammar, depth: int) -> list[Token]:
    """Who does what an infinitive below `head` says."""
    if head.lemma_ in grammar.object_control:
        objects = spread(children(head, "obj", "iobj"))
        if objects:
            return resolved(objects, grammar)
    return subject(head, grammar, depth + 1)


def agents(verb: Token, grammar: Grammar) -> list[Token]:
    """The one who acts in a passive: "von X", "durch X", "by X"."""
    found = [c for c in children(verb, "obl", "nmod") if preposition(c, grammar) in grammar.agents]
    return spread(found[:1])


def doer(token: Token, grammar: Grammar, depth: int = 0) -> list[Token]:
    """The logical subject: the one who acts, in active and passive alike; for a noun that of its clause."""
    verb = governor(token) if is_nominal(token) and not children(token, "cop") else token
    if is_passive(verb, grammar):
        return agents(verb, grammar)
    found = subject(verb, grammar, depth)
    return found + companions(verb, grammar) if found else []


def governor(noun: Token) -> Token:
    """The verb or predicate that governs a noun, through nouns between; the noun itself when there is none."""
    here = noun
    for _ in range(CLIMB):
        if here.head.i == here.i:
            return noun
        here = here.head
        if not is_nominal(here) or children(here, "cop"):
            return here
    return noun


def companions(verb: Token, grammar: Grammar) -> list[Token]:
    """Those who act with the subject: "gemeinsam mit X", "together with X"."""
    marked = [c for c in children(verb, "obl", "nmod") if preposition(c, grammar) in grammar.company]
    beside = [c for c in marked if any(t.lower_ in grammar.together for t in nearby(c))]
    together = bool(beside) and any(c.lower_ in grammar.together for c in verb.subtree)
    return spread(beside) if together else []


def undergoer(verb: Token, grammar: Grammar) -> list[Token]:
    """The logical object: the direct object, or the subject of a passive."""
    if is_passive(verb, grammar):
        return subject(verb, grammar)
    objects = [] if is_object_subject(verb, grammar) else children(verb, "obj")
    own = objects or behind_particle(verb, grammar) or second_subject(verb, grammar) or counted(verb)
    if not own and relation(verb) != "conj":
        sharing = [c for c in children(verb, "conj") if c.pos_ == "VERB" and not children(c, "nsubj")]
        own = [o for c in sharing for o in children(c, "obj")]
    return resolved(spread(own), grammar)


def counted(verb: Token) -> list[Token]:
    """A number of things without a preposition, which trees take for an adjunct: "übernahm 2024 40 Prozent von Y"."""
    bare = [c for c in children(verb, "obl") if c.pos_ == "NOUN" and c.i > verb.i and not children(c, "case")]
    return [c for c in bare if children(c, "nummod")][:1]


def second_subject(verb: Token, grammar: Grammar) -> list[Token]:
    """What the tree calls a second subject is an object: names carry no case ("Nordstahl kauft Kessler")."""
    found = named_subjects(verb, grammar)
    if is_object_relative(found, grammar):
        return found[:1]
    only = relation(verb) in {"xcomp", "acl"} and is_infinitive(verb)
    return found[-1:] if only or len(found) > 1 else []


def is_object_relative(subjects: list[Token], grammar: Grammar) -> bool:
    """Whether the first of two "subjects" is a relative pronoun for the object: "Kessler, which Nordstahl acquired"."""
    return len(subjects) > 1 and subjects[0].lower_ in grammar.object_relatives


def particle(verb: Token, grammar: Grammar) -> Token | None:
    """The particle of an English verb ("take over"), also where the tree has it as a preposition."""
    own = children(verb, "compound")
    found = next((c for c in own if c.i > verb.i and c.lower_ in grammar.particles), None)
    if found is None and verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ in grammar.particles:
        found = verb.doc[verb.i + 1]
    return found


def behind_particle(verb: Token, grammar: Grammar) -> list[Token]:
    """The object that the tree has as a phrase of the particle: Kessler in "takes over Kessler"."""
    mark = particle(verb, grammar)
    return [c for c in children(verb, "obl") if mark is not None and mark.head.i == c.i]


def owner(noun: Token, grammar: Grammar) -> list[Token]:
    """The possessor before the noun: "Opels Mutter", "seine Tochter", "Opel's parent"."""
    found = []
    for child in dependents(noun):
        if child.i > noun.i or not is_tied(child, noun):
            continue
        named = child.lemma_.lower() in grammar.possessives and child.dep_ != "cop"  # "ist" has the base form "sein"
        possessive = child.dep_ in {"det:poss", "nmod:poss"} or named
        genitive = relation(child) == "nmod" and not preposition(child, grammar)
        if possessive or genitive:
            found += antecedents(child, grammar)
    return spread(found)


def genitive(noun: Token, grammar: Grammar) -> list[Token]:
    """What the noun is of: "die Mutter von Opel", "der Kauf des Werks", "the maker of X"."""
    after = [c for c in children(noun, "nmod", "obl") if c.i > noun.i]
    marked = [(c, preposition(c, grammar)) for c in after]
    return spread([c for c, p in marked if not p or p in grammar.genitives])


def receivers(verb: Token, grammar: Grammar) -> list[Token]:
    """The indirect object: "liefert Kessler Pumpen", also where the tree has a bare oblique ("folgt Kessler").

    Beside an object a second subject is one too: "Nordstahl hat Kessler den Auftrag erteilt".
    """
    bare = [c for c in children(verb, "obl") if not children(c, "case", "mark")]
    second = named_subjects(verb, grammar)[1:] if children(verb, "obj") else []
    return spread(children(verb, "iobj") + [c for c in bare if c.pos_ in {"NOUN", "PROPN", "PRON"}] + second)


def shared(noun: Token) -> list[Token]:
    """The nouns coordinated with `noun`, whose complements it may share: "founder and CEO of X"."""
    first = noun.head if relation(noun) == "conj" and is_nominal(noun.head) else noun
    return [t for t in with_conjuncts(first) if t.i != noun.i]


def phrases(head: Token, marker: str, grammar: Grammar) -> list[Token]:
    """The prepositional phrases below `head` that `marker` opens, with their conjuncts."""
    below = [c for c in children(head, "obl", "nmod", "advcl", "acl", "xcomp") if preposition(c, grammar) == marker]
    return resolved(spread(below), grammar)


def adjuncts(token: Token, marker: str, grammar: Grammar) -> list[Token]:
    """`phrases`, and those that a parser may have hung one step beside: on the object, or on the noun's verb."""
    own = phrases(token, marker, grammar)
    if own:
        return own
    if is_nominal(token) and relation(token) in {"obj", "nsubj", "obl", "xcomp"} and not is_nominal(token.head):
        return [t for t in phrases(token.head, marker, grammar) if t.i > token.i and not is_inside(t, token)]
    return [t for o in children(token, "obj") for t in phrases(o, marker, grammar)]


def actor(noun: Token, grammar: Grammar, depth: int = 0) -> list[Token]:
    """Who acts in a noun of action, by the verb that governs it: X in "X kündigt die Übernahme von Y an"."""
    here = noun
    for _ in range(CLIMB):
        head, role = here.head, relation(here)
        if head.i == here.i or depth > CLIMB:
            return []
        if is_nominal(head) and not children(head, "cop"):
            if role not in {"nmod", "appos", "acl"} or not _in(head, grammar.support_nouns):
                return []
            above = owner(head, grammar) or genitive(head, grammar) if here.i > head.i else []
            above = [t for t in above if not is_inside(noun, t)]
            if above:
                return above
        else:
            if head.lemma_ not in grammar.support_verbs or role not in {"obj", "obl", "xcomp", "nsubj", "iobj", "conj"}:
                return []
            return [t for t in doer(head, grammar, depth + 1) if not is_inside(noun, t)]
        here = head
    return []


def _in(token: Token, words: frozenset[str]) -> bool:
    """Whether the base form, or the last part of the compound that it is, is one of `words`."""
    lemma = token.lemma_.lower()
    return any(lemma == w.lower() or (len(w) > 5 and lemma.endswith(w.lower())) for w in words)


def attributes(noun: Token) -> list[Token]:
    """Adjectives and names before a noun that say more of it: Dortmunder in "der Dortmunder Roboterbauer"."""
    before = [t for t in children(noun, "amod", "nmod", "compound", "flat") if t.i < noun.i]
    return [t for t in before if is_tied(t, noun) and not children(t, "case")]
