"""Words that tell a noun phrase or a pronoun from a name, German and English."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PRONOUNS = _words("""
    he she it they we i you his her hers its their theirs our ours my your him them us who whose which that
    er sie es ihm ihn ihr ihre ihrer ihres ihrem ihren sein seine seiner seines seinem seinen dessen deren
    wir uns unser unsere both beide these those this
""")
ARTICLES = _words("""
    the a an this that its their
    der die das ein eine einer eines einem einen dem den des dieser diese dieses diesem diesen
""")
