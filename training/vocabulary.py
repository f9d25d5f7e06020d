"""Prunes the base vocabulary to the pieces that German and English need.

usage: python -m training.vocabulary BASE.bin OUT_FOLDER --words FILE... [--size 40000]
writes tokenizer.json and kept.npy (the base model's row of each kept piece).
"""

import argparse
import re
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.base import read_base, unigram

LATIN = re.compile(r"^[\u2581\u0000-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u214f]*$")


def count(full: Tokenizer, words: list[str]) -> Counter[int]:
    """How often each piece occurs in the words, each written at the start of a word and inside one."""
    seen: Counter[int] = Counter()
    for at in range(0, len(words), 10_000):
        chunk = words[at : at + 10_000]
        for encoding in full.encode_batch(["\u2581" + w for w in chunk], add_special_tokens=False):
            seen.update(encoding.ids)
    return seen


def prune(pieces: list[str], seen: Counter[int], size: int) -> list[int]:
    """The first five special pieces, all single Latin characters, then the most frequent pieces; sorted rows."""
    keep = {0, 1, 2, 3}
    keep.update(i for i, p in enumerate(pieces) if len(p.strip("\u2581")) <= 1 and LATIN.match(p))
    for i, _ in seen.most_common():
        if len(keep) >= size:
            break
        if LATIN.match(pieces[i]):
            keep.add(i)
    return sorted(keep)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=Path, nargs="+", required=True, help="text files, a word a line")
    parser.add_argument("--size", type=int, default=40_000)
    args = parser.parse_args()
    base = read_base(args.base)
    words = [w for path in args.words for w in path.read_text(encoding="utf-8").split("\n") if w]
    kept = prune(base.pieces, count(unigram(base.pieces, base.scores), words), args.size)
    args.out.mkdir(parents=True, exist_ok=True)
    small = unigram([base.pieces[i] for i in kept], base.scores[kept])
    small.save(str(args.out / "tokenizer.json"))
    np.save(args.out / "kept.npy", np.array(kept))
    print(f"{len(kept)} of {len(base.pieces)} pieces kept")


if __name__ == "__main__":
    main()
