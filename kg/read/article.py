"""One file's bytes to one article, by its kind."""

from kg.model.document import Document
from kg.read import dateline, markdown, page
from kg.read.encoding import decode, tidy
from kg.read.limits import Limits
from kg.read.source import HTML, MARKDOWN, Source


def article(kind: str, data: bytes, source: Source, limits: Limits) -> Document:
    """The document of a text file, a Markdown file or an HTML page, without blocks; `lang` is "" when not given.

    Raises:
        InputError: no text, too much of it, or no article in the page.
    """
    where = str(source)
    text = decode(data, where, html=kind == HTML)
    # The publisher's date stands above the one that a user may have put into the file's name.
    named = dateline.from_name(source.path.name) if source.path else None
    if kind == HTML:
        found = page.parse(text, where, limits)
        return Document(
            source.id, found.text, "", found.title, found.url, found.published or named, found.publisher, where
        )
    if kind == MARKDOWN:
        return _markdown(text, source, named)
    return Document(source.id, text, "", published=named, source=where)


def _markdown(text: str, source: Source, named: str | None) -> Document:
    fields, rest = markdown.split_front_matter(text)
    body = tidy(markdown.plain(rest)).strip()
    title = fields.get("title")
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}".strip()
    return Document(
        id=source.id,
        text=body,
        lang=fields.get("lang", "").split("-")[0].lower(),
        title=title,
        url=fields.get("url"),
        published=dateline.iso(fields.get("date") or fields.get("published") or "") or named,
        publisher=fields.get("publisher"),
        source=str(source),
    )
