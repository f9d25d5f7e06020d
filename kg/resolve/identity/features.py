"""The table of features: what each adds to the score of two name groups, in log-odds, and what it means."""

from collections.abc import Mapping
from types import MappingProxyType

from kg.resolve.names.features import DIFFERENT, SAME, Feature

__all__ = ["DIFFERENT", "FEATURES", "NEVER", "SAME"]

FEATURES: Mapping[str, Feature] = MappingProxyType(
    {
        "name": Feature(1.0, "times the log-odds of the two names alone, by `kg.resolve.names`"),
        "taught": Feature(6.0, "a document calls one of them by the name of the other"),
        "identifier": Feature(9.0, "an identifier of the same scheme and value"),
        "context": Feature(0.5, "another entity that documents name beside both, each, up to three"),
        "kinds": Feature(-1.0, "one name that documents read as two kinds: product and firm, person and firm"),
        "most": Feature(1.0, "times the binary logarithm of how many times more documents read the one kind"),
        "person": Feature(1.0, "a given name and a surname that were read as a firm's name"),
        "beside": Feature(1.2, "another entity but a place that documents name beside both kinds, each, up to three"),
        "sole": Feature(1.2, "of all that is known only this one has the words of the shorter name, by place or trade"),
    }
)

NEVER: Mapping[str, str] = MappingProxyType(
    {
        "kind": "classes without a common top class (person, product, company), unless one of them seems misread",
        "identifiers": "identifiers of one scheme, and no value in common",
        "two firms": "names that lists know as two firms': `different` in `known_names.yaml`, or two entries of the"
        " register of names; unless they share an identifier",
        "one document": "a document that names both as two, unless more documents call one by the other's name",
        "generic": "only general words agree, unless taught or no other name has these words",
        "surname": "persons by a surname alone",
        "namesakes": "persons of a usual given name and a frequent surname, with nothing else named beside both",
        "several": "a short form that fits several, unless documents teach it for one of them only",
        "unit": "a division, subsidiary, number or place at the end in one of two names that no rule calls the same",
        "subsidiary": "a trade at the end of one name, while the register of names in texts knows the other alone",
    }
)
"""What keeps rules from joining two groups, whatever the score."""
