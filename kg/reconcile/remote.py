"""A reconciliation service as a source of candidates for linking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.reconcile.client import Candidate, Question, ReconcileClient
from kg.resolve.registers.entry import Entry

PLAIN = ("country", "city", "sector")
OWN: Mapping[str, str] = {p: p for p in (*PLAIN, "lei", "isin", "wikidata")} | {"tickerSymbol": "ticker"}
"""The properties of our own service by what an entry holds."""


@dataclass(slots=True)
class RemoteRegister:
    """Entries of a service, with what its data extension has for `properties`.

    `properties` maps what an entry holds ("country", "city", "sector", or an identifier's scheme) to the service's
    property: `OWN` for a service of ours. `type` is the class of entries to which the service gives none of ours.
    """

    client: ReconcileClient
    properties: Mapping[str, str] = field(default_factory=dict)
    type: str = "Company"
    _known: dict[str, Entry] = field(default_factory=dict, repr=False)

    def candidates(self, name: str, *, type: str | None = None, limit: int = 20) -> list[Entry]:
        """The service's candidates for a name, best first."""
        del type  # a service has types of its own
        found = self.client.reconcile([Question(name, limit=limit)])[0][:limit]
        new = [c for c in found if c.id not in self._known]
        values = (
            self.client.extend([c.id for c in new], list(self.properties.values())) if new and self.properties else {}
        )
        for candidate in new:
            self._known[candidate.id] = self._entry(candidate, values.get(candidate.id, {}))
        return [self._known[c.id] for c in found]

    def get(self, id: str) -> Entry | None:
        """An entry that has been a candidate before."""
        return self._known.get(id)

    def _entry(self, candidate: Candidate, values: Mapping[str, list[str]]) -> Entry:
        def of(field: str) -> str:
            return next(iter(values.get(self.properties.get(field, ""), ())), "")

        identifiers = [
            (scheme, value)
            for scheme, pid in self.properties.items()
            if scheme not in PLAIN
            for value in values.get(pid, ())
            if value
        ]
        return Entry(
            candidate.id,
            candidate.name,
            type=next((t for t in candidate.types if t in ("Company", "Organization", "Person")), self.type),
            country=of("country"),
            city=of("city"),
            sector=of("sector"),
            identifiers=tuple(sorted(identifiers)),
            source=str(self.client.manifest()["name"]),
        )
