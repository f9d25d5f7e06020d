"""Names of companies, organisations, people, products and places, found by form and context.

The spaCy components are "kg_names" (`names.component`: the patterns of `languages/<lang>/names.yaml`) and
"kg_mentions" (`names.vote`: encoder, gazetteer and patterns agree on the final names).
"""
