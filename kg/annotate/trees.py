"""The component "kg_trees": constructions that the treebanks draw in a way that rules cannot use are drawn anew.

"gewinnt X als Partner": German treebanks take "als" for a conjunction, so that the partner hangs on X like a second
X. It becomes a phrase of the verb. Comparisons ("größer als X") stay.

"X meldet Insolvenz an", "X und Y arbeiten zusammen": trees may take the particle for a preposition of the word before
it, or for an adverb. It goes to its verb. The words are in `tokens.yaml`.

"A last item: employees say X has cut jobs": no relative clause reaches over a colon and the verb behind it; what it
says is the object of that verb.

"die zu X gehörende Y": what begins right behind an article belongs to the participle, or adjective, before the noun.

"the complaint by X against Y": no name has one "against" it; it belongs to what the name belongs to.

"a letter of understanding with X": a conjunction of a noun that stands in another one's phrase is a preposition.

"Gläubiger von X ist die Y Bank": no compound reaches over a form of "to be"; what stands behind it is the subject.

"X has a partner, Y not": what is denied by itself is no other name of what stands before it.
"""

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.sentences import sentence_of
from kg.annotate.tokens import SentenceRules, sentence_rules


@Language.component("kg_trees", requires=["token.dep", "token.head"])
def kg_trees(doc: Doc) -> Doc:
    """Draws the constructions that the module names anew, in place; returns the document."""
    rules = sentence_rules(doc.lang_)
    for token in doc:
        if token.dep_ == "mark" and token.pos_ == "ADP" and token.head.dep_ == "nmod":
            token.dep_ = "case"
        if token.lower_ in rules.role_words and token.dep_ in {"cc", "case", "mark"} and token.head.dep_ == "conj":
            _redraw(token.head, token)
        elif _is_loose_particle(token, rules):
            _tie(token)
        elif token.dep_ == "case" and token.lower_ in rules.not_of_names and token.head.dep_ == "nmod":
            _pass_on(token.head)
        elif token.dep_ == "case" and token.i and _is_article(doc[token.i - 1], rules):
            _hang_on_attribute(token.head, token)
        elif token.dep_ == "acl:relcl" and _is_behind_colon(token):
            token.head, token.dep_ = sentence_of(token).root, "ccomp"
        elif token.dep_ == "compound" and _is_behind_copula(token):
            token.dep_ = "nsubj"
        elif token.lower_ in rules.denials and token.i and doc[token.i - 1].dep_ == "appos" and _is_last(token):
            _set_apart(doc[token.i - 1])
    return doc


def _is_loose_particle(word: Token, rules: SentenceRules) -> bool:
    """Whether a word that ends its clause may be the particle of its verb, drawn as something else."""
    if word.dep_ == "case":
        return word.head.i < word.i and word.lower_ in rules.particles and _is_last(word)
    return word.dep_ == "advmod" and word.lower_ in rules.adverb_particles and _is_last(word)


def _is_article(word: Token, rules: SentenceRules) -> bool:
    return word.pos_ == "DET" and word.lower_ in rules.articles


def _is_behind_colon(verb: Token) -> bool:
    """Whether a colon stands between the noun of a relative clause and the main verb, and that before the clause."""
    root = sentence_of(verb).root
    between = verb.doc[verb.head.i + 1 : root.i]
    return root.pos_ == "VERB" and root.i < verb.i and any(t.text == ":" for t in between)


def _is_behind_copula(word: Token) -> bool:
    """Whether a word hangs on a predicate without subject that stands before it and its "is"."""
    relations = {t.dep_: t.i for t in word.head.children if t != word}
    return word.head.i < relations.get("cop", word.head.i) < word.i and "nsubj" not in relations


def _is_last(word: Token) -> bool:
    """Whether a word ends its clause."""
    following = word.i + 1
    return following == len(word.doc) or word.doc[following].is_punct or bool(word.doc[following].is_sent_start)


def _tie(particle: Token) -> None:
    """A particle to the finite verb that it stands behind; as it is where the clause has none."""
    verb = next((t for t in particle.ancestors if t.pos_ == "VERB" and t.i < particle.i), None)
    finite = verb is not None and "Fin" in verb.morph.get("VerbForm", [])
    if verb is not None and finite and not any(t.dep_ == "compound:prt" for t in verb.children):
        particle.head, particle.dep_ = verb, "compound:prt"


def _pass_on(noun: Token) -> None:
    """A phrase that hangs on a name which is itself part of another noun's phrase: to that noun."""
    name = noun.head
    if name.pos_ == "PROPN" and name.i < noun.i and name.dep_ == "nmod" and name.head.pos_ == "NOUN":
        noun.head = name.head


def _hang_on_attribute(noun: Token, preposition: Token) -> None:
    """A phrase between an article and its noun: to the first attribute of that noun behind the phrase."""
    following = noun.doc[noun.i + 1 : sentence_of(noun).end]
    attribute = next((t for t in following if t.head != noun), None)
    if preposition.i > noun.i or attribute is None or attribute.dep_ not in {"amod", "acl"}:
        return
    if attribute.head.i > attribute.i and noun.head != attribute and not noun.is_ancestor(attribute):
        noun.head, noun.dep_ = attribute, "nmod"


def _set_apart(noun: Token) -> None:
    """A name that is denied by itself: a phrase of the main verb that says nothing of what it does."""
    noun.head, noun.dep_ = sentence_of(noun).root, "orphan"


def _redraw(noun: Token, word: Token) -> None:
    compared = noun.head.pos_ in {"ADJ", "ADV"}
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is not None and not compared and word.i < noun.i:
        noun.head, noun.dep_, word.dep_ = verb, "obl", "case"
