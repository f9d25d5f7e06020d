"""What the keys of names depend on, as one short hash: a register that was indexed by other rules is not found in."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.data import LANGUAGES

_HOME = Path(__file__).parents[2]
FILES: tuple[Path, ...] = (
    *(LANGUAGES / name for name in ("company_forms.yaml", "given_names.yaml", "name_tokens.yaml", "places.yaml")),
    *(_HOME / "resolve" / "names" / name for name in ("fold.py", "forms.py", "lexicon.py", "meanings.py")),
    *(_HOME / "resolve" / "registers" / name for name in ("keys.py", "prepare.py")),
)
"""The words and the code that make keys of names."""


@cache
def current() -> str:
    """The fingerprint of this version of the package."""
    return of(FILES)


def of(files: Iterable[Path]) -> str:
    """16 hexadecimal digits for the content of files and the version of the package that transliterates."""
    found = hashlib.sha256(version("anyascii").encode())
    for path in files:
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]
