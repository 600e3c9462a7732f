"""Fixtures: a kernel for each test file, and a folder inside the project where modules may be written."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from driver import ROOT, Notebook  # noqa: E402 -- found beside this file

os.environ["JUPYTER_PATH"] = str(ROOT / ".environment" / "jupyter")


@pytest.fixture(scope="module")
def notebook(workspace: Path) -> Iterator[Notebook]:
    """One kernel for all tests of a file, started as for a notebook in ``notebooks/``."""
    opened = Notebook(workspace / "notebooks")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def workspace() -> Iterator[Path]:
    """A folder with ``notebooks`` and ``src``, inside the project, for the kernel sees no modules elsewhere."""
    parent = ROOT / ".environment" / "test"
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="kernel-", dir=parent))
    (folder / "notebooks").mkdir()
    (folder / "src").mkdir()
    yield folder
    shutil.rmtree(folder)
