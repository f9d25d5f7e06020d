"""The corpora with names, as sentences with what each corpus says, and does not say, about every word.

No corpus has our five types in full. A word has a set of labels that the corpus leaves open; the loss is the
probability of that set. Licences and sources: MODEL_CARD.md.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from training.labels import ANYTHING, MENTION_TYPES, OUTSIDE, allow
from training.sentences import Sentence, split

FIRM = ("Company", "Organization")
PRODUCT_OR_NOT = OUTSIDE | allow(("Product",), "B") | allow(("Product",), "I")
PLACE_OR_NOT = OUTSIDE | allow(("Place",), "B") | allow(("Place",), "I")
PRONOUNS = frozenset(
    ["he", "she", "it", "they", "we", "i", "you", "his", "her", "hers", "its", "their", "theirs", "our", "ours",
     "my", "your", "him", "them", "us", "who", "whose", "which", "that", "this", "these", "those", "the", "a", "an",
     "himself", "herself", "itself", "themselves", "one"]
)  # fmt: skip
LEGAL = re.compile(
    r"\b(?:Inc|Corp|Corporation|Ltd|Limited|LLC|L\.L\.C|PLC|plc|Plc|AG|GmbH|Co|SE|S\.A|SA|N\.V|NV|SpA|S\.p\.A|Pty|LP"
    r"|L\.P|Holdings?|Technologies|Pharmaceuticals|Motors|Airlines|Bancorp)\b"
)
PUBLIC = re.compile(r"\b(?:University|College|School|Ministry|Commission|Association|Department|Council|Institute|"
                    r"Court|Union|Party|Exchange|Agency|Committee|Senate|Congress|Parliament|Government|Foundation|"
                    r"Academy|Church|Army|Navy|Federation|League|Society|Authority|Administration|Bureau|House|Office|NATO|EU|"
                    r"Museum|Hospital|Federal|Police|NASDAQ|Nasdaq|NYSE|Reserve)\b")  # fmt: skip

SMARTDATA = {"ORGANIZATION_COMPANY": ("Company",), "ORGANIZATION": ("Organization",), "PERSON": ("Person",),
             "LOCATION": ("Place",), "LOCATION_CITY": ("Place",)}  # fmt: skip
GERMEVAL = {"PER": ("Person",), "ORG": FIRM, "LOC": ("Place",), "LOCderiv": ("Place",)}
PARTS = {"PERpart": ("Person",), "ORGpart": FIRM, "LOCpart": ("Place",)}
FIRE = {"Company": ("Company",), "Product": ("Product",), "Person": ("Person",), "Location": ("Place",),
        "GeopoliticalEntity": ("Place",)}  # fmt: skip
CORE = {"acquired_by": (("Company",), FIRM), "subsidiary_of": (("Company",), ("Company",)),
        "shareholder_of": ((*FIRM, "Person"), ("Company",)), "merged_with": (FIRM, FIRM),
        "competitor_of": (("Company", "Product"), ("Company", "Product")), "client_of": (FIRM, ("Company",)),
        "product_or_service_of": (("Product",), FIRM), "brand_of": (("Product",), ("Company",)),
        "traded_on": (("Company",), ("Organization",)), "regulated_by": (FIRM, ("Organization",)),
        "collaboration": (FIRM, FIRM), "undefined": ((*FIRM, "Product"), (*FIRM, "Product"))}  # fmt: skip
"""What a relation of CORE says about the types of its head and its tail."""


def documents(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    """The records of a gold file (JSON Lines)."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def own_sentences(record: dict) -> list[Sentence]:  # type: ignore[type-arg]
    """A document of our own annotation: the types are ours and every name is marked."""
    sentences = list(split(record["text"], record["lang"], "own"))
    for entity in record["entities"]:
        name = "Organization" if entity["type"] == "Exchange" else entity["type"]
        own = entity | {"text": record["text"][entity["start"] : entity["end"]]}
        if name in MENTION_TYPES and _name(own):
            _mark(sentences, entity, (name,))
    return sentences


def marked_sentences(record: dict) -> list[Sentence]:  # type: ignore[type-arg]
    """A document of which only some names are known, and nothing about their types."""
    sentences = list(split(record["text"], record["lang"], "other", ANYTHING))
    for entity in record["entities"]:
        _mark(sentences, entity, MENTION_TYPES)
    return sentences


def smartdata(path: Path) -> Iterator[list[Sentence]]:
    """German news, short messages and traffic reports. No products, so a capitalised word may still be one."""
    for doc in documents(path):
        sentences = list(split(doc["text"], "de", "smartdata"))
        for s in sentences:
            for i, word in enumerate(s.words):
                if (word[0].isupper() and any(c.isdigit() for c in word)) or word[1:] != word[1:].lower():
                    s.allowed[i] = PRODUCT_OR_NOT
        for entity in doc["entities"]:
            types = SMARTDATA.get(entity["type"])
            if types and entity["text"][0].islower() and entity["type"].startswith("LOC"):
                _permit(sentences, entity, OUTSIDE)
            elif types:
                _mark(sentences, entity, types)
            elif entity["type"] in {"LOCATION_STREET", "LOCATION_STOP", "LOCATION_ROUTE"}:
                _permit(sentences, entity, PLACE_OR_NOT)
        yield sentences


def germeval(path: Path) -> Iterator[list[Sentence]]:
    """German sentences from news and Wikipedia; ORG is a company or another organisation, OTH may be a product."""
    for doc in documents(path):
        sentences = list(split(doc["text"], "de", "germeval"))
        for entity in sorted(doc["entities"], key=lambda e: -e["layer"]):
            types = GERMEVAL.get(entity["type"])
            if entity["type"] in PARTS:
                _part(sentences, entity)
            elif types and not (entity["type"].endswith("deriv") and entity["text"][0].islower()):
                if entity["layer"] == 1:
                    _mark(sentences, entity, types)
            elif entity["type"].startswith("OTH"):
                _permit(sentences, entity, PRODUCT_OR_NOT)
        yield sentences


def _part(sentences: list[Sentence], entity: dict) -> None:  # type: ignore[type-arg]
    """A compound with a name in it: with one hyphen the name is before it, otherwise we cannot tell."""
    _permit(sentences, entity, ANYTHING)
    if entity["text"].count("-") == 1 and " " not in entity["text"]:
        at = entity["start"] + entity["text"].index("-")
        for s in sentences:
            s.permit(at, entity["end"], OUTSIDE)
            s.mark(entity["start"], at, PARTS[entity["type"]])


def knowledgenet(path: Path) -> Iterator[list[Sentence]]:
    """English passages where only the arguments of relations are marked."""
    for doc in documents(path):
        sentences = list(split(doc["text"], "en", "knowledgenet", ANYTHING))
        for entity in doc["entities"]:
            if _name(entity) and entity["type"] in {"PER", "ORG", "LOC"}:
                types = _firm(entity["text"]) if entity["type"] == "ORG" else GERMEVAL[entity["type"]]
                _mark(sentences, entity, types)
        yield sentences


def fire(path: Path) -> Iterator[list[Sentence]]:
    """English finance sentences; a short name in brackets after a company is a mention of its own."""
    for doc in documents(path):
        sentences = list(split(doc["text"], "en", "fire", ANYTHING))
        for entity in doc["entities"]:
            if entity["type"] in FIRE and _name(entity):
                outer = re.split(r"\s*\(", entity["text"])[0]
                _mark(sentences, entity | {"end": entity["start"] + len(outer)}, FIRE[entity["type"]])
        yield sentences


def products(path: Path) -> Iterator[list[Sentence]]:
    """English company pages, where a product is also the kind of thing that a company sells ("gate valves")."""
    for doc in documents(path):
        sentences = list(split(doc["text"], "en", "product_corpus"))
        for entity in doc["entities"]:
            if entity["type"] == "PRODUCT":
                _mark(sentences, entity, ("Product",))
            elif entity["type"] == "ORGANIZATION" and _name(entity):
                _mark(sentences, entity, _firm(entity["text"]))
        yield sentences


def core(path: Path) -> Iterator[list[Sentence]]:
    """English pairs of companies; the relation narrows down what each of the two is."""
    for doc in documents(path):
        sentences = list(split(doc["text"], "en", "core", ANYTHING))
        for relation in doc["relations"]:
            for side, types in zip(("head", "tail"), CORE[relation["type"]], strict=True):
                entity = doc["entities"][relation[side]]
                if _name(entity):
                    _mark(sentences, entity, _narrow(entity["text"], types))
        yield sentences


def _name(entity: dict) -> bool:  # type: ignore[type-arg]
    """Whether a mention is a name and not a pronoun or a noun phrase."""
    if entity.get("kind", "name") != "name":
        return False
    first, *rest = entity["text"].split()
    if first.lower() in PRONOUNS and not (first == "The" and rest and rest[0][0].isupper()):
        return False
    return any(c.isupper() or c.isdigit() for c in entity["text"])


def _firm(name: str) -> tuple[str, ...]:
    return _narrow(name, FIRM)


def _narrow(name: str, types: tuple[str, ...]) -> tuple[str, ...]:
    """A legal form or a word such as "University" tells a company from an organisation."""
    if len(types) > 1 and "Company" in types and LEGAL.search(name):
        return ("Company",)
    if len(types) > 1 and "Organization" in types and PUBLIC.search(name):
        return ("Organization",)
    return types


def _mark(sentences: list[Sentence], entity: dict, types: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    for s in sentences:
        s.mark(entity["start"], entity["end"], types)


def _permit(sentences: list[Sentence], entity: dict, labels: int) -> None:  # type: ignore[type-arg]
    for s in sentences:
        s.permit(entity["start"], entity["end"], labels)
