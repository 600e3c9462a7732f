"""No output is lost, and it comes while the cell still runs."""

import time

from driver import Notebook


def test_twenty_thousand_quick_lines_arrive_and_so_does_idle(notebook: Notebook) -> None:
    run = notebook.ok("for (let i = 0; i < 20_000; i++) console.log(`line ${i}`);")
    assert run.text().splitlines() == [f"line {i}" for i in range(20_000)]


def test_lines_of_a_loop_that_never_yields_come_while_it_runs(notebook: Notebook) -> None:
    request = notebook.send("console.log('begun'); const until = Date.now() + 1500; while (Date.now() < until) {} console.log('done');")
    started = time.monotonic()
    notebook.wait_for(request, "begun")
    assert time.monotonic() - started < 1.2
    assert notebook.finish(request).text() == "begun\ndone\n"


def test_streams_keep_their_order(notebook: Notebook) -> None:
    run = notebook.ok("console.log('a'); console.error('b'); console.log('c');")
    streams = [(m["content"]["name"], m["content"]["text"]) for m in run.of("stream")]
    assert streams == [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")]


def test_a_character_written_in_two_halves_is_whole(notebook: Notebook) -> None:
    run = notebook.ok("const λ = Buffer.from('λ'); process.stdout.write(λ.subarray(0, 1)); process.stdout.write(λ.subarray(1));")
    assert run.text() == "λ"


def test_text_and_displays_keep_their_order(notebook: Notebook) -> None:
    run = notebook.ok("import { display } from 'tslab'; console.log('before'); display.html('<p>'); console.log('after');")
    shown = [m["msg_type"] for m in run.of("stream", "display_data")]
    assert shown == ["stream", "display_data", "stream"]
