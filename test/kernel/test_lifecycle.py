"""Kernels begin and end as they should, wherever and however many they are."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from driver import ROOT, Notebook

MAIN = ROOT / ".environment" / "kernel" / "main.js"


@pytest.fixture
def own(workspace: Path):
    """A kernel of one test's own, which the test may end."""
    opened = Notebook(workspace / "notebooks")
    yield opened
    if opened.manager.is_alive():
        opened.close()


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def gone(pid: int, within: float) -> bool:
    deadline = time.monotonic() + within
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def test_shutdown_ends_the_process_whatever_a_cell_left_running(own: Notebook) -> None:
    pid = own.manager.provisioner.pid
    own.ok("setInterval(() => {}, 1000); process.on('SIGTERM', () => {}); (async () => { for (;;) await new Promise((r) => setTimeout(r, 10)); })(); 'left running'")
    started = time.monotonic()
    own.client.shutdown()
    assert gone(pid, within=3)
    assert time.monotonic() - started < 3


def test_a_kernel_ends_when_whoever_started_it_was_killed(workspace: Path) -> None:
    script = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from driver import Notebook;"
        "n = Notebook(Path(sys.argv[2])); print(n.manager.provisioner.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script, str(Path(__file__).parent), str(workspace)], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())
    assert alive(pid)
    starter.kill()
    starter.wait()
    assert gone(pid, within=10)


def test_two_kernels_do_not_see_each_other(notebook: Notebook, own: Notebook) -> None:
    before = set(os.listdir(ROOT))
    notebook.ok("const who = 'first';")
    own.ok("const who = 2;")
    assert (notebook.ok("who").result, own.ok("who").result) == ("first", "2")
    assert "Cannot find name 'only'" in (notebook.ok("const only = 1;") and own.run("only").error["evalue"])
    assert set(os.listdir(ROOT)) == before, "kernels write no files"


def test_a_restarted_kernel_knows_nothing(own: Notebook) -> None:
    own.ok("const before = 1;")
    own.manager.restart_kernel()
    own.client.wait_for_ready(timeout=60)
    own.kept.clear()
    assert "Cannot find name 'before'" in own.run("before").error["evalue"]


def test_a_notebook_in_a_deeper_folder_imports_from_there(workspace: Path) -> None:
    folder = workspace / "notebooks" / "appendix" / "deep"
    folder.mkdir(parents=True)
    (workspace / "src" / "shared.ts").write_text("export const shared = 'found';")
    deep = Notebook(folder)
    try:
        assert deep.ok("import { shared } from '../../../src/shared'; shared").result == "found"
        assert deep.ok("process.cwd()").result == str(ROOT)
    finally:
        deep.close()


def test_a_notebook_outside_the_project_can_use_its_packages(tmp_path: Path) -> None:
    outside = Notebook(tmp_path)
    try:
        assert outside.ok("import { z } from 'zod'; z.string().parse('a')").result == "a"
    finally:
        outside.close()


def start_by_hand(*arguments: str, folder: Path = ROOT, main: Path = MAIN) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", *arguments[:-1], str(main), *arguments[-1:]], cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("version", ["18.20.4", "20.18.3", "21.7.3", "22.11.0"])
def test_too_old_a_node_is_refused_in_one_sentence(tmp_path: Path, version: str) -> None:
    pretend = tmp_path / "pretend.cjs"
    pretend.write_text(f"Object.defineProperty(process, 'versions', {{ value: {{ ...process.versions, node: '{version}' }} }});")
    run = start_by_hand("--require", str(pretend), "connection.json")
    assert run.returncode == 1
    assert run.stderr == (
        f"The kernel needs Node 20.19 or later of the 20 line, or 22.12 and newer, but was started with Node {version}: "
        "install one (https://nodejs.org) and run the set-up again.\n"
    )


def test_a_missing_connection_file_is_one_sentence() -> None:
    run = start_by_hand("/nowhere/connection.json")
    assert run.returncode == 1
    assert run.stderr.startswith("The connection file /nowhere/connection.json cannot be read")
    assert len(run.stderr.splitlines()) == 1


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    import json
    import socket

    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    connection = tmp_path / "connection.json"
    connection.write_text(json.dumps({"transport": "tcp", "ip": "127.0.0.1", "key": "k", "signature_scheme": "hmac-sha256", **dict.fromkeys(["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"], port)}))
    run = start_by_hand(str(connection))
    taken.close()
    assert run.returncode == 1
    assert run.stderr.startswith(f"The kernel cannot listen on tcp://127.0.0.1:{port}")
    assert len(run.stderr.splitlines()) == 1


@pytest.fixture
def other_project(tmp_path: Path) -> Path:
    """A project with the same compiled kernel and packages of the test's choosing."""
    (tmp_path / "package.json").write_text("{}")
    shutil.copytree(MAIN.parent, tmp_path / ".environment" / "kernel")
    return tmp_path


def test_another_tslab_is_refused_in_one_sentence(other_project: Path) -> None:
    tslab = other_project / "node_modules" / "tslab"
    (tslab / "dist").mkdir(parents=True)
    (tslab / "package.json").write_text('{ "name": "tslab", "version": "1.0.23" }')
    run = start_by_hand("connection.json", main=other_project / ".environment" / "kernel" / "main.js")
    assert run.returncode == 1
    assert run.stderr == f'The kernel is written for tslab 1.0.22 but found 1.0.23 in {other_project}: run "npm ci" there.\n'


def test_a_missing_tslab_is_one_sentence(other_project: Path) -> None:
    run = start_by_hand("connection.json", main=other_project / ".environment" / "kernel" / "main.js")
    assert run.returncode == 1
    assert run.stderr == f'tslab 1.0.22 is not installed in {other_project}: run "npm ci" there.\n'

