"""Amounts and dates of a text: an own grammar over its words, with the words of each language as data.

Needs no model: text in, values out. Both functions return values sorted by place that do not overlap, and
`text[value.start:value.end] == value.text` holds for each.
"""

from kg.annotate.values.amounts import amounts
from kg.annotate.values.dates import dates
from kg.annotate.values.edtf import xsd

__all__ = ["amounts", "dates", "xsd"]
