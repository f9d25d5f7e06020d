"""The house rules: layers, types, style, a quick command line, and no vocabulary in Python."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, timeout=600)


def test_layers_import_only_downwards():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout


def test_types_hold_under_strict_mypy():
    done = run("mypy")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", [("check",), ("format", "--check", "kg", "tests", "benchmarks")])
def test_style(words):
    done = run("ruff", *words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_is_instant():
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = run("kg", "--help")
        times.append(time.perf_counter() - start)
        assert done.returncode == 0
        assert "kg build" in done.stdout
    assert min(times) < 0.3, times


def test_names_of_the_examples_are_not_in_the_code():
    names = re.compile(r"Alibaba|MiniMax|Tencent|Qwen|ADIA")
    files = sorted((ROOT / "kg").rglob("*.py"))
    assert len(files) > 40
    assert [str(f) for f in files if names.search(f.read_text(encoding="utf-8"))] == []


def test_wheel_carries_ontology_model_and_examples(tmp_path):
    done = run("pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), ".")
    assert done.returncode == 0, done.stderr
    import zipfile

    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for needed in ("kg/_ontologies/company.ttl", "kg/_ontologies/shapes.ttl", "kg/annotate/model/model.onnx"):
        assert needed in names
    assert sum(n.startswith("kg/_ontologies/queries/") for n in names) >= 15
    assert sum(n.startswith("kg/_examples/") for n in names) >= 12
