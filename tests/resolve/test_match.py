"""Names alone: pairs of every phenomenon with the decision that they must get, and what the reasons tell."""

from pathlib import Path

import pytest

import kg
from kg.annotate.names.lexicon import legal_forms
from kg.data import LANGUAGES, read_yaml
from kg.errors import InputError
from kg.resolve.names.features import FEATURES
from kg.resolve.names.score import decision

SAME = {
    "legal forms": [
        ("Hansa Pumpen AG", "Hansa Pumpen Aktiengesellschaft"),
        ("Kettler Gesellschaft mit beschränkter Haftung", "Kettler GmbH"),
        ("Brill GmbH & Co. KG", "Brill GmbH und Co. Kommanditgesellschaft"),
        ("Velmoor & Co., Inc.", "Velmoor & Co."),
        ("Velmoor & Co., Inc.", "Velmoor"),
        ("Merkur SE & Co. KGaA", "Merkur SE & Co. Kommanditgesellschaft auf Aktien"),
        ("Tanaka Kabushiki Kaisha", "株式会社Tanaka"),
        ("ООО Ромашка", "Romashka LLC"),
        ("Wawel Sp. z o.o.", "Wawel Spółka z ograniczoną odpowiedzialnością"),
        ("Bakkegaard A/S", "Bakkegaard Aktieselskab"),
        ("Sime Darby Berhad", "Sime Darby Bhd."),
        ("PT Astra International Tbk", "Astra International"),
        ("Woolmark Pty Ltd", "Woolmark Proprietary Limited"),
        ("Ferretti S.p.A.", "Ferretti Società per Azioni"),
        ("AB Volvo", "Volvo AB (publ)"),
        ("Allianz AG", "Allianz SE"),
        ("Schlumberger Limitd", "Schlumberger Ltd"),
    ],
    "spelling": [
        ("Müller Maschinen", "MUELLER MASCHINEN"),
        ("Müller Maschinen", "Muller-Maschinen"),
        ("The Coca-Cola Company", "Coca Cola Co."),
        ("L'Oréal", "Loreal SA"),
        ("McDonald’s", "McDonalds"),
        ("Weber und Söhne KG", "Weber & Sons KG"),
        ("Face book", "Facebook"),
        ("Thyssen Krupp", "ThyssenKrupp AG"),
        ("Du Mont", "DuMont"),
        ("Smith Mfg. Co.", "Smith Manufacturing Company"),
        ("Texas Instr.", "Texas Instruments"),
        ("Twentieth Century Studios", "20th Century Studios"),
        ("Microsft", "Microsoft"),
        ("Schlumberegr", "Schlumberger"),
    ],
    "scripts": [
        ("ПАО «Татнефть»", "Tatneft PJSC"),
        ("Яндекс", "Yandex"),
        ("Όμιλος Μυτιληναίος", "Mytilineos Group"),
        ("北京银行", "Bank of Beijing"),
        ("华为技术有限公司", "Huawei Technologies Co., Ltd."),
        ("パナソニック", "Panasonic"),
        ("삼성전자", "Samsung Electronics Co., Ltd."),
        ("בזק", "Bezeq"),
    ],
    "generic words left out": [
        ("Alibaba", "Alibaba Group Holding Limited"),
        ("Tesla Motors", "Tesla, Inc."),
        ("Amazon.com, Inc.", "Amazon"),
        ("Huawei Technologies", "Huawei"),
    ],
    "asides": [
        ("Alibaba Group (BABA)", "Alibaba"),
        ("Alibaba (HK: 09988)", "Alibaba"),
        ("Qorra Holding (formerly Brunnwerk AG)", "Brunnwerk"),
        ("Qorra AG, vormals Brunnwerk AG", "Brunnwerk AG"),
        ("Acme Inc. d/b/a Roadrunner", "Roadrunner"),
        ("Lake Constance Investment Authority (LCIA)", "LCIA"),
    ],
    "acronyms": [
        ("Abu Dhabi Investment Authority", "ADIA"),
        ("Norddeutsche Affinerie Werke", "NAW"),
        ("Taiwan Semiconductor Manufacturing Company Limited", "TSMC"),
        ("GlaxoSmithKline", "GSK"),
        ("Procter & Gamble", "P&G"),
    ],
    "well known": [("Facebook, Inc.", "Meta Platforms, Inc."), ("VW", "Volkswagen AG"), ("Statoil ASA", "Equinor ASA")],
}

DIFFERENT = {
    "divisions": [
        ("Siemens", "Siemens Energy"),
        ("Alibaba", "Alibaba Cloud"),
        ("Porsche", "Porsche Design"),
        ("OMV", "OMV Petrom S.A."),
        ("Volkswagen AG", "Volkswagen Financial Services AG"),
    ],
    "places": [("Bosch", "Bosch India"), ("Siemens AG", "Siemens AG Österreich"), ("Air France", "Air China")],
    "generic words": [
        ("Deutsche Bank", "Deutsche Börse"),
        ("Bank of America", "Bank of China"),
        ("General Electric", "General Motors"),
        ("Mitsubishi Motors", "Mitsubishi Electric"),
        ("Stadtwerke Köln", "Stadtwerke Bonn"),
    ],
    "acronyms of others": [("United Business Supplies", "UBS"), ("Halle Presse", "HP")],
    "numbers": [("Fonds II", "Fonds III"), ("Studio 54", "Studio 55"), ("Objekt I/1", "Objekt I/2"), ("3M", "4M")],
    "other firms": [
        ("Intel", "Entel"),
        ("Sanofi", "Sandoz"),
        ("Bayer AG", "Bayern AG"),
        ("Nordzucker", "Südzucker"),
        ("Peter Lux", "Hans Lux"),
    ],
}

UNSURE = [
    ("Bosch GmbH", "Bosch AG"),
    ("Global Energy GmbH", "Global Energy Ltd."),
    ("Telefunk", "Deutsche Telefunk"),
    ("Delta", "Delta Airlines"),
    ("Bank", "Bank"),
    ("P. Müller GmbH", "Peter Müller GmbH"),
]


def cases(groups: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [pair for pairs in groups.values() for pair in pairs]


@pytest.mark.parametrize(("a", "b"), cases(SAME))
def test_one_firm_under_two_names(a, b):
    assert kg.match(a, b).decision == "same", kg.match(a, b)


@pytest.mark.parametrize(("a", "b"), cases(DIFFERENT))
def test_two_firms_with_like_names(a, b):
    assert kg.match(a, b).decision == "different", kg.match(a, b)


@pytest.mark.parametrize(("a", "b"), UNSURE)
def test_names_that_do_not_tell(a, b):
    assert kg.match(a, b).decision == "unsure", kg.match(a, b)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("University of Oxford", "Oxford University", "same"),
        ("Oxford University", "Oxford University Press", "different"),
        ("Technische Universität München", "TU München", "same"),
        ("Ministry of Finance of Germany", "Ministry of Finance of Austria", "different"),
        ("Ministry of Finance", "Ministry of Finance of Austria", "unsure"),
        ("Ministerium der Finanzen Österreich", "Austrian Ministry of Finance", "same"),
        ("Bundesgesundheitsministerium", "Bundesministerium für Gesundheit", "same"),
        ("World Health Organization", "World Trade Organization", "different"),
        ("EZB", "European Central Bank", "same"),
    ],
)
def test_organizations(a, b, expected):
    assert kg.match(a, b, type="Organization").decision == expected, kg.match(a, b, "Organization")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Jack Ma", "Ma, Jack", "same"),
        ("Ma Yun", "马云", "same"),
        ("Dr. Angela Merkel", "Merkel, Angela", "same"),
        ("Bob Iger", "Robert A. Iger", "same"),
        ("Aleksandr Ivanov", "Alexander Iwanow", "same"),
        ("Vladimir Putin", "Путин Владимир Владимирович", "same"),
        ("John F. Kennedy", "John Fitzgerald Kennedy", "same"),
        ("Hans-Peter Müller", "Hans Peter Mueller", "same"),
        ("Prof. Dr. Karl-Theodor zu Guttenberg", "Karl Theodor Guttenberg", "same"),
        ("J. R. R. Tolkien", "John Ronald Reuel Tolkien", "same"),
        ("Li Ka-shing", "Li Ka Shing", "same"),
        ("J. Ma", "Jack Ma", "unsure"),
        ("Musk", "Elon Musk", "unsure"),
        ("John D. Smith", "John R. Smith", "unsure"),
        ("José García López", "José García", "same"),
        ("Angela Merkel", "Petra Merkel", "different"),
        ("Angela Merkel", "Angela Merz", "different"),
        ("George Bush Jr.", "George Bush Sr.", "different"),
    ],
)
def test_persons(a, b, expected):
    assert kg.match(a, b, type="Person").decision == expected, kg.match(a, b, "Person")


def test_reasons_name_words_and_legal_forms():
    found = kg.match("Siemens AG", "Siemens Aktiengesellschaft")
    assert found.reasons == "same distinctive words: siemens; legal forms agree: AG = Aktiengesellschaft"
    assert kg.match("Bosch GmbH", "Bosch AG").reasons.endswith("legal forms differ: GmbH / AG")
    assert "NAW is the acronym of" in kg.match("NAW", "Norddeutsche Affinerie Werke").reasons
    assert "known as names of one firm" in kg.match("Facebook", "Meta Platforms").reasons
    assert "different numbers: ii / iii" in kg.match("Fonds II", "Fonds III").reasons


@pytest.mark.parametrize(("a", "b"), [*cases(SAME), *cases(DIFFERENT), *UNSURE])
def test_the_order_of_the_names_does_not_matter(a, b):
    assert kg.match(a, b).score == pytest.approx(kg.match(b, a).score, abs=0.02)
    assert kg.match(a, b).decision == kg.match(b, a).decision


def test_empty_names_and_types():
    assert kg.match("", "Siemens") == kg.Match(0.5, "unsure", "a name is empty")
    assert kg.match("Siemens", " ... ").decision == "unsure"
    assert kg.match("Siemens", "Siemens", "") == kg.match("Siemens", "Siemens", "company")
    with pytest.raises(InputError, match="'Ship' is unknown"):
        kg.match("a", "b", type="Ship")


def test_thresholds_part_the_scores():
    assert [decision(s) for s in (0.8, 0.79, 0.31, 0.3)] == ["same", "unsure", "unsure", "different"]


def test_legal_forms_are_of_forty_countries_and_more():
    forms = read_yaml(LANGUAGES / "company_forms.yaml")["forms"]
    ids = {form["id"] for form in forms}
    assert len(ids) == len(forms) > 120
    assert len({country for form in forms for country in form["countries"]}) >= 60
    assert {like for form in forms for key in ("like", "near") for like in form.get(key, ())} <= ids


def test_every_feature_is_used_and_explained():
    folder = Path(__file__).parents[2] / "kg" / "resolve" / "names"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.stem != "features")
    computed = {"acronym2", "filler", "trade", "business", "unit", "start"}
    assert [name for name in FEATURES if f'"{name}"' not in code and name not in computed] == []
    assert all(feature.means for feature in FEATURES.values())


def test_every_legal_form_that_annotation_knows_is_known_here():
    forms = sorted(legal_forms().forms | legal_forms().loose)
    assert len(forms) > 100
    assert [form for form in forms if kg.match(f"Velmoor {form}", "Velmoor").decision != "same"] == []
