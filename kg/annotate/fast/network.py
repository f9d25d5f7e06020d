"""The quick tagger and parser: a small spaCy model, and how it is kept in one file.

Words are hashed (form, prefix, suffix, shape), a window of neighbours is read, one softmax gives names ("tagger"), one
part of speech and morphology, and spaCy's transition parser the tree. Trained by `training/fast.py` on what the encoder
reads.
"""

from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.errors import InputError

PACKAGED = Path(__file__).parent
PARTS = ("tok2vec", "tagger", "morphologizer", "parser")
WIDTH, DEPTH, HIDDEN = 64, 3, 48
MOST_WORDS = 100_000
"""Word vectors that are kept, 256 bytes each."""
ROWS = [5000, 1000, 3500, 1000]


def blank(lang: str, vocab: Vocab | None = None) -> Language:
    """The untrained model of `lang`, which shares the word list `vocab`."""
    nlp = spacy.blank(lang, vocab=vocab if vocab is not None else True)
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": ROWS,
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "depth": DEPTH,
        "window_size": 1,
        "maxout_pieces": 2,
    }
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": HIDDEN,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": listener,
    }
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    softmax = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": softmax})
    nlp.add_pipe("morphologizer", config={"model": softmax})
    nlp.add_pipe("parser", config={"model": parser, "min_action_freq": 20})
    return nlp


def pack(nlp: Language) -> bytes:
    """The trained model as bytes, two for each weight."""
    parts = {}
    for name in PARTS:
        part: Any = nlp.get_pipe(name)
        fields = srsly.msgpack_loads(part.to_bytes(exclude=["vocab"]))
        fields["model"] = _recast(fields["model"], np.float32, np.float16)
        parts[name] = fields
    return bytes(srsly.msgpack_dumps({"lang": nlp.lang, "parts": parts}))


def unpack(path: Path, vocab: Vocab) -> Language:
    """The model in a file that `pack` filled; InputError when there is none."""
    if not path.is_file():
        raise InputError(f"{path}: no quick parser there: train one with training/fast.py, or build without --fast")
    data = srsly.msgpack_loads(path.read_bytes())
    nlp = blank(data["lang"], vocab)
    for name in PARTS:
        part: Any = nlp.get_pipe(name)
        fields = data["parts"][name]
        fields["model"] = _recast(fields["model"], np.float16, np.float32)
        part.from_bytes(srsly.msgpack_dumps(fields), exclude=["vocab"])
    return nlp


class Context:
    """The network's reading of words among their neighbours, with the vectors of the words alone kept.

    Half of the work is to mix a word's hashes, which is the same wherever the word stands.
    """

    def __init__(self, network: Language) -> None:
        part: Any = network.get_pipe("tok2vec")
        self._embed, self._encode = part.model.layers
        self._vocab = network.vocab
        self._rows: dict[int, int] = {}
        self._table = np.zeros((0, WIDTH), np.float32)

    def read(self, docs: list[Doc]) -> None:
        """Sets `doc.tensor`, which the other parts of the network go on from."""
        words = [doc.to_array("ORTH").tolist() for doc in docs]
        self._learn({word for of_doc in words for word in of_doc})
        vectors = [self._table[[self._rows[word] for word in of_doc]] for of_doc in words]
        for doc, tensor in zip(docs, self._encode.predict(vectors), strict=True):
            doc.tensor = tensor

    def _learn(self, words: set[int]) -> None:
        """Adds words to the table; a full one is begun anew."""
        if len(self._rows) > MOST_WORDS:
            self._rows, self._table = {}, self._table[:0]
        fresh = sorted(words - self._rows.keys())
        if fresh:
            doc = Doc(self._vocab, words=[self._vocab.strings[word] for word in fresh])
            self._table = np.concatenate([self._table, self._embed.predict([doc])[0]])
            self._rows |= {word: len(self._rows) + i for i, word in enumerate(fresh)}


def _recast(model: bytes, old: type[np.floating[Any]], new: type[np.floating[Any]]) -> bytes:
    """A thinc model's bytes with its weights of another precision."""
    fields = srsly.msgpack_loads(model)
    for parameters in fields["params"]:
        for name, value in parameters.items():
            if isinstance(value, np.ndarray) and value.dtype == old:
                parameters[name] = value.astype(new)
    return bytes(srsly.msgpack_dumps(fields))
