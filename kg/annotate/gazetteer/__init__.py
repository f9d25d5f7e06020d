"""Well-known names: the register under `kg/languages/register` and the stocks of pytickersymbols, as a spaCy component.

The gazetteer helps; it never carries the result: names are found by form and context as well.
"""
