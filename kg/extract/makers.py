"""Makers read from products' names give way to what the article itself says of who makes a product."""

from functools import cache

from kg.extract.patterns import PatternSet
from kg.model import Claim, Mention

POINTER = "maker"
"""The slot for the company that a product's name begins with."""


@cache
def read_by_name(patterns: PatternSet) -> dict[str, str]:
    """The patterns that take a role from a product's name: `Claim.by` and the role."""
    return {
        f"{p.lang}:{p.id}": role
        for p in patterns.patterns
        for role, sources in p.roles.items()
        if any(path.rpartition("/")[2] == POINTER for source in sources for path in source.paths)
    }


def without_overruled(claims: list[Claim], patterns: PatternSet) -> list[Claim]:
    """The claims without makers of products that another one is said to make no less surely.

    "The Velmoor K7, which is made by Kessler" says who makes it.
    """
    by_name = read_by_name(patterns)
    if not any(claim.by in by_name for claim in claims):
        return claims
    said = [claim for claim in claims if claim.by not in by_name]

    def is_overruled(claim: Claim) -> bool:
        role = by_name[claim.by]
        maker, rest = _ids(claim, role), {r: _ids(claim, r) for r in claim.roles if r != role}
        return any(
            c.type == claim.type
            and c.confidence >= claim.confidence
            and not maker & _ids(c, role)
            and all(ids & _ids(c, r) for r, ids in rest.items() if ids)
            for c in said
        )

    return [c for c in claims if c.by not in by_name or not is_overruled(c)]


def _ids(claim: Claim, role: str) -> set[str]:
    return {m.entity for m in claim.roles.get(role, ()) if isinstance(m, Mention)}
