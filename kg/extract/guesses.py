"""Guesses from the article yield to what it says itself."""

from kg.model import Claim, Mention

PERSON = "person"


def without_guesses(claims: list[Claim]) -> list[Claim]:
    """The claims without those that guess whom a person works for where another sentence says it.

    "Finanzchef Pohl" in an article about Kessler is hardly Kessler's when "Pohl, Finanzchef der Nordstahl AG" is in it.
    """
    known = {(c.type, id_) for c in claims if not c.pointed for id_ in _persons(c)}
    return [c for c in claims if not (c.pointed and _persons(c)) or any((c.type, p) not in known for p in _persons(c))]


def _persons(claim: Claim) -> list[str]:
    return [m.entity for m in claim.roles.get(PERSON, ()) if isinstance(m, Mention)]
