"""The labelled pairs of names are sound, and the figures on them are what they should be."""

import csv
import importlib.util
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "identity"
_spec = importlib.util.spec_from_file_location("identity_names", FOLDER / "names.py")
names = importlib.util.module_from_spec(_spec)
sys.modules["identity_names"] = names
_spec.loader.exec_module(names)

HALVES = {path.stem: names.read_pairs(path) for path in (names.DEV, names.HELDOUT)}
ALL = [pair for pairs in HALVES.values() for pair in pairs]
TINY = [
    names.Pair("Nordwind AG", "NORDWIND-AG", "Company", "same", "case"),
    names.Pair("Nordwind AG", "Nordwind", "Company", "same", "form"),
    names.Pair("Nordwind", "Südwind", "Company", "different", "other"),
    names.Pair("Nordwind", "Nordwind Cloud", "Company", "different", "division"),
]
PAIRS_CSV = "name1,name2,type,label,kind\n" + "".join(
    f"{p.name1},{p.name2},{p.type},{p.label},{p.kind}\n" for p in TINY
)


def tools(**other):
    """The real ways of comparing names, some of them replaced by ones whose answers are known."""
    return replace(names.tools(), **other)


@pytest.mark.parametrize("path", [names.DEV, names.HELDOUT], ids=lambda p: p.stem)
def test_files_are_well_formed(path):
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, strict=True))
    assert rows[0] == ["name1", "name2", "type", "label", "kind", "note"]
    assert {len(row) for row in rows} == {6}
    assert all(value == value.strip() and "\n" not in value for row in rows for value in row)
    assert all(all(row[:5]) and row[0] != row[1] for row in rows)
    assert {p.label for p in HALVES[path.stem]} == set(names.LABELS)
    assert {p.type for p in HALVES[path.stem]} == set(names.TYPES)


def test_there_are_enough_pairs_most_of_companies():
    assert len(ALL) >= 760
    assert sum(p.type == "Company" for p in ALL) >= 640
    assert all(0.5 <= sum(p.same for p in pairs) / len(pairs) <= 0.6 for pairs in HALVES.values())


def test_no_kind_is_in_both_halves():
    dev, heldout = ({p.kind for p in pairs} for pairs in HALVES.values())
    assert not dev & heldout
    assert min(len(dev), len(heldout)) >= 22
    assert all(set(kind) <= set("abcdefghijklmnopqrstuvwxyz-") for kind in dev | heldout)


def test_every_kind_has_both_labels():
    labels = {}
    for pair in ALL:
        labels.setdefault(pair.kind, set()).add(pair.label)
    assert {kind for kind, found in labels.items() if len(found) < 2} == set()


def test_no_pair_is_there_twice():
    seen = Counter(tuple(sorted((p.name1.casefold(), p.name2.casefold()))) for p in ALL)
    assert [pair for pair, n in seen.items() if n > 1] == []


def test_normalised():
    assert names.normalised("  Müller-Milch ＧmbH & Co. KG ") == "müller milch gmbh co kg"
    assert names.normalised("H&M") == "h m"
    assert names.normalised("®") == ""


def test_baselines_have_known_figures():
    forms = {"Nordwind AG": "Nordwind", "NORDWIND-AG": "NORDWIND"}
    have = tools(
        ratio=lambda a, b: 1.0 if set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()) else 0.3,
        strip=lambda name: forms.get(name, name),
    )
    found = {run.name: names.figures(TINY, run) for run in names.runs(TINY, have, TINY)}
    keys = "precision", "recall", "f1", "accuracy"
    assert [found["exact"][k] for k in keys] == [1, 0.5, 0.6667, 0.75]
    assert [found["cleanco"][k] for k in keys] == [1, 1, 1, 1]
    assert [found["token_set"][k] for k in keys] == [0.6667, 1, 0.8, 0.75]
    assert found["token_set"]["threshold"] == 1
    assert found["token_set"]["precision at recall 0.90"] == 0.6667
    assert found["exact"]["best f1"] is None


def test_real_baselines():
    found = {
        run.name: names.figures(TINY, run) for run in names.runs(TINY, names.tools(), TINY) if run.name != "kg.match"
    }
    assert found["token_set"]["f1"] == 0.8
    assert found["cleanco"]["recall"] == 0.5


def test_threshold_is_chosen_on_dev():
    scores = {("a", "b"): 0.9, ("c", "d"): 0.5, ("e", "f"): 0.7}
    dev = [names.Pair("a", "b", "Company", "same", "x"), names.Pair("c", "d", "Company", "different", "x")]
    other = [names.Pair("e", "f", "Company", "same", "x")]
    runs = names.runs(other, tools(ratio=lambda *pair: scores[pair]), dev)
    run = next(run for run in runs if run.name == "token_set")
    assert run.threshold == 0.9
    assert names.figures(other, run)["recall"] == 0
    assert names.figures(other, run)["best f1"] == 1


def test_equal_scores_share_a_threshold():
    rows = names.thresholds(TINY, [0.8, 0.5, 0.5, 0.1])
    assert [row[0] for row in rows] == [0.8, 0.5, 0.1]
    assert rows[1][1:] == pytest.approx((2 / 3, 1, 0.8))


def test_unsure_is_not_same_and_shows():
    decisions = iter([("same", 0.9), ("unsure", 0.6), ("unsure", 0.5), ("same", 0.8)])

    def match(_a, _b, *, type):
        assert type == "Company"
        decision, score = next(decisions)
        return SimpleNamespace(score=score, decision=decision, reasons=["because"])

    run = names.runs(TINY, tools(match=match), TINY)[0]
    found = names.figures(TINY, run)
    assert (found["precision"], found["recall"], found["unsure"], found["accuracy"]) == (0.5, 0.5, 0.5, 0.25)
    assert found["kinds"]["form"] == {"pairs": 1, "same": 1, "right": 0, "wrong": 0, "unsure": 1}
    assert found["kinds"]["division"] == {"pairs": 1, "same": 0, "right": 0, "wrong": 1, "unsure": 0}
    wrong, missed = names.errors(TINY, run, 5)
    assert [row["name2"] for row in wrong] == ["Nordwind Cloud"]
    assert [row["decision"] for row in missed] == ["unsure"]
    assert missed[0]["reasons"] == ["because"]


def test_an_unknown_decision_is_refused():
    with pytest.raises(names.BadPairs, match="decided 'maybe'"):
        names.scored(TINY, lambda *_, type: SimpleNamespace(score=1, decision="maybe", reasons=[]))  # noqa: ARG005


def test_program_prints_json_and_text(tmp_path, capsys):
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS_CSV, encoding="utf-8-sig")
    assert names.main([str(path), "--json", "--errors", "1"]) == 0
    out = capsys.readouterr()
    result = json.loads(out.out)[0]
    assert (result["pairs"], result["same"]) == (4, 2)
    assert [run["name"] for run in result["runs"]] == ["kg.match", "exact", "token_set", "token_set acc.", "cleanco"]
    assert [run["f1"] for run in result["runs"][:2]] == [1, 0.6667]
    assert out.err == ""
    assert names.main([str(path)]) == 0
    assert "division" in capsys.readouterr().out


def test_held_out_errors_only_when_asked_for(capsys):
    assert names.main(["--json", "--errors", "2"]) == 0
    dev, heldout = json.loads(capsys.readouterr().out)
    assert len(dev["missed"]) == 2
    assert heldout["missed"] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file"),
        ("name1,name2\na,b\n", "no column label"),
        ("", "no column name1, name2, label"),
        ("name1,name2,label\n", "no pairs"),
        ("name1,name2,label\na,b,yes\n", "line 2: label 'yes'"),
        ("name1,name2,label\na,,same\n", "line 2: a name is missing"),
        ("name1,name2,label,type\na,b,same,Dog\n", "line 2: type 'Dog'"),
        ("name1,name2,label\na,b,same,d\n", "line 2: more fields"),
        (b"name1,name2,label\n\xff,b,same\n", "not a CSV file in UTF-8"),
    ],
)
def test_bad_files_are_one_line_and_exit_code_2(tmp_path, capsys, content, says):
    path = tmp_path / "pairs.csv"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert names.main([str(path)]) == 2
    out = capsys.readouterr()
    assert says in out.err
    assert out.err.count("\n") == 1
    assert out.out == ""
