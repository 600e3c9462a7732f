"""What the kernel offers the project's modules through `globalThis`."""

from driver import Notebook

HOST = "const host = (globalThis as any)[Symbol.for('iterative-resnets.kernel')];"


def test_one_message_carries_all_representations(notebook: Notebook) -> None:
    run = notebook.ok(HOST + "host.publish({ 'text/plain': 'figure', 'image/png': new Uint8Array([1]), 'application/vnd.plotly.v1+json': { data: [] } }, { metadata: { a: 1 } });")
    (message,) = run.of("display_data")
    assert message["content"] == {
        "data": {"text/plain": "figure", "image/png": "AQ==", "application/vnd.plotly.v1+json": {"data": []}},
        "metadata": {"a": 1, "image/png": {"alt": "figure"}},
        "transient": {},
    }


def test_a_display_is_updated(notebook: Notebook) -> None:
    run = notebook.ok(HOST + "for (let i = 0; i < 3; i++) host.publish({ 'text/plain': String(i) }, { displayId: 'progress', update: i > 0 });")
    messages = run.of("display_data", "update_display_data")
    assert [m["msg_type"] for m in messages] == ["display_data", "update_display_data", "update_display_data"]
    assert {m["content"]["transient"]["display_id"] for m in messages} == {"progress"}


def test_an_update_needs_its_display(notebook: Notebook) -> None:
    assert "needs its displayId" in notebook.run(HOST + "host.publish({}, { update: true });").error["evalue"]


def test_each_cell_has_its_own_signal(notebook: Notebook) -> None:
    notebook.ok(HOST + "const first = host.interruptSignal;")
    assert notebook.ok("[first instanceof AbortSignal, first === host.interruptSignal, host.interruptSignal === host.interruptSignal]").result == "[ true, false, true ]"


def test_what_cannot_be_sent_fails_the_cell(notebook: Notebook) -> None:
    assert "BigInt" in notebook.run(HOST + "host.publish({ 'application/json': 1n });").error["evalue"]
    assert notebook.ok("'usable'").result == "usable"
