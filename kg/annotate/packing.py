"""The package's values in spaCy's own files: a `Doc` that carries them can be written, read and sent to a process.

spaCy writes `Doc.user_data` with srsly's msgpack, which has hooks for values that it does not know. Every dataclass
becomes a map with its name under `KEY` and its fields beside it.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import srsly  # type: ignore[import-untyped]

import kg.model
from kg.annotate.reading import State

KEY = "kg.model"
PACKED: dict[str, type] = {name: getattr(kg.model, name) for name in kg.model.__all__}
Hook = Callable[[Any], Any] | None


def register() -> None:
    """Lets spaCy read and write the values; doing so again changes nothing."""
    srsly.msgpack_encoders.register("kg", func=pack)
    srsly.msgpack_decoders.register("kg", func=unpack)


def pack(value: Any, chain: Hook = None) -> Any:
    """The map for one of our values; anything else is for the next hook."""
    if is_dataclass(value) and type(value).__name__ in PACKED:
        return {KEY: type(value).__name__, **{f.name: getattr(value, f.name) for f in fields(value) if f.init}}
    if isinstance(value, State):
        return None  # only the statements of the process that read the text need it
    return chain(value) if chain else value


def unpack(value: Any, chain: Hook = None) -> Any:
    """The value of a map that `pack` made; any other map is for the next hook."""
    if isinstance(value, dict) and value.get(KEY) in PACKED:
        return PACKED[value[KEY]](**{name: _frozen(item) for name, item in value.items() if name != KEY})
    return chain(value) if chain else value


def _frozen(item: Any) -> Any:
    """Lists as the tuples that they were."""
    if isinstance(item, list):
        return tuple(_frozen(i) for i in item)
    if isinstance(item, dict):
        return {key: _frozen(i) for key, i in item.items()}
    return item
