"""Reading: files, pages, records and streams become documents with marked blocks."""

from kg.read.limits import Limits
#from kg.read.reader import count, from_text, read

__all__ = ["Limits", "count", "from_text", "read"]
