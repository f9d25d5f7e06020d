"""Data files of the package."""

import re
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = Path(__file__).parent / "languages"
"""One folder per language, and what all share."""


def read_yaml(path: Path) -> Any:
    """The content of a UTF-8 YAML file; `OSError`, `UnicodeDecodeError` or `yaml.YAMLError` when it cannot be read.

    As in YAML 1.2 only `true` and `false` are booleans: "on" and "off" are English words here.
    """
    import yaml

    return yaml.load(path.read_text(encoding="utf-8"), _loader())


@cache
def _loader() -> Any:
    import yaml  # not at import of this module: help must be instant

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Any = type("Loader", (base,), {"yaml_implicit_resolvers": {}})
    for first, resolvers in base.yaml_implicit_resolvers.items():
        loader.yaml_implicit_resolvers[first] = [r for r in resolvers if r[0] != "tag:yaml.org,2002:bool"]
    loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
    return loader
