"""Cells are checked strictly, against the library of ES2023."""

import pytest
from driver import Notebook


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("const s: string = null;", "Type 'null' is not assignable to type 'string'"),
        ("function f(x) { return x; }", "Parameter 'x' implicitly has an 'any' type"),
        ("[1, 2].find((x) => x > 1).toFixed()", "Object is possibly 'undefined'"),
        ("class A { b: number; }", "Property 'b' has no initializer"),
        ("try { } catch (e) { e.message; }", "'e' is of type 'unknown'"),
        ("document.title", "Cannot find name 'document'"),
        ("const a: number = 'a';", "Type 'string' is not assignable to type 'number'"),
    ],
)
def test_is_refused(notebook: Notebook, code: str, complaint: str) -> None:
    assert complaint in notebook.run(code).error["evalue"]


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("[1, 2, 3].findLast((x) => x < 3)", "2"),
        ("new Float32Array([1, 2]).findLastIndex((x) => x > 0)", "1"),
        ("Object.hasOwn({ a: 1 }, 'a')", "true"),
        ("const o = { a: 1 } satisfies Record<string, number>; o.a", "1"),
        ("Buffer.from('a').toString('hex')", "61"),
    ],
)
def test_is_allowed(notebook: Notebook, code: str, result: str) -> None:
    assert notebook.ok(code).result == result


def test_code_runs_in_strict_mode(notebook: Notebook) -> None:
    assert notebook.run("(Object.freeze({ a: 1 }) as { a: number }).a = 2;").error["ename"] == "TypeError"
