"""Two names alone: the same, different, or not to be told, and why."""

from kg.resolve.names.score import Match, match

__all__ = ["Match", "match"]
