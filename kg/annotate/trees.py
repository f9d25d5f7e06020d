"""The component "kg_trees": constructions that the treebanks draw in a way that rules cannot use are drawn anew.

"gewinnt X als Partner": German treebanks take "als" for a conjunction, so that the partner hangs on X like a second
X. It becomes a phrase of the verb. Comparisons ("größer als X") stay. The words are in `tokens.yaml`.
"""

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.tokens import sentence_rules


@Language.component("kg_trees", requires=["token.dep", "token.head"])
def kg_trees(doc: Doc) -> Doc:
    """Redraws the phrases that say in which role someone acts."""
    words = sentence_rules(doc.lang_).role_words
    for token in doc:
        if token.lower_ in words and token.dep_ in {"cc", "case", "mark"} and token.head.dep_ == "conj":
            _redraw(token.head, token)
    return doc


def _redraw(noun: Token, word: Token) -> None:
    compared = noun.head.pos_ in {"ADJ", "ADV"}
    verb = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is not None and not compared and word.i < noun.i:
        noun.head, noun.dep_, word.dep_ = verb, "obl", "case"
