"""Text to tokens and sentences: the first step, shared by training and use.

The tokens are spaCy's, except that every hyphen and slash inside a word is a token of its own, so that a name inside
a compound ("Alpha-X200-KI-Chips", "Stuttgart-based") is a token too, as is the colon of "HKEX:700". What must be known
about a language to find the end of a sentence is in `kg/languages/<lang>/tokens.yaml`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language, create_tokenizer
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_suffix_regex, registry

from kg.data import read_yaml
from kg.errors import InputError

LANGUAGES = Path(__file__).parents[1] / "languages"
HYPHENS = "-\u2010\u2011\u2013/"
_KEPT = "".join(rf"(?<!\b{word})" for word in ("co", "Co"))  # "co-founded", "Co-Chefin" stay whole
_INFIX = rf"{_KEPT}(?<=[^\W_.])[{HYPHENS}](?=\w)|(?<=[.&+'’])[{HYPHENS}](?=[^\W\d_])"
_COLON = r"(?<=[A-Z]{2}):(?=\d)"  # "HKEX:700"
_SUFFIXES = (r"(?<=[a-zäöüß][A-Z])\.", r"(?<=\w)[-\u2010\u2011/]", r"(?<=\d\d\d)\.", r"(?<=\d[.,]\d)\.")
_ENDS = frozenset({".", "!", "?", "...", "…", "!!", "??", "?!", "!?"})
_LINK = re.compile(r"(?<=\s)https?://\S+(?=(?:[ \t]+(?:https?://|[#@])\S*)*[ \t]*$)", re.MULTILINE)
_OPENERS = "\"'„“”»«›‹‚‘’([–—-•*"


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What a language's `tokens.yaml` says; its head explains the fields. All words are in lower case."""

    abbreviations: frozenset[str]
    closing_abbreviations: frozenset[str]
    starters: frozenset[str]
    role_words: frozenset[str]
    particles: frozenset[str]
    adverb_particles: frozenset[str]
    articles: frozenset[str]
    not_of_names: frozenset[str]
    denials: frozenset[str]
    ordinal_period: bool


@cache
def sentence_rules(lang: str) -> SentenceRules:
    """The rules of `lang`; InputError when the package has no folder for it."""
    path = LANGUAGES / lang / "tokens.yaml"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in LANGUAGES.glob("*/tokens.yaml")))
        raise InputError(f"language {lang!r} is not supported: use one of {known}")
    data = read_yaml(path)
    words = {key: frozenset(str(w).lower() for w in data[key]) for key in data if key != "ordinal_period"}
    return SentenceRules(ordinal_period=bool(data["ordinal_period"]), **words)


def make_tokenizer(lang: str) -> Language:
    """A blank pipeline with the package's tokenizer and its sentence splitter "kg_sentences" ("de", "en").

    Raises InputError for a language without rules.
    """
    sentence_rules(lang)
    nlp = spacy.blank(lang)
    nlp.tokenizer = kg_tokenizer()(nlp)
    nlp.add_pipe("kg_sentences")
    return nlp


def kg_tokenizer() -> Callable[[Language], Any]:
    """The package's tokens for pipelines that users put together: `[nlp.tokenizer] @tokenizers = "kg_tokenizer"`."""

    def make(nlp: Language) -> Any:
        infixes = [*(i for i in nlp.Defaults.infixes or [] if not re.search(i, "a-b")), _INFIX, _COLON]
        suffixes = [*(nlp.Defaults.suffixes or []), *_SUFFIXES]
        tokenizer: Any = create_tokenizer()(nlp)
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        tokenizer.suffix_search = compile_suffix_regex(suffixes).search
        return tokenizer

    return make


registry.tokenizers.register("kg_tokenizer", func=kg_tokenizer)


def columns(doc: Doc) -> tuple[list[str], list[bool], list[bool]]:
    """Each token's text, whether a space follows it, and whether it begins a sentence: faster than token by token."""
    orth, space, start = doc.to_array(["ORTH", "SPACY", "SENT_START"]).reshape(-1, 3).T
    strings = doc.vocab.strings
    return [strings[number] for number in orth.tolist()], (space == 1).tolist(), (start == 1).tolist()


@Language.component("kg_sentences", assigns=["token.is_sent_start"])
def kg_sentences(doc: Doc) -> Doc:
    """Sets the first token of every sentence; white space belongs to the sentence before it."""
    # As one column: spaCy looks through the whole document each time that a single token is set.
    values = np.full((len(doc), 1), -1, np.int64)
    values[list(sentence_starts(doc))] = 1
    doc.from_array(["SENT_START"], values.view(np.uint64))  # type: ignore[arg-type]
    return doc


def sentence_starts(doc: Doc) -> Iterator[int]:
    """The index of each token that begins a sentence, ascending; 0 is always the first.

    A link at the end of a line stands by itself: trees would take it for an object of the words before it.
    """
    if not len(doc):
        return
    yield 0
    rules = sentence_rules(doc.lang_)
    text = doc.text  # joined anew at every look
    wrapped = _is_wrapped(text)
    words = [t for t in doc if not t.is_space]
    links = {m.start() for m in _LINK.finditer(text)}
    for before, token in pairwise(words):
        gap = text[before.idx + len(before) : token.idx]
        if token.idx in links:
            yield token.i
        elif "\n" in gap:
            if _breaks_line(doc, before, token, gap, wrapped):
                yield token.i
        elif gap and _ends_sentence(before, token, rules):
            yield token.i


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken at a fixed width, so that a newline says nothing."""
    lines = [len(line) for line in text.split("\n") if line.strip()]
    if len(lines) < 4 or not 40 <= max(lines) <= 100:
        return False
    return sum(n >= 0.75 * max(lines) for n in lines) >= 0.6 * len(lines)


def _breaks_line(doc: Doc, before: Token, token: Token, gap: str, wrapped: bool) -> bool:
    """A blank line always ends a sentence; a single one unless the sentence plainly goes on."""
    if gap.count("\n") > 1:
        return True
    if wrapped:
        return _ends_sentence(before, token, sentence_rules(doc.lang_))
    return before.text in _ENDS or not (_is_lower(token) or before.text == ",")


def _closes(token: Token) -> bool:
    """Whether a mark after white space is a closing quotation mark all the same."""
    return bool(token.is_quote) and (bool(token.whitespace_) or token.i + 1 == len(token.doc))


def _is_lower(token: Token) -> bool:
    """Whether a word is in lower case, names such as "eBay" excepted."""
    return bool(re.match(r"[^\W\d_]", token.text)) and token.text.islower()


def _ends_sentence(before: Token, token: Token, rules: SentenceRules) -> bool:
    """Whether a sentence ends between two words that white space separates."""
    end = _terminator(before)
    if end is None or _is_lower(token) or _closes(token) or not (token.text[0].isalnum() or token.text[0] in _OPENERS):
        return False
    if end.text.endswith("."):
        return _period_ends(end, _first_word(token), rules)
    return True


def _terminator(token: Token) -> Token | None:
    """The mark that ends the sentence: `token`, or the one before the quotes and brackets that `token` closes."""
    while token.i > 0 and token.is_punct and token.text not in _ENDS and token.nbor(-1).whitespace_ == "":
        if not (token.is_quote or token.text in ")]") or (token.text == ")" and not _whole_aside(token)):
            return None
        token = token.nbor(-1)
    return token if token.text in _ENDS or token.text.endswith(".") else None


def _whole_aside(close: Token) -> bool:
    """Whether a bracket holds whole sentences: it opened where one could begin."""
    for i in range(close.i - 1, -1, -1):
        if close.doc[i].text == "(":
            return i == 0 or close.doc[i - 1].text in _ENDS or close.doc[i - 1].is_space
    return True


def _first_word(token: Token) -> str:
    while token.i + 1 < len(token.doc) and not token.text[0].isalnum():
        token = token.nbor(1)
    return token.text


def _period_ends(end: Token, following: str, rules: SentenceRules) -> bool:
    """Whether a full stop ends the sentence: not after an abbreviation, initial or ordinal number."""
    if end.text.strip(".") == "" and len(end.text) > 1:
        return True
    start = following.lower() in rules.starters
    word = end.text if len(end.text) > 1 else _attached(end)
    lower = word.lower()
    if lower in rules.closing_abbreviations or re.fullmatch(r"(?:[^\W\d_]\.){2,}", word):
        return start
    if lower in rules.abbreviations:
        return False
    if re.fullmatch(r"[^\W\d_]\.", word):
        return start and not word[0].isupper()
    if rules.ordinal_period and re.search(r"(?:^|[^\d.,])\d{1,2}\.$", word):
        return start
    return True


def _attached(end: Token) -> str:
    """The word that a full stop stands after, with the stop: "Nr.", "30."; "." when it stands alone."""
    if end.i == 0 or end.nbor(-1).whitespace_ or end.nbor(-1).is_space:
        return end.text
    return str(end.nbor(-1).text) + "."
