"""HTML pages: the article's text and what the page says about it, without menus and scripts."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.read.encoding import tidy
from kg.read.limits import Limits

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>?", re.DOTALL)
_RAW = re.compile(r"<(script|style|svg|noscript|template|textarea)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)

# Elements without a content or whose end tag HTML lets out: an open one of these is no nesting.
_NO_END = frozenset(
    re.findall(
        r"\w+",
        """area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot
        option optgroup colgroup rt rp html head body""",
    )
)

# Fewer characters than this from the precise reading: the page is unusual, so the reading that keeps more is tried.
_FEW = 200

# Fixed bounds instead of "today", so that the same page gives the same date on every day.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1990-01-01", "max_date": "2100-01-01"}


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a page (paragraphs apart by a blank line, the headline first) and its metadata."""

    text: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None


def parse(html: str, where: str, limits: Limits) -> Article:
    """The article of an HTML page.

    Raises:
        InputError: too deep, too many tags or attributes, entity declarations, or no article text.
    """
    _check(html, where, limits)
    found = _extract(html)
    text = tidy(found.text or "").strip() if found is not None else ""
    if not text:
        raise InputError(f"{where}: no article text found in this page; give the article as .txt or .md")
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    title = _line(found.title)
    if title and not any(_same(title, paragraph) for paragraph in paragraphs[:3]):
        paragraphs.insert(0, title)
    return Article("\n\n".join(paragraphs), title, _line(found.url), _line(found.date), _line(found.sitename))


def _extract(html: str) -> Any:
    """trafilatura's document, or None when it finds nothing."""
    import trafilatura

    def run(precise: bool) -> Any:
        return trafilatura.bare_extraction(
            html,
            favor_precision=precise,
            favor_recall=not precise,
            include_comments=False,
            include_formatting=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )

    found = run(True)
    if found is None or len(found.text or "") < _FEW:
        wider = run(False)
        # Only a clear gain is worth the boilerplate that comes with it.
        if wider is not None and (found is None or len(wider.text or "") > 2 * len(found.text or "")):
            return wider
    return found


def _check(html: str, where: str, limits: Limits) -> None:
    """One cheap pass over the tags: the parser's time grows with depth, tags and attributes faster than the page."""
    if _ENTITY.search(html):
        raise InputError(f"{where}: the page declares entities of its own, which is not read; remove <!ENTITY ...>")
    opened: Counter[str] = Counter()
    depth = tags = 0
    for match in _TAG.finditer(_RAW.sub("<raw>", html)):
        name = (match.group(2) or "").lower()
        if not name:
            continue
        tags += 1
        if tags > limits.max_tags:
            raise InputError(f"{where}: more than {limits.max_tags} HTML tags; give the article alone")
        if len(_QUOTED.sub("", match.group(3)).split()) > limits.max_attributes:
            raise InputError(f"{where}: a tag with more than {limits.max_attributes} attributes; repair the page")
        if match.group(1):
            if opened[name]:
                opened[name] -= 1
                depth -= 1
        elif name not in _NO_END and name != "raw" and not match.group(3).endswith("/"):
            opened[name] += 1
            depth += 1
            if depth > limits.max_depth:
                raise InputError(f"{where}: HTML nested deeper than {limits.max_depth} levels; repair the page")


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", " ", one).strip().casefold() == re.sub(r"\W+", " ", other).strip().casefold()


def _line(value: str | None) -> str | None:
    """`value` as one tidy line, or None when nothing is left."""
    return " ".join(tidy(value).split()) or None if value else None
