"""Interrupting a cell: within a second, and the kernel goes on."""

import time
from pathlib import Path

import pytest
from driver import Notebook, Run

HOST = "const host = (globalThis as any)[Symbol.for('iterative-resnets.kernel')];"

TRAINING = """
async function checkpoint(): Promise<void> {
  await new Promise((r) => setImmediate(r));
  host.interruptSignal.throwIfAborted();
}
let steps = 0;
async function train(): Promise<void> {
  try {
    for (;;) {
      const until = performance.now() + 50; // a step of training, which nothing can break into
      while (performance.now() < until) {}
      steps++;
      await checkpoint();
    }
  } finally {
    console.log(`left after ${steps} steps`);
  }
}
"""


def interrupt(notebook: Notebook, code: str, within: float = 1.0) -> Run:
    request = notebook.send(code)
    notebook.wait_for(request, "begun")
    time.sleep(0.3)
    started = time.monotonic()
    notebook.manager.interrupt_kernel()
    run = notebook.finish(request)
    assert time.monotonic() - started < within
    assert run.error["ename"] == "KeyboardInterrupt"
    return run


def test_a_training_loop_stops_at_its_checkpoint(notebook: Notebook) -> None:
    notebook.ok(HOST + TRAINING)
    run = interrupt(notebook, "console.log('begun'); await train();")
    assert run.error["evalue"] == "interrupted"
    assert "left after" in run.text()
    steps = notebook.ok("steps").result
    assert int(steps or 0) > 1
    time.sleep(0.3)
    assert notebook.ok("steps").result == steps, "the loop has really ended"


def test_an_interrupted_cell_keeps_what_it_declared_before(notebook: Notebook) -> None:
    waiting = ["await train();", "for (;;) {}", "await new Promise((r) => setTimeout(r, 1_000));"]
    for number, wait in enumerate(waiting):
        interrupt(notebook, f"import {{ sep as sep{number} }} from 'node:path'; const width{number} = {number}; console.log('begun'); {wait} const never{number} = 1;")
        assert notebook.ok(f"[sep{number}, width{number}.toFixed()]").result == f"[ '/', '{number}' ]"
    time.sleep(1)  # the last one's work has ended by then, but its cell had been given up
    for number in range(len(waiting)):
        assert f"Cannot find name 'never{number}'" in notebook.run(f"never{number}").error["evalue"]


def test_the_next_training_is_not_affected(notebook: Notebook) -> None:
    assert notebook.ok(HOST + "host.interruptSignal.aborted").result == "false"
    interrupt(notebook, "console.log('begun'); await train();")
    assert notebook.ok("await checkpoint(); 'trains'").result == "trains"


def test_a_loop_that_never_yields_stops(notebook: Notebook) -> None:
    interrupt(notebook, "console.log('begun'); for (;;) {}")
    assert notebook.ok("'usable'").result == "usable"


def test_a_loop_inside_a_function_of_an_earlier_cell_stops(notebook: Notebook) -> None:
    notebook.ok("function spin(): never { console.log('begun'); for (;;) {} }")
    interrupt(notebook, "spin();")
    assert notebook.ok("'usable'").result == "usable"


def test_waiting_without_a_checkpoint_ends_and_says_that_work_may_go_on(notebook: Notebook) -> None:
    run = interrupt(notebook, "console.log('begun'); await new Promise((r) => setTimeout(r, 30_000));")
    assert "goes on in the background" in run.error["evalue"]
    assert notebook.ok("'usable'").result == "usable"


def test_cells_queued_behind_an_interrupted_one_are_aborted(notebook: Notebook) -> None:
    request = notebook.send("console.log('begun'); for (;;) {}")
    queued = notebook.send("'queued'")
    notebook.wait_for(request, "begun")
    notebook.manager.interrupt_kernel()
    assert notebook.finish(request).error["ename"] == "KeyboardInterrupt"
    assert notebook.finish(queued).status == "aborted"


def test_an_idle_kernel_survives_interrupts(notebook: Notebook) -> None:
    for _ in range(3):
        notebook.manager.interrupt_kernel()
    time.sleep(0.5)  # signals are delivered when the system gets round to it, and would interrupt the next cell
    notebook.reply(notebook.client.kernel_info())
    assert notebook.ok("'alive'").result == "alive"


def test_an_interrupt_of_an_idle_kernel_stops_background_work(notebook: Notebook) -> None:
    notebook.ok("void train().catch(() => console.log('stopped')); 'started'")
    time.sleep(0.2)
    notebook.manager.interrupt_kernel()
    time.sleep(0.3)
    steps = notebook.ok("steps").result
    time.sleep(0.3)
    assert notebook.ok("steps").result == steps


def test_interrupt_by_message(notebook: Notebook) -> None:
    """Some front ends ask on the control channel instead of sending a signal."""
    request = notebook.send("console.log('begun'); await train();")
    notebook.wait_for(request, "begun")
    notebook.client.control_channel.send(notebook.client.session.msg("interrupt_request", {}))
    assert notebook.finish(request).error["ename"] == "KeyboardInterrupt"


def test_what_a_library_notes_of_itself_is_left_out_of_the_error_stream_also_after_an_interrupt(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    own = Notebook(workspace / "notebooks")
    interrupt(own, "console.log('begun'); await new Promise((r) => setTimeout(r, 60_000));")
    notes = "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\\nI0000 00:00:1795863686.1 1 mlir.cc:401] MLIR V1\\n"
    own.ok(f"import {{ writeSync }} from 'node:fs'; writeSync(2, '{notes}E0000 00:00:1795863686.1 1 a.cc:1] an error\\n');")
    own.close()
    deadline = time.monotonic() + 10
    seen = ""
    while "an error\n" not in seen and time.monotonic() < deadline:
        seen += capfd.readouterr().err
        time.sleep(0.05)
    assert seen == "E0000 00:00:1795863686.1 1 a.cc:1] an error\n"
