"""Who is who across documents: an index of source entities, and a ledger of judgements on them."""

from kg.resolve.identity.identity import Identity

__all__ = ["Identity"]
