"""ONNX files, opened once."""

from functools import cache
from pathlib import Path
from typing import Any

import onnxruntime  # type: ignore[import-untyped]


@cache
def session(path: Path) -> Any:
    """An ONNX file, ready to run on one thread; several threads may run it at the same time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
