"""Reading without the encoder: names by patterns and registers, trees by a small parser, and only where it pays.

`quick.KgQuick` is the spaCy component "kg_quick" that stands in the place of "kg_encoder".
"""
