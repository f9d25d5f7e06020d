"""Words that tell a noun phrase or a pronoun from a name, German and English."""

PRONOUNS = frozenset(
    """
    he she it they we i you his her hers its their theirs our ours my your him them us who whose which that
    er sie es ihm ihn ihr ihre ihrer ihres ihrem ihren sein seine seiner seines seinem seinen dessen deren
    wir uns unser unsere both beide these those this
    """.split()  # noqa: SIM905 (a list of words reads better as text)
)
ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "their",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "einer",
        "eines",
        "einem",
        "einen",
        "dem",
        "den",
        "des",
        "dieser",
        "diese",
        "dieses",
        "diesem",
        "diesen",
    ]
)
