"""Notebooks without a front end: the project's runner, and nbconvert."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from driver import KERNEL, ROOT

RUNNER = ROOT / "environment" / "papermill" / "run.py"


@pytest.fixture
def write(tmp_path: Path):
    """Writes a notebook of some cells; a cell may be a pair of its code and a tag."""

    def write(*cells: str | tuple[str, str]) -> Path:
        kernelspec = {"name": KERNEL, "display_name": "TypeScript (tslab, iterative-resnets)", "language": "typescript"}
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernelspec})
        for cell in cells:
            code, tags = (cell, []) if isinstance(cell, str) else (cell[0], [cell[1]])
            notebook.cells.append(nbformat.v4.new_code_cell(code, metadata={"tags": tags} if tags else {}))
        path = tmp_path / "in.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


def run(notebook: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUNNER), str(notebook), str(executed(notebook)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment})


def executed(notebook: Path) -> Path:
    return notebook.with_name("out.ipynb")


def outputs(notebook: Path) -> list[list[str]]:
    """Text of the outputs of each cell."""
    cells = nbformat.read(executed(notebook), as_version=4).cells
    return [[output.get("text") or output.get("evalue") or output["data"]["text/plain"] for output in cell.outputs] for cell in cells if cell.cell_type == "code"]


PARAMETERS = ("const preset = 'quick'; const rates = [0.1];\nconst name: string | null = null;", "parameters")


def test_parameters_of_every_kind_reach_the_cells(write) -> None:
    notebook = write(PARAMETERS, "[preset, rates, name]")
    result = run(notebook, "--parameter", "preset=smoke", "--parameter", "rates=[0.5, 1]", "--parameter", 'name="λ \\"1\\""')
    assert result.returncode == 0, result.stderr
    assert outputs(notebook)[-1] == ["[ 'smoke', [ 0.5, 1 ], 'λ \"1\"' ]"]


def test_without_parameters_the_notebooks_own_values_hold(write) -> None:
    notebook = write(PARAMETERS, "preset")
    assert run(notebook).returncode == 0
    assert outputs(notebook) == [[], ["quick"]]


def test_what_happens_is_shown_while_it_happens(write) -> None:
    notebook = write("console.log('begun'); await new Promise((r) => setTimeout(r, 1500)); console.log('done');", "// a comment\nconst x = 1; x")
    command = [sys.executable, str(RUNNER), str(notebook), str(executed(notebook))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = iter(process.stdout)
    times = {line.strip(): time.monotonic() for line in lines}
    assert process.wait() == 0
    assert list(times)[:3] == ["in.ipynb: 2 cells", "cell 1 of 2: console.log('begun'); await new Promise((r) => setTimeout(r, 1500)); console.log('done');", "begun"]
    assert times["done"] - times["begun"] > 1
    assert "cell 2 of 2: const x = 1; x" in times


def test_what_a_library_notes_of_itself_is_left_out_and_nothing_else(write) -> None:
    notes = "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\\nI0000 00:00:1795863686.1 1 mlir.cc:401] MLIR V1\\n"
    notebook = write(f"import {{ writeSync }} from 'node:fs'; writeSync(2, '{notes}E0000 00:00:1795863686.1 1 a.cc:1] an error\\nlast, without an end');")
    result = run(notebook)
    assert (result.returncode, result.stderr) == (0, "E0000 00:00:1795863686.1 1 a.cc:1] an error\nlast, without an end")


def test_a_failing_cell_is_told_in_full_and_the_notebook_saved(write) -> None:
    notebook = write("'fine'", "function bad(): never {\n  throw new RangeError('too large');\n}\nbad();", "'never reached'")
    result = run(notebook)
    assert result.returncode == 1
    assert "cell 2, In [2], failed: RangeError: too large" in result.stderr
    for part in ("--- source\nfunction bad(): never {", "--- traceback\nIn [2], line 2:", "at bad (In [2]:2:9)"):
        assert part in result.stderr
    assert outputs(notebook) == [["fine"], ["too large"], []]


def test_cells_after_one_that_may_fail_run_and_the_run_succeeds(write) -> None:
    notebook = write(("throw new Error('shown')", "raises-exception"), "'reached'")
    result = run(notebook)
    assert (result.returncode, result.stderr) == (0, "")
    assert outputs(notebook) == [["shown"], ["reached"]]


def test_an_unhandled_rejection_fails_the_run(write) -> None:
    result = run(write("Promise.reject(new Error('lost')); 1"))
    assert result.returncode == 1
    assert "Error: lost" in result.stderr


def test_environment_of_a_headless_run(write, tmp_path: Path) -> None:
    notebook = write("process.env.STATIC_FIGURES", "process.env.OUTPUT_DIR")
    assert run(notebook, "--output-dir", str(tmp_path / "results")).returncode == 0
    assert outputs(notebook) == [["1"], [str(tmp_path / "results")]]


def test_the_same_run_gives_the_same_file(write) -> None:
    notebook = write(PARAMETERS, "console.log('a'); console.log('b');")
    run(notebook, "--parameter", "preset=smoke")
    first = nbformat.read(executed(notebook), as_version=4)
    run(notebook, "--parameter", "preset=smoke")
    second = nbformat.read(executed(notebook), as_version=4)
    for one, other in zip(first.cells, second.cells, strict=True):
        one.pop("id"), other.pop("id")
    assert first == second
    assert "papermill" not in first.metadata


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--parameter", "prest=smoke"], "has no parameter 'prest'; the cell tagged 'parameters' declares: preset, rates, name."),
        (["--parameter", "preset"], "a parameter is written NAME=VALUE"),
    ],
)
def test_a_wrong_parameter_is_refused_before_the_run(write, arguments: list[str], sentence: str) -> None:
    notebook = write(PARAMETERS, "1")
    result = run(notebook, *arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert not executed(notebook).exists()


def test_a_missing_and_a_broken_notebook_are_refused(tmp_path: Path) -> None:
    missing = run(tmp_path / "missing.ipynb")
    assert (missing.returncode, missing.stderr) == (2, f"There is no notebook {tmp_path / 'missing.ipynb'}: check the path.\n")
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{")
    assert "cannot be read as a notebook" in run(broken).stderr


def test_a_place_that_cannot_be_written_is_refused_before_the_run(write) -> None:
    notebook = write("1")
    command = [sys.executable, str(RUNNER), str(notebook), "/proc/nowhere/out.ipynb"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert "cell 1" not in result.stdout


def test_a_dead_kernel_is_told_in_one_sentence(write) -> None:
    result = run(write("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});"))
    assert result.returncode == 1
    assert "the kernel died" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_saves_what_there_is_and_leaves_no_kernel(write, number) -> None:
    notebook = write("'first'", "console.log('kernel', process.pid); console.log('begun'); await new Promise((r) => setTimeout(r, 60_000));")
    command = [sys.executable, str(RUNNER), str(notebook), str(executed(notebook))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    kernel = 0
    for line in process.stdout:
        if line.strip().startswith("kernel "):
            kernel = int(line.split()[1])
        if line.strip() == "begun":
            break
    time.sleep(0.5)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "interrupted" in stderr
    first, (begun, error) = outputs(notebook)
    assert (first, begun) == (["first"], f"kernel {kernel}\nbegun\n")
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)
    assert error.startswith("interrupted")


def nbconvert(notebook: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", executed(notebook).name, str(notebook)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_nbconvert_executes_a_notebook(write) -> None:
    notebook = write("const a = 1;", "for (let i = 0; i < 3000; i++) console.log(i);", ("throw new Error('may')", "raises-exception"), "({ a })")
    result = nbconvert(notebook)
    assert result.returncode == 0, result.stderr
    lines, last = outputs(notebook)[1], outputs(notebook)[3]
    assert "".join(lines).splitlines() == [str(i) for i in range(3000)]
    assert last == ["{ a: 1 }"]


def test_nbconvert_fails_with_the_cells_error(write) -> None:
    result = nbconvert(write("const rate: number = 'x';"))
    assert result.returncode == 1
    assert "TypeScriptError" in result.stderr
    assert "Type 'string' is not assignable to type 'number'" in result.stderr
