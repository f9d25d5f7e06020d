"""How much one request may ask for, and the error for what is more or wrong."""

BODY = 1_000_000
"""Bytes of a request's body or query string."""

QUERIES = 200
"""Queries of one batch, and ids of one data extension."""

PROPERTIES = 20
"""Properties of one query or data extension, and values of one property."""

TEXT = 1_000
"""Characters of a name or value."""

CANDIDATES = 50
"""Candidates that one query may ask for; more are not given."""

DEFAULT_CANDIDATES = 10


class RequestError(Exception):
    """A request that cannot be answered: an HTTP status and one clear line."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
