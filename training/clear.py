"""Trees of spaCy's English models (CLEAR labels) turned into Universal Dependencies."""

from spacy.tokens import Span, Token

SAME = {"advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "compound", "conj", "csubj", "det", "expl",
        "mark", "nmod", "nsubj", "nummod", "parataxis", "punct", "xcomp", "acl", "dep"}  # fmt: skip
RENAMED = {"dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj", "auxpass": "aux:pass", "dative": "iobj",
           "poss": "nmod:poss", "relcl": "acl:relcl", "prt": "compound:prt", "neg": "advmod", "preconj": "cc",
           "predet": "det", "npadvmod": "obl:tmod", "oprd": "xcomp", "quantmod": "advmod", "intj": "discourse",
           "meta": "dep", "agent": "obl:agent", "prep": "case", "pobj": "obl", "pcomp": "advcl",
           "attr": "xcomp", "acomp": "xcomp"}  # fmt: skip
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM"}
BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "'m", "’m"}
TEMPORAL = {"DATE", "TIME"}


class Tree:
    """Heads and labels of one sentence by token index in the document; the root is its own head."""

    def __init__(self, span: Span) -> None:
        self.tokens = [t for t in span if not t.is_space]
        self.head = {t.i: t.head.i if t.head.i != t.i else t.i for t in self.tokens}
        self.rel = {t.i: _label(t) for t in self.tokens}

    def swap(self, child: int, parent: int, rel: str) -> None:
        """Puts `child` in `parent`'s place; `parent` hangs on it with `rel`."""
        top = self.head[parent]
        self.head[child] = child if top == parent else top
        self.rel[child] = self.rel[parent]
        self.head[parent], self.rel[parent] = child, rel


def _label(token: Token) -> str:
    if token.dep_ == "ROOT":
        return "root"
    if token.dep_ == "npadvmod":
        return "obl:tmod" if token.ent_type_ in TEMPORAL else "obl"
    return token.dep_ if token.dep_ in SAME else RENAMED.get(token.dep_, "dep")


def convert(span: Span) -> Tree:
    """The tree of a parsed sentence. Prepositions become "case", copulas "cop"; every word keeps one head."""
    tree = Tree(span)
    for token in tree.tokens:
        if token.dep_ in {"prep", "agent", "dative"} and token.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
            _preposition(tree, token)
    for token in tree.tokens:
        if token.lower_ in BE and token.dep_ not in {"aux", "auxpass"}:
            _copula(tree, token)
    for token in tree.tokens:
        _fix(tree, token)
    for token in tree.tokens:
        if tree.rel[token.i] == "conj":
            _first_conjunct(tree, token.i)
    for token in tree.tokens:
        if tree.rel[token.i] == "cc":
            _coordinate(tree, token.i)
    return tree


def _first_conjunct(tree: Tree, i: int) -> None:
    """All conjuncts hang on the first one; CLEAR chains them."""
    for _ in tree.tokens:
        if tree.rel[tree.head[i]] != "conj":
            return
        tree.head[i] = tree.head[tree.head[i]]


def _coordinate(tree: Tree, i: int) -> None:
    """A conjunction hangs on the conjunct that it introduces; CLEAR has it on the first one."""
    after = [j for j in tree.head if tree.rel[j] == "conj" and tree.head[j] == tree.head[i] and j > i]
    if after:
        tree.head[i] = min(after)


def is_tree(tree: Tree) -> bool:
    """Whether there is one root and every word reaches it."""
    if sum(i == h for i, h in tree.head.items()) != 1:
        return False
    for i in tree.head:
        for _ in tree.head:
            i = tree.head[i]
        if tree.head[i] != i:
            return False
    return True


def _preposition(tree: Tree, prep: Token) -> None:
    objects = [t for t in prep.children if t.dep_ in {"pobj", "pcomp"} or (t.dep_ == "prep" and prep.dep_ == "prep")]
    if not objects:
        tree.rel[prep.i] = "advmod" if prep.dep_ == "prep" else "obl"
        return
    noun = objects[0]
    clause = noun.dep_ == "pcomp" and noun.pos_ in {"VERB", "AUX"}
    parent = prep.head
    tree.swap(noun.i, prep.i, "mark" if clause else "case")
    if prep.dep_ == "agent":
        tree.rel[noun.i] = "obl:agent"
    elif clause:
        tree.rel[noun.i] = "acl" if parent.pos_ in {"NOUN", "PROPN"} else "advcl"
    elif prep.dep_ == "dative":
        tree.rel[noun.i] = "obl"
    else:
        tree.rel[noun.i] = "nmod" if parent.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "SYM"} else "obl"
    for other in prep.children:
        if other.i != noun.i and not other.is_space:
            tree.head[other.i] = noun.i


def _copula(tree: Tree, be: Token) -> None:
    predicates = [t for t in be.children if t.dep_ in {"attr", "acomp"} and t.i > be.i] or [
        t for t in be.children if t.dep_ in {"attr", "acomp"}
    ]
    subject = any(t.dep_ in {"nsubj", "csubj", "expl"} for t in be.children)
    if not predicates or not (subject or be.dep_ in {"relcl", "xcomp", "conj", "advcl", "ccomp", "ROOT"}):
        return
    predicate = predicates[0]
    tree.swap(predicate.i, be.i, "cop")
    for child in be.children:
        if child.i != predicate.i and tree.head.get(child.i) == be.i:
            tree.head[child.i] = predicate.i


def _fix(tree: Tree, token: Token) -> None:
    if token.dep_ == "attr" and tree.rel[token.i] == "xcomp" and token.pos_ in NOMINAL:
        there = any(t.dep_ == "expl" for t in token.head.children)
        tree.rel[token.i] = "nsubj" if there else "xcomp"
    if token.dep_ == "pcomp" and tree.rel[token.i] == "advcl" and token.pos_ in {"ADP", "ADV"}:
        tree.rel[token.i] = "case"
    if token.dep_ == "aux" and token.tag_ == "TO":
        tree.rel[token.i] = "mark"
    if token.dep_ == "punct" or token.pos_ == "PUNCT":
        tree.rel[token.i] = "root" if token.dep_ == "ROOT" else "punct"


def mood(token: Token) -> dict[str, str]:
    """The morphology that the model learns, with "Mood" for finite verbs where spaCy names only the form."""
    found = {}
    for name in ("Case", "Gender", "Mood", "Number", "Person", "Tense", "VerbForm"):
        values = token.morph.get(name)
        if values and token.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "PRON", "DET"}:
            found[name] = values[0]
    if found.get("VerbForm") == "Fin" and token.tag_ != "MD":
        found["Mood"] = "Ind"
    return found
