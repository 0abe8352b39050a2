"""Imported before anything else where processes share the cores: numeric libraries then start no threads of their own.

They look at these variables once, when they are loaded. Not for the process that the user started.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"
