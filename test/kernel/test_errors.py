"""Errors are Jupyter errors and speak of the lines of the cell."""

import re

from driver import Notebook


def test_exception_is_an_error_message_with_the_cells_lines(notebook: Notebook) -> None:
    code = "type Rate = number;\ninterface Unused { a: string }\nfunction check(rate: Rate): void {\n  if (rate > 1) throw new RangeError(`rate ${rate} is above 1`);\n}\ncheck(2);"
    run = notebook.run(code)
    assert (run.error["ename"], run.error["evalue"]) == ("RangeError", "rate 2 is above 1")
    count = run.reply["execution_count"]
    assert f"In [{count}], line 4:" in run.traceback
    assert "> 4 |   if (rate > 1) throw new RangeError" in run.traceback
    assert f"at check (In [{count}]:4:" in run.traceback
    assert f"at In [{count}]:6:1" in run.traceback
    assert run.text("stderr") == ""


def test_frames_of_the_kernel_are_left_out(notebook: Notebook) -> None:
    traceback = notebook.run("await Promise.resolve(); throw new Error('late');").traceback
    assert "tslab" not in traceback
    assert "node:" not in traceback
    assert ".environment/kernel" not in traceback


def test_an_error_in_a_function_of_an_earlier_cell_names_both_cells(notebook: Notebook) -> None:
    first = notebook.ok("const λs = [0, 1];\nfunction failing(): never {\n  throw new TypeError('inside');\n}").reply["execution_count"]
    run = notebook.run("// calls it\nfailing();")
    assert f"at failing (In [{first}]:3:" in run.traceback
    assert f"In [{run.reply['execution_count']}], line 2:" in run.traceback


def test_compile_errors_are_told_all_at_once_with_their_lines(notebook: Notebook) -> None:
    run = notebook.run("const a = 1;\nconst b: string = a;\na.foo();")
    count = run.reply["execution_count"]
    assert run.error["ename"] == "TypeScriptError"
    assert run.error["evalue"].startswith(f"In [{count}], line 2: Type 'number' is not assignable to type 'string'.")
    assert "> 2 | const b: string = a;\n      |       ^" in run.traceback
    assert f"In [{count}], line 3: Property 'foo' does not exist" in run.traceback
    assert "> 3 | a.foo();\n      |   ^^^" in run.traceback


def test_a_missing_argument_is_named(notebook: Notebook) -> None:
    run = notebook.run("function scale(by: number, offset: number): number { return by + offset; }\nscale(1);")
    assert "Expected 2 arguments, but got 1. (TS2554)\n  An argument for 'offset' was not provided.\n" in run.traceback


def test_a_cell_that_does_not_compile_says_that_its_names_are_not_declared(notebook: Notebook) -> None:
    run = notebook.run("import { sep } from 'node:path';\nconst undeclared: string = 1;")
    assert run.traceback.endswith("\n\nNothing of this cell has run, so that none of its names is declared.")
    assert "Cannot find name 'sep'" in notebook.run("sep").traceback
    assert "Nothing" not in notebook.run("sep").traceback


def test_nested_explanations_of_the_compiler_are_kept(notebook: Notebook) -> None:
    run = notebook.run("const f: { a: { b: string } } = { a: { b: 1 } as { b: number } };")
    assert re.search(r"Types of property 'b' are incompatible.*\n.*Type 'number' is not assignable to type 'string'", run.traceback)


def test_a_missing_bracket_is_shown_at_the_end_of_the_cell(notebook: Notebook) -> None:
    run = notebook.run("const open = [1,\n  2")
    assert "line 2" in run.error["evalue"]
    assert "> 2 |   2\n      |    ^" in run.traceback


def test_cause_and_other_details_are_shown(notebook: Notebook) -> None:
    run = notebook.run("throw Object.assign(new Error('outer', { cause: new TypeError('inner') }), { step: 12 });")
    assert "[cause]: TypeError: inner" in run.traceback
    assert "step: 12" in run.traceback


def test_what_is_thrown_need_not_be_an_error(notebook: Notebook) -> None:
    assert notebook.run("throw 'a text';").error["evalue"] == "a text"
    assert "code: 3" in notebook.run("throw { code: 3 };").error["evalue"]
    assert notebook.run("throw null;").error["evalue"] == "null"


def test_stacks_that_a_cell_prints_speak_of_its_lines_too(notebook: Notebook) -> None:
    run = notebook.ok("interface A {}\ninterface B {}\nconsole.log(new Error('printed').stack);")
    assert f"In [{run.reply['execution_count']}]:3:" in run.text()


def test_failures_have_an_execution_count(notebook: Notebook) -> None:
    before = notebook.ok("1").reply["execution_count"]
    assert notebook.run("throw new Error('x')").reply["execution_count"] == before + 1
    assert notebook.run("not typescript").reply["execution_count"] == before + 2


def test_a_column_that_is_not_there_is_told_with_those_of_the_tables_that_the_cell_names(notebook: Notebook) -> None:
    notebook.ok("import { desc, table } from 'arquero';\nconst results = { runs: table({ task: ['a'], setting: ['x'], testError: [0.1] }) };\nconst other = table({ epoch: [1] });")
    for call in ("groupby('settin')", "filter((d: any) => d.tsk === 'a')", "select('tsk')", "orderby(desc('testeror'))", "array('tsk')"):
        run = notebook.run(f"const all = results.runs;\nresults.runs\n  .{call}")
        assert run.traceback.endswith("\n\nall has the columns task, setting, testError.\nresults.runs has the columns task, setting, testError."), run.traceback
        assert f"  > 3 |   .{call}" in run.traceback
        assert "arquero/src" not in run.traceback
    assert "has the columns" not in notebook.run("results.runs.numRows(); throw new Error('another');").traceback
