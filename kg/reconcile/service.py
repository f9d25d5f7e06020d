"""What the service answers, as JSON values: the register read by the rules of linking. No HTTP here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kg.reconcile import limits
from kg.reconcile.limits import RequestError
from kg.reconcile.properties import PROPERTIES
from kg.reconcile.queries import Query
from kg.resolve.linking.context import Context
from kg.resolve.linking.features import LINK, MARGIN, Evidence
from kg.resolve.linking.link import Candidates, rank
from kg.resolve.names.fold import words
from kg.resolve.names.score import TYPES
from kg.resolve.registers.entry import ORGANIZATIONS, Entry
from kg.version import __version__

NAME = "company-kg register"
VERSIONS = ["0.1", "0.2"]
ENTITIES = "https://w3id.org/company-kg/register/"
SCHEMA = "https://w3id.org/company-kg/ontology#"

Json = dict[str, Any]


class Source(Candidates, Protocol):
    """What a service needs of a register."""

    def get(self, id: str) -> Entry | None: ...
    def by_identifier(self, scheme: str, value: str) -> Sequence[Entry]: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as linking takes it."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """The protocol over a register, which is only read."""

    register: Source

    def manifest(self, base: str) -> Json:
        """What the service can do; `base` is its own URL without "/" at the end."""
        suggest = {
            what: {"service_url": base, "service_path": f"/suggest/{what}"} for what in ("entity", "property", "type")
        }
        return {
            "versions": VERSIONS,
            "name": NAME,
            "identifierSpace": ENTITIES,
            "schemaSpace": SCHEMA,
            "serviceVersion": __version__,
            "defaultTypes": [_type(t) for t in TYPES],
            "view": {"url": f"{base}/preview?id={{{{id}}}}"},
            "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": 400, "height": 260},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": base, "service_path": "/properties"},
                "property_settings": [],
            },
            "batchSize": limits.QUERIES,
        }

    def reconcile(self, queries: dict[str, Query]) -> Json:
        """The results of a batch, by key."""
        return {key: {"result": self.candidates(query)} for key, query in queries.items()}

    def candidates(self, query: Query) -> list[Json]:
        """The candidates of one query, best first; `match` on the first when it is sure and leads clearly."""
        unknown = [pid for pid, _ in query.properties if pid not in PROPERTIES]
        if unknown:
            raise RequestError(f"property {unknown[0]!r} is unknown: there is {', '.join(PROPERTIES)}")
        types = [t for t in query.types if t in TYPES] or ([] if query.types else list(TYPES))
        found: dict[str, tuple[Entry, Evidence]] = {}
        for type in types:
            for entry, evidence in self._scored(query, type):
                if entry.id not in found or evidence.log_odds > found[entry.id][1].log_odds:
                    found[entry.id] = entry, evidence
        ranked = sorted(found.values(), key=lambda pair: (-pair[1].log_odds, -pair[0].rank, pair[0].id))
        results = [_candidate(entry, evidence) for entry, evidence in ranked[: query.limit]]
        if results:
            lead = ranked[0][1].log_odds - ranked[1][1].log_odds if len(ranked) > 1 else MARGIN
            results[0]["match"] = ranked[0][1].score >= LINK and lead >= MARGIN
        return results

    def _scored(self, query: Query, type: str) -> list[tuple[Entry, Evidence]]:
        """Candidates by name with the evidence of linking, and by identifiers, with what the conditions add."""
        found = {}
        if words(query.text):
            ranked = rank(_Asked(query.text, type), Context(), self.register)
            found = {r.entry.id: (r.entry, r.evidence) for r in ranked if _is(r.entry, type)}
        for pid, values in query.properties:
            for entry in self._identified(pid, values):
                if _is(entry, type):
                    found.setdefault(entry.id, (entry, Evidence()))
        for entry, evidence in found.values():
            for pid, values in query.properties:
                wanted = PROPERTIES[pid]
                agrees = wanted.agrees(entry, values) if values else None
                if agrees is not None:
                    evidence.log_odds += wanted.weight if agrees else wanted.against
                    evidence.reasons.append(f"{pid} agrees" if agrees else f"{pid} differs")
                    evidence.names.append(pid if agrees else f"other {pid}")
        return list(found.values())

    def _identified(self, pid: str, values: Sequence[str]) -> list[Entry]:
        if pid not in ("lei", "isin", "wikidata"):
            return []
        return [entry for value in values for entry in self.register.by_identifier(pid, value)]

    def extend(self, ids: Sequence[str], wanted: Sequence[str]) -> Json:
        """Values of properties by entity; an unknown entity has none, an unknown property is an error."""
        unknown = [pid for pid in wanted if pid not in PROPERTIES]
        if unknown:
            raise RequestError(f"property {unknown[0]!r} is unknown: there is {', '.join(PROPERTIES)}")
        rows = {}
        for id in ids:
            entry = self.register.get(id)
            rows[id] = {pid: self._values(entry, pid) for pid in wanted}
        return {"meta": [{"id": pid, "name": PROPERTIES[pid].name} for pid in wanted], "rows": rows}

    def _values(self, entry: Entry | None, pid: str) -> list[Json]:
        values = PROPERTIES[pid].values(entry) if entry else ()
        if not PROPERTIES[pid].entities:
            return [{"str": value} for value in values]
        named = [(value, self.register.get(value)) for value in values]
        return [{"id": value, "name": parent.name if parent else value} for value, parent in named]

    def suggest_entities(self, prefix: str, limit: int) -> Json:
        """Entities for what somebody has typed so far; an id is found, too."""
        exact = self.register.get(prefix)
        found = [exact] if exact else []
        if words(prefix):
            found += [e for e in self.register.candidates(prefix, limit=limit) if not exact or e.id != exact.id]
        return {"result": [self._suggestion(entry) for entry in found[:limit]]}

    def _suggestion(self, entry: Entry) -> Json:
        return {
            "id": entry.id,
            "name": entry.name,
            "description": described(entry),
            "notable": [_type(entry.type)],
        }

    def suggest_types(self, prefix: str, limit: int) -> Json:
        """Types that begin with the text."""
        return {"result": [_type(t) for t in TYPES if t.casefold().startswith(prefix.casefold())][:limit]}

    def suggest_properties(self, prefix: str, limit: int) -> Json:
        """Properties whose id or name begins with the text."""
        wanted = prefix.casefold()
        found = [p for p in PROPERTIES.values() if p.id.startswith(wanted) or p.name.casefold().startswith(wanted)]
        return {"result": [{"id": p.id, "name": p.name} for p in found][:limit]}

    def propose(self, type: str) -> Json:
        """The properties that entities of a type have."""
        return {"type": type or TYPES[0], "properties": [{"id": p.id, "name": p.name} for p in PROPERTIES.values()]}


def described(entry: Entry) -> str:
    """A line that tells an entry from its namesakes."""
    return ", ".join(part for part in (entry.sector, entry.city, entry.country) if part)


def _is(entry: Entry, type: str) -> bool:
    return entry.type in ORGANIZATIONS if type in ORGANIZATIONS else entry.type == type


def _type(name: str) -> Json:
    return {"id": name, "name": name}


def _candidate(entry: Entry, evidence: Evidence) -> Json:
    features: list[Json] = [{"id": name, "value": True} for name in dict.fromkeys(evidence.names)]
    features.append({"id": "log_odds", "value": round(evidence.log_odds, 3)})
    return {
        "id": entry.id,
        "name": entry.name,
        "description": described(entry),
        "type": [_type(entry.type)],
        "score": round(100 * evidence.score, 1),
        "match": False,
        "features": features,
    }
