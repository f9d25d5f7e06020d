"""Words with a star for any letters: tables must say what trying each entry by itself would say."""

from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.wordlists import WordList, WordTable

LETTERS = st.text(alphabet="abß", max_size=5)
ENTRIES = st.lists(st.text(alphabet="aAbß*?[", min_size=1, max_size=4), max_size=8)


def fits(word: str, entry: str) -> bool:
    return fnmatchcase(word.lower(), entry.lower()) if "*" in entry else word.lower() == entry.lower()


@given(LETTERS, ENTRIES)
def test_a_list_has_the_words_that_one_of_its_entries_fits(word, entries):
    assert WordList(tuple(entries)).has(word) == any(fits(word, e) for e in entries)


@given(LETTERS, ENTRIES)
def test_a_table_gives_the_values_of_all_fitting_entries_in_their_order(word, entries):
    table = WordTable((entry, number) for number, entry in enumerate(entries))
    assert table.find(word) == [number for number, entry in enumerate(entries) if fits(word, entry)]


def test_case_is_ignored_and_no_word_is_in_an_empty_list():
    assert WordList(("*Hersteller", "Bank")).has("CHIPHERSTELLER")
    assert not WordList(("*Hersteller", "Bank")).has("Banken")
    assert not WordList()
    assert not WordList().has("")
