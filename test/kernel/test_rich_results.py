"""How values are shown."""

from driver import Notebook


def test_plain_values_are_shown_as_node_shows_them(notebook: Notebook) -> None:
    assert notebook.ok("({ a: [1, new Map([['k', 2]])] })").bundle == {"text/plain": "{ a: [ 1, Map(1) { 'k' => 2 } ] }"}
    assert notebook.ok("'text'").result == "text"
    assert notebook.ok("false").result == "false"
    assert notebook.ok("0").result == "0"


def test_nothing_is_shown_for_undefined_null_and_declarations(notebook: Notebook) -> None:
    for code in ("undefined", "null", "const x = 1;", "void 0"):
        assert notebook.ok(code).bundle is None


def test_an_object_shows_itself(notebook: Notebook) -> None:
    run = notebook.ok("({ [Symbol.for('Jupyter.display')]() { return { 'text/html': '<b>x</b>', 'text/plain': 'x' }; } })")
    assert run.bundle == {"text/html": "<b>x</b>", "text/plain": "x"}


def test_an_object_that_says_how_a_console_shows_it_is_shown_so_in_a_cell(notebook: Notebook) -> None:
    code = "import { networks } from '../../../../src';\n(new networks.ResidualNetwork({ input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 8, stride: 4 }, blocks: 6 }] }))"
    assert notebook.ok(code).result == "ResidualNetwork: images [28, 28, 1] to 10 classes, normalization batch\n  1 stage: 6 blocks on [7, 7, 8]; 7,386 parameters"


def test_an_object_may_take_its_time_and_show_bytes(notebook: Notebook) -> None:
    run = notebook.ok("({ async [Symbol.for('Jupyter.display')]() { await null; return { 'image/png': new Uint8Array([1, 2]) }; } })")
    assert run.bundle == {"image/png": "AQI="}


def test_a_picture_s_line_of_text_is_its_alternative_text(notebook: Notebook) -> None:
    bundle = "{ 'image/png': new Uint8Array([1, 2]), 'text/plain': 'a line' }"
    described = {"image/png": {"alt": "a line"}}
    result = notebook.ok(f"({{ [Symbol.for('Jupyter.display')]: () => ({bundle}) }})").of("execute_result")
    display = notebook.ok(f"(globalThis as any)[Symbol.for('iterative-resnets.kernel')].publish({bundle})").of("display_data")
    assert [message["content"]["metadata"] for message in result + display] == [described, described]


def test_an_object_that_shows_itself_wrongly_fails_the_cell(notebook: Notebook) -> None:
    run = notebook.run("({ [Symbol.for('Jupyter.display')]: () => 'text' })")
    assert "must return a MIME bundle" in run.error["evalue"]
    assert notebook.run("({ [Symbol.for('Jupyter.display')]() { throw new Error('cannot'); } })").error["evalue"] == "cannot"


def test_a_promise_is_not_mistaken_for_its_value(notebook: Notebook) -> None:
    assert notebook.ok("Promise.resolve(1)").result == "Promise: write `await` before it to wait for its value."
    assert "code:" not in (notebook.ok("[Promise.resolve(1)]").result or "")


def test_a_table_is_html_and_text(notebook: Notebook) -> None:
    run = notebook.ok("import * as aq from 'arquero'; aq.table({ name: ['a', 'bc'], λ: [0.1234567, 12], on: [true, null] })")
    assert run.bundle is not None
    assert run.bundle["text/plain"].splitlines() == ["name         λ  on", "a     0.123457  true", "bc          12  null", "2 rows × 3 columns"]
    assert run.bundle["text/html"].count("<tr>") == 3


def test_filtered_and_ordered_tables_are_shown_as_they_are(notebook: Notebook) -> None:
    run = notebook.ok("import * as aq from 'arquero'; aq.table({ n: [3, 1, 2] }).filter(aq.escape((d: { n: number }) => d.n > 1)).orderby('n')")
    assert (run.result or "").splitlines() == ["n", "2", "3", "2 rows × 1 columns"]


def test_long_tables_are_cut(notebook: Notebook) -> None:
    run = notebook.ok("import * as aq from 'arquero'; aq.table({ n: Float64Array.from({ length: 1000 }, (_, i) => i) })")
    assert (run.result or "").splitlines()[-2:] == ["29", "first 30 of 1000 rows × 1 columns"]


def test_cells_and_column_names_are_text_whatever_they_hold(notebook: Notebook) -> None:
    hostile = "<img src=x onerror=\"alert(1)\">'&"
    run = notebook.ok(f"import * as aq from 'arquero'; const evil = {hostile!r}; aq.table({{ [evil]: [evil, 1, {{ a: evil }}] }})")
    assert run.bundle is not None
    html = run.bundle["text/html"]
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;") >= 2
    assert hostile in run.bundle["text/plain"]


def test_the_values_of_one_cell_are_not_shown_twice(notebook: Notebook) -> None:
    assert len(notebook.ok("1; 2; 3").of("execute_result")) == 1
    assert notebook.ok("1; 2; 3").result == "3"
