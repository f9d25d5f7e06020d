"""Markdown: front matter kept as metadata, markup taken off, every word of the text kept."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded only when a Markdown file is read
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_][\w-]*):[ \t]*(.*)$")
_HTML_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)

# Link and emphasis matching is quadratic in the worst case: longer paragraphs keep their markup.
_MAX_PARAGRAPH = 20_000


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between the leading `---` lines (keys in lower case), and the rest of `text`.

    Lists and nested values are left out. A text that begins with a rule instead keeps it.
    """
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    fields: dict[str, str] = {}
    for line in match.group(1).split("\n"):
        found = _FIELD.match(line)
        if found and found.group(2).strip():
            fields[found.group(1).lower()] = _unquote(found.group(2).strip())
    return (fields, text[match.end() :]) if fields else ({}, text)


def plain(text: str) -> str:
    """The words of a CommonMark text (tables too): blocks apart by a blank line, list items by a line end."""
    return "\n\n".join(block for block in _blocks(text) if block.strip())


def _unquote(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _blocks(text: str) -> Iterator[str]:
    """The blocks of `text`; a whole list, nested ones too, is one block, and so is a row of a table."""
    from markdown_it import MarkdownIt

    structure = MarkdownIt("commonmark").enable("table").disable("inline")
    inline = MarkdownIt("commonmark")
    cells: list[str] | None = None
    items: list[str] = []
    lists = 0
    for token in structure.parse(text):
        if token.type in ("tr_open", "tr_close"):
            if cells:
                yield " | ".join(cells)
            cells = [] if token.type == "tr_open" else None
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
            if not lists:
                yield "\n".join(items)
                items = []
        elif words := _words(inline, token):
            if cells is None and not lists:
                yield words
            else:
                (items if cells is None else cells).append(words)


def _words(inline: "MarkdownIt", token: "Token") -> str:
    """What a reader sees of one block token; line breaks inside a paragraph become spaces."""
    if token.type == "html_block":
        return _HTML_TAG.sub(" ", token.content).strip()
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    if token.type != "inline" or len(token.content) > _MAX_PARAGRAPH:
        return token.content
    parts: list[str] = []
    for child in inline.parseInline(token.content)[0].children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts).strip()
