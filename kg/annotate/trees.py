"""The component "kg_trees": constructions that the treebanks draw in a way that rules cannot use are drawn anew.

"gewinnt X als Partner": German treebanks take "als" for a conjunction, so that the partner hangs on X like a second
X. It becomes a phrase of the verb. Comparisons ("größer als X") stay.

"X meldet Insolvenz an": in short news trees may take the particle for a preposition of the word before it. It goes to
its verb. The words are in `tokens.yaml`.

"A last item: employees say X has cut jobs": no relative clause reaches over a colon and the verb behind it; what it
says is the object of that verb.
"""

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.sentences import sentence_of
from kg.annotate.tokens import sentence_rules


@Language.component("kg_trees", requires=["token.dep", "token.head"])
def kg_trees(doc: Doc) -> Doc:
    """Redraws phrases that say in which role someone acts, particles of verbs, and what is said behind a colon."""
    rules = sentence_rules(doc.lang_)
    for token in doc:
        if token.lower_ in rules.role_words and token.dep_ in {"cc", "case", "mark"} and token.head.dep_ == "conj":
            _redraw(token.head, token)
        elif token.dep_ == "case" and token.head.i < token.i and token.lower_ in rules.particles and _is_last(token):
            _tie(token)
        elif token.dep_ == "acl:relcl" and _is_behind_colon(token):
            token.head, token.dep_ = sentence_of(token).root, "ccomp"
    return doc


def _is_behind_colon(verb: Token) -> bool:
    """Whether a colon stands between the noun of a relative clause and the main verb, and that before the clause."""
    root = sentence_of(verb).root
    between = verb.doc[verb.head.i + 1 : root.i]
    return root.pos_ == "VERB" and root.i < verb.i and any(t.text == ":" for t in between)


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


def _redraw(noun: Token, word: Token) -> None:
    compared = noun.head.pos_ in {"ADJ", "ADV"}
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is not None and not compared and word.i < noun.i:
        noun.head, noun.dep_, word.dep_ = verb, "obl", "case"
