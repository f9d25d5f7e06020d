"""Clusters the names of a document into entities.

Two names are one entity when they are the same without legal form, generic words ("Gruppe") and inflection; when one
is the other's register alias, former name, acronym or short form. Two legal forms in one text ("Kessler GmbH",
"Kessler AG") are two firms, unless one is part of the other ("GmbH", "GmbH & Co. KG"); the bare name is the one that
was named first, whatever legal form the register has for it. A firm and a body of one name are one where the register
knows neither. A short form is a surname after a full name, a company's own word or its founder's surname after its full
name, or what is left of a name without that of the firm that it begins with ("Gamesa" after "Siemens Gamesa"); a name
with a legal form is no short form. A longer name that adds a word ("Siemens Energy") is another entity when

- the register knows the short name as a company of its own, or
- the short name is used in the text before the longer one (titles left aside), or
- both stand in one sentence, or
- several longer names that begin with the short one stand before it.

A person and a company of the same name stay apart. A single word that looks like a company is a person's surname where
it follows the full name, no other name but persons' has that word unless in the same sentence, and the surname alone
is not found as a person too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.annotate.named import Named, with_people
from kg.annotate.names.recover import stands_for
from kg.annotate.namewords import Key, begins_with_given_name, core, legal_form, parted
from kg.model import Entity

ACRONYM = 3
"""Letters that an acronym must have to be joined with a name without brackets."""

SYMBOL = 2
"""Letters that a ticker symbol must have to stand for a firm without brackets."""

_SYMBOL = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}")
"""A ticker symbol with the exchange behind a dot: "VLM.DE"."""


@dataclass(slots=True)
class _Cluster:
    """Names of one entity while clusters grow; `names` are indices into the list of all, `form` its legal form,
    `former` those of its names that it no longer has.
    """

    type: str
    key: Key
    known: str
    form: frozenset[str]
    names: list[int] = field(default_factory=list)
    former: set[int] = field(default_factory=set)


def chain(names: list[Named], person: str, product: str = "", place: str = "") -> tuple[Entity, ...]:
    """The entities of `names` (in text order), numbered by first mention, each with its mentions and aliases.

    `person`, `product` and `place` are the types of what is no firm or office.
    """
    others = (person, product, place)
    names = list(with_people(names, others))
    clusters = _by_key(names, others)
    clusters = _by_bracket(clusters, names)
    _take_surnames([c for c in clusters if c.type not in (product, place)], names, person)
    _take_products(clusters, names, product)
    clusters = _by_short_form(clusters, names, others)
    clusters = _by_acronym(clusters, names, others)
    clusters = _by_symbol(clusters, names, others)
    clusters.sort(key=lambda c: min(c.names))
    return tuple(_entity(f"e{i}", c, names) for i, c in enumerate(clusters, start=1))


def _by_key(names: list[Named], others: tuple[str, ...]) -> list[_Cluster]:
    """Same register entry, or same core and type and no other legal form.

    A firm and a body are of one type where the register knows neither. What the register knows by the bare name is
    not meant where it has another legal form than the name in the text.
    """
    found: dict[tuple[str, str, Key], list[_Cluster]] = defaultdict(list)
    for i, named in enumerate(names):
        key, type_, form = core(named.mention.name), named.mention.type, legal_form(named.mention.name)
        kind = type_ if type_ in others else ""
        alike = found[kind, "", key]
        registered = [c for c in found[kind, named.known, ()] if c.known == named.known] if named.known else []
        fitting = [c for c in (*alike, *registered) if _compatible(form, c.form) and _of_a_type(named, c)]
        cluster = min(fitting, key=lambda c: c.type != type_, default=None)
        if cluster is None:
            cluster = _Cluster(type_, key, named.known, form)
        cluster.names.append(i)
        cluster.form |= form
        entries = (k for k in (cluster.known, named.known) if k and _compatible(legal_form(k), cluster.form))
        cluster.known = next(entries, "")
        for home in (alike, found[kind, cluster.known, ()]) if cluster.known else (alike,):
            if cluster not in home:
                home.append(cluster)
    clusters = _by_entry(list({id(c): c for some in found.values() for c in some}.values()))
    for cluster in clusters:
        cluster.type = _type(cluster, names)
    return clusters


def _of_a_type(named: Named, cluster: _Cluster) -> bool:
    return named.mention.type == cluster.type or not (named.known or cluster.known)


def _by_entry(clusters: list[_Cluster]) -> list[_Cluster]:
    """Joins clusters of one entry of the register: "Anna Kessler GmbH", "Kessler"."""
    joined: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda c: min(c.names)):
        same = (c for c in joined if cluster.known and (c.type, c.known) == (cluster.type, cluster.known))
        if home := next((c for c in same if _compatible(c.form, cluster.form)), None):
            home.names = sorted(home.names + cluster.names)
            home.form |= cluster.form
        else:
            joined.append(cluster)
    return joined


def _type(cluster: _Cluster, names: list[Named]) -> str:
    """The type of the names with a legal form, else that of most."""
    mentions = [names[i].mention for i in cluster.names]
    formed = [m.type for m in mentions if legal_form(m.name)]
    return Counter(formed or [m.type for m in mentions]).most_common(1)[0][0]


def _compatible(form: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one firm may be written with both: one is missing, or part of the other ("GmbH", "GmbH & Co. KG")."""
    return form <= other or other <= form


def _by_bracket(clusters: list[_Cluster], names: list[Named]) -> list[_Cluster]:
    """Joins a name with the former name, acronym or short form in brackets after it."""
    home = {i: c for c in clusters for i in c.names}
    for i, named in enumerate(names):
        if named.bracket is None:
            continue
        long, short = home[named.bracket], home[i]
        parts = names[named.bracket].mention.name.split()
        if long is short or (long.known and short.known):
            continue
        if named.former and short.type == long.type:
            long.former.update(short.names)
            _join(long, short, home)
        elif stands_for(named.mention.name.split(), parts) or _is_symbol(named, long):
            _join(long, short, home)
    return list({id(c): c for c in home.values()}.values())


def _is_symbol(named: Named, long: _Cluster) -> bool:
    """Whether a name is the ticker symbol of the firm that it follows in brackets."""
    return named.mention.type == long.type and _SYMBOL.fullmatch(named.mention.text) is not None


def _take_surnames(clusters: list[_Cluster], names: list[Named], person: str) -> None:
    """Makes persons of what looks like companies and is a surname; the head of this file says when."""
    full = {c.key[-1]: c for c in clusters if c.type == person and len(c.key) > 1}
    other: dict[str, list[_Cluster]] = defaultdict(list)
    for cluster in (c for c in clusters if c.type != person):
        for word in cluster.key:
            other[word].append(cluster)
    alone = {c.key[0] for c in clusters if c.type == person and len(c.key) == 1}
    for cluster in clusters:
        bearer = full.get(cluster.key[0]) if len(cluster.key) == 1 else None
        if bearer is None or cluster.type == person or cluster.known or cluster.key[0] in alone:
            continue
        if any(names[i].firm for i in cluster.names):
            continue
        if any(c is not cluster and not _in_one_sentence(c, cluster, names) for c in other[cluster.key[0]]):
            continue
        if min(cluster.names) > min(bearer.names) and not _in_one_sentence(cluster, bearer, names):
            cluster.type = person


def _take_products(clusters: list[_Cluster], names: list[Named], product: str) -> None:
    """Makes products of what looks like a company and is a firm's name before a product's: "Velmoor Orvea 3"."""
    products = {c.key for c in clusters if c.type == product}
    firms = _firms(clusters, names, product)
    for cluster in clusters:
        if cluster.key[1:] in products and cluster.key[:1] in firms and not cluster.known and not cluster.form:
            cluster.type = product


def _firms(clusters: list[_Cluster], names: list[Named], *others: str) -> set[Key]:
    """What the clusters of other types are called."""
    return {core(names[i].mention.name) for c in clusters if c.type not in others for i in c.names}


def _in_one_sentence(a: _Cluster, b: _Cluster, names: list[Named]) -> bool:
    return not {names[i].sentence for i in a.names}.isdisjoint(names[i].sentence for i in b.names)


def _join(into: _Cluster, other: _Cluster, home: dict[int, _Cluster]) -> None:
    into.names = sorted(into.names + other.names)
    into.known = into.known or other.known
    into.former |= other.former
    for i in other.names:
        home[i] = into


def _by_short_form(clusters: list[_Cluster], names: list[Named], others: tuple[str, str, str]) -> list[_Cluster]:
    """Joins short forms with their full names, shortest first."""
    person, product, _ = others
    home = {i: c for c in clusters for i in c.names}
    firms = _firms(clusters, names, person)
    for short in sorted(clusters, key=lambda c: (len(c.key), min(c.names))):
        longer = [
            c
            for c in clusters
            if c.names and _alike(c, short, others) and c is home[c.names[0]] and _is_short(short, c, person, firms)
        ]
        if short.type == person:
            _spread_surname(short, longer, home)
            continue
        if short.type == product and len(longer) == 1 and _without_maker(short, longer[0], firms):
            _join(longer[0], short, home)
            continue
        use = _first_use(short, names)
        longer = [c for c in longer if min(c.names) < use] if len(longer) > 1 else longer
        if len(longer) == 1 and not _stands_alone(short, longer[0], names):
            _join(longer[0], short, home)
    return list({id(c): c for c in home.values()}.values())


def _alike(a: _Cluster, b: _Cluster, others: tuple[str, str, str]) -> bool:
    """Whether two are of one type; a firm and a body are, where the register knows neither."""
    return a.type == b.type or not (a.known or b.known or {a.type, b.type} & set(others))


def _without_maker(short: _Cluster, long: _Cluster, firms: set[Key]) -> bool:
    """Whether a product's name is another one's without the firm that it begins with: "K7", "Velmoor K7"."""
    known = short.known and long.known and short.known != long.known
    return not known and long.key == (*long.key[: -len(short.key)], *short.key) and long.key[: -len(short.key)] in firms


def _by_acronym(clusters: list[_Cluster], names: list[Named], others: tuple[str, ...]) -> list[_Cluster]:
    """Joins an acronym with the one name before it, or in its sentence, whose words begin with its letters."""
    home = {i: c for c in clusters for i in c.names}
    bodies = [c for c in clusters if c.type not in others]
    for short in bodies:
        called = {names[i].mention.name for i in short.names}
        letters = {name for name in called if len(name) >= ACRONYM and name.isalpha() and name.isupper()}
        if len(letters) != 1 or not (letters == called or short.known):
            continue
        use = _first_use(short, names)
        near = [c for c in bodies if c is not short and (min(c.names) < use or _in_one_sentence(c, short, names))]
        longer = [c for c in near if _has_initials(min(letters), c, names) and not (c.known and short.known)]
        if len(longer) == 1:
            _join(longer[0], short, home)
    return list({id(c): c for c in home.values()}.values())


def _by_symbol(clusters: list[_Cluster], names: list[Named], others: tuple[str, ...]) -> list[_Cluster]:
    """Joins a ticker symbol that stands as a name with the one firm of the text that has it in the register."""
    home = {i: c for c in clusters for i in c.names}
    firms = [c for c in clusters if c.known and c.type not in others]
    for short in clusters:
        called = {names[i].mention.name for i in short.names}
        symbol = min(called)
        if short.known or short.type in others or len(called) > 1 or len(symbol) < SYMBOL or not symbol.isupper():
            continue
        longer = [c for c in firms if symbol in _symbols(c, names)]
        if len(longer) == 1:
            _join(longer[0], short, home)
    return list({id(c): c for c in home.values()}.values())


def _symbols(cluster: _Cluster, names: list[Named]) -> set[str]:
    own = (named for named in (names[i] for i in cluster.names) if named.known == cluster.known)
    return {value for named in own for scheme, value in named.identifiers if scheme.startswith("ticker")}


def _has_initials(letters: str, long: _Cluster, names: list[Named]) -> bool:
    parts = (parted(names[i].mention.name)[0] for i in long.names)
    return any("".join(w[0] for w in words if w[0].isupper()) == letters for words in parts)


def _first_use(cluster: _Cluster, names: list[Named]) -> int:
    """The first of a cluster's names that is not in a title; the number of all names when there is none."""
    return next((i for i in cluster.names if not names[i].title), len(names))


def _is_short(short: _Cluster, long: _Cluster, person: str, firms: set[Key]) -> bool:
    if len(short.key) >= len(long.key) or not short.key:
        return False
    if short.type == person:
        return long.key[-len(short.key) :] == short.key
    first, last = long.key[: -len(short.key)], long.key[-len(short.key) :]
    if last == short.key and _is_adjective(first[0]):
        return True
    begins = long.key[: len(short.key)] == short.key
    return not short.form and (begins or (last == short.key and (first in firms or _is_founder(short, long))))


def _is_founder(short: _Cluster, long: _Cluster) -> bool:
    """Whether a short name is the surname in a firm's name: "Kessler", "Anna Kessler AG"."""
    return len(short.key) == 1 and begins_with_given_name(long.key) and short.known in ("", long.known)


def _is_adjective(word: str) -> bool:
    return word.endswith(("sche", "scher", "sches", "schen", "ige", "ale"))


def _spread_surname(short: _Cluster, longer: list[_Cluster], home: dict[int, _Cluster]) -> None:
    """Gives each use of a surname to the bearer who was last named in full before it, else to the first."""
    if not longer:
        return
    for i in list(short.names):
        before = [c for c in longer if min(c.names) < i]
        owner = max(before, key=lambda c: max(n for n in c.names if n < i)) if before else longer[0]
        home[i] = owner
        owner.names = sorted([*owner.names, i])
    short.names = []


def _stands_alone(short: _Cluster, long: _Cluster, names: list[Named]) -> bool:
    """Whether the short name is an entity of its own; the head of this file says when."""
    begins = long.key[: len(short.key)] == short.key
    if short.known and short.known != long.known and (begins or long.known):
        return True
    if _in_one_sentence(short, long, names):
        return True
    return _first_use(short, names) < _first_use(long, names)


def _entity(id: str, cluster: _Cluster, names: list[Named]) -> Entity:
    mentions = [replace(names[i].mention, entity=id, type=cluster.type) for i in sorted(cluster.names)]
    best = most_complete([names[i].mention.name for i in sorted(set(cluster.names) - cluster.former or cluster.names)])
    aliases = sorted({form for m in mentions for form in (m.name, m.text)} - {best})
    told = (names[i].identifiers for i in cluster.names if names[i].known == cluster.known)
    identifiers = next((found for found in told if found), ())
    return Entity(id, best, cluster.type, tuple(mentions), tuple(aliases), identifiers=identifiers, known=cluster.known)


def most_complete(forms: Iterable[str]) -> str:
    """The most complete of an entity's names: most words without the legal form, then the most frequent, then first."""
    order = list(forms)
    count: dict[str, int] = defaultdict(int)
    for form in order:
        count[form] += 1
    return max(order, key=lambda f: (_complete(f), count[f], -order.index(f)))


def _complete(form: str) -> tuple[int, int]:
    """Acronyms last; then by words, legal forms included."""
    return (0 if form.isupper() and " " not in form else 1), len(form.split())
