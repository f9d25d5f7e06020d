"""Products in 8 bits: close to those in fp32, each row for itself, and sums that no processor overflows."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.quantise import MIDDLE, ROWS, WEIGHTS, compensated, differing, quantise, seen, smoothing, zero_of

Floats = NDArray[np.float32]
WIDTH, OUT = 192, 160


@pytest.fixture
def rows() -> Floats:
    """Rows of which one is far larger than the others, and a column too."""
    rows = np.random.default_rng(1).standard_normal((1, 9, WIDTH)).astype(np.float32)
    rows[0, 4] *= 50
    rows[..., 7] *= 30
    return rows


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A product with a table of weights and one with a smaller table, in fp32."""
    random = np.random.default_rng(2)
    tables = {"w": random.standard_normal((WIDTH, OUT)), "small": random.standard_normal((OUT, 3))}
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "w"], ["y"], "large"),
            helper.make_node("MatMul", ["y", "small"], ["z"], "few"),
        ],
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "rows", WIDTH])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("y", "z")],
        [numpy_helper.from_array(table.astype(np.float32), name) for name, table in tables.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "plain.onnx")
    return tmp_path / "plain.onnx"


@pytest.fixture
def rounded(plain: Path, rows: Floats) -> Path:
    out = plain.with_name("rounded.onnx")
    quantise(plain, out, seen(plain, [{"x": rows[:, k:]} for k in range(3)]))
    return out


def run(path: Path, rows: Floats) -> Floats:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(["y"], {"x": rows})[0])


def test_rounded_products_are_close_to_plain_ones(plain: Path, rounded: Path, rows: Floats) -> None:
    expected, found = run(plain, rows), run(rounded, rows)
    error = np.linalg.norm(found - expected, axis=-1) / np.linalg.norm(expected, axis=-1)
    assert error.mean() < 0.04


def test_a_row_does_not_depend_on_the_others(rounded: Path, rows: Floats) -> None:
    assert np.array_equal(run(rounded, rows)[:, :4], run(rounded, rows[:, :4]))


def test_a_row_of_zeros_gives_zeros(rounded: Path, rows: Floats) -> None:
    rows[0, 2] = 0
    assert not run(rounded, rows)[0, 2].any()


def test_rows_are_kept_of_what_meets_large_tables_only(plain: Path, rows: Floats) -> None:
    kept = seen(plain, [{"x": rows[:, :5]}, {"x": rows[:, 5:]}])
    assert list(kept) == ["x"]
    assert np.array_equal(kept["x"], rows[0, [0, 3, 5, 8]])


def test_weights_make_up_for_what_rounding_does_to_those_before() -> None:
    random = np.random.default_rng(3)
    alike = random.standard_normal((400, 6)) @ random.standard_normal((6, 48))
    rows = (alike + 0.1 * random.standard_normal((400, 48))).astype(np.float32)
    weight = random.standard_normal((48, 20)).astype(np.float32)
    whole, scale = compensated(weight, rows)
    assert np.abs(whole.astype(int)).max() <= WEIGHTS
    each = np.round(weight / scale) * scale
    errors = [np.linalg.norm(rows @ (found - weight)) for found in (whole * scale, each)]
    assert errors[0] < 0.6 * errors[1]


@pytest.mark.parametrize(("lowest", "zero"), [(-1.0, MIDDLE), (-0.1, 24), (0.0, 1)])
def test_zero_stands_where_the_rows_need_it(lowest: float, zero: int) -> None:
    assert zero_of(np.array([[lowest, 0.5, 1.0]])) == zero


def test_rows_that_hardly_go_down_have_more_steps_upwards(plain: Path, rows: Floats) -> None:
    out = plain.with_name("up.onnx")
    quantise(plain, out, seen(plain, [{"x": np.maximum(rows, -0.1)}]))
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(out).graph.initializer}
    assert tensors["large/q/middle"] < MIDDLE / 2
    assert tensors["large/q/step"] == pytest.approx(1 / (ROWS - tensors["large/q/middle"]))


def test_two_products_fit_into_16_bits(rounded: Path) -> None:
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(rounded).graph.initializer}
    weights = tensors["large/q/weight"]
    assert weights.dtype == np.int8
    assert np.abs(weights.astype(int)).max() == WEIGHTS
    assert 2 * ROWS * WEIGHTS < 2**15
    assert tensors["small"].dtype == np.float32


def test_rows_that_come_out_otherwise_are_counted(plain: Path, rounded: Path, rows: Floats) -> None:
    assert differing(plain, plain, [{"x": rows}], ["y", "z"]) == {"y": 0, "z": 0}
    best, found = (run(path, rows).argmax(-1) for path in (plain, rounded))
    assert differing(plain, rounded, [{"x": rows}], ["y"]) == {"y": pytest.approx(np.mean(best != found))}


def test_a_large_column_is_shared_out() -> None:
    factor = smoothing(np.array([30.0, 1.0, 1.0], np.float32), np.ones((3, 5), np.float32))
    assert factor[0] > 1 > factor[1] == factor[2]
    assert np.prod(factor) == pytest.approx(1)
