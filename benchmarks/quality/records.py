"""Records of a data set, read as gold documents by the set's map."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gold import Fact, Gold, GoldMention, Region
from maps import HERE, Label, Map

from kg.data import read_yaml
from kg.errors import InputError

Record = dict[str, Any]


def read_gold(paths: Iterable[Path], chosen: Map, limit: int | None = None, texts: Iterable[Path] = ()) -> list[Gold]:
    """The documents of gold files (JSON Lines); `texts` are files with the texts of those that have none.

    InputError names file and line of what cannot be used.
    """
    kept = list(_kept(paths, chosen))
    if not kept:
        names = ", ".join(path.name for path in paths)
        raise InputError(f"no documents for {chosen.name}: {names} hold none of those asked for")
    sources = {r.get("id"): {"text": r.get("text"), "lang": r.get("lang")} for p in texts for _, r in _records(p)}
    return [_gold(where, sources.get(record.get("id"), {}) | record, chosen) for where, record in kept[:limit]]


def _kept(paths: Iterable[Path], chosen: Map) -> list[tuple[str, Record]]:
    found = [pair for path in paths for pair in _records(path)]
    if any(record.get("part") == chosen.part for _, record in found if chosen.part):
        found = [(where, record) for where, record in found if record.get("part") == chosen.part]
    return [(where, r) for where, r in found if chosen.only is None or r.get("id") in chosen.only]


def _records(path: Path) -> Iterator[tuple[str, Record]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    if not any(line.strip() for line in lines):
        raise InputError(f"{path} is empty: expected one gold document (JSON) a line")
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}:{number}: no JSON: {error}") from error
            if not isinstance(record, dict):
                raise InputError(f"{path}:{number}: expected a JSON object")
            yield f"{path}:{number}", record


def _gold(where: str, record: Record, chosen: Map) -> Gold:
    try:
        unplaced: list[str] = []
        if chosen.format == "triples":
            record, unplaced = _placed(record, chosen)
        mentions = _mentions(record, chosen)
        facts, pairs = _facts(record, chosen, mentions)
        return Gold(
            str(record["id"]),
            str(chosen.lang or record["lang"]),
            record["text"],
            mentions,
            facts,
            _regions(record, chosen, unplaced),
            pairs if chosen.pairs else None,
            len(unplaced),
            str(record.get("build", "")),
        )
    except KeyError as error:
        raise InputError(f"{where}: a gold document needs {error}") from error
    except (IndexError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{where}: no gold document as in the data format: {error}") from error


def _placed(record: Record, chosen: Map) -> tuple[Record, list[str]]:
    """A sentence with triples as a record with offsets, and the labels of those with a name that it does not hold."""
    text, places, entities = record["sent"], dict[str, int](), list[Record]()
    relations, lost = list[Record](), list[str]()
    for triple in record["triples"]:
        ends = [_place(text, triple[end], places, entities) for end in ("sub", "obj")]
        if None not in ends:
            relations.append({"type": triple["rel"], "head": ends[0], "tail": ends[1]})
        elif triple["rel"] in chosen.relations:
            lost.append(triple["rel"])
    return record | {"text": text, "entities": entities, "relations": relations}, lost


def _place(text: str, name: str, places: dict[str, int], entities: list[Record]) -> int | None:
    """The number of the entity of this name, a new one where the text holds it, None where it does not."""
    words = name.replace("_", " ").split(" (")[0].rstrip(".")
    if words not in places and (found := re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)):
        places[words] = len(entities)
        entities.append({"start": found.start(), "end": found.end(), "type": "", "text": found[0]})
    return places.get(words)


def _mentions(record: Record, chosen: Map) -> tuple[GoldMention, ...]:
    text, chains = record["text"], _chains(record, chosen)
    found = []
    for chain, e in zip(chains, record["entities"], strict=True):
        if not 0 <= e["start"] < e["end"] <= len(text):
            raise ValueError(f"[{e['start']}, {e['end']}) is outside a text of {len(text)} characters")
        if e.get("text", text[e["start"] : e["end"]]) != text[e["start"] : e["end"]]:
            raise ValueError(f"{e['text']!r} is not the text at [{e['start']}, {e['end']})")
        outer = chosen.layer is None or e.get("layer", chosen.layer) == chosen.layer
        types = chosen.types.get(e["type"], ()) if outer else ()
        words = text[e["start"] : e["end"]]
        ignored = e["type"] in chosen.ignored
        found.append(GoldMention(e["start"], e["end"], words, types, chain, is_name(e, words, chosen), ignored))
    return tuple(found)


def is_name(entity: Record, words: str, chosen: Map) -> bool:
    """Whether a mention is a name: what the record says, or else neither pronoun nor lower-case phrase."""
    if "kind" in entity:
        return bool(entity["kind"] == "name")
    first, *rest = words.split() or [""]
    pronouns, determiners = _words()
    if not rest and first.lower() in pronouns:
        return False
    if chosen.lower_case == "names":
        return first not in determiners
    shown = rest if rest and first.lower() in determiners else [first, *rest]
    return any(c.isupper() or c.isdigit() for word in shown for c in word)


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    raw = read_yaml(HERE / "words.yaml")
    return frozenset(raw["pronouns"]), frozenset(raw["determiners"])


def _chains(record: Record, chosen: Map) -> list[int]:
    """The entity of each mention: its `chain`, or the first mention of the same name; references join by `same`."""
    entities, text = record["entities"], record["text"]
    chains, first, who = [], dict[str, int](), dict[str, int]()
    for i, e in enumerate(entities):
        words = text[e["start"] : e["end"]]
        named = is_name(e, words, chosen)
        key = e.get(chosen.same) if chosen.same else None
        chain = first.setdefault(words, i) if named else who.get(key, i) if key else i
        if named and key:
            who.setdefault(key, chain)
        chains.append(e.get("chain", chain))
    for relation in record.get("relations", ()):
        if relation["type"] in chosen.identity:
            same = {chains[a["entity"]] for a in relation["args"]}
            chains = [min(same) if chain in same else chain for chain in chains]
    return _joined(record, chosen, chains) if chosen.references == "joined" else chains


def _joined(record: Record, chosen: Map, chains: list[int]) -> list[int]:
    """The chains once references have joined those with whom they share a relation.

    A set that repeats a fact for every mention tells so who "he" is: whoever else in the passage has the same relation
    to the same mention, if that is one entity.
    """
    entities, text = record["entities"], record["text"]
    named = [is_name(e, text[e["start"] : e["end"]], chosen) for e in entities]
    sharing: dict[tuple[str, str, int, int], list[int]] = {}
    for relation in record["relations"]:
        for end, other in (("head", "tail"), ("tail", "head")):
            mention = relation[end]
            passage = _passage(record, chosen, entities[mention]["start"])
            sharing.setdefault((relation["type"], end, relation[other], passage), []).append(mention)
    for mentions in sharing.values():
        names = {chains[m] for m in mentions if named[m]}
        references = {chains[m] for m in mentions if not named[m]} - names
        if len(names) < 2 and references:
            to = min(names or references)
            chains = [to if chain in references else chain for chain in chains]
    return chains


def _passage(record: Record, chosen: Map, start: int) -> int:
    passages = record["meta"]["passages"] if chosen.exhaustive else []
    return next((n for n, p in enumerate(passages) if p["start"] <= start < p["end"]), -1)


def _facts(
    record: Record, chosen: Map, mentions: tuple[GoldMention, ...]
) -> tuple[tuple[Fact, ...], tuple[tuple[int, int], ...]]:
    """The facts, several about the same entities as one, and the pairs that are classified."""
    certainties: dict[Fact, set[str]] = {}
    pairs: list[tuple[int, int]] = []
    kinds = chosen.kinds
    stand_off = "annotator" in record  # its ends are chains, not mentions
    types: dict[int | None, set[str]] = {}
    for m in mentions:
        types.setdefault(m.chain, set()).update(m.types)
    for relation in record.get("relations", ()):
        label = chosen.relations.get(relation["type"])
        _check(relation, label, chosen)
        if chosen.pairs:
            pairs.append((mentions[relation["head"]].chain, mentions[relation["tail"]].chain))
        if label is None:
            continue
        for head, tail in _ends(relation, label):
            ends = [n if n is None or stand_off else mentions[n].chain for n in (head, tail)]
            known = not chosen.types or all(types[n] for n in ends if n is not None)
            fits = not label.heads or not types[ends[0]].isdisjoint(label.heads)
            optional = label.optional or not known or not fits
            if label.means in chosen.symmetric:
                ends.sort(key=lambda n: -1 if n is None else n)
            if ends[0] is not None and ends[0] != ends[1]:
                fact = Fact(label.means, kinds[label.means], ends[0], ends[1], optional=optional)
                certainties.setdefault(fact, set()).update([relation["certainty"]] if "certainty" in relation else ())
    merged = (Fact(f.kind, f.kinds, f.head, f.tail, frozenset(found), f.optional) for f, found in certainties.items())
    return tuple(merged), tuple(pairs)


def _check(relation: Record, label: Label | None, chosen: Map) -> None:
    """ValueError for a word that is none of the ontology's."""
    if label is None and chosen.labels == "ontology":
        raise ValueError(f"no edge or statement type '{relation['type']}' in the ontology; --map says what labels mean")
    if relation.get("certainty", "") not in {"", *chosen.certainties}:
        raise ValueError(f"no certainty '{relation['certainty']}'; choose {', '.join(sorted(chosen.certainties))}")


def _ends(relation: Record, label: Label) -> Iterator[tuple[int, int | None]]:
    """The (head, tail) mentions of a relation in the edge's direction, each pair once, nothing with itself."""
    heads = _at(relation, label.head)
    if label.tail is None:
        yield from ((head, None) for head in heads)
    elif label.head == label.tail:
        yield from ((a, b) for i, a in enumerate(heads) for b in heads[i + 1 :])
    else:
        yield from ((a, b) for a in heads for b in _at(relation, label.tail) if a != b)


def _at(relation: Record, role: str) -> list[int]:
    if "args" in relation:
        return [a["entity"] for a in relation["args"] if a["role"] == role]
    return [] if relation[role] is None else [relation[role]]


def _regions(record: Record, chosen: Map, unplaced: list[str]) -> tuple[Region, ...] | None:
    if chosen.exhaustive:
        passages = record["meta"]["passages"]
        return tuple(Region(p["start"], p["end"], frozenset(p[chosen.exhaustive])) for p in passages)
    if not unplaced:
        return None
    lost = {chosen.relations[label].means for label in unplaced}
    asked = frozenset(name for name, label in chosen.relations.items() if label.means not in lost)
    return (Region(0, len(record["text"]), asked),)
