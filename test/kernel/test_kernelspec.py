"""Where Jupyter finds the kernel."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from driver import KERNEL, ROOT

PROGRAM = ROOT / ".environment" / "kernel" / "kernelspec.js"


def kernelspec(action: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", str(PROGRAM), action], capture_output=True, text=True, env={**os.environ, **environment})


def test_the_projects_kernelspec_names_existing_programs() -> None:
    file = Path(kernelspec("project").stdout.strip())
    assert file == ROOT / ".environment" / "jupyter" / "kernels" / KERNEL / "kernel.json"
    specification = json.loads(file.read_text())
    *before, node, main, connection = specification["argv"]
    assert before[:2] == ["/bin/bash", "-c"]
    assert Path(node).is_file() and Path(main).is_file() and Path(main).is_absolute()
    assert connection == "{connection_file}"
    assert (specification["language"], specification["interrupt_mode"]) == ("typescript", "signal")


def test_it_is_written_only_when_it_changes() -> None:
    file = Path(kernelspec("project").stdout.strip())
    written = file.stat().st_mtime_ns
    kernelspec("project")
    assert file.stat().st_mtime_ns == written
    # Another one that works as well: tests beside this start kernels by it.
    as_it_is = file.read_text()
    changed = file.with_name("changed.json")
    changed.write_text(json.dumps({**json.loads(as_it_is), "display_name": "changed"}))
    changed.replace(file)
    kernelspec("project")
    assert file.read_text() == as_it_is


@pytest.mark.parametrize("variable", ["JUPYTER_DATA_DIR", "XDG_DATA_HOME"])
def test_it_is_installed_for_the_user_and_removed(tmp_path: Path, variable: str) -> None:
    environment = {"JUPYTER_DATA_DIR": "", variable: str(tmp_path)}
    folder = (tmp_path if variable == "JUPYTER_DATA_DIR" else tmp_path / "jupyter") / "kernels" / KERNEL
    assert str(folder / "kernel.json") in kernelspec("install", **environment).stdout
    from jupyter_client.kernelspec import KernelSpecManager

    found = KernelSpecManager(kernel_dirs=[str(folder.parent)]).get_kernel_spec(KERNEL)
    assert found.display_name == "TypeScript (tslab, iterative-resnets)"
    assert str(folder) in kernelspec("uninstall", **environment).stdout
    assert not folder.exists()
    assert "was not installed" in kernelspec("uninstall", **environment).stdout


def test_an_unknown_action_is_refused() -> None:
    run = kernelspec("remove")
    assert (run.returncode, run.stderr) == (1, "Say what to do: kernelspec.js project | install | uninstall\n")
