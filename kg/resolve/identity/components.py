"""From pairs and judgements to canonical IRIs, for the components that a change touches."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from kg.model.identity import Judgement
from kg.resolve.identity.cluster import cluster
from kg.resolve.identity.ledger import Ledger
from kg.resolve.identity.namesakes import MOST, apart, is_frequent
from kg.resolve.identity.pairs import Pairs
from kg.resolve.identity.profile import Profile
from kg.resolve.identity.registered import Identifiers, Known, Names, disjoint, kept_apart, parts_of, several, shared
from kg.resolve.identity.score import unit_between
from kg.resolve.identity.sources import chunks, marks


@dataclass
class Component:
    """Groups that hang together by rules' pairs or persons' judgements, and nodes of their own inside of them: `freed`
    sources, which persons judged, and `parts` of a group with other identifiers; each with the IRI of its group.

    `identifiers` are those of groups and parts, `named` those of their names that lists keep apart from others;
    `follow` leads from the sources of a part to it.
    """

    groups: dict[str, Profile]
    judgements: list[Judgement] = field(default_factory=list)
    edges: list[tuple[float, str, str]] = field(default_factory=list)
    freed: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    identifiers: dict[str, Identifiers] = field(default_factory=dict)
    named: dict[str, Names] = field(default_factory=dict)
    follow: dict[str, str] = field(default_factory=dict)

    def canonical(self, told_apart: set[tuple[str, str]]) -> dict[str, str]:
        """Every node with its canonical IRI; `told_apart` are sorted pairs of groups."""
        inside = self.freed | self.parts
        nodes = self.groups.keys() | inside.keys()
        said = {(j.a, j.b): j.verdict for j in self.judgements if j.a in nodes and j.b in nodes}
        sure = {pair for pair, verdict in said.items() if verdict == "same"}
        edges = [*self.edges, *self._held({s for pair in sure for s in self._moving(*pair)})]
        joined = {(min(a, b), max(a, b)) for _, a, b in self.edges}
        known = {node: self.identifiers[self._home(node)] for node in nodes}
        listed = {node: self.named[self._home(node)] for node in nodes}

        def parted(a: str, b: str) -> bool:
            return said.get((min(a, b), max(a, b))) == "different"

        def apart(a: str, b: str) -> bool:
            if (min(a, b), max(a, b)) in sure:
                return False
            if disjoint(known[a], known[b]) or kept_apart(listed[a], listed[b]):
                return True
            x, y = sorted((inside.get(a, a), inside.get(b, b)))
            if self.groups[x].top != self.groups[y].top:
                return (x, y) not in joined or bool(known[a] or known[b])
            if x == y or (x, y) in sure:
                return False
            return (x, y) in told_apart or ((x, y) not in joined and unit_between(self.groups[x], self.groups[y]))

        found = {}
        for members in cluster(nodes, sure, edges, parted, apart):
            groups = [self.groups[m] for m in members if m in self.groups]
            canonical = min(groups, key=lambda g: g.rank).iri if groups else min(map(self._first, members))
            found.update(dict.fromkeys(members, canonical))
        return found

    def _held(self, moving: set[str]) -> Iterator[tuple[float, str, str]]:
        """What holds sources in their groups or parts, and parts together with what has the same identifier."""
        for source, group in self.freed.items():
            if source not in moving and (source in self.follow or not self.groups[group].lone):
                yield 1.0, source, self.follow.get(source, group)
        for part in self.parts:
            mine = self.identifiers[part]
            for node, theirs in self.identifiers.items():
                if node != part and shared(mine, theirs):
                    yield 1.0, part, node

    def _home(self, node: str) -> str:
        """The group or part of a node: itself, or that of a source."""
        return self.follow.get(node, self.freed.get(node, node))

    def _first(self, node: str) -> str:
        """The source that a node without a group is called by: the first of a part that no person judged."""
        return min((s for s, part in self.follow.items() if part == node and s not in self.freed), default=node)

    def _moving(self, a: str, b: str) -> list[str]:
        """Which of two nodes that a person calls the same leaves its group: the source whose group is the weaker."""
        group_a, group_b = self.freed.get(a, a), self.freed.get(b, b)
        if group_a == group_b:
            return []
        if a in self.freed and b in self.freed:
            return [a if self.groups[group_a].rank > self.groups[group_b].rank else b]
        return [node for node in (a, b) if node in self.freed]


class Components:
    """Finds components and writes their canonical IRIs."""

    def __init__(self, db: sqlite3.Connection, pairs: Pairs, ledger: Ledger) -> None:
        self._db = db
        self._pairs = pairs
        self._ledger = ledger

    def settle(self, affected: Iterable[int], new: set[str]) -> set[str]:
        """Cluster the components of the affected groups again; sources, but new ones, that changed."""
        seen: set[int] = set()
        changed: set[str] = set()
        for group in sorted(affected):
            if group not in seen:
                members = self.reach(group)
                seen |= members
                if profiles := [p for m in sorted(members) if (p := self._pairs.profile(m))]:
                    changed |= self._write(self.component(profiles), new)
        return changed

    def reach(self, group: int) -> set[int]:
        """All groups in the component of one."""
        found, todo = {group}, [group]
        query = (
            "SELECT b FROM pair WHERE a = :g AND verdict = 'same' UNION SELECT a FROM pair WHERE b = :g"
            " AND verdict = 'same'"
        )
        while todo:
            at = todo.pop()
            beside = {id_ for (id_,) in self._db.execute(query, {"g": at})} | self._ledger.groups_beside(at)
            todo += sorted(beside - found)
            found |= beside
        return found

    def component(self, profiles: Iterable[Profile]) -> Component:
        """The component of these groups, with all that was judged on them."""
        groups = {p.id: p for p in profiles}
        judgements = {(j.a, j.b): j for id_ in groups for j in self._ledger.of_group(id_)}
        found = Component({p.iri: p for p in groups.values()}, list(judgements.values()))
        named = {iri for pair in judgements for iri in pair} - found.groups.keys()
        for chunk in chunks(sorted(named)):
            query = f"SELECT iri, name_group FROM source WHERE iri IN ({marks(chunk)})"
            found.freed |= {iri: groups[g].iri for iri, g in self._db.execute(query, chunk) if g in groups}
        for id_, group in groups.items():
            query = "SELECT b, score FROM pair WHERE a = ? AND verdict = 'same'"
            rows = self._db.execute(query, (id_,)).fetchall()
            found.edges += [(score, group.iri, groups[b].iri) for b, score in rows if b in groups]
            found.identifiers[group.iri] = group.identifiers
            stay, parts = parts_of(self._known(group))
            found.named[group.iri] = stay.names
            if parts:
                self._part(group, found)
            elif group.top == "Person" and 1 < group.sources <= MOST and is_frequent(group.names[0]):
                self._part_namesakes(group, found)
        return found

    def _known(self, group: Profile) -> list[Known]:
        """What a group's sources say more than their name, once for all that say the same, with the first's IRI."""
        is_firm = group.top == "Organization"
        if not (is_firm and (group.sources > 1 or group.listed)) and not several(group.identifiers):
            return []
        query = "SELECT min(iri), name, identifiers FROM source WHERE name_group = ? GROUP BY name, identifiers"
        rows = self._db.execute(query, (group.id,))
        return [known for row in rows if (known := Known.of(*row, firm=is_firm))]

    def _part(self, group: Profile, component: Component) -> None:
        query = "SELECT iri, name, identifiers FROM source WHERE name_group = ?"
        is_firm = group.top == "Organization"
        rows = (Known.of(*row, firm=is_firm) for row in self._db.execute(query, (group.id,)))
        stay, parts = parts_of(filter(None, rows))
        component.identifiers[group.iri], component.named[group.iri] = stay.identifiers, stay.names
        for part in parts:
            node = f"{group.iri} {part.sources[0]}"
            component.parts[node] = group.iri
            component.identifiers[node], component.named[node] = part.identifiers, part.names
            component.follow |= dict.fromkeys(part.sources, node)

    def _part_namesakes(self, group: Profile, component: Component) -> None:
        query = "SELECT iri, context FROM source WHERE name_group = ?"
        rows = self._db.execute(query, (group.id,)).fetchall()
        for sources in apart((iri, json.loads(text or "[]")) for iri, text in rows)[1:]:
            node = f"{group.iri} {sources[0]}"
            component.parts[node] = group.iri
            component.identifiers[node], component.named[node] = {}, {}
            component.follow |= dict.fromkeys(sources, node)

    def told_apart(self, profiles: Iterable[Profile]) -> set[tuple[str, str]]:
        """The pairs of groups that more documents name as two than teach to be one, each sorted by IRI."""
        found = (pair for pair in combinations(profiles, 2) if self.apart(*pair))
        return {(min(a.iri, b.iri), max(a.iri, b.iri)) for a, b in found}

    def apart(self, a: Profile, b: Profile) -> int:
        """The number of documents that name both groups as two; 0 when more documents teach that they are one."""
        few, many = sorted((a, b), key=lambda p: p.sources)
        query = (
            "SELECT count(DISTINCT s.document) FROM source s CROSS JOIN source t ON t.name_group = ?"
            " AND t.document = s.document WHERE s.name_group = ?"
        )
        found = int(self._db.execute(query, (many.id, few.id)).fetchone()[0])
        return found if found >= self._taught(a.id, b.id) else 0

    def _taught(self, a: int, b: int) -> int:
        query = "SELECT taught FROM pair WHERE a = ? AND b = ? AND verdict <> 'different'"
        found = self._db.execute(query, (min(a, b), max(a, b))).fetchone()
        return int(found[0]) if found else 0

    def _write(self, component: Component, new: set[str]) -> set[str]:
        profiles = list(component.groups.values())
        if len(profiles) > 1 or component.freed or component.parts:
            found = component.canonical(self.told_apart(profiles) if len(profiles) > 1 else set())
        else:
            found = {profiles[0].iri: profiles[0].iri}
        named = {iri for j in component.judgements if j.verdict == "same" for iri in (j.a, j.b)}
        changed: set[str] = set()
        for iri, group in component.groups.items():
            lone = group.lone and iri not in named
            changed |= self._write_group(group, found[iri], lone, component, found, new)
        return changed

    def _write_group(
        self, group: Profile, canonical: str, lone: bool, component: Component, found: dict[str, str], new: set[str]
    ) -> set[str]:
        query = "SELECT canonical, lone FROM name_group WHERE id = ?"
        old_canonical, old_lone = self._db.execute(query, (group.id,)).fetchone()
        query = "SELECT iri, own FROM source WHERE name_group = ? AND own IS NOT NULL"
        old_own: dict[str, str] = dict(self._db.execute(query, (group.id,)))
        own = {s: found[part] for s, part in component.follow.items() if component.parts[part] == group.iri}
        own |= {s: found[s] for s, g in component.freed.items() if g == group.iri}
        own = {s: iri for s, iri in own.items() if iri != (s if lone else canonical)}
        changed: set[str] = set()
        if (old_canonical, bool(old_lone)) != (canonical, lone):
            update = "UPDATE name_group SET canonical = ?, lone = ? WHERE id = ?"
            self._db.execute(update, (canonical, lone, group.id))
            rows = self._db.execute("SELECT iri FROM source WHERE name_group = ?", (group.id,))
            changed = {iri for (iri,) in rows} - new
        if own != old_own:
            update = "UPDATE source SET own = ? WHERE iri = ?"
            self._db.executemany(update, ((None, iri) for iri in old_own.keys() - own.keys()))
            self._db.executemany(update, ((to, iri) for iri, to in own.items()))
        for iri in (old_own.keys() | own.keys()) - new:
            before = old_own.get(iri) or (iri if old_lone else old_canonical)
            after = own.get(iri) or (iri if lone else canonical)
            (changed.add if before != after else changed.discard)(iri)
        return changed
