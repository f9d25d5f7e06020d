"""Files of every kind become entries; broken ones are told with the line, left-out rows with the reason."""

import bz2
import gzip
import json
import lzma
import zipfile
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.resolve.registers import Entry, Register, add
from kg.resolve.registers.source import detect, read
from kg.resolve.registers.words import country, country_of_address, exchange, tickers

SHARED = Path(__file__).parents[3] / "shared" / "data" / "registers"
A, B, C = "0" * 18 + "42", "1" * 18 + "42", "2" * 18 + "42"

GLEIF = (
    "LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.OtherEntityNames.OtherEntityName.1,"
    "Entity.OtherEntityNames.OtherEntityName.1.type,"
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.1,Entity.LegalAddress.City,"
    "Entity.LegalAddress.Country,Entity.HeadquartersAddress.City,Entity.HeadquartersAddress.Country,"
    "Entity.EntityCategory,Registration.RegistrationStatus\r\n"
    f'{A},"Nordwind, Energie AG",de,Altwind AG,PREVIOUS_LEGAL_NAME,Nord Wind,Kiel,DE,Oslo,NO,GENERAL,ISSUED\r\n'
    f"{B},Ostwind Fonds,de,,,,Bonn,DE,,,FUND,LAPSED\r\n"
    f"{C},Doppelt GmbH,de,,,,Bonn,DE,,,GENERAL,DUPLICATE\r\n"
    "XYZ,Ohne LEI,de,,,,Bonn,DE,,,GENERAL,ISSUED\r\n"
)
OWNERS = (
    "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,"
    "Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus\r\n"
    f"{B},LEI,{A},LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE\r\n"
    f"{B},LEI,{C},LEI,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE\r\n"
    f"{A},LEI,{C},LEI,IS_FUND-MANAGED_BY,ACTIVE\r\n"
    f"{A},LEI,{C},LEI,IS_DIRECTLY_CONSOLIDATED_BY,INACTIVE\r\n"
)


@pytest.fixture
def register(tmp_path):
    with Register.open(tmp_path / "register.sqlite") as opened:
        yield opened


def file(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def zipped(tmp_path: Path, text: str) -> Path:
    with zipfile.ZipFile(tmp_path / "copy.csv.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
        archive.writestr("copy.csv", text)
    return tmp_path / "copy.csv.zip"


def test_gleif_entities_and_owners(register, tmp_path):
    added = add(register, file(tmp_path, "Golden-Copy.csv", GLEIF))
    assert (added.name, added.kind, added.counts.entries) == ("golden-copy", "gleif", 2)
    assert dict(added.skipped) == {"registration duplicate": 1, "no LEI": 1}
    entry = register.get(f"lei:{A}")
    assert (entry.name, entry.aliases) == ("Nordwind, Energie AG", ("Altwind AG", "Nord Wind"))
    assert (entry.type, entry.country, entry.city, entry.identifiers) == ("Company", "NO", "Oslo", (("lei", A),))
    fund = register.get(f"lei:{B}")
    assert (fund.type, fund.country, fund.city) == ("Organization", "DE", "Bonn")

    added = add(register, file(tmp_path, "owners.csv", OWNERS))
    assert (added.kind, added.counts.relations) == ("gleif-relations", 2)
    assert dict(added.skipped) == {"not about ownership": 1, "relation not active": 1}
    assert register.parents_of(f"lei:{B}") == (f"lei:{A}", f"lei:{C}")
    assert register.registers()[0].version != register.registers()[1].version


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, None], ids=["gz", "bz2", "xz", "zip"])
def test_packed_files_are_read_as_they_are(register, tmp_path, pack):
    path = file(tmp_path, "copy.csv.x", pack(GLEIF.encode())) if pack else zipped(tmp_path, GLEIF)
    assert add(register, path, name="packed").counts.entries == 2


def test_broken_files_are_told_with_the_line(register, tmp_path):
    add(register, file(tmp_path, "g.csv", GLEIF), name="g")
    lines = GLEIF.split("\r\n")
    broken = {
        "cells": ("\r\n".join([*lines[:2], "a,b", *lines[2:]]), r"line 3: 2 cells for 12 columns"),
        "quote": ("\r\n".join([lines[0], '"' + A]), r"line 2: not CSV"),
        "column": ("LEI,Relationship.StartNode.NodeID\r\n", r"no column Relationship.EndNode.NodeID"),
        "xml": ("<?xml version='1.0'?>", "XML"),
        "empty": ("", "the file is empty"),
    }
    for name, (text, told) in broken.items():
        with pytest.raises(InputError, match=told):
            add(register, file(tmp_path, name, text), name="g")
    cut = gzip.compress(("x" + GLEIF * 500).encode())
    with pytest.raises(InputError, match="cut short or damaged"):
        add(register, file(tmp_path, "cut.gz", cut[: len(cut) // 2]), name="g", kind="csv", columns="name=xLEI")
    with pytest.raises(InputError, match="no such file"):
        add(register, tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        add(register, tmp_path)
    assert [e.name for e in register.candidates("Nordwind Energie")] == ["Nordwind, Energie AG"]


def snak(value) -> dict:
    return {"mainsnak": {"datavalue": {"value": value}}, "rank": "normal"}


def item(id: str, label: str, **claims) -> dict:
    return {
        "type": "item",
        "id": id,
        "labels": {"de": {"language": "de", "value": label}},
        "claims": {p: [v if "mainsnak" in v else snak(v) for v in values] for p, values in claims.items()},
        "sitelinks": {"dewiki": {}, "enwiki": {}},
    }


def wikidata() -> list[dict]:
    def to(id: str) -> dict:
        return {"id": id, "entity-type": "item"}

    listing = snak(to("Q13677")) | {"qualifiers": {"P249": [{"datavalue": {"value": "NWD"}}]}}
    ended = snak(to("Q148")) | {"qualifiers": {"P582": [{}]}}
    firm = item(
        "Q900",
        "Nordwind AG",
        P31=[to("Q891723")],
        P17=[ended, to("Q183")],
        P159=[to("Q901")],
        P452=[to("Q902")],
        P414=[listing],
        P946=["DE0000000001"],
        P1278=[A],
        P749=[to("Q903")],
        P355=[to("Q904")],
        P169=[to("Q905")],
        P1813=[{"text": "Nowi", "language": "de"}],
        P1448=[{"text": "Nordwind Aktiengesellschaft", "language": "de"}],
    )
    firm["labels"]["en"] = {"value": "North Wind"}
    firm["aliases"] = {"en": [{"value": "NW"}], "xx": [{"value": "left out"}]}
    employee = item("Q905", "Ada Nord", P31=[to("Q5")], P108=[to("Q900")])
    return [
        firm,
        item("Q901", "Kiel", P31=[to("Q515")]),
        item("Q902", "Windkraft"),
        employee,
        item("Q906", "Someone", P31=[to("Q5")]),
    ]


@pytest.mark.parametrize("shape", ["array", "lines"])
def test_wikidata_dump(register, tmp_path, shape):
    lines = [json.dumps(i) for i in wikidata()]
    text = "[\n" + ",\n".join(lines) + "\n]\n" if shape == "array" else "\n".join(lines)
    added = add(register, file(tmp_path, "latest-all.json.bz2", bz2.compress(text.encode())))
    assert (added.kind, added.counts.entries) == ("wikidata", 2)
    assert dict(added.skipped) == {"no company, organization, product or employee": 3}
    firm = register.get("wikidata:Q900")
    assert (firm.name, firm.country, firm.city, firm.sector, firm.rank) == (
        "North Wind",
        "DE",
        "Kiel",
        "Windkraft",
        2.0,
    )
    assert firm.aliases == ("Nordwind AG", "Nordwind Aktiengesellschaft", "Nowi", "NW")
    assert firm.identifiers == (
        ("isin", "DE0000000001"),
        ("lei", A),
        ("ticker", "XNYS:NWD"),
        ("tickerSymbol", "NWD"),
        ("wikidata", "Q900"),
    )
    assert (firm.parents, firm.people) == (("wikidata:Q903",), ("Ada Nord",))
    assert register.parents_of("wikidata:Q904") == ("wikidata:Q900",)
    assert register.get("wikidata:Q905").type == "Person"


def test_a_broken_json_line_is_told(register, tmp_path):
    path = file(tmp_path, "w.json", json.dumps(wikidata()[0]) + '\n{"id": "Q1", "claims"\n')
    with pytest.raises(InputError, match="line 2: not JSON"):
        add(register, path)
    with pytest.raises(InputError, match="line 1: not a JSON object"):
        add(register, file(tmp_path, "l.json", "[1]\n"), kind="ftm")


def sparql() -> str:
    def row(**values) -> dict:
        return {name: {"type": "literal", "value": value} for name, value in values.items()}

    entity = "http://www.wikidata.org/entity/"
    bindings = [
        row(item=entity + "Q900", itemLabel="Nordwind AG", isin="DE0000000001", country=entity + "Q183"),
        row(item=entity + "Q900", itemLabel="Nordwind AG", isin="DE0000000002", altLabel='Nowi {["}'),
        row(item=entity + "Q907", itemLabel="Ostwind SE", parent=entity + "Q900"),
        row(item=entity + "Q908"),
    ]
    return json.dumps(
        {
            "head": {"vars": ["item", "itemLabel", "isin", "country", "altLabel", "parent"]},
            "results": {"bindings": bindings},
        },
        indent=2,
    )


def test_sparql_results(register, tmp_path):
    added = add(register, file(tmp_path, "query.json", sparql()))
    assert (added.kind, added.counts.entries, dict(added.skipped)) == ("sparql", 2, {"no name": 1})
    firm = register.get("wikidata:Q900")
    assert firm.identifiers == (("isin", "DE0000000001"), ("isin", "DE0000000002"), ("wikidata", "Q900"))
    assert (firm.country, firm.aliases) == ("DE", ('Nowi {["}',))
    assert register.parents_of("wikidata:Q907") == ("wikidata:Q900",)


@pytest.mark.parametrize("spaced", [True, False])
def test_a_sparql_result_cut_short_is_refused(register, tmp_path, spaced):
    text = sparql() if spaced else json.dumps(json.loads(sparql()))
    for size in (len(text) // 2, len(text) - 8):
        with pytest.raises(InputError, match=r"not a (whole )?SPARQL result"):
            add(register, file(tmp_path, "query.json", text[:size].rstrip("]} \n")), kind="sparql")


def test_follow_the_money(register, tmp_path):
    records = [
        {
            "id": "Q900",
            "caption": "Nordwind",
            "schema": "Company",
            "properties": {
                "name": ["Nordwind AG"],
                "alias": ["Nowi"],
                "previousName": ["Altwind"],
                "weakAlias": ["NW"],
                "jurisdiction": ["de"],
                "leiCode": [A],
                "isinCode": ["DE0000000001"],
                "ticker": ["NWD.DE"],
                "sector": ["Energy"],
            },
        },
        {"id": "NK-1", "schema": "Person", "properties": {"name": ["Ada Nord"], "nationality": ["us"]}},
        {"id": "own-1", "schema": "Ownership", "properties": {"owner": ["NK-1"], "asset": ["Q900"]}},
        {"id": "v-1", "schema": "Vessel", "properties": {"name": ["Boat"]}},
        {"id": "e-1", "schema": "Company", "properties": {}},
    ]
    added = add(register, file(tmp_path, "entities.ftm.json", "\n".join(map(json.dumps, records))), name="os")
    assert (added.kind, added.counts.entries, added.counts.relations) == ("ftm", 2, 1)
    assert dict(added.skipped) == {"schema Vessel": 1, "no name": 1}
    firm = register.get("wikidata:Q900")
    assert (firm.name, firm.aliases) == ("Nordwind AG", ("Nordwind", "Nowi", "Altwind", "NW"))
    assert (firm.country, firm.sector, firm.parents) == ("DE", "Energy", ("os:NK-1",))
    assert ("ticker", "XETR:NWD") in firm.identifiers
    assert register.get("os:NK-1").country == "US"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_with_obvious_columns(register, tmp_path, encoding, mark):
    rows = [
        ["Firma", "Land", "ISIN", "Ort", "Alias"],
        ["Müller Stahl", "Österreich", "AT0000000001", "Linz", "MS|Müst"],
    ]
    text = "".join(mark.join(row) + "\n" for row in rows)
    add(register, file(tmp_path, "firms.csv", text.encode(encoding)))
    (entry,) = register.candidates("Müller Stahl")
    assert (entry.id, entry.country, entry.city, entry.aliases) == ("isin:AT0000000001", "AT", "Linz", ("MS", "Müst"))


@pytest.mark.parametrize("how", ["text", "yaml"])
def test_tables_with_told_columns(register, tmp_path, how):
    path = file(
        tmp_path, "firms.csv", "Nr,Wer,Wo,Kurs,Platz,Über\n7,Nordwind,Kiel,NWD,NYSE,8\n8,Ostwind,Bonn,,,\n9,,x,,,\n"
    )
    told = {"id": "Nr", "name": "Wer", "city": "wo", "ticker": "Kurs", "exchange": "Platz", "parents": "Über"}
    yaml = file(tmp_path, "map.yaml", "".join(f"{f}: {c}\n" for f, c in told.items()) + "default_type: Organization\n")
    text = ",".join(f"{f}={c}" for f, c in told.items()) + ",default_type=Organization"
    added = add(register, path, name="mine", columns=str(yaml) if how == "yaml" else text)
    assert dict(added.skipped) == {"no name": 1}
    entry = register.get("mine:7")
    assert (entry.name, entry.city, entry.type, entry.parents) == ("Nordwind", "Kiel", "Organization", ("mine:8",))
    assert entry.identifiers == (("ticker", "XNYS:NWD"), ("tickerSymbol", "NWD"))


def test_what_is_wrong_with_a_table_is_told(register, tmp_path):
    path = file(tmp_path, "firms.csv", "a,b\n1,2\n1,2,3\n")
    for columns, told in [
        (None, "no column for the name; found a, b"),
        ("name=c", "no column 'c'; found a, b"),
        ("nme=a", "unknown field 'nme'"),
        ("name=", "is no pair"),
        ("none.yaml", "cannot be read as a YAML"),
        ("name=a", "line 3: 3 cells for 2 columns"),
    ]:
        with pytest.raises(InputError, match=told):
            add(register, path, columns=columns)
    with pytest.raises(InputError, match="kind 'x' is unknown"):
        add(register, path, kind="x")
    with pytest.raises(InputError, match="line 70001: not utf-8"):
        add(register, file(tmp_path, "mixed.csv", b"name\n" + b"Nordwind AG\n" * 69_999 + b"M\xfcller\n"))
    assert register.registers() == []


def test_stocks_are_built_in(register):
    added = add(register, "pytickersymbols")
    assert added.counts.entries > 1000
    (found,) = register.by_identifier("isin", "DE0007164600")
    assert (found.country, found.source) == ("DE", "pytickersymbols")
    assert any(scheme == "ticker" and value.endswith(":SAP") for scheme, value in found.identifiers)
    assert found.rank > 0
    assert sum(1 for stock in read("pytickersymbols").items if stock.country) > 1700


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Nordwind (shipping company)", "Nordwind"),
        ("Nordwind (German shipper)", "Nordwind"),
        ("Nordwind (2020–present)", "Nordwind"),
        ("Nordwind (Class A)", "Nordwind (Class A)"),
        ("Nordwind (Ohio)", "Nordwind (Ohio)"),
        ("Nordwind (1923)", "Nordwind (1923)"),
        ("Nordwind (shipping) AG", "Nordwind (shipping) AG"),
        ("(shipping company)", "(shipping company)"),
        ("Nordwind ()", "Nordwind ()"),
    ],
)
def test_labels_lack_the_brackets_of_an_encyclopedia(name, label):
    assert Entry("1", name).label == label


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "DE"),
        ("DEU", "DE"),
        ("Deutschland", "DE"),
        ("UK", "GB"),
        ("us_ca", "US"),
        ("Q183", "DE"),
        ("Nowhere", ""),
    ],
)
def test_countries(written, code):
    assert country(written) == code


def test_georgia_is_a_state_behind_a_city():
    assert (country("Georgia"), country_of_address("Atlanta, Georgia")) == ("GE", "US")


def test_tickers_with_their_exchange():
    assert tickers("9988.HK") == tickers("HKG:9988") == [("tickerSymbol", "9988"), ("ticker", "XHKG:9988")]
    assert tickers("BRK.B") == [("tickerSymbol", "BRK.B")]
    assert tickers("NYSE:BRK.B")[1] == ("ticker", "XNYS:BRK.B")
    assert exchange("Wiener Börse") == "XWBO"


def test_kinds_are_told_by_content(tmp_path):
    assert detect(file(tmp_path, "a", "LEI,name\n")) == "csv"
    assert detect(file(tmp_path, "b", '{"head": {"vars": []}}')) == "sparql"
    with pytest.raises(InputError, match="JSON of no known kind"):
        detect(file(tmp_path, "c", '{"a": 1}'))


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data/registers")
def test_a_register_of_46_000_rows(register, tmp_path):
    rows = [json.loads(line) for line in (SHARED / "financedatabase_equities.jsonl").open(encoding="utf-8")]
    path = tmp_path / "equities.csv"
    import csv

    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "country", "isin", "symbols", "sector"])
        writer.writerows([r["name"], r["country"], r["isin"], "|".join(r["symbols"]), r["sector"]] for r in rows)
    added = add(register, path)
    assert added.counts.entries + sum(n for _, n in added.skipped) == len(rows)
    assert added.counts.entries > 40_000
    for asked in ("Siemens", "Deutsche Telekom", "BMW", "Aalberts", "ABN AMRO"):
        best = register.candidates(asked, limit=1)[0]
        assert asked.split()[0].casefold() in best.name.casefold()
    (sap, *_) = register.by_identifier("isin", "DE0007164600")
    assert ("ticker", "XETR:SAP") in sap.identifiers
