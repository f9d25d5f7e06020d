"""The tokens of a document as plain lists, and the runs of tokens that can be a name."""

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.names.words import Words

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
        self.text = [t.text for t in doc]
        self.lower = [t.lower() for t in self.text]
        self.spaced = [bool(t.whitespace_) for t in doc]
        self.sent = _sentences(doc)
        self.size = len(self.text)
        self.vocabulary = frozenset(self.text)

    def is_glued_hyphen(self, i: int) -> bool:
        """Whether token i is a hyphen inside a word."""
        return (
            0 < i < self.size - 1 and self.text[i] in HYPHENS and not self.spaced[i] and not self.spaced[i - 1]
        )

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
        return name in self.words.lexicon.classes(self.lower[i])

    def right(self, i: int) -> Run | None:
        """The longest name that begins at token i, an opening quote skipped."""
        if i < self.size and self.text[i] in OPENING:
            i += 1
        if i >= self.size or not self.words.is_name(self.text[i]):
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
            joined = self.words.is_name(tail) and not self.has(i + 1, "compound_tail") and not self.words.is_code(tail)
            return 2 if joined else 0
        if self.text[i] in JOINERS and i + 1 < self.size and self.words.has_capital(self.text[i + 1]):
            return 2 if self.sent[i] == self.sent[i - 1] else 0
        if self.follows(i - 1, i) and self.words.may_continue(self.text[i]) and self.text[i - 1][-1] != ".":
            return 0 if self._is_compound_of_other(i) else 1
        return 0

    def _is_compound_of_other(self, i: int) -> bool:
        """Whether a compound with a common noun begins at i: "Otto X-Chef" is two things."""
        return self.is_glued_hyphen(i + 1) and not self.words.is_name(self.text[i + 2])

    def left(self, i: int) -> Run | None:
        """The longest name that ends with token i, a closing quote skipped."""
        if i >= 0 and self.text[i] in OPENING:
            i -= 1
        if i < 0 or not self.words.may_continue(self.text[i]):
            return None
        start = i
        while start > 0 and i - start < LONGEST:
            step = self._step_left(start)
            if not step:
                break
            start -= step
        while start <= i and not self.words.is_name(self.text[start]):
            start += 1
        return (start, i + 1) if start <= i else None

    def _step_left(self, i: int) -> int:
        before = i - 1
        if self.is_glued_hyphen(before) and self.words.is_name(self.text[before - 1]):
            return 2
        if self.text[before] in JOINERS and before > 0 and self.words.is_name(self.text[before - 1]):
            return 2 if self.sent[before - 1] == self.sent[i] else 0
        if self.follows(before, i) and self.words.may_continue(self.text[before]):
            return 1
        return 0

    def person(self, i: int) -> Run | None:
        """The person's name that begins at token i; titles such as "Dr." before it are skipped."""
        while i < self.size and self.lower[i].rstrip(".") in ("dr", "prof", "ing", "med", "jur", "h.c"):
            i += 2 if i + 1 < self.size and self.text[i + 1] == "." else 1
        if i >= self.size or not self._starts_person(i):
            return None
        end, parts = i + 1, 1
        while end < self.size and parts < 5 and (step := self._person_step(i, end)):
            end, parts = end + step, parts + 1
        return i, end

    def _starts_person(self, i: int) -> bool:
        if self.has(i, "first_name") and self.text[i][0].isupper():
            return True
        if self.has(i, "company_head") or self.has(i, "title") or self.has(i, "business"):
            return False
        return self.words.is_name(self.text[i]) and not any(c.isdigit() for c in self.text[i]) or self._is_initial(i)

    def _is_initial(self, i: int) -> bool:
        return len(self.text[i]) == 2 and self.text[i][1] == "." and self.text[i][0].isupper()

    def _is_surname(self, i: int, sure: bool) -> bool:
        text = self.text[i]
        if not text[:1].isupper() or self.has(i, "stop") or self.has(i, "title") or any(c.isdigit() for c in text):
            return False
        return sure or self.words.is_name(text) or self._is_initial(i)

    def _person_step(self, start: int, i: int) -> int:
        if self.is_glued_hyphen(i):
            return 2 if self._is_surname(i + 1, True) and not self.has(i + 1, "position") else 0
        if not self.follows(i - 1, i):
            return 0
        if self.has(i, "person_particle") and self.text[i].islower():
            j = i + 1
            while j < self.size and self.has(j, "person_particle") and self.text[j].islower():
                j += 1
            return j + 1 - i if j < self.size and self._is_surname(j, True) else 0
        sure = self.has(i - 1, "first_name") or self._is_initial(i - 1)
        return 1 if self._is_surname(i, sure) and not self.has(i, "business") else 0


def _sentences(doc: Doc) -> list[int]:
    """The number of each token's sentence; a line break begins one too."""
    number, found = 0, []
    known = doc.has_annotation("SENT_START")
    for token in doc:
        if token.i and ((known and token.is_sent_start) or "\n" in token.text):
            number += 1
        found.append(number)
    return found
