"""Linking: which entry of a register a name in a text means, or none, with the reasons."""

from kg.resolve.linking.context import Context, Reading, Zone, context
from kg.resolve.linking.extraction import Decision, link_extraction, linked
from kg.resolve.linking.link import Candidates, Link, link, rank

__all__ = [
    "Candidates",
    "Context",
    "Decision",
    "Link",
    "Reading",
    "Zone",
    "context",
    "link",
    "link_extraction",
    "linked",
    "rank",
]
