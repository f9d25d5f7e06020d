"""Paragraphs of a plain text, whether they stand on a line each, are wrapped or are apart by blank lines."""

import re
from collections.abc import Iterator
from itertools import pairwise

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = tuple('.!?:…"“”»)')

# A wrapped paragraph has lines of about this width, most of which end in mid-sentence.
_MIN_WIDTH, _MAX_WIDTH = 45, 130
_HEADLINE_WORDS = 20

# Bullets and numbers at the head of list items.
_ITEM = re.compile(r"[-–•*·>]\s|\d{1,2}[.)]\s")

Span = tuple[int, int]


def paragraphs(text: str) -> list[Span]:
    """`[start, end)` of every paragraph in code points, in text order, without the white space around it."""
    spans: list[Span] = []
    for group in _groups(text):
        # The last line of a wrapped paragraph may be short, and a label line may stand right above it.
        head, rest = ([group[0]], group[1:]) if len(group) > 2 and _width(group[0]) < 20 else ([], group)
        if _wrapped(text, rest):
            spans += [*head, (rest[0][0], rest[-1][1])]
        else:
            spans += group
    return spans


def headline_like(paragraph: str) -> bool:
    """Whether a paragraph is built like a headline: one short line without a full stop."""
    if "\n" in paragraph or len(paragraph) > 200 or len(paragraph.split()) > _HEADLINE_WORDS:
        return False
    return not paragraph.endswith((".", ";", ",", ":"))


def _groups(text: str) -> Iterator[list[Span]]:
    """The lines between two blank lines."""
    group: list[Span] = []
    for match in _LINE.finditer(text):
        line = match.group()
        if line.isspace():
            continue
        start = match.start() + len(line) - len(line.lstrip())
        span = (start, match.start() + len(line.rstrip()))
        # "\r\n" is one line end: the gap to the line before holds a blank line when it holds two.
        if group and len(re.findall(r"\r\n|\r|\n", text[group[-1][1] : start])) > 1:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _width(span: Span) -> int:
    return span[1] - span[0]


def _wrapped(text: str, lines: list[Span]) -> bool:
    if len(lines) < 2 or any(_width(line) > _MAX_WIDTH for line in lines):
        return False
    full = lines[:-1]
    if sum(map(_width, full)) < _MIN_WIDTH * len(full):
        return False
    if all(_ITEM.match(text[start:end]) for start, end in lines):
        return False
    if not text[lines[-1][0] : lines[-1][1]].endswith(_SENTENCE_END):
        return False
    # A line is broken where the next word would not fit any more; a headline above a longer line is not.
    widest = max(map(_width, lines))
    broken = sum(
        _width(line) + 1 + len(text[after[0] : after[1]].split(maxsplit=1)[0]) > widest
        for line, after in pairwise(lines)
    )
    ended = sum(text[start:end].endswith(_SENTENCE_END) for start, end in full)
    return ended * 2 < len(full) and broken >= 0.8 * len(full)
