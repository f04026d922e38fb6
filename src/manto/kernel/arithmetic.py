"""How many threads NumPy and SciPy may take for one product of matrices."""

import os


def on_one_thread() -> None:
    """Let products of matrices take one thread each, unless the environment says otherwise; before NumPy is imported.

    A city's matrices are small and its requests are many: they share the cores already. The threads of OpenBLAS wait by
    spinning, and NumPy and SciPy bring one set of them each; on two cores that made training ten times slower.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
