"""All training data: documents (lists of sentences) per source, split into train and dev.

usage: python -m training.data DATA_FOLDER OUT.pickle [--own FOLDER] [--teacher MODEL_FOLDER]
A teacher is an earlier model of ours: where a corpus has no products, the proper nouns that it sees stay open.
"""

import argparse
import pickle
import random
from pathlib import Path
from zlib import crc32

from training import corpora, silver, ud
from training.labels import OUTSIDE
from training.sentences import Sentence, tokenizer

Documents = list[list[Sentence]]


def load(data: Path, own: Path | None, teacher: Path | None) -> dict[str, dict[str, Documents]]:
    """{"train" | "dev": {source: documents}}; the dev parts are the corpora's own, or a tenth or less."""
    train: dict[str, Documents] = {}
    dev: dict[str, Documents] = {}
    train["smartdata"] = list(corpora.smartdata(data / "smartdata/train.jsonl"))
    dev["smartdata"] = list(corpora.smartdata(data / "smartdata/dev.jsonl"))
    english = {
        "knowledgenet": list(corpora.knowledgenet(data / "knowledgenet/train.jsonl")),
        "core": list(corpora.core(data / "core/train.jsonl")),
        "fire": list(corpora.fire(data / "fire/dev.jsonl")),
        "product_corpus": list(corpora.products(data / "product_corpus/train.jsonl")),
    }
    trees = [[s] for name in ("gsd-dev", "gsd-test", "pud") for s in ud.read(data / f"ud_german/{name}.conllu", "ud")]
    every = {**english, "germeval": list(corpora.germeval(data / "germeval/dev.jsonl")), "ud": trees}
    for name, documents in every.items():
        train[name], dev[name] = _split(documents)
    for part in (train, dev):
        for name in english:
            silver.fill(part[name])
    if teacher:
        for part in (train, dev):
            _open_names(part["smartdata"], teacher)
    if own and own.is_dir():
        documents = [d for path in sorted(own.glob("*.jsonl")) for d in corpora.own(path)]
        train["own"], dev["own"] = _split_by_text(documents)
        for part in (train, dev):
            silver.fill([d for d in part["own"] if d and d[0].lang == "en"])
    return {"train": train, "dev": dev}


def _open_names(documents: Documents, teacher: Path) -> None:
    """Proper nouns that the corpus does not mark may be products (in place)."""
    from kg.annotate.encoder import Encoder
    from training.evaluate import make_doc

    encoder, nlp = Encoder(teacher), tokenizer("de")
    for document, doc in zip(documents, encoder.pipe(make_doc(d, nlp) for d in documents), strict=True):
        tokens = iter(doc)
        for s in document:
            for i, token in zip(range(len(s.words)), tokens, strict=False):
                if s.allowed[i] == OUTSIDE and token.pos_ == "PROPN":
                    s.allowed[i] = corpora.PRODUCT_OR_NOT


def _split(documents: Documents) -> tuple[Documents, Documents]:
    order = [d for d in documents if d]
    random.Random(1).shuffle(order)
    n = min(len(order) // 10, 200)
    return order[n:], order[:n]


def _split_by_text(documents: Documents) -> tuple[Documents, Documents]:
    """One in ten for dev, chosen by the text itself: the same one when the folder has grown."""
    parts: tuple[Documents, Documents] = ([], [])
    for document in documents:
        text = " ".join(w for s in document for w in s.words)
        parts[crc32(text.encode()) % 10 == 0].append(document)
    return parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path)
    parser.add_argument("--teacher", type=Path)
    args = parser.parse_args()
    parts = load(args.data, args.own, args.teacher)
    args.out.write_bytes(pickle.dumps(parts))
    for part, sources in parts.items():
        for name, documents in sources.items():
            words = sum(len(s.words) for d in documents for s in d)
            print(f"{part:6}{name:16}{len(documents):6} documents {words:8} words")


if __name__ == "__main__":
    main()
