"""One entry of a register against a name in its context: the evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.resolve.linking.context import Context, Zone
from kg.resolve.linking.features import Evidence
from kg.resolve.linking.marks import Mark, agree, of_entry
from kg.resolve.linking.naming import SAME_NAME, SIMILAR_NAME, Named, called_after, compare_names
from kg.resolve.linking.vocabulary import (
    cannot_be_listed,
    city_of,
    country_code,
    folded,
    near_sectors,
    phrases,
    sectors,
)
from kg.resolve.names.parts import Parts, parts
from kg.resolve.registers.entry import Entry


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry is known by: ISO countries of its seat and its shares, city, lines of business, identifiers."""

    countries: frozenset[str]
    city: str
    sectors: frozenset[str]
    marks: frozenset[Mark]
    people: tuple[str, ...]
    products: tuple[str, ...]
    websites: tuple[str, ...]

    @property
    def listed(self) -> bool:
        """Whether it has shares on an exchange, by its identifiers."""
        return any(scheme in ("isin", "ticker") for scheme, _ in self.marks)


@lru_cache(maxsize=4096)
def facts(entry: Entry) -> Facts:
    """The facts of an entry in the forms that linking compares."""
    told = f"{entry.sector} {entry.name}"
    city = entry.city.split(",")[0].strip()
    seat = country_code(entry.country) or city_of(folded(city))[1]
    shares = {value[:2] for scheme, value in entry.identifiers if scheme == "isin"} - {"XS"}
    return Facts(
        frozenset({seat, *shares} - {""}),
        city_of(folded(city))[0] or folded(city),
        sectors().of_words(phrases(told)),
        of_entry(entry.identifiers),
        entry.people,
        entry.products,
        tuple(_domain(site) for site in entry.websites),
    )


def _domain(site: str) -> str:
    """The host of a website, without "www."."""
    return site.split("//")[-1].split("/")[0].split()[0].removeprefix("www.") if site.strip() else ""


def compare(entity: Named, entry: Entry, context: Context, *, prominence: float = 0.0, short: bool = False) -> Evidence:
    """The evidence that `entry` is meant.

    `prominence` is its rank, 0 to 1 among the candidates; `short` when it alone begins with the name.
    """
    evidence = Evidence()
    known = facts(entry)
    fits = compare_names(evidence, entity, entry)
    if short and not fits:
        evidence.add("short", f"only {entry.name} begins with {entity.name}")
        fits = SIMILAR_NAME
    if fits or not called_after(entity, entry):
        _identifiers(evidence, context, known)
    _form(evidence, parts(entity.name), known)
    _against(evidence, context, known)
    if fits:
        _support(evidence, context, known)
        _companions(evidence, entry, known, context.companions)
        if fits == SAME_NAME:
            evidence.add("prominence", amount=prominence)
    return evidence


def _identifiers(evidence: Evidence, context: Context, known: Facts) -> None:
    if found := sorted(mark for mark in context.own if agree(mark, known.marks)):
        evidence.add("identifier", f"identifier behind the name: {' '.join(found[0])}")
        return
    for scheme, value in sorted(context.own):
        ours = [v for s, v in known.marks if s == scheme and v[:2] == value[:2]]
        if ours and not value.startswith(":"):
            evidence.add("other identifier", f"the text gives another {scheme}: {value}")
            return
    elsewhere = sorted(mark for mark in context.marks - context.own if agree(mark, known.marks))
    if elsewhere:
        evidence.add("identifier in text", f"its identifier is in the text: {' '.join(elsewhere[0])}")


def _form(evidence: Evidence, name: Parts, known: Facts) -> None:
    if name.legal and known.listed and cannot_be_listed(name.legal, known.countries):
        evidence.add("form not listed", f"{name.form} has no shares on an exchange")


def _against(evidence: Evidence, context: Context, known: Facts) -> None:
    """What is said of the named and does not go with the entry."""
    about, near = context.about, context.near
    if known.countries and about.countries and not known.countries & about.countries:
        evidence.add("about other country", f"said to be of {_list(about.countries)}, not {_list(known.countries)}")
    elif known.countries and near.countries and not known.countries & (near.countries | about.countries):
        evidence.add("near other country", f"beside it only {_list(near.countries)}")
    whole = "conglomerate" in known.sectors
    if known.sectors and about.sectors and not whole and not about.sectors & _near(known.sectors):
        evidence.add("about other sector", f"said to be in {_list(about.sectors)}, not {_list(known.sectors)}")
    elif known.sectors and near.sectors and not near.sectors & _near(known.sectors) and not about.sectors:
        evidence.add("near other sector", f"beside it only {_list(near.sectors)}")
    if known.city and about.cities and known.city not in about.cities and not _same_country(about, known):
        evidence.add("about other city", f"said to be in {_list(about.cities)}, not {known.city}")
    for cue, feature in (("other", "about other kind"), ("unlisted", "about unlisted"), ("small", "about small")):
        if cue in about.cues and (cue == "other" or known.listed) and not (cue == "other" and about.cues & {"listed"}):
            evidence.add(feature, f"said to be {cue}" if cue != "other" else "said to be no company")


def _near(of: Iterable[str]) -> frozenset[str]:
    return frozenset(other for sector in of for other in near_sectors()[sector])


def _same_country(about: Zone, known: Facts) -> bool:
    return any(city_of(city)[1] in known.countries for city in about.cities)


def _support(evidence: Evidence, context: Context, known: Facts) -> None:
    about, near, text = context.about, context.near, context.text
    for zone, countries in (("about", about.countries), ("near", near.countries), ("text", text.countries)):
        if shared := countries & known.countries:
            evidence.add(f"{zone} country", f"of {_list(shared)}")
            break
    if shared := (about.sectors & known.sectors):
        evidence.add("about sector", f"said to be in {_list(shared)}")
    elif shared := (near.sectors & known.sectors):
        evidence.add("near sector", f"beside it {_list(shared)}")
    elif shared := (text.sectors & known.sectors):
        evidence.add("text sector")
    if known.city and (known.city in about.cities or about.named(known.city)):
        evidence.add("about city", f"of {known.city}")
    elif known.city and (known.city in near.cities or near.named(known.city)):
        evidence.add("near city", f"beside it {known.city}")
    if known.listed and "listed" in about.cues:
        evidence.add("about listed", "said to be listed or large")
    for feature, names in (("people", known.people), ("products", known.products), ("website", known.websites)):
        if name := next((n for n in names if text.named(n)), ""):
            evidence.add(feature, f"{name} is named")


def _companions(evidence: Evidence, entry: Entry, known: Facts, companions: Sequence[Entry]) -> None:
    others = [c for c in companions if c.id != entry.id]
    family = {entry.id, *entry.parents}
    if kin := next((c for c in others if c.id in family or entry.id in c.parents), None):
        evidence.add("related", f"{kin.name} is of the same group")
    told = [facts(c) for c in others]
    if any(known.sectors & f.sectors for f in told):
        evidence.add("same sector")
    if any(known.countries & f.countries for f in told):
        evidence.add("same country")


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
