"""All training data: documents (lists of sentences) per source, split into train and dev.

usage: python -m training.data DATA_FOLDER OUT.pickle [--own FOLDER]
"""

import argparse
import pickle
import random
from pathlib import Path

from training import corpora, silver, ud
from training.sentences import Sentence

Documents = list[list[Sentence]]


def load(data: Path, own: Path | None) -> dict[str, dict[str, Documents]]:
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
    if own and own.is_dir():
        documents = [d for path in sorted(own.glob("*.jsonl")) for d in corpora.own(path)]
        train["own"], dev["own"] = _split(documents)
        for part in (train, dev):
            silver.fill([d for d in part["own"] if d and d[0].lang == "en"])
    return {"train": train, "dev": dev}


def _split(documents: Documents) -> tuple[Documents, Documents]:
    order = [d for d in documents if d]
    random.Random(1).shuffle(order)
    n = min(len(order) // 10, 200)
    return order[n:], order[:n]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path)
    args = parser.parse_args()
    parts = load(args.data, args.own)
    args.out.write_bytes(pickle.dumps(parts))
    for part, sources in parts.items():
        for name, documents in sources.items():
            words = sum(len(s.words) for d in documents for s in d)
            print(f"{part:6}{name:16}{len(documents):6} documents {words:8} words")


if __name__ == "__main__":
    main()
