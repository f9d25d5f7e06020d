"""How much of an input is read before it is refused. Documents are hostile input."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one document; whatever exceeds one is refused with an InputError.

    `max_bytes` holds for one file (.txt, .md, .html), for text on standard input and for one line of a .jsonl
    file; a .jsonl file as a whole may be of any size. `max_depth` is the nesting of HTML elements, `max_tags` the
    number of HTML tags and `max_attributes` the number of attributes of one tag: with the defaults the worst page
    that we could build takes about ten seconds, where an unbounded one takes hours.
    """

    max_bytes: int = 5_000_000
    max_depth: int = 200
    max_tags: int = 50_000
    max_attributes: int = 256

    @property
    def size(self) -> str:
        """`max_bytes` for people: "5 MB"."""
        return f"{self.max_bytes / 1e6:g} MB" if self.max_bytes >= 1e6 else f"{self.max_bytes} bytes"
