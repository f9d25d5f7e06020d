"""What to say of a name that no entity has."""

from difflib import get_close_matches

from kg.errors import InputError
from kg.store import Dataset
from kg.view.records import entities

MOST = 3


def nobody(dataset: Dataset, name: str) -> InputError:
    """That no entity is called so, with the nearest names: those that hold it, then those that are spelled alike."""
    folded = name.casefold()
    known = {text.casefold(): e.label for e in reversed(entities(dataset)) for text in (*e.aliases, e.label)}
    holding = sorted((text for text in known if folded and folded in text), key=lambda text: (text.find(folded), text))
    alike = get_close_matches(folded, sorted(known), n=MOST, cutoff=0.6)
    near = list(dict.fromkeys(known[text] for text in (*holding, *alike)))[:MOST]
    return InputError(f"no entity is called {name!r}" + (f"; near it: {', '.join(near)}" if near else ""))
