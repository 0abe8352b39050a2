"""The model's matrix products: another library multiplies, with the same result."""

import numpy as np
import pytest
from thinc.api import NumpyOps

from pipeline.reading.matrix_ops import OpenBlasOps


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_product_equals_that_of_the_library_which_the_model_brings(trans1: bool, trans2: bool) -> None:
    random = np.random.default_rng(7)
    x = random.random((5, 3) if trans1 else (3, 5), dtype=np.float32)
    y = random.random((4, 5) if trans2 else (5, 4), dtype=np.float32)
    expected = NumpyOps().gemm(x, y, trans1=trans1, trans2=trans2)
    found = OpenBlasOps().gemm(x, y, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_product_goes_into_the_array_that_is_given() -> None:
    out = np.empty((2, 2), dtype=np.float32)
    x = np.eye(2, dtype=np.float32)
    assert OpenBlasOps().gemm(x, x * 3, out=out) is out
    np.testing.assert_array_equal(out, x * 3)
