"""Word lists for pruning the vocabulary: one word a line, from gold files, registers or simplemma.

usage: python -m training.words OUT.txt [--lemmas] [--texts FILE.jsonl...] [--registers FILE...]
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path


def dictionary() -> list[str]:
    """All German and English word forms that simplemma knows."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    factory, out = DefaultDictionaryFactory(), []
    for lang in ("de", "en"):
        for form in factory.get_dictionary(lang):
            out.append(form.decode("utf-8") if isinstance(form, bytes) else form)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lemmas", action="store_true")
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--registers", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    words: Counter[str] = Counter(dictionary() if args.lemmas else [])
    for path in args.texts:
        for line in path.read_text(encoding="utf-8").splitlines():
            for word in re.findall(r"\w+|[^\w\s]", json.loads(line)["text"]):
                words[word] += 3
    for path in args.registers:
        for line in path.read_text(encoding="utf-8").splitlines():
            words.update(re.findall(r"[^\W\d_]\w+", json.loads(line).get("name") or ""))
    args.out.write_text("\n".join(words.elements()), encoding="utf-8")


if __name__ == "__main__":
    main()
