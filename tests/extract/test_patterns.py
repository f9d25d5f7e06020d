"""Every pattern reads its accepted sentences and leaves its rejected ones; every type has enough of both."""

from collections import Counter

import pytest

from kg.errors import PatternError
from kg.extract import load_rules
from kg.extract.examples import cases, failures
from kg.extract.patterns import load_patterns
from kg.ontology import Schema

SCHEMA = Schema.load()
LANGUAGES = ("de", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_hold(lang):
    chosen = list(cases(load_rules(lang, SCHEMA).patterns.patterns))
    assert len(chosen) > 400
    failed = [f"{case.pattern.id}: {case.text}\n    {problem}" for case, problem in failures(chosen, lang, SCHEMA)]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_type_has_twelve_accepted_and_eight_rejected_sentences(lang):
    chosen = list(cases(load_rules(lang, SCHEMA).patterns.patterns))
    accepted = Counter(c.pattern.type for c in chosen if c.finds is not None)
    rejected = Counter(c.pattern.type for c in chosen if c.finds is None)
    types = set(SCHEMA.statements) - {"Statement"}
    assert len(types) == 22
    assert {t: accepted[t] for t in types if accepted[t] < 12} == {}
    assert {t: rejected[t] for t in types if rejected[t] < 8} == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a, type: Acquisitoin, verb: [x], roles: {}}", "did you mean 'Acquisition'"),
        ("- {id: a, type: Acquisition, verb: [x], roles: {buyer: subj}}", "has no role 'buyer'"),
        ("- {id: a, type: Acquisition, roles: {}}", "exactly one of"),
        ("- {id: a, type: Acquisition, verb: [x], rolls: {}}", "unknown key 'rolls'"),
        ("- {id: a, type: Acquisition, verb: [x], roles: {acquirer: {pth: x}}}", "unknown key 'pth'"),
        ("id: a", "a list of patterns"),
        ("- [", "cannot be read as YAML"),
    ],
)
def test_a_wrong_pattern_file_says_what_is_wrong(tmp_path, text, told):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PatternError, match=r"own\.yaml") as caught:
        load_patterns([path], "de", SCHEMA)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
