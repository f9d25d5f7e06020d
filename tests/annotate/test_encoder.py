"""The learned annotator on sentences of our own: names, clause structure, base forms, and the same result each time."""

from collections.abc import Iterator

import numpy as np
import pytest
from spacy.tokens import Doc, Token

from kg.annotate import decode
from kg.annotate.lemmas import lemma
from kg.annotate.pipeline import load
from kg.annotate.tokens import make_tokenizer
from kg.errors import InputError


def sentences(lang: str, text: str) -> list[str]:
    return [s.text.strip() for s in make_tokenizer(lang)(text).sents]


def words(lang: str, text: str) -> list[str]:
    return [t.text for t in make_tokenizer(lang)(text)]


def find(doc: Doc, word: str) -> Token:
    return next(t for t in doc if t.text == word)


def names(doc: Doc) -> dict[str, str]:
    return {s.text: s.label_ for s in doc.spans["encoder"]}


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Alpha-X200-KI-Chips", ["Alpha", "-", "X200", "-", "KI", "-", "Chips"]),
        ("de", "Marken- und Vorstandschef", ["Marken", "-", "und", "Vorstandschef"]),
        ("de", "AT&T-Aktie", ["AT&T", "-", "Aktie"]),
        ("en", "Stuttgart-based", ["Stuttgart", "-", "based"]),
        ("en", "the firm's co-founder", ["the", "firm", "'s", "co-founder"]),
    ],
)
def test_hyphens_are_tokens(lang: str, text: str, expected: list[str]) -> None:
    assert words(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("de", "Am 30. Dezember kaufte Dr. J. P. Wendt für ca. 3 Mrd. Euro z. B. die Vara Inc. in Ulm.", 1),
        ("de", "Der Umsatz stieg auf 20. Das war im Jahr 2024. Danach fiel er.", 3),
        ("de", "„Wir liefern pünktlich!“ sagte sie. „Das ist sicher.“ Er schwieg.", 3),
        ("de", "Vara wächst weiter\nDer Umsatz legte zu", 2),
        ("de", "Der Umsatz ist\nzuletzt gestiegen.", 1),
        ("en", "Mr. Lowe of Vara Inc. sold U.S. assets for $3.5 bn. in Jan. 2024.", 1),
        ("en", 'She left Vara Inc. The rest stayed. "It\'s done." He agreed.', 4),
    ],
)
def test_sentences_end_where_a_reader_sees_it(lang: str, text: str, count: int) -> None:
    assert len(sentences(lang, text)) == count, sentences(lang, text)


def test_a_language_without_rules_is_an_input_error() -> None:
    with pytest.raises(InputError, match="'xx' is not supported"):
        make_tokenizer("xx")


def test_subject_and_object() -> None:
    doc = load("de")("Gestern hat die Nordvik AG den Konkurrenten Talbrück übernommen.")
    assert find(doc, "übernommen").dep_ == "ROOT"
    assert find(doc, "hat").dep_ == "aux"
    assert {t.dep_ for t in doc if t.head.text == "übernommen"} >= {"nsubj", "obj"}
    assert find(doc, "Konkurrenten").dep_ == "obj"


def test_passive_with_agent() -> None:
    doc = load("de")("Talbrück wurde im Mai von der Nordvik AG gekauft.")
    verb = find(doc, "gekauft")
    assert (find(doc, "Talbrück").dep_, find(doc, "Talbrück").head) == ("nsubj:pass", verb)
    assert find(doc, "wurde").dep_ == "aux:pass"
    assert find(doc, "von").dep_ == "case"
    english = load("en")("Talbrook was bought by Nordvik in May.")
    assert find(english, "Nordvik").dep_ == "obl:agent"
    assert find(english, "Talbrook").dep_ == "nsubj:pass"


@pytest.mark.parametrize(
    ("text", "verb", "base"),
    [
        ("Nordvik steigt mit zehn Prozent bei Talbrück ein.", "steigt", "einsteigen"),
        ("Nordvik kaufte im Juni weitere Anteile auf.", "kaufte", "aufkaufen"),
        ("Nordvik plant, bei Talbrück einzusteigen.", "einzusteigen", "einsteigen"),
        ("Nordvik ist bei Talbrück eingestiegen.", "eingestiegen", "einsteigen"),
    ],
)
def test_separable_verbs_have_their_full_infinitive(text: str, verb: str, base: str) -> None:
    assert find(load("de")(text), verb).lemma_ == base


def test_subordinate_clause() -> None:
    doc = load("de")("Der Konzern teilte mit, dass die Tochter den Auftrag erhalten habe.")
    verb = find(doc, "erhalten")
    assert verb.dep_ == "ccomp"
    assert find(doc, "Tochter").head == verb
    assert (find(doc, "habe").dep_, find(doc, "habe").head) == ("aux", verb)
    assert find(doc, "Auftrag").dep_ == "obj"
    assert find(doc, "habe").morph.get("VerbForm") == ["Fin"]


@pytest.mark.parametrize(
    ("text", "verb", "form"),
    [
        ("Die Tochter hat den Auftrag erhalten.", "erhalten", "Part"),
        ("Nordvik hat den Vertrag unterzeichnet.", "unterzeichnet", "Part"),
        ("Nordvik wird den Auftrag annehmen.", "annehmen", "Inf"),
        ("Nordvik will Talbrück kaufen.", "kaufen", "Inf"),
        ("Nordvik plant, bei Talbrück einzusteigen.", "einzusteigen", "Inf"),
    ],
)
def test_participles_and_infinitives(text: str, verb: str, form: str) -> None:
    assert find(load("de")(text), verb).morph.get("VerbForm") == [form]


def test_names_in_german_and_english() -> None:
    german = names(load("de")("Die Nordvik AG aus Bremen ernennt Petra Lindhoff zur Finanzchefin."))
    assert german == {"Nordvik AG": "Company", "Bremen": "Place", "Petra Lindhoff": "Person"}
    english = names(load("en")("Laura Finch, chief executive of Nordvik Inc., spoke in Denver."))
    assert english == {"Laura Finch": "Person", "Nordvik Inc.": "Company", "Denver": "Place"}


def test_a_name_in_a_compound_is_a_mention() -> None:
    doc = load("de")("Die Siemens-Tochter liefert an den Münchner Bahnbetreiber.")
    assert names(doc).get("Siemens") == "Company"
    assert find(doc, "Tochter").dep_ == "nsubj"


LONG = "Nordvik kauft Talbrück. " * 40 + "Anteile an " + ", ".join(f"Firma{i} Holding" for i in range(150)) + "."


def annotation(doc: Doc) -> list[object]:
    words = [(t.pos_, t.dep_, t.head.i, str(t.morph), t.lemma_) for t in doc]
    return [*words, *((s.start, s.end, s.label_, s._.score) for s in doc.spans["encoder"])]


def test_a_document_does_not_depend_on_its_neighbours() -> None:
    texts = ["Nordvik kauft Talbrück.", LONG, "", " \n ", "Petra Lindhoff (52) leitet die Nordvik AG.", "Ja!"]
    nlp = load("de")
    together = [annotation(d) for d in nlp.pipe(texts)]
    assert together == [annotation(nlp(t)) for t in texts]
    assert together == [annotation(d) for d in nlp.pipe(texts, batch_size=2)]


def test_every_sentence_is_one_tree() -> None:
    text = "Vara wächst\n\n  Der Umsatz,  der stieg,\nlegte zu. . . " + LONG
    doc = load("de")(text)
    assert doc.text == text
    assert [s.start for s in doc.sents] == [s.start for s in make_tokenizer("de")(text).sents]
    for sent in doc.sents:
        roots = [t for t in sent if t.head == t]
        assert [t.dep_ for t in roots] == ["ROOT"]
        assert all(roots[0] in (t, *t.ancestors) for t in sent)


@pytest.mark.parametrize(
    ("word", "pos", "lang", "base"),
    [
        ("übernahm", "VERB", "de", "übernehmen"),
        ("Hält", "VERB", "de", "halten"),
        ("gehört", "VERB", "de", "gehören"),
        ("verklagt", "VERB", "de", "verklagen"),
        ("dürfte", "AUX", "de", "dürfen"),
        ("Ankerinvestoren", "NOUN", "de", "Ankerinvestor"),
        ("Chipherstellers", "NOUN", "de", "Chiphersteller"),
        ("Roboterbauers", "NOUN", "de", "Roboterbauer"),
        ("Softwaretöchter", "NOUN", "de", "Softwaretochter"),
        ("Marken", "NOUN", "de", "Marke"),
        ("Alibabas", "PROPN", "de", "Alibabas"),
        ("left", "VERB", "en", "leave"),
        ("bought", "VERB", "en", "buy"),
        ("subsidiaries", "NOUN", "en", "subsidiary"),
        ("chipmakers", "NOUN", "en", "chipmaker"),
    ],
)
def test_base_forms(word: str, pos: str, lang: str, base: str) -> None:
    assert lemma(word, pos, lang) == base


def trees(n: int) -> Iterator[list[int]]:
    """All lists of heads of n words that are a tree with one root (-1)."""
    for number in range((n + 1) ** n):
        heads = [number // (n + 1) ** i % (n + 1) - 1 for i in range(n)]
        if heads.count(-1) == 1 and all(-1 in _path(heads, i) for i in range(n)):
            yield heads


def _path(heads: list[int], i: int) -> list[int]:
    out: list[int] = []
    while i != -1 and len(out) <= len(heads):
        i = heads[i]
        out.append(i)
    return out


def test_the_best_tree_is_found() -> None:
    rng, candidates = np.random.default_rng(3), list(trees(4))
    assert len(candidates) == 64
    for _ in range(60):
        scores = rng.normal(size=(4, 5)) * 2
        scores[np.arange(4), np.arange(1, 5)] = -50
        log = decode.log_softmax(np.where(np.eye(4, 5, 1) > 0, -1e9, scores))
        worth = [sum(log[i, h + 1] for i, h in enumerate(heads)) for heads in candidates]
        assert decode.tree(scores) == candidates[int(np.argmax(worth))]


def test_doubt_between_types_does_not_cost_the_span() -> None:
    labels = ["O", "B-Company", "I-Company", "B-Organization", "I-Organization"]
    scores = np.log(np.array([[0.4, 0.35, 0.01, 0.23, 0.01], [0.9, 0.02, 0.03, 0.02, 0.03]]))
    assert [m[:3] for m in decode.mentions(scores, labels)] == [(0, 1, "Company")]
