"""Which stretches of a text are the article, and which are adverts, teasers, bylines or navigation.

A paragraph is judged by its words (the cues of the language, each with a weight) and by what stands before it (an
opener such as a lone "Anzeige"). An advert has no end mark on most pages, so it ends with the first paragraph that
does not promote anything.
"""

import re
from dataclasses import dataclass

from kg.model.document import Block, BlockKind
from kg.read.cues import Cues, Opener, cues, flat
from kg.read.paragraphs import headline_like, paragraphs

# A paragraph needs this weight to be anything but body, and as much again for every so many words: one promotional
# phrase in a long paragraph of an article makes no advert. Legal and site texts are long and worded unmistakably.
_THRESHOLD = 2.0
_WORDS: dict[str, int] = {"advert": 25, "teaser": 25}
_WORDS_ELSEWHERE = 60

# What an opener adds to a paragraph that has at least one promotional cue: right behind the opener, and later.
_AFTER_OPENER, _IN_ADVERT = 1.5, 1.0

# Longer paragraphs between two adverts are articles of their own.
_SANDWICH_WORDS = 40

# A title is looked for in the first paragraphs only.
_TITLE_WITHIN = 6

# A kicker is the topic in a word or two above the headline.
_KICKER_WORDS = 2


def mark(text: str, lang: str, title: str | None = None) -> tuple[Block, ...]:
    """One block a paragraph, in text order; together they hold every character that is not white space.

    `title` is the document's headline; the paragraph that repeats it is of kind "title". Sub-headings are "body".
    """
    spans = paragraphs(text)
    texts = [text[start:end] for start, end in spans]
    headline = _find_title(texts, title) if title else None
    kinds = _kinds(texts, cues(lang), headline)
    return tuple(Block(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True))


def guess_title(text: str, lang: str) -> str | None:
    """The headline above an article: a short line without a full stop, above a paragraph of sentences.

    A kicker, a byline, a date or menu lines may stand before it, and one more line of the kind below it.
    """
    spans = paragraphs(text)[: _TITLE_WITHIN + 1]
    texts = [text[start:end] for start, end in spans]
    kinds = _kinds(texts, cues(lang), None)
    # A headline that asks "Buy or sell?" sounds like an advert; only what an opener announces is one.
    lines = [i for i, kind in enumerate(kinds) if kind == "body" or (kind == "advert" and i == 0)]
    if len(lines) < 2 or not headline_like(texts[lines[0]]):
        return None
    first, following = texts[lines[0]], texts[lines[1]]
    # A kicker or a second deck line makes two lines; three are a list or a table, no article.
    two = headline_like(following)
    if two and (len(lines) < 3 or headline_like(texts[lines[2]])):
        return None
    if two and len(first.split()) <= _KICKER_WORDS:
        return following
    last = lines[1] if two else lines[0]
    return first if len(first.split()) > 1 and _apart(text, spans[last], spans[last + 1]) else None


def _apart(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a blank line stands between two paragraphs, or the text has no blank lines at all."""
    return len(re.findall(r"\r\n|\r|\n", text[one[1] : other[0]])) > 1 or not re.search(r"\n\s*\n", text)


def _find_title(texts: list[str], title: str) -> int | None:
    wanted = _plain(title)
    for i, paragraph in enumerate(texts[:_TITLE_WITHIN]):
        found = _plain(paragraph)
        # A page's title often goes on after the headline: "Headline | Site".
        if found == wanted or (len(found) >= 15 and headline_like(paragraph) and wanted.startswith(found)):
            return i
    return None


def _plain(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().casefold()


@dataclass(slots=True)
class _State:
    """What is open at a paragraph: an opener, an advert (`fresh`: the label was the line before), the article."""

    opener: Opener | None = None
    promoting: bool = False
    begun: bool = False
    fresh: bool = False


def _kinds(texts: list[str], known: Cues, title: int | None) -> list[BlockKind]:
    state = _State()
    kinds: list[BlockKind] = []
    labels: set[int] = set()
    for i, paragraph in enumerate(map(flat, texts)):
        if i == title:
            kinds.append("title")
            continue
        opener = next((entry for entry in known.openers if entry.found(paragraph)), None)
        if opener is not None:
            kinds.append(opener.kind)
            labels.add(i)
            _open(state, opener)
        else:
            kinds.append(_kind(paragraph, known, state))
    return _sandwiched(texts, kinds, labels)


def _open(state: _State, opener: Opener) -> None:
    if opener.extent == "line" or (state.opener is not None and state.opener.extent == "rest"):
        return
    state.promoting = state.fresh = opener.extent == "promo"
    # "Kontakt" above the article is a link of the menu; what follows is not yet the end.
    reaches = opener.extent in ("list", "section") or (opener.extent == "rest" and state.begun)
    state.opener = opener if reaches else None


def _kind(paragraph: str, known: Cues, state: _State) -> BlockKind:
    if state.opener is not None:
        if _goes_on(paragraph, known, state.opener):
            return state.opener.kind
        state.opener = None
    kind, score = _judge(paragraph, known, _bonus(state))
    state.fresh = False
    state.promoting = kind == "advert" and score > 0
    state.begun = state.begun or (kind == "body" and not headline_like(paragraph))
    return kind


def _goes_on(paragraph: str, known: Cues, opener: Opener) -> bool:
    """Whether `paragraph` still belongs to what `opener` opened."""
    if any(pattern.fullmatch(paragraph) for pattern in known.resumes):
        return False
    return opener.extent == "rest" or headline_like(paragraph) == (opener.extent == "list")


def _bonus(state: _State) -> float:
    if not state.promoting:
        return 0.0
    return _AFTER_OPENER if state.fresh else _IN_ADVERT


def _judge(paragraph: str, known: Cues, bonus: float) -> tuple[BlockKind, float]:
    """The likeliest kind of a paragraph and its weight; body when no kind reaches the threshold."""
    scores: dict[BlockKind, float] = {}
    for cue in known.cues:
        if cue.found(paragraph):
            scores[cue.kind] = scores.get(cue.kind, 0.0) + cue.weight
    if scores.get("advert", 0.0) > 0:
        scores["advert"] += bonus
    if not scores:
        return "body", 0.0
    words = len(paragraph.split())
    enough = [kind for kind in scores if scores[kind] >= _threshold(kind, words)]
    best = max(enough or scores, key=lambda kind: (scores[kind], kind))
    return (best if enough else "body"), scores[best]


def _threshold(kind: str, words: int) -> float:
    return _THRESHOLD * max(1.0, words / _WORDS.get(kind, _WORDS_ELSEWHERE))


def _sandwiched(texts: list[str], kinds: list[BlockKind], labels: set[int]) -> list[BlockKind]:
    """A short paragraph between two promotional ones belongs to them."""
    result = list(kinds)
    for i in range(1, len(texts) - 1):
        around = kinds[i - 1] == kinds[i + 1] == "advert" and not {i - 1, i + 1} & labels
        if kinds[i] == "body" and around and len(texts[i].split()) <= _SANDWICH_WORDS:
            result[i] = "advert"
    return result
