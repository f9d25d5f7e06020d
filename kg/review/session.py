"""Going through a queue line by line: one answer a line, on a terminal or from a pipe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rich.console import Console
from rich.markup import escape

from kg.review import words

T = TypeVar("T")

Undo = Callable[[], object]
"""Takes one decision back."""
Decide = Callable[[T], Undo | None]
"""Decides on an item; None when nothing came of it and the item is to be shown again."""
Line = Callable[[str], str | None]
"""Asks for a line, stripped; None when there is no more input."""

LATER, UNDO, QUIT = "later", "undo", "quit"
_WORDS = {
    LATER: ("l", "later", "s", "skip", "später", "spaeter"),
    UNDO: ("u", "undo", "zurück", "zurueck", "z"),
    QUIT: words.QUIT,
}
_TELL = {LATER: "l later", UNDO: "u undo", QUIT: "q quit"}


class _End(Exception):
    """The walk is over."""


@dataclass(slots=True)
class Choice(Generic[T]):
    """An answer: what it is called in the prompt, the words that mean it, what it does."""

    label: str
    words: tuple[str, ...]
    decide: Decide[T]


@dataclass(slots=True)
class Tally:
    """What came of a session: decisions that hold, by the label of the choice, and how many were put off."""

    decided: dict[str, int] = field(default_factory=dict)
    later: int = 0

    @property
    def total(self) -> int:
        """The number of decisions that hold."""
        return sum(self.decided.values())


@dataclass(slots=True)
class Session(Generic[T]):
    """A walk through `items`.

    `show` prints an item with its place (from 1), `is_open` tells whether there is still something to decide. A
    decision is made at once; the end of the input and Ctrl-C end the walk and keep what was decided.
    """

    items: Sequence[T]
    show: Callable[[T, int], object]
    is_open: Callable[[T], bool]
    choices: Sequence[Choice[T]]
    ask: Line
    out: Console
    _done: list[tuple[int, str, Undo | None]] = field(default_factory=list)

    def walk(self) -> Tally:
        """Go through all items, or as far as the answers go."""
        at = 0
        try:
            while at < len(self.items) or (at := self._end()) < len(self.items):
                if self.is_open(self.items[at]):
                    self.show(self.items[at], at + 1)
                    at = self._answer(at)
                else:
                    at += 1
        except _End:
            pass
        except KeyboardInterrupt:
            self.out.print("\nstopped; what was decided is kept")
        return self._tally()

    def _end(self) -> int:
        """Where to go on when all items are through: back for an undo; _End to stop."""
        said = self.ask("that was the last one; u undo, Enter ends: ") if self._done else None
        if said is None or said.casefold() not in _WORDS[UNDO]:
            raise _End
        return self._back()

    def _answer(self, at: int) -> int:
        """Where to go on after an answer; _End to stop."""
        keys = ", ".join([*(choice.label for choice in self.choices), *_TELL.values()])
        while (said := self.ask(f"{keys}: ")) is not None:
            word = said.casefold()
            if word in _WORDS[QUIT]:
                break
            if word in _WORDS[LATER]:
                self._done.append((at, LATER, None))
                return at + 1
            if word in _WORDS[UNDO]:
                if self._done:
                    return self._back()
                self.out.print("nothing to undo")
                continue
            choice = next((choice for choice in self.choices if word in choice.words), None)
            if choice is None:
                self.out.print(f"{escape(repr(said))} is no answer")
                continue
            taken = choice.decide(self.items[at])
            if taken is None:
                return at
            self._done.append((at, choice.label, taken))
            return at + 1
        raise _End

    def _back(self) -> int:
        at, label, undo = self._done.pop()
        if undo is not None:
            undo()
        self.out.print(f"taken back: {escape(label)}")
        return at

    def _tally(self) -> Tally:
        tally = Tally(later=sum(label == LATER for _, label, _ in self._done))
        for _, label, undo in self._done:
            if undo is not None:
                tally.decided[label] = tally.decided.get(label, 0) + 1
        return tally
