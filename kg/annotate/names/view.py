"""The tokens of a document as plain lists, and the runs of tokens that can be a name."""

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from kg.annotate.names.words import Words
from kg.annotate.tokens import columns

HYPHENS = frozenset("-\u2010\u2011")
OPENING = frozenset("„“\"»«‚‘'”")
JOINERS = frozenset({"&", "+"})
LONGEST = 8

Run = tuple[int, int]
"""Token indices `[start, end)`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at tokens `[start, end)`: its type, how sure its finder is (0-1), and who found it."""

    start: int
    end: int
    type: str
    score: float
    by: str


class View:
    """A document's tokens with what the finders of names ask for; indices are spaCy's."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.words = words
        self.doc = doc
        self.text, self.spaced, starts = columns(doc)
        self.sent = _sentences(self.text, starts)
        self.size = len(self.text)
        self.lower = [t.lower() for t in self.text]
        self._join_words()
        self._loud = _loud_sentences(self.text, self.sent) if words.lang == "en" else frozenset()
        self.vocabulary = frozenset(self.text)

    def _join_words(self) -> None:
        """Lets the last part of a hyphenated list word ("Start-up") stand for the whole."""
        joined = self.words.lexicon.hyphenated
        for i in range(2, self.size):
            if self.text[i - 1] in HYPHENS and (whole := f"{self.lower[i - 2]}-{self.lower[i]}") in joined:
                self.lower[i] = whole

    def is_name(self, i: int) -> bool:
        """Whether the word at i can begin a name. In English a capital inside a quiet sentence is enough."""
        if self.words.is_name(self.text[i]):
            return True
        quiet = self.words.lang == "en" and self.sent[i] not in self._loud and not self.is_sentence_start(i)
        return quiet and self.text[i][:1].isupper() and not self.has(i, "stop")

    def may_continue(self, i: int) -> bool:
        """Whether the word at i can go on with a name."""
        return self.words.may_continue(self.text[i]) or self.is_name(i)

    def stands_alone(self, i: int) -> bool:
        """Whether the word at i is used elsewhere in the text without the capitalised word before it."""
        word = self.text[i]
        return any(
            text == word and j != i and (j == 0 or not self.words.is_city_adjective(self.text[j - 1]))
            for j, text in enumerate(self.text)
        )

    def has_row(self, words: list[str]) -> bool:
        """Whether the words stand one after the other with blanks between them somewhere in the text."""
        size = len(words)
        return self.vocabulary.issuperset(words) and any(
            text == words[0] and self.text[i : i + size] == words and all(self.spaced[i : i + size - 1])
            for i, text in enumerate(self.text)
        )

    def is_glued_hyphen(self, i: int) -> bool:
        """Whether token i is a hyphen inside a word."""
        return 0 < i < self.size - 1 and self.text[i] in HYPHENS and not self.spaced[i] and not self.spaced[i - 1]

    def compound_start(self, i: int) -> int:
        """The first token of the compound of capitalised words that token i is a part of."""
        while i > 1 and self.is_glued_hyphen(i - 1) and self.text[i - 2][:1].isupper():
            i -= 2
        return i

    def follows(self, i: int, j: int) -> bool:
        """Whether token j can go on with what token i began: same sentence, blank between, no line break."""
        return j < self.size and self.sent[i] == self.sent[j] and self.spaced[j - 1]

    def is_sentence_start(self, i: int) -> bool:
        while i > 0 and self.sent[i - 1] == self.sent[i]:
            i -= 1
            if any(c.isalnum() for c in self.text[i]):
                return False
        return True

    def has(self, i: int, name: str) -> bool:
        """Whether the word at i is on a list of the lexicon."""
        return i < self.size and name in self.words.lexicon.classes(self.lower[i])

    def right(self, i: int) -> Run | None:
        """The longest name that begins at token i, an opening quote skipped."""
        if i < self.size and self.text[i] in OPENING:
            i += 1
        if i >= self.size or not self.is_name(i):
            return None
        end = i + 1
        while end < self.size and end - i < LONGEST:
            step = self._step(end)
            if not step:
                break
            end += step
        return i, end

    def _step(self, i: int) -> int:
        """How many tokens at i go on with a name that ends before i; 0 when it ends there."""
        if self.is_glued_hyphen(i):
            tail = self.text[i + 1]
            joined = (
                self.words.is_name(tail)
                and not self.has(i + 1, "compound_tail")
                and not self.has(i + 1, "compound_thing")
                and not self.words.is_code(tail)
            )
            return 2 if joined else 0
        if self.text[i] in JOINERS and i + 1 < self.size and self.words.has_capital(self.text[i + 1]):
            return 2 if self.sent[i] == self.sent[i - 1] else 0
        if self.follows(i - 1, i) and self.may_continue(i) and self.text[i - 1][-1] != ".":
            return 0 if self._is_compound_of_other(i) else 1
        return 0

    def _is_compound_of_other(self, i: int) -> bool:
        """Whether a compound with a common noun begins at i: "Otto X-Chef" is two things."""
        return self.is_glued_hyphen(i + 1) and not self.words.is_name(self.text[i + 2])

    def left(self, i: int) -> Run | None:
        """The longest name that ends with token i, a closing quote skipped."""
        if i >= 0 and self.text[i] in OPENING:
            i -= 1
        if i < 0 or not self.may_continue(i):
            return None
        start = i
        while start > 0 and i - start < LONGEST:
            step = self._step_left(start)
            if not step:
                break
            start -= step
        while start <= i and not self.is_name(start):
            start += 1
        return (start, i + 1) if start <= i else None

    def _step_left(self, i: int) -> int:
        before = i - 1
        if self.is_glued_hyphen(before) and self.words.is_name(self.text[before - 1]):
            return 2
        if self.text[before] in JOINERS and before > 0 and self.words.is_name(self.text[before - 1]):
            return 2 if self.sent[before - 1] == self.sent[i] else 0
        if self.follows(before, i) and self.may_continue(before):
            return 1
        return 0

    def capitals(self, i: int) -> Run:
        """The run of capitalised words that begins at token i, ordinary words included; empty when there is none."""
        end = i
        while (
            end < self.size and end - i < LONGEST and self._is_capital(end) and (end == i or self.follows(end - 1, end))
        ):
            end += 3 if self.is_glued_hyphen(end + 1) and self._is_capital(end + 2) else 1
        return i, end

    def capitals_before(self, i: int) -> Run:
        """The run of capitalised words that ends with token i."""
        start = i + 1
        while (
            start > 0
            and i - start < LONGEST
            and self._is_capital(start - 1)
            and (start > i or self.follows(start - 1, start))
        ):
            start -= 1
        while start <= i and self.is_sentence_start(start) and self.words.is_common(self.text[start]):
            start += 1
        return start, i + 1

    def _is_capital(self, i: int) -> bool:
        return i < self.size and self.text[i][:1].isupper() and not self.has(i, "stop")

    def person(self, i: int) -> Run | None:
        """The person's name that begins at token i; titles such as "Dr." before it are skipped."""
        while i < self.size and self.has(i, "degree"):
            i += 2 if i + 1 < self.size and self.text[i + 1] == "." else 1
        titled = i > 0 and (self.has(i - 1, "title") or self.has(i - 1, "position"))
        if i >= self.size or not self._starts_person(i, titled):
            return None
        end, parts = i + 1, 1
        while end < self.size and parts < 5 and (step := self._person_step(end, titled and parts == 1, parts == 1)):
            end, parts = end + step, parts + 1
        return None if self._is_job(i, end) else (i, end)

    def _is_job(self, start: int, end: int) -> bool:
        """Whether an English title goes on in ordinary words: "Chief Operating", "Director Appointment Letter"."""
        if self.words.lang != "en" or self.has(start, "first_name") or (start > 0 and self.has(start - 1, "honorific")):
            return False
        return all(self.words.is_common(self.text[i]) for i in range(start, end) if self.text[i][:1].isalpha())

    def _starts_person(self, i: int, titled: bool) -> bool:
        if self.has(i, "first_name") and self.text[i][0].isupper():
            return True
        after = (
            i + 1 < self.size
            and self.spaced[i]
            and (self._is_surname(i + 1, True) or self.has(i + 1, "person_particle"))
        )
        if titled and after and self._is_surname(i, True) and not self.has(i, "company_head"):
            return True
        if self.has(i, "company_head") or self.has(i, "title") or self.has(i, "business"):
            return False
        return (self.is_name(i) and not any(c.isdigit() for c in self.text[i])) or self._is_initial(i)

    def _is_initial(self, i: int) -> bool:
        return len(self.text[i]) == 2 and self.text[i][1] == "." and self.text[i][0].isupper()

    def _is_surname(self, i: int, sure: bool) -> bool:
        text = self.text[i]
        if not text[:1].isupper() or self.has(i, "stop") or self.has(i, "title") or any(c.isdigit() for c in text):
            return False
        return sure or self.is_name(i) or self._is_initial(i)

    def _person_step(self, i: int, titled: bool, first: bool) -> int:
        if self.is_glued_hyphen(i):
            tail = any(self.has(i + 1, name) for name in ("position", "group_tail", "compound_tail", "compound_thing"))
            return 2 if self._is_surname(i + 1, True) and not tail else 0
        if not self.follows(i - 1, i):
            return 0
        if self.has(i, "person_particle") and self.text[i].islower():
            if not first:  # "Jens Ott von der Nordbank" is a preposition
                return 0
            j = i + 1
            while j < self.size and self.has(j, "person_particle") and self.text[j].islower():
                j += 1
            return j + 1 - i if j < self.size and self._is_surname(j, True) else 0
        sure = titled or self.has(i - 1, "first_name") or self._is_initial(i - 1)
        return 1 if self._is_surname(i, sure) and not self.has(i, "business") else 0


@lru_cache(maxsize=2)
def view_of(doc: Doc, words: Words) -> View:
    """The view of a document: two components ask for it one after the other."""
    return View(doc, words)


def _sentences(text: list[str], starts: list[bool]) -> list[int]:
    """The number of each token's sentence; a line break begins one, too."""
    number, found = 0, []
    for i, (word, start) in enumerate(zip(text, starts, strict=True)):
        if i and (start or "\n" in word):
            number += 1
        found.append(number)
    return found


def _loud_sentences(text: list[str], sent: list[int]) -> frozenset[int]:
    """The sentences in which most long words have capitals: headlines, where a capital says nothing."""
    long, capital = [0] * (max(sent, default=0) + 1), [0] * (max(sent, default=0) + 1)
    for word, number in zip(text, sent, strict=True):
        if len(word) > 3 and word[0].isalpha():
            long[number] += 1
            capital[number] += word[0].isupper()
    return frozenset(n for n, total in enumerate(long) if total > 2 and capital[n] > 0.6 * total)
