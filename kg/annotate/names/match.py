"""Tries the name patterns of the lexicon on a document."""

from collections.abc import Iterator

from kg.annotate.names.form import Element
from kg.annotate.names.lexicon import NamePattern
from kg.annotate.names.view import HYPHENS, Candidate, Run, View
from kg.annotate.names.words import Words

Found = tuple[int, dict[str, Run]]
"""Where a match ends (or begins, going left), and the captured runs by kind."""

LONGEST_FOR = 8


class Matcher:
    """The patterns of one language, indexed by the list or word that they are tried at."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._by_list: dict[str, list[NamePattern]] = {}
        self._by_word: dict[str, list[NamePattern]] = {}
        for pattern in words.lexicon.patterns:
            anchor = pattern.elements[pattern.anchor]
            for name in anchor.lists:
                self._by_list.setdefault(name, []).append(pattern)
            for word in anchor.words | (HYPHENS if anchor.kinds else frozenset()):
                self._by_word.setdefault(word, []).append(pattern)

    def find(self, view: View) -> Iterator[Candidate]:
        """Every match of every pattern, in the order of the anchors."""
        classes = self.words.lexicon.classes
        for i, lower in enumerate(view.lower):
            for name in classes(lower):
                for pattern in self._by_list.get(name, ()):
                    yield from self._try(pattern, view, i)
            for pattern in self._by_word.get(lower, ()):
                yield from self._try(pattern, view, i)

    def _try(self, pattern: NamePattern, view: View, i: int) -> Iterator[Candidate]:
        if pattern.cased and not view.text[i][0].isupper():
            return
        if view.text[i] in HYPHENS and not view.is_glued_hyphen(i):
            return
        after = _right(pattern.elements[pattern.anchor + 1 :], view, i + 1)
        before = _left(pattern.elements[: pattern.anchor], view, i - 1) if after else None
        if after is None or before is None:
            return
        runs = before[1] | after[1]
        whole = (view.compound_start(before[0]), after[0])  # "Velmoor-Institut für Optik"
        run = whole if pattern.captures == "all" else runs.get(pattern.captures)
        if run and run[0] < run[1]:
            yield Candidate(run[0], run[1], pattern.type, pattern.score, pattern.id)


def _right(elements: tuple[Element, ...], view: View, i: int) -> Found | None:
    """Matches elements from token i on."""
    if not elements:
        return i, {}
    first, rest = elements[0], elements[1:]
    for end, kind in _ends(first, view, i):
        tail = _right(rest, view, end)
        if tail is not None:
            return tail[0], ({kind: _trim((i, end), view)} if kind else {}) | tail[1]
    return _right(rest, view, i) if first.optional else None


def _left(elements: tuple[Element, ...], view: View, i: int) -> Found | None:
    """Matches elements so that the last one ends with token i; returns where the first begins."""
    if not elements:
        return i + 1, {}
    last, rest = elements[-1], elements[:-1]
    for start, kind in _starts(last, view, i):
        head = _left(rest, view, start - 1)
        if head is not None:
            return head[0], head[1] | ({kind: _trim((start, i + 1), view)} if kind else {})
    return _left(rest, view, i) if last.optional else None


def _trim(run: Run, view: View) -> Run:
    """Without quotes at either end."""
    start, end = run
    while start < end and not any(c.isalnum() for c in view.text[start]):
        start += 1
    while start < end and not any(c.isalnum() for c in view.text[end - 1]):
        end -= 1
    return start, end


def _ends(element: Element, view: View, i: int) -> Iterator[tuple[int, str]]:
    """Where the element can end when it begins at i, with the kind that it captures ("" for none)."""
    if i >= view.size or (i and view.sent[i] != view.sent[i - 1]):
        return
    for kind in element.kinds:
        end = _kind_end(kind, view, i)
        if end is not None:
            yield end, element.capture or ""
    if _is_word(element, view, i):
        yield i + 1, ""


def _starts(element: Element, view: View, i: int) -> Iterator[tuple[int, str]]:
    """Where the element can begin when it ends with token i."""
    if i < 0 or (i + 1 < view.size and view.sent[i] != view.sent[i + 1]):
        return
    for kind in element.kinds:
        start = _kind_start(kind, view, i)
        if start is not None:
            yield start, element.capture or ""
    if _is_word(element, view, i):
        yield i, ""


def _is_word(element: Element, view: View, i: int) -> bool:
    return view.lower[i] in element.words or bool(element.lists & view.words.lexicon.classes(view.lower[i]))


def _kind_end(kind: str, view: View, i: int) -> int | None:
    if kind == "NAME":
        run = view.right(i) if view.spaced[i - 1] or view.text[i - 1] in '„"“' else None
        return run[1] if run else None
    if kind == "PERSON":
        run = view.person(i) if view.spaced[i - 1] else None
        return run[1] if run else None
    if kind == "SURNAME":
        run = view.person(i - 1) if view.text[i - 1][0].isupper() else None
        return run[1] if run and run[1] > i else None
    if kind == "CAPS":
        run = view.capitals(i) if view.spaced[i - 1] else (i, i)
        return run[1] if run[1] > i else None
    if kind == "FOR":
        return _for_end(view, i)
    return i + 1 if _is_single(kind, view, i) else None


def _kind_start(kind: str, view: View, i: int) -> int | None:
    if kind == "NAME":
        run = view.left(i)
        return run[0] if run and not view.has(i, "prefix_place") else None
    if kind == "CAPS":
        first = view.capitals_before(i)[0] if view.spaced[i] else i + 1
        return first if first <= i else None
    if kind == "PERSON":
        return next((s for s in range(max(0, i - 4), i) if view.person(s) == (s, i + 1)), None)
    return i if _is_single(kind, view, i) else None


def _is_single(kind: str, view: View, i: int) -> bool:
    """Whether token i is of a kind that is always one token."""
    text = view.text[i]
    if kind == "-":
        return view.is_glued_hyphen(i)
    if kind == ",":
        return text == ","
    if kind == "ADJ":
        return text.islower() and text.isalpha()
    if kind == "CODE":
        return view.words.is_code(text) and len(text) > 2
    if kind == "COMPOUND":
        return view.words.is_unlisted(text) and not _is_person(view, i) and not _is_head(view, i)
    if kind == "NOUN":
        return text[:1].isupper() and text.isalpha() and bool(i) and view.spaced[i - 1] and not _is_person(view, i)
    return _is_place_adjective(view, i, strict=kind == "CITYER")


def _is_head(view: View, i: int) -> bool:
    """Whether a word says what something is rather than names it."""
    heads = ("company_head", "org_head", "org_word", "org_for", "product_head", "place_cue", "not_name_end", "security")
    return any(view.has(i, name) for name in heads)


def _is_person(view: View, i: int) -> bool:
    """Whether a word is a title, a first name or no name at all."""
    return any(view.has(i, name) for name in ("title", "position", "first_name", "stop"))


def _is_place_adjective(view: View, i: int, strict: bool) -> bool:
    """ "Dortmunder", "Frankfurter": a capitalised word in -er that is not a person or thing of its own."""
    text = view.text[i]
    if not view.spaced[i] or view.has(i, "company_head") or view.has(i, "title") or view.has(i, "position"):
        return False
    if view.words.is_city_adjective(text):
        return True
    shape = text[:1].isupper() and text.endswith("er") and len(text) > 4 and not view.has(i, "stop")
    return shape and (not strict or not view.words.is_known(text)) and not view.words.is_common(text)


def _for_end(view: View, i: int) -> int | None:
    """The end of "für Wirtschaft und Klimaschutz", "of the Interior" that begins at i."""
    if not view.has(i, "for_word"):
        return None
    end = i + 1
    if end < view.size and view.has(end, "for_article"):
        end += 1
    first = end
    while end < view.size and view.sent[end] == view.sent[i] and end - i < LONGEST_FOR:
        joined = view.has(end, "for_and") and end > first
        word = end + 1 if joined else end
        if word >= view.size or not view.text[word][:1].isupper() or view.has(word, "stop"):
            break
        end = word + 1
        if view.words.lang == "de" and not joined and not view.has(end, "for_and"):
            break
    return end if end > first else None
