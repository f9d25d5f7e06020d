"""The text of a query: what it asks for, what we refuse, and how its errors are told."""

import re

from kg.errors import InputError

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>
        |\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*'
        |[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      |(?P<name>(?P<prefix>[^\W\d](?:[\w.\-]*\w)?)?:(?:[\w.\-:%]|\\.)*)
      |\d+
      |(?P<word>[^\W\d]\w*)
      |.""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PLACE = re.compile(r"error at (\d+):(\d+):? ?(.*)", re.DOTALL)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"})


def words(text: str) -> set[str]:
    """The bare words (keywords, function names) of a query in upper case; strings, IRIs and comments hold none.

    The prefix of a prefixed name counts as a word: some parsers read `SERVICEex:a` as SERVICE and `ex:a`.
    """
    found = set()
    for token in _TOKEN.finditer(text):
        word = token["word"] or token["prefix"]
        if word:
            found.add(word.upper())
    return found


def check(text: str) -> set[str]:
    """The words of a query that may run; InputError when it calls another server.

    The text is also read with its code point escapes resolved, as a server may resolve them before parsing.
    """
    seen = words(text)
    if any("SERVICE" in word for word in seen | words(_ESCAPE.sub(_unescape, text))):
        raise InputError(
            "SERVICE is refused: queries run on this graph alone (a prefix may not contain 'service' either)"
        )
    return seen


def explain(text: str, message: str) -> InputError:
    """The error that says in one line where a query went wrong, from the parser's message."""
    if not words(text) & {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
        what = "would change the graph" if words(text) & _UPDATES else "asks for nothing"
        return InputError(f"the query {what}; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
    place = _PLACE.search(message)
    if place is None:
        return InputError(f"the query cannot be answered: {' '.join(message.split())}")
    line, column = int(place[1]), int(place[2])
    return InputError(f"malformed SPARQL at line {line}, column {column}{_near(text, line, column)}{_hint(place[3])}")


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "?"


def _near(text: str, line: int, column: int) -> str:
    rows = text.split("\n")
    row = rows[line - 1] if line <= len(rows) else ""
    rest = row[max(0, column - 1) :].strip()
    return f", near {rest[:30]!r}" if rest else (f", after {row.strip()[-30:]!r}" if row.strip() else ", at its end")


def _hint(expected: str) -> str:
    """The part of the parser's message that a person can use: sentences, or the few keywords that would fit."""
    items = [item.strip() for item in expected.removeprefix("expected one of ").removeprefix("expected ").split(", ")]
    told = [item for item in items if re.fullmatch(r"[A-Z][a-z]+( [\w,]+)+|The SELECT [\w ]+", item)]
    if told:
        return f": {told[0][0].lower()}{told[0][1:]}"
    keywords = [item for item in items if re.fullmatch(r"[A-Z]{2,}|\"[^\"\\]{1,3}\"", item)]
    return f": expected {' or '.join(keywords)}" if 0 < len(keywords) <= 4 else ""
