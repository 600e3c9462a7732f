"""Top-level await in all its forms."""

import pytest
from driver import Notebook


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("await Promise.resolve(1)", "1"),
        ("await (Promise.resolve(2))", "2"),
        ("[await Promise.resolve(3)]", "[ 3 ]"),
        ("(await [Promise.resolve(4)]).length", "1"),
        ("let total = 0; for await (const x of [Promise.resolve(2), Promise.resolve(3)]) total += x; total", "5"),
        ("const { a } = await Promise.resolve({ a: 6 }); a", "6"),
        ("const f = async () => await 7; await f()", "7"),
        ("(await import('node:path')).posix.join('a', 'b')", "a/b"),
        ("if (await Promise.resolve(true)) { await null; }\n8", "8"),
        ("`${await Promise.resolve('nine')}`", "nine"),
        ("class K { [await Promise.resolve('ten')]() { return 10; } }\n(new K() as unknown as { ten(): number }).ten()", "10"),
        ("await Promise.all([1, 2].map(async (x) => await x * 2))", "[ 2, 4 ]"),
    ],
)
def test_form(notebook: Notebook, code: str, result: str) -> None:
    assert notebook.ok(code).result == result


def test_names_of_an_awaiting_cell_are_known_later(notebook: Notebook) -> None:
    notebook.ok("const loaded = await Promise.resolve('data');")
    assert notebook.ok("loaded").result == "data"


def test_await_in_an_ordinary_function_stays_an_error(notebook: Notebook) -> None:
    assert "await" in notebook.run("function f() { await Promise.resolve(1); }").error["evalue"]
