"""The ledger: what persons judge, as a log and as a file."""

import io

import pytest

from kg.errors import InputError
from kg.model.identity import Judgement
from kg.resolve.identity import Identity

GOOD = '{"a": "g:a", "b": "g:b", "verdict": "same", "by": "person", "judge": "Eva"}'


def exported(identity: Identity) -> str:
    out = io.StringIO()
    identity.export(out)
    return out.getvalue()


def test_the_latest_judgement_on_a_pair_holds_and_nothing_is_lost():
    with Identity.open(None) as identity:
        for verdict in ("same", "different"):
            identity.judge(Judgement.of("g:b", "g:a", verdict, "person", "Eva", date="2026-01-01", note="by phone"))
        (found,) = identity._ledger.all()
        assert (found.a, found.b, found.verdict, found.note) == ("g:a", "g:b", "different", "by phone")
        identity.forget("g:b", "g:a")
        assert exported(identity) == ""
        verdicts = [v for (v,) in identity._db.execute("SELECT verdict FROM log ORDER BY id")]
        assert verdicts == ["same", "different", "forget"]


def test_the_export_is_sorted_and_comes_back_whole():
    made = [
        Judgement.of("g:c", "g:a", "same", "person", "Eva", score=0.9, features=("a reason",), date="2026-01-02"),
        Judgement.of("g:a", "g:b", "different", "person", "Øystein", note="zwei Zeilen\nlang"),
    ]
    with Identity.open(None) as one, Identity.open(None) as two:
        one.judge_many(made)
        text = exported(one)
        assert text.count("\n") == 2
        assert text.index("g:b") < text.index("g:c")
        two.import_(text.splitlines())
        assert exported(two) == text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2"),
        ("[]", "not a JSON object"),
        ('{"a": "g:a"}', "'b' is missing"),
        (GOOD.replace("same", "equal"), "'equal' by 'person' is unknown"),
        (GOOD.replace("g:b", "g:a"), "needs two entities"),
        (GOOD.replace('"Eva"', "7"), "'judge' is no text"),
        (GOOD.replace("}", ', "score": 2}'), "'score' is no number"),
        (GOOD.replace("}", ', "features": "x"}'), "'features' is no list"),
        (GOOD.replace("}", ', "colour": "x"}'), "unknown field 'colour'"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(line, message):
    with Identity.open(None) as identity:
        with pytest.raises(InputError, match=message) as caught:
            identity.import_([GOOD.replace("g:b", "g:z"), line])
        assert "line 2" in str(caught.value)
        assert exported(identity) == ""


def test_rules_do_not_write_into_the_ledger():
    with Identity.open(None) as identity:
        with pytest.raises(InputError, match="judgements of persons"):
            identity.judge(Judgement.of("g:a", "g:b", "same", "rule", "names"))
        assert identity.import_([GOOD.replace('"person"', '"rule"')]) == set()
        assert exported(identity) == ""


def test_to_forget_needs_a_judgement():
    with Identity.open(None) as identity, pytest.raises(InputError, match="nothing to take back"):
        identity.forget("g:a", "g:b")
