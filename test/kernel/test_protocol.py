"""Requests other than to run a cell."""

import pytest
from driver import Notebook


def ask(notebook: Notebook, request: str) -> dict:
    return notebook.reply(request)


def test_kernel_info_tells_the_versions(notebook: Notebook) -> None:
    info = ask(notebook, notebook.client.kernel_info())
    assert (info["implementation"], info["implementation_version"]) == ("tslab", "1.0.22")
    assert info["language_info"]["name"] == "typescript"
    assert info["language_info"]["version"].startswith("5.0")
    assert info["language_info"]["file_extension"] == ".ts"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("1 + 1", "complete"),
        ("const f = (x: number) => x;", "complete"),
        ("", "complete"),
        ("for (const x of xs) {", "incomplete"),
        ("f(1,", "incomplete"),
        ("const x =", "incomplete"),
        ("`text", "incomplete"),
        ("/* comment", "incomplete"),
        ("const = 1", "invalid"),
        ("f(1))", "invalid"),
        ("const x = ;", "invalid"),
        ("'text", "invalid"),
    ],
)
def test_is_complete(notebook: Notebook, code: str, status: str) -> None:
    assert ask(notebook, notebook.client.is_complete(code))["status"] == status


def test_an_incomplete_block_is_indented(notebook: Notebook) -> None:
    assert ask(notebook, notebook.client.is_complete("if (true) {\n  f(() => {"))["indent"] == "    "


def test_history(notebook: Notebook) -> None:
    cells = ["const history1 = 1;", "const history2 = 2;", "const history1 = 3;", "const history2 = 2;"]
    lines = [notebook.ok(cell).reply["execution_count"] for cell in cells]
    history = notebook.client.history
    assert ask(notebook, history(hist_access_type="tail", n=2, output=False, raw=True))["history"] == [[0, line, cell] for line, cell in zip(lines[2:], cells[2:])]
    assert ask(notebook, history(hist_access_type="range", session=0, start=lines[0], stop=lines[2], output=False, raw=True))["history"] == [[0, line, cell] for line, cell in zip(lines[:2], cells[:2])]
    found = ask(notebook, history(hist_access_type="search", pattern="*history1*", n=10, output=False, raw=True))["history"]
    assert [entry[2] for entry in found] == [cells[0], cells[2]]
    with_output = ask(notebook, history(hist_access_type="tail", n=1, output=True, raw=True))["history"]
    assert with_output == [[0, lines[3], [cells[3], None]]]
    unique = ask(notebook, history(hist_access_type="search", pattern="const history?*", unique=True, n=2, output=False, raw=True))["history"]
    assert [entry[2] for entry in unique] == [cells[2], cells[3]]


def test_completion_of_members_and_of_names_of_earlier_cells(notebook: Notebook) -> None:
    notebook.ok("const convergence = { early: 1, late: 2 };")
    assert ask(notebook, notebook.client.complete("convergence.", 12))["matches"] == ["early", "late"]
    reply = ask(notebook, notebook.client.complete("1 + conver", 10))
    assert "convergence" in reply["matches"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (4, 10)


def test_completion_counts_characters_as_the_protocol_does(notebook: Notebook) -> None:
    notebook.ok("const recurrence = { index: 1 };")
    code = "'🎉𝓕'; recurrence.in"
    reply = ask(notebook, notebook.client.complete(code, len(code)))
    assert reply["matches"] == ["index"]
    assert code[reply["cursor_start"] : reply["cursor_end"]] == "in"


def test_inspection(notebook: Notebook) -> None:
    notebook.ok("/** Share of blocks passed. */\nconst divergence = (k: number): number => k;")
    reply = ask(notebook, notebook.client.inspect("divergence(1)", 3))
    assert reply["found"] is True
    assert "const divergence: (k: number) => number" in reply["data"]["text/plain"]
    inside = ask(notebook, notebook.client.inspect("divergence(1)", 11))
    assert "const divergence: " in inside["data"]["text/plain"]
    assert ask(notebook, notebook.client.inspect("  ", 1))["found"] is False


def test_comms_are_none(notebook: Notebook) -> None:
    assert ask(notebook, notebook.client.comm_info()) == {"status": "ok", "comms": {}}


def test_a_silent_cell_shows_and_counts_nothing(notebook: Notebook) -> None:
    before = notebook.ok("1").reply["execution_count"]
    run = notebook.run("const quiet = 1; console.log('x'); quiet", silent=True)
    assert (run.status, run.of("execute_input", "stream", "execute_result")) == ("ok", [])
    assert notebook.ok("quiet").reply["execution_count"] == before + 1


def test_a_cell_not_stored_does_not_count(notebook: Notebook) -> None:
    before = notebook.ok("1").reply["execution_count"]
    assert notebook.run("'shown'", store_history=False).result == "shown"
    assert notebook.ok("1").reply["execution_count"] == before + 1


def test_an_unknown_request_is_survived(notebook: Notebook) -> None:
    client = notebook.client
    client.shell_channel.send(client.session.msg("comm_open", {"comm_id": "x", "target_name": "y", "data": {}}))
    client.control_channel.send(client.session.msg("debug_request", {}))
    assert notebook.ok("'alive'").result == "alive"


def test_a_message_with_a_wrong_signature_is_ignored(notebook: Notebook) -> None:
    client = notebook.client
    right, client.session.key = client.session.key, b"another key"
    try:
        notebook.send("globalThis.process.exit(1)")
    finally:
        client.session.key = right
    assert notebook.ok("'alive'").result == "alive"


def test_module_cells_of_tslab_are_refused_with_a_sentence(notebook: Notebook) -> None:
    assert "put the code in a file" in notebook.run("/** @module helper */\nexport const x = 1;").error["evalue"]
