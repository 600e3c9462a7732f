"""Executes a notebook on the project's kernel with papermill's parameters.

    run.py IN.ipynb OUT.ipynb [--parameter NAME=VALUE ...] [--output-dir FOLDER]

Every cell and its output is shown while it runs. The executed notebook is saved in any case, up to a failing cell; the
exit status is 0 only if every cell has succeeded, or was allowed to fail by the tag `raises-exception`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KERNEL = "iterative-resnets"


class BadInput(Exception):
    """The run cannot begin; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    prepare_environment(options.output_dir)
    try:
        notebook = load(options.notebook, dict(options.parameter))
        check_writable(options.executed)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    return execute(notebook, options.notebook, options.executed)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Executes a notebook on the project's kernel.")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("executed", type=Path, help="where the executed notebook is saved")
    parser.add_argument("--parameter", type=parameter, action="append", default=[], metavar="NAME=VALUE", help="VALUE is JSON, or else a text")
    parser.add_argument("--output-dir", type=Path, help="folder for figures and tables (OUTPUT_DIR of the kernel)")
    return parser.parse_args(arguments)


def parameter(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"a parameter is written NAME=VALUE, not {text!r}")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def prepare_environment(output_dir: Path | None) -> None:
    """What Jupyter and the kernel take from the environment; must come before Jupyter is imported."""
    jupyter = str(ROOT / ".environment" / "jupyter")
    paths = [path for path in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if path]
    if jupyter not in paths:
        os.environ["JUPYTER_PATH"] = os.pathsep.join([jupyter, *paths])
    # No pointer will enter a figure, so it carries its picture with it.
    os.environ.setdefault("STATIC_FIGURES", "1")
    if output_dir is not None:
        os.environ["OUTPUT_DIR"] = str(output_dir.resolve())


def load(path: Path, parameters: dict[str, object]):
    """The notebook with its parameters filled in."""
    import nbformat
    from papermill.parameterize import parameterize_notebook
    from typescript_translator import declared_parameters, register

    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise BadInput(f"There is no notebook {path}: check the path.") from None
    except Exception as error:
        raise BadInput(f"{path} cannot be read as a notebook ({error}): restore it, for example with git.") from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if not parameters:
        return notebook

    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    declared = [name for cell in tagged for name in declared_parameters(cell.source)]
    for name in parameters:
        if name not in declared:
            known = ", ".join(declared) or "none"
            raise BadInput(f"{path} has no parameter {name!r}; the cell tagged 'parameters' declares: {known}.")
    register()
    # Papermill expects what its own reader adds, and notes what makes one executed notebook differ from the next.
    notebook.metadata["papermill"] = {}
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    notebook = parameterize_notebook(notebook, parameters, kernel_name=KERNEL, language="typescript")
    del notebook.metadata["papermill"]
    for cell in notebook.cells:
        if not cell.metadata.tags:
            del cell.metadata["tags"]
    return notebook


def check_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial(path).touch()
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}): choose another place or make room.") from error


def partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.partial")


def execute(notebook, source: Path, executed: Path) -> int:
    from live_client import LiveClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    client = LiveClient(
        notebook,
        to=sys.stdout,
        kernel_name=KERNEL,
        timeout=None,
        startup_timeout=120,
        resources={"metadata": {"path": str(source.resolve().parent)}},
    )
    client.say(f"{source.name}: {len(client.code_cells)} cells")
    try:
        client.execute()
        return 0
    except (CellExecutionError, DeadKernelError) as error:
        if client.interrupted:
            print(f"{source}: interrupted.", file=sys.stderr)
            return 130
        if isinstance(error, DeadKernelError):
            print(f"{source}: the kernel died; if the system ended it for want of memory, choose a smaller preset.", file=sys.stderr)
        else:
            report_failure(notebook, source)
        return 1
    finally:
        save(notebook, executed)


def report_failure(notebook, source: Path) -> None:
    """The failing cell with everything needed to mend it."""
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        if "raises-exception" in cell.metadata.get("tags", []):
            continue
        for output in cell.outputs:
            if output.output_type != "error":
                continue
            report = [
                f"{source}: cell {number}, In [{cell.execution_count}], failed: {output.ename}: {output.evalue}",
                "--- source",
                cell.source,
                "--- traceback",
                *output.traceback,
            ]
            print("\n".join(report), file=sys.stderr)
            return


def save(notebook, path: Path) -> None:
    """Writes beside the place and renames, so that a full disk leaves no half notebook."""
    import nbformat

    try:
        nbformat.write(notebook, partial(path))
        partial(path).replace(path)
        print(f"saved {path}")
    except OSError as error:
        partial(path).unlink(missing_ok=True)
        print(f"{path} was not saved ({error.strerror}): make room and run again.", file=sys.stderr)
        raise SystemExit(1) from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
