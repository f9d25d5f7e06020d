"""Names of many countries: legal forms, scripts, spellings, and what must stay apart."""

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import kg
from kg.data import LANGUAGES, read_yaml
from kg.resolve.keys import name_key
from kg.resolve.names.lexicon import GENERIC, lexicon

PAIRS = Path(__file__).parents[2] / "benchmarks" / "identity" / "pairs-more.csv"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Velmor d.o.o. Beograd", "Velmor d.o.o.", "same"),
        ("Velmor GmbH, Lyon", "Velmor GmbH, Milano", "unsure"),
        ("Velmor (Malaysia) Sdn Bhd", "Velmor Malaysia Sendirian Berhad", "same"),
        ("Velmor (Malaysia) Sdn Bhd", "Velmor (Kenya) Ltd", "different"),
        ("Velmor Shipyard (Pvt.) Limited", "Velmor Shipyard Private Limited", "same"),
        ("Limited Liability Company Velmor", "OOO Velmor", "same"),
        ("شركة فلمور المحدودة", "Velmor Company LLC", "same"),
        ("Velmor Konggu", "Velmor 控股有限公司", "same"),
        ("Velmor Sanayi ve Ticaret A.Ş.", "Velmor San. ve Tic. Anonim Şirketi", "same"),
        ("Velm0r Kasten", "Velmor Kasten", "same"),
        ("Hongkong Velmor", "Hong Kong Velmor", "same"),
        ("Velmor Nationalbank", "Velmor National Bank", "same"),
        ("Al-Velmoor Group", "Alvelmoor", "same"),
        ("Velmor Wytwórnia", "Velmor", "same"),
        ("Kallmann Kaffee", "Kollmann Kaffee", "unsure"),
        ("Велмор", "Velmir", "different"),
        ("Velmor Leasing", "Velmor", "different"),
    ],
)
def test_names_of_firms(a, b, expected):
    assert kg.match(a, b).decision == expected, kg.match(a, b)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Umar Sulayman", "Omar Suleiman", "same"),
        ("Abd al-Rahman Haddad", "Abdulrahman Haddad", "same"),
        ("Jewgeni Setschin", "Evgeny Sechin", "same"),
        ("김정호", "Kim Jeong-ho", "same"),
        ("Wei Jun", "魏军", "same"),
        ("Pablo Ruiz Alonso", "Pablo Ruiz", "same"),
        ("Ivan Sergeyevich Petrov", "Ivan Nikolaevich Petrov", "different"),
        ("Robert Brown", "Roberta Brown", "different"),
        ("Lee Min-jun", "Lee Min-seo", "different"),
        ("Ali Omar Hassan", "Ali Khalid Hassan", "different"),
        ("Hamad Salem", "Hamad Salman", "different"),
    ],
)
def test_names_of_persons(a, b, expected):
    assert kg.match(a, b, "Person").decision == expected, kg.match(a, b, "Person")


def test_codes_of_legal_forms_are_of_forty_countries_and_more():
    forms = read_yaml(LANGUAGES / "company_forms.yaml")["forms"]
    codes = [(country, code) for form in forms for country, code in form.get("elf", {}).items()]
    assert len({country[:2] for country, _ in codes}) >= 40
    assert all(re.fullmatch("[A-Z0-9]{4}", code) for _, code in codes)
    assert all(c[:2] in form["countries"] for form in forms for c in form.get("elf", {}))
    assert {"DE": "2HBR", "AT": "AXSB"}.items() <= next(f["elf"] for f in forms if f["id"] == "GmbH").items()
    head = (LANGUAGES / "company_forms.yaml").read_text(encoding="utf-8").split("spelled:")[0]
    assert "ISO 20275" in head
    assert "gleif.org" in head


def test_no_word_of_a_name_has_two_meanings():
    tokens = read_yaml(LANGUAGES / "name_tokens.yaml")
    words = Counter(str(word) for kind in GENERIC for row in tokens[kind.value] for word in set(map(str, row)))
    assert [word for word, rows in words.items() if rows > 1] == []
    assert all(len(found) == len(concept.split()) for concept, found in lexicon().compounds.items())


def test_spacing_of_places_does_not_matter_for_keys():
    assert name_key("Hongkong Velmor Ltd") == name_key("Hong Kong Velmor") == "hong kong velmor"
    assert name_key("Vietnam Velmor") == "vietnam velmor"


def test_comparing_names_loads_no_language_model():
    code = "import kg, sys; kg.match('a', 'b'); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_pairs_of_many_kinds_are_told_apart():
    rows = list(csv.DictReader(PAIRS.open(encoding="utf-8")))
    found = [(row, kg.match(row["name1"], row["name2"], row["type"]).decision) for row in rows]
    same = [row["label"] == "same" for row, decision in found if decision == "same"]
    gold = sum(row["label"] == "same" for row in rows)
    assert len(rows) >= 500
    assert sum(same) / len(same) >= 0.98
    assert sum(same) / gold >= 0.95
