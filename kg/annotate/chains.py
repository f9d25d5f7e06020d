"""Clusters the names of a document into entities.

Two names are one entity when they are the same without legal form, generic words ("Gruppe") and inflection; when one
is the other's register alias, former name, acronym or short form. Two legal forms in one text ("Kessler GmbH",
"Kessler AG") are two firms, unless one is part of the other ("GmbH", "GmbH & Co. KG"); the bare name is the one that
was named first. A short form is a surname after a full name, a company's own word after its full name, or what is
left of a name without that of the firm that it begins with ("Gamesa" after "Siemens Gamesa"). A longer name that adds
a word ("Siemens Energy") is another entity when

- the register knows the short name as a company of its own, or
- the short name is used in the text before the longer one (titles left aside), or
- both stand in one sentence, or
- several longer names that begin with the short one stand before it.

A person and a company of the same name stay apart. A single word that looks like a company is a person's surname where
it follows the full name, no other name but persons' has that word, and the surname alone is not found as a person too.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.recover import stands_for
from kg.model import Entity, Mention

Key = tuple[str, ...]
ACRONYM = 3
"""Letters that an acronym must have to be joined with a name without brackets."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text before it belongs to an entity. `known` is the register's main name, or empty.

    `sentence` numbers the sentence; `title` says whether it stands in a title; `bracket` is the index of the name
    that it follows in brackets, or None; `former` says that the text calls it a former name of that one.
    """

    mention: Mention
    sentence: int
    known: str = ""
    title: bool = False
    bracket: int | None = None
    former: bool = False
    identifiers: tuple[tuple[str, str], ...] = ()


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


def core(name: str) -> Key:
    """The words of a name that make it: without legal form, generic words and case."""
    forms = legal_forms()
    words, _ = _parted(name)
    words = [_without_group(w, forms.generic) for w in words]
    bare = [w for w in words if w not in forms.generic and w not in forms.forms and w != "&"] or words
    return tuple(_plain(w).strip("„“\"'’.") for w in bare)


def _plain(word: str) -> str:
    """The word without case and accents: "Křetínský" is "Kretinsky"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def legal_form(name: str) -> frozenset[str]:
    """The words of the legal form at the end of a name, in one spelling; empty without one."""
    spelled = legal_forms().spelled
    words = (w.casefold().replace(".", "").replace("&", "") for w in _parted(name)[1])
    return frozenset(spelled.get(w, w) for w in words if w)


def _parted(name: str) -> tuple[list[str], list[str]]:
    """The words of a name, and those of its legal form."""
    words = name.replace(",", " ").split()
    forms = legal_forms().forms
    end = next((n for n in range(1, len(words)) if " ".join(words[n:]) in forms), len(words))
    return words[:end], words[end:]


def _without_group(word: str, generic: frozenset[str]) -> str:
    """The word without a generic one behind a hyphen: "Velmoor-Gruppe"."""
    first, hyphen, last = word.rpartition("-")
    return first if hyphen and first and last in generic else word


def chain(names: list[Named], person: str, product: str = "", place: str = "") -> tuple[Entity, ...]:
    """The entities of `names` (in text order), numbered by first mention, each with its mentions and aliases.

    `person`, `product` and `place` are the types of what is no firm or office.
    """
    clusters = _by_key(names)
    clusters = _by_bracket(clusters, names)
    _take_surnames([c for c in clusters if c.type not in (product, place)], names, person)
    _take_products(clusters, names, product)
    clusters = _by_short_form(clusters, names, person)
    clusters = _by_acronym(clusters, names, (person, product, place))
    clusters.sort(key=lambda c: min(c.names))
    return tuple(_entity(f"e{i}", c, names) for i, c in enumerate(clusters, start=1))


def _by_key(names: list[Named]) -> list[_Cluster]:
    """Same register entry, or same core and type and no other legal form."""
    found: dict[tuple[str, str, Key], list[_Cluster]] = defaultdict(list)
    for i, named in enumerate(names):
        key, type_, form = core(named.mention.name), named.mention.type, legal_form(named.mention.name)
        alike = found[type_, "", key]
        registered = found[type_, named.known, ()] if named.known else []
        cluster = next((c for c in (*alike, *registered) if _compatible(form, c.form)), None)
        if cluster is None:
            cluster = _Cluster(type_, key, named.known, form)
        cluster.names.append(i)
        cluster.form |= form
        cluster.known = cluster.known or named.known
        for home in (alike, registered) if named.known else (alike,):
            if cluster not in home:
                home.append(cluster)
    return list({id(c): c for clusters in found.values() for c in clusters}.values())


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
        elif stands_for(named.mention.name.split(), parts):
            _join(long, short, home)
    return list({id(c): c for c in home.values()}.values())


def _take_surnames(clusters: list[_Cluster], names: list[Named], person: str) -> None:
    """Makes persons of what looks like companies and is a surname; the head of this file says when."""
    full = {c.key[-1]: c for c in clusters if c.type == person and len(c.key) > 1}
    other = [word for c in clusters if c.type != person for word in c.key]
    alone = {c.key[0] for c in clusters if c.type == person and len(c.key) == 1}
    for cluster in clusters:
        bearer = full.get(cluster.key[0]) if len(cluster.key) == 1 else None
        if bearer is None or cluster.type == person or cluster.known or cluster.key[0] in alone:
            continue
        if other.count(cluster.key[0]) > 1:
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


def _by_short_form(clusters: list[_Cluster], names: list[Named], person: str) -> list[_Cluster]:
    """Joins short forms with their full names, shortest first."""
    home = {i: c for c in clusters for i in c.names}
    firms = _firms(clusters, names, person)
    for short in sorted(clusters, key=lambda c: (len(c.key), min(c.names))):
        longer = [
            c
            for c in clusters
            if c.names and c.type == short.type and c is home[c.names[0]] and _is_short(short, c, person, firms)
        ]
        if short.type == person:
            _spread_surname(short, longer, home)
            continue
        use = _first_use(short, names)
        longer = [c for c in longer if min(c.names) < use] if len(longer) > 1 else longer
        if len(longer) == 1 and not _stands_alone(short, longer[0], names):
            _join(longer[0], short, home)
    return list({id(c): c for c in home.values()}.values())


def _by_acronym(clusters: list[_Cluster], names: list[Named], others: tuple[str, ...]) -> list[_Cluster]:
    """Joins an acronym with the one name before it whose words begin with its letters."""
    home = {i: c for c in clusters for i in c.names}
    bodies = [c for c in clusters if c.type not in others]
    for short in bodies:
        name = names[short.names[0]].mention.name
        if short.known or len(name) < ACRONYM or not (name.isalpha() and name.isupper()):
            continue
        use = _first_use(short, names)
        longer = [c for c in bodies if min(c.names) < use and _has_initials(name, c, names)]
        if len(longer) == 1:
            _join(longer[0], short, home)
    return list({id(c): c for c in home.values()}.values())


def _has_initials(letters: str, long: _Cluster, names: list[Named]) -> bool:
    parts = (_parted(names[i].mention.name)[0] for i in long.names)
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
    return long.key[: len(short.key)] == short.key or (
        last == short.key and (_is_adjective(first[0]) or first in firms)
    )


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
    identifiers = next((names[i].identifiers for i in cluster.names if names[i].identifiers), ())
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
