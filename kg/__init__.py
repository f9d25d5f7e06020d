"""Company knowledge graph builder: business news in, an evidence-bearing graph of companies out.

>>> import kg
>>> g = kg.build(["articles/"])      # or kg.open("graph/")
>>> g.query("SELECT ?a ?b { ?a ckg:supplierOf ?b }")
>>> kg.match("Siemens AG", "Siemens Aktiengesellschaft").decision
'same'
"""

from typing import TYPE_CHECKING, Any

from kg.version import __version__

__all__ = ["Document", "Graph", "KGError", "Match", "__version__", "build", "match", "open"]

if TYPE_CHECKING:
    from kg.errors import KGError
    from kg.graph import Graph, build, open
    from kg.model import Document
    from kg.resolve.names import Match, match


def __getattr__(name: str) -> Any:
    """Public names are loaded when first used, so that `import kg` and `kg --help` are instant."""
    from importlib import import_module

    homes = {
        "Graph": "kg.graph",
        "build": "kg.graph",
        "open": "kg.graph",
        "KGError": "kg.errors",
        "Document": "kg.model",
        "Match": "kg.resolve.names",
        "match": "kg.resolve.names",
    }
    if name not in homes:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(homes[name]), name)
    return value
