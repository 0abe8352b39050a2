"""Matrix products of the model by NumPy's BLAS instead of the one that spaCy brings: three times the speed on one core.

Only who multiplies changes; the rounding of the last bit may. Readings did not: see docs/performance.md.
"""

from typing import Any

import numpy as np
from thinc.api import NumpyOps


class OpenBlasOps(NumpyOps):  # type: ignore[misc]  # compiled, without types
    """thinc's operations on NumPy arrays, with ``gemm`` left to ``numpy.matmul`` (OpenBLAS in NumPy's wheels)."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return ``x @ y``, either of them transposed first.

        Args:
            x: matrix of floats.
            y: matrix of floats.
            out: where the product goes, if not into a new array.
            trans1: transpose ``x``.
            trans2: transpose ``y``.

        """
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
