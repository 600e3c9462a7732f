"""Work that goes on behind a cell: its failures fail the cell, its output stays with the cell."""

import time

from driver import Notebook


def test_an_unhandled_rejection_fails_the_cell(notebook: Notebook) -> None:
    run = notebook.run("Promise.reject(new RangeError('nobody handles this')); 'went on'")
    assert (run.error["ename"], run.error["evalue"]) == ("RangeError", "nobody handles this")


def test_a_call_that_is_not_awaited_fails_the_cell(notebook: Notebook) -> None:
    run = notebook.run("async function step() { await null; throw new Error('in the background'); }\nstep();\nawait new Promise((r) => setTimeout(r, 50));")
    assert run.error["evalue"] == "in the background"
    assert "line 1" in run.traceback


def test_an_exception_of_a_timer_fails_the_cell(notebook: Notebook) -> None:
    run = notebook.run("setTimeout(() => { throw new Error('timer'); }, 10); await new Promise((r) => setTimeout(r, 200));")
    assert run.error["evalue"] == "timer"


def test_a_failure_in_the_background_does_not_leave_the_cell_waiting(notebook: Notebook) -> None:
    started = time.monotonic()
    run = notebook.run("setTimeout(() => { throw new Error('gone'); }, 10); await new Promise(() => {});")
    assert run.error["evalue"] == "gone"
    assert time.monotonic() - started < 5


def test_a_rejection_that_is_handled_does_not_fail_the_cell(notebook: Notebook) -> None:
    assert notebook.ok("Promise.reject(new Error('x')).catch(() => 'handled')").result
    assert notebook.ok("(await Promise.allSettled([Promise.reject(new Error('y'))]))[0]!.status").result == "rejected"


def test_output_of_background_work_stays_with_its_cell(notebook: Notebook) -> None:
    first = notebook.send("setTimeout(() => console.log('from the first'), 200); 'first done'")
    assert notebook.finish(first).result == "first done"
    second = notebook.run("await new Promise((r) => setTimeout(r, 500)); console.log('from the second');")
    assert second.text() == "from the second\n"
    assert [m["content"]["text"] for m in notebook.later(first, 0.1) if m["msg_type"] == "stream"] == ["from the first\n"]


def test_displays_of_background_work_stay_with_its_cell(notebook: Notebook) -> None:
    first = notebook.send("import { display } from 'tslab'; setTimeout(() => display.text('late'), 200);")
    notebook.finish(first)
    second = notebook.run("await new Promise((r) => setTimeout(r, 500));")
    assert second.of("display_data") == []
    assert [m["content"]["data"] for m in notebook.later(first, 0.1) if m["msg_type"] == "display_data"] == [{"text/plain": "late"}]


def test_a_failure_after_the_cell_was_done_is_not_silent(notebook: Notebook) -> None:
    first = notebook.send("setTimeout(() => { throw new Error('afterwards'); }, 200);")
    count = notebook.finish(first).reply["execution_count"]
    second = notebook.run("await new Promise((r) => setTimeout(r, 500)); 'done'")
    assert second.error["evalue"] == f"Background work of In [{count}] failed: afterwards"
    assert any("afterwards" in m["content"].get("text", "") for m in notebook.later(first, 0.1))
    assert notebook.run("'usable'").result == "usable"


def test_a_rejection_is_laid_at_the_door_of_the_cell_that_caused_it(notebook: Notebook) -> None:
    first = notebook.send("void (async () => { await new Promise((r) => setTimeout(r, 200)); throw new Error('late rejection'); })();")
    count = notebook.finish(first).reply["execution_count"]
    second = notebook.run("await new Promise((r) => setTimeout(r, 500)); console.log('ran to its end');")
    assert second.text() == "ran to its end\n"
    assert second.error["evalue"] == f"Background work of In [{count}] failed: late rejection"
