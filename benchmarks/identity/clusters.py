#!/usr/bin/env python3
"""Measures who is who across the articles beside this file: does one entity get one IRI in all of them?

usage: python benchmarks/identity/clusters.py [--part dev|heldout|all] [--only given|detected] [--json] [--errors N]

Without --part the two halves are measured one after the other; `all` measures both as one set of articles.

given: the names are those of the gold marks. All names of one entity in one article make a source entity, named by
the longest of them; `kg.resolve.identity` joins source entities across articles. Beside it run the same IRI by name
alone (`kg.resolve.resolve`), equal normalised names, equal names without cleanco's legal forms, and rapidfuzz's
token_set_ratio from the threshold up that gives the best F1 on the dev half, with everything joined that hangs
together. All of these compare names of one top class only, so none is told that a person is no company.

detected: `kg.build` reads the plain texts, and a gold name counts for the entity whose mention covers it best; names
that were not found are left out ("found" is the share of the others). Beside it: the same without judgements across
articles, by name alone.

B-cubed precision, recall and F1 are over names. Pairs are two names in different articles, the same when they mean one
entity. "wrong" counts pairs of different gold entities that share an IRI anywhere, "firms" those of them that are two
companies.

Exit code 2 and one line on stderr for articles that cannot be used.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

from networkx.utils import UnionFind
from rapidfuzz.fuzz import token_set_ratio

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER / "articles")]

from corpus import PARTS, Article, BadArticle, Name, load  # type: ignore[import-not-found]  # noqa: E402
from names import normalised, prf  # type: ignore[import-not-found]  # noqa: E402

import kg  # noqa: E402
from kg.model import Document, Entity, Extraction  # noqa: E402
from kg.model.identity import SourceEntity  # noqa: E402
from kg.ontology import Schema  # noqa: E402
from kg.read import from_text  # noqa: E402
from kg.resolve import resolve  # noqa: E402
from kg.resolve.identity import Identity  # noqa: E402
from kg.resolve.iris import top_class  # noqa: E402
from kg.store.shown import own_triples  # noqa: E402

THRESHOLDS = range(50, 101)
GIVEN, DETECTED = "given", "detected"
COMPANY = "Company"


@dataclass(frozen=True, slots=True)
class Item:
    """One gold name: the article, the name, and the cluster that a run puts it in."""

    article: str
    name: Name
    cluster: Hashable

    @property
    def entity(self) -> str:
        return str(self.name.entity)


@dataclass(frozen=True, slots=True)
class Source:
    """All names of one entity in one article, as the identity code gets them."""

    entity: str
    top: str
    names: tuple[Name, ...]
    given: SourceEntity


@dataclass(frozen=True, slots=True)
class Run:
    name: str
    items: list[Item]
    threshold: int | None = None


def bcubed(items: Sequence[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of (gold, cluster) pairs, one an item; zeros for no items."""
    cells, gold, found = Counter(items), Counter(g for g, _ in items), Counter(c for _, c in items)
    total = len(items) or 1
    precision = sum(n * n / found[c] for (_, c), n in cells.items()) / total
    recall = sum(n * n / gold[g] for (g, _), n in cells.items()) / total
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def pairs(items: Sequence[tuple[Hashable, Hashable, Hashable]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs of (article, gold, cluster) items that stand in different articles."""
    right = _across((a, (g, c)) for a, g, c in items)
    return prf(right, _across((a, c) for a, _, c in items), _across((a, g) for a, g, _ in items))  # type: ignore[no-any-return]


def _across(items: Iterable[tuple[Hashable, Hashable]]) -> int:
    """The number of pairs that agree in the second value and not in the first."""
    each = Counter(items)
    whole: Counter[Hashable] = Counter()
    for (_, key), n in each.items():
        whole[key] += n
    return sum(n * (n - 1) // 2 for n in whole.values()) - sum(n * (n - 1) // 2 for n in each.values())


def merged(items: Iterable[Item]) -> list[tuple[str, str]]:
    """The pairs of different gold entities that share a cluster, sorted."""
    members: dict[Hashable, set[str]] = defaultdict(set)
    for item in items:
        members[item.cluster].add(item.entity)
    return sorted({pair for entities in members.values() for pair in combinations(sorted(entities), 2)})


def firms(items: Sequence[Item]) -> list[tuple[str, str]]:
    """The pairs of `merged` that are two companies."""
    companies = {item.entity for item in items if item.name.type == COMPANY}
    return [pair for pair in merged(items) if companies.issuperset(pair)]


def split(items: Iterable[Item]) -> dict[str, dict[Hashable, list[str]]]:
    """Gold entities in more than one cluster, with the names in each."""
    clusters: dict[str, dict[Hashable, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        clusters[item.entity][item.cluster].append(f"{item.name.base} ({item.article})")
    return {entity: dict(found) for entity, found in sorted(clusters.items()) if len(found) > 1}


def sources(article: Article, schema: Schema) -> list[Source]:
    """The source entities of an article, by first name."""
    by_entity: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in article.names:
        by_entity[name.entity, name.type].append(name)
    entities = []
    for n, ((_, type_), names) in enumerate(by_entity.items(), 1):
        longest = min({name.base for name in names}, key=lambda base: (-len(base), base))
        others = tuple(sorted({name.base for name in names} - {longest}))
        entities.append(Entity(f"e{n}", longest, type_, aliases=others))
    document = Document(article.id, article.text, article.lang)
    resolved = resolve(Extraction(document, tuple(entities), ()), schema).entities
    shown = {entity.name for entity in resolved}
    return [
        Source(
            entity=id_,
            top=top_class(entity.type, schema),
            names=tuple(names),
            given=SourceEntity(
                iri=f"{entity.iri}/in/{hashlib.sha256(f'{article.id} {id_}'.encode()).hexdigest()[:16]}",
                document=article.id,
                type=entity.type,
                name=entity.name,
                group=entity.iri,
                aliases=entity.aliases,
                context=tuple(sorted(shown - {entity.name})),
            ),
        )
        for ((id_, _), names), entity in zip(by_entity.items(), resolved, strict=True)
    ]


def items(found: Sequence[Source], clusters: Sequence[Hashable]) -> list[Item]:
    together = zip(found, clusters, strict=True)
    return [Item(source.given.document, name, cluster) for source, cluster in together for name in source.names]


def identity(found: Sequence[Source]) -> list[Hashable]:
    """The canonical IRIs that the identity code gives the sources."""
    by_document: dict[str, list[SourceEntity]] = defaultdict(list)
    for source in found:
        by_document[source.given.document].append(source.given)
    with Identity.open(None) as ledger:
        ledger.update((name, "", given) for name, given in by_document.items())
        canonical = ledger.canonical(source.given.iri for source in found)
    return [canonical[source.given.iri] for source in found]


def by_key(found: Sequence[Source], key: Callable[[str], str]) -> list[Hashable]:
    """Sources of one top class with equal keys of their names are one."""
    return [(source.top, key(source.given.name)) for source in found]


def by_ratio(found: Sequence[Source]) -> Callable[[int], list[Hashable]]:
    """Clusters for a threshold: sources of one top class that hang together by names at least so much alike."""
    names = [normalised(source.given.name) for source in found]
    scores = [
        (token_set_ratio(names[a], names[b]), a, b)
        for a, b in combinations(range(len(found)), 2)
        if found[a].top == found[b].top
    ]

    def clusters(threshold: int) -> list[Hashable]:
        joined = UnionFind(range(len(found)))
        for score, a, b in scores:
            if score >= threshold:
                joined.union(a, b)
        return [joined[n] for n in range(len(found))]

    return clusters


def best_threshold(found: Sequence[Source]) -> int:
    """The threshold of the best B-cubed F1, the highest of equal ones."""
    clusters = by_ratio(found)
    return max(reversed(THRESHOLDS), key=lambda t: bcubed(_plain(items(found, clusters(t))))[2])


def _plain(found: Iterable[Item]) -> list[tuple[Hashable, Hashable]]:
    return [(item.entity, item.cluster) for item in found]


def given_runs(articles: Sequence[Article], dev: Sequence[Article], schema: Schema) -> Iterator[Run]:
    found = [source for article in articles for source in sources(article, schema)]
    yield Run("kg identity", items(found, identity(found)))
    yield Run("same name key", items(found, [source.given.group for source in found]))
    yield Run("exact", items(found, by_key(found, normalised)))
    threshold = best_threshold([source for article in dev for source in sources(article, schema)])
    yield Run("token_set", items(found, by_ratio(found)(threshold)), threshold)
    try:
        strip = import_module("cleanco").basename
    except ImportError:
        return
    yield Run("cleanco", items(found, by_key(found, lambda name: normalised(strip(name)) or normalised(name))))


def detected_runs(articles: Sequence[Article]) -> Iterator[Run]:
    """What the whole pipeline makes of the plain texts."""
    documents = [from_text(a.text, id=a.id, lang=a.lang) for a in articles]
    shown: list[Item] = []
    own: list[Item] = []
    with kg.build(documents) as graph:
        store, refers = graph.dataset.store, graph.dataset.schema.iri("refersTo")
        for article in articles:
            document = graph.dataset.names.document(article.id)
            shown += covered(article, _places(store.graph(document), refers))
            own += covered(article, _places(own_triples(store, document), refers))
    yield Run("kg build", shown)
    yield Run("same name key", own)


def _places(triples: Iterable[tuple[Any, Any, Any]], refers: str) -> dict[tuple[int, int], str]:
    """Places `[start, end)` with the IRI of what they refer to; a mention's IRI ends with them."""
    found = {}
    for subject, predicate, target in triples:
        if predicate.value == refers:
            start, end = map(int, subject.value.rpartition("=")[2].split(","))
            found[start, end] = target.value
    return found


def covered(article: Article, places: Mapping[tuple[int, int], str]) -> list[Item]:
    """The gold names that a place overlaps, each with the place that shares most of its and their characters."""
    found = []
    for name in article.names:
        shares = [(_share(name, *place), place) for place in places]
        share, place = max(shares, default=(0.0, (0, 0)))
        if share:
            found.append(Item(article.id, name, places[place]))
    return found


def _share(name: Name, start: int, end: int) -> float:
    common = min(name.end, end) - max(name.start, start)
    return max(common, 0) / (max(name.end, end) - min(name.start, start))


def figures(run: Run, total: int) -> dict[str, Any]:
    """One run with stable keys; shares of 1."""
    b3 = bcubed(_plain(run.items))
    paired = pairs([(item.article, item.entity, item.cluster) for item in run.items])
    keys = ("precision", "recall", "f1", "pair precision", "pair recall", "pair f1")
    return {
        "name": run.name,
        **{key: round(value, 4) for key, value in zip(keys, (*b3, *paired), strict=True)},
        "wrong": len(merged(run.items)),
        "firms": len(firms(run.items)),
        "split": len(split(run.items)),
        "found": round(len(run.items) / total, 4),
        "threshold": run.threshold,
    }


def errors(run: Run, most: int) -> dict[str, list[Any]]:
    names: dict[str, set[str]] = defaultdict(set)
    for item in run.items:
        names[item.entity].add(item.name.base)
    wrong = [{"entities": pair, "names": [sorted(names[entity]) for entity in pair]} for pair in merged(run.items)]
    apart = [{"entity": e, "clusters": [sorted(set(n)) for n in c.values()]} for e, c in split(run.items).items()]
    return {"wrong": wrong[:most], "split": apart[:most]}


def measure(part: str, kinds: Sequence[str], most: int) -> dict[str, Any]:
    schema, articles = Schema.load(), load(part)
    total = sum(len(article.names) for article in articles)
    result: dict[str, Any] = {
        "part": part,
        "articles": len(articles),
        "names": total,
        "entities": len({name.entity for article in articles for name in article.names}),
    }
    for kind in kinds:
        runs = list(given_runs(articles, load("dev"), schema) if kind == GIVEN else detected_runs(articles))
        result[kind] = [figures(run, total) for run in runs]
        if most:
            result[f"{kind} errors"] = errors(runs[0], most)
    return result


def text(result: Mapping[str, Any]) -> Iterator[str]:
    yield f"{result['part']}: {result['articles']} articles, {result['names']} names of {result['entities']} entities"
    for kind in (GIVEN, DETECTED):
        if kind not in result:
            continue
        yield ""
        head = f"{kind:15}{'B3 precision':>13}{'recall':>8}{'F1':>8}{'pairs: P':>10}{'R':>8}{'F1':>8}"
        yield head + f"{'wrong':>7}{'firms':>7}{'split':>7}{'found':>8}"
        for run in result[kind]:
            line = f"{run['name']:15}{run['precision']:13.3f}{run['recall']:8.3f}{run['f1']:8.3f}"
            line += f"{run['pair precision']:10.3f}{run['pair recall']:8.3f}{run['pair f1']:8.3f}"
            line += f"{run['wrong']:7}{run['firms']:7}{run['split']:7}{run['found']:8.1%}"
            yield line + (f"   at {run['threshold']}, from dev" if run["threshold"] is not None else "")
        found = result.get(f"{kind} errors", {})
        for row in found.get("wrong", ()):
            both = zip(row["entities"], row["names"], strict=True)
            yield "  one IRI: " + " | ".join(f"{entity} ({', '.join(names)})" for entity, names in both)
        for row in found.get("split", ()):
            yield f"  several IRIs: {row['entity']}: {' | '.join(', '.join(names) for names in row['clusters'])}"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--part", choices=PARTS, help="the articles to measure (default: dev, then heldout)")
    made.add_argument("--only", choices=(GIVEN, DETECTED), help="one of the two measures")
    made.add_argument("--json", action="store_true", help="print all figures as JSON")
    errors_help = "list N joined and N split entities; of the held-out half only when --part asks for it"
    made.add_argument("--errors", type=int, default=0, metavar="N", help=errors_help)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    chosen = parser().parse_args(argv)
    kinds = [chosen.only] if chosen.only else [GIVEN, DETECTED]
    parts = [chosen.part] if chosen.part else ["dev", "heldout"]
    try:
        if chosen.errors < 0:
            raise BadArticle("--errors: a number from 0 up")
        shown = {part: chosen.errors if chosen.part or part == "dev" else 0 for part in parts}
        results = [measure(part, kinds, most) for part, most in shown.items()]
    except BadArticle as error:
        print(f"clusters.py: {error}", file=sys.stderr)
        return 2
    if chosen.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        print("\n\n".join("\n".join(text(result)) for result in results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
