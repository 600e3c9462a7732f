"""After a failure exactly the cells are left out that were asked for before it was known."""

from driver import Notebook

FAILING = "throw new Error('allowed to fail')"


def test_cells_after_one_that_may_fail_run(notebook: Notebook) -> None:
    """Front ends send `stop_on_error: false` for a cell tagged raises-exception."""
    requests = [notebook.send(FAILING, stop_on_error=False), notebook.send("'first'"), notebook.send("'second'")]
    runs = [notebook.finish(request) for request in requests]
    assert [run.status for run in runs] == ["error", "ok", "ok"]
    assert [run.result for run in runs[1:]] == ["first", "second"]


def test_cells_queued_behind_a_failure_are_aborted(notebook: Notebook) -> None:
    requests = [notebook.send(code) for code in ("const t = Date.now(); while (Date.now() - t < 300) {} throw new Error('stop');", "'a'", "'b'")]
    runs = [notebook.finish(request) for request in requests]
    assert [run.status for run in runs] == ["error", "aborted", "aborted"]
    assert runs[1].of("execute_input", "execute_result") == []


def test_a_cell_sent_right_after_the_failure_is_known_runs(notebook: Notebook) -> None:
    for _ in range(10):
        assert notebook.run("throw new Error('x')").status == "error"
        assert notebook.run("'runs'").result == "runs"


def test_cells_run_in_the_order_they_were_asked_for(notebook: Notebook) -> None:
    requests = [notebook.send(f"await new Promise((r) => setTimeout(r, {30 - 10 * i})); console.log({i});") for i in range(3)]
    assert [notebook.finish(request).text() for request in requests] == ["0\n", "1\n", "2\n"]


def test_other_requests_are_answered_while_a_cell_waits(notebook: Notebook) -> None:
    cell = notebook.send("console.log('begun'); await new Promise((r) => setTimeout(r, 1500)); 'slept'")
    notebook.wait_for(cell, "begun")
    info = notebook.client.kernel_info()
    assert notebook.reply(info)["status"] == "ok"
    states = [m["content"]["execution_state"] for m in notebook.later(info, 0.5) if m["msg_type"] == "status"]
    assert states == ["busy", "idle"]
    # The state that front ends show is the newest, and the cell still runs.
    own = [m["content"]["execution_state"] for m in notebook.kept if m["msg_type"] == "status" and m["parent_header"]["msg_id"] == cell]
    assert own == ["busy", "busy"]
    assert notebook.finish(cell).result == "slept"
