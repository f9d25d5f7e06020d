"""Reading: files, pages, records and streams become documents with marked blocks."""

from kg.read.document import from_text
from kg.read.limits import Limits
from kg.read.reader import count, read

__all__ = ["Limits", "count", "from_text", "read"]
