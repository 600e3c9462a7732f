"""Names of earlier cells mean in later cells what they say."""

from pathlib import Path

from driver import Notebook


def test_shorthand_property_takes_the_value_of_an_earlier_cell(notebook: Notebook) -> None:
    notebook.ok("const lr = 0.1;")
    assert notebook.ok("({ lr })").result == "{ lr: 0.1 }"


def test_shorthand_property_takes_the_newest_value(notebook: Notebook) -> None:
    notebook.ok("const rate = 1;")
    notebook.ok("(globalThis as any).rate = 'stale'; const rate = 2;")
    assert notebook.ok("({ rate })").result == "{ rate: 2 }"
    notebook.ok("delete (globalThis as any).rate")


def test_destructuring_renames_a_property_of_an_earlier_object(notebook: Notebook) -> None:
    notebook.ok("const point = { x: 3, inner: { y: 4 } };")
    assert notebook.ok("const { x: q, inner: { y: r } } = point; [q, r]").result == "[ 3, 4 ]"


def test_destructuring_assigns_to_variables_of_an_earlier_cell(notebook: Notebook) -> None:
    notebook.ok("let first = 0; let second = 0; const pair = { first: 5, b: 6 };")
    assert notebook.ok("({ first, b: second } = pair); [first, second]").result == "[ 5, 6 ]"
    assert notebook.ok("const empty: { first?: number } = {}; ({ first = 9 } = empty); first").result == "9"


def test_properties_and_methods_named_like_an_earlier_variable_are_left_alone(notebook: Notebook) -> None:
    notebook.ok("const size = 1; const box = { size: 2, area() { return this.size ** 2; } };")
    assert notebook.ok("[box.size, box.area(), { size: 3 }.size, size]").result == "[ 2, 4, 3, 1 ]"


def test_a_function_and_later_cells_share_one_variable(notebook: Notebook) -> None:
    notebook.ok("let epochs = 1; function epochsSeen() { return epochs; } function train() { epochs++; }")
    notebook.ok("epochs = 10;")
    assert notebook.ok("epochsSeen()").result == "10"
    assert notebook.ok("train(); epochs").result == "11"


def test_a_later_declaration_replaces_the_name(notebook: Notebook) -> None:
    notebook.ok("const width: number = 8; const doubled = () => 2 * width;")
    notebook.ok("const width: string = 'wide';")
    assert notebook.ok("[width.length, doubled()]").result == "[ 4, 16 ]"


def test_a_local_name_hides_the_earlier_one(notebook: Notebook) -> None:
    notebook.ok("const depth = 1;")
    assert notebook.ok("((depth: number) => ({ depth }))(2)").result == "{ depth: 2 }"


def test_classes_enums_generics_and_types_are_known_later(notebook: Notebook) -> None:
    notebook.ok("class Block { constructor(readonly lambda: number) {} } enum Norm { Batch = 'batch' } interface Named { name: string } const first = <T>(xs: T[]): T | undefined => xs[0];")
    assert notebook.ok("class Stage extends Block {} const named: Named = { name: Norm.Batch }; [new Stage(0.5).lambda, named.name, first(['a'])?.length]").result == "[ 0.5, 'batch', 1 ]"


def test_a_function_of_an_earlier_cell_is_called_without_this(notebook: Notebook) -> None:
    notebook.ok("function self(this: unknown) { return this; }")
    assert notebook.ok("String(self())").result == "undefined"


def test_a_failed_cell_keeps_what_it_declared_before_the_failing_statement(notebook: Notebook) -> None:
    notebook.ok("const kept: number = 1; const later: string = 'before'; class Later { readonly of = 'before'; }")
    failing = "const kept: string = 'after'; let n = 1; const [first, second] = [1, 'two']; throwing(); n = 2; const later = 3; class Later {}; const lost = 4;"
    run = notebook.run("function throwing(): void { throw new Error('no'); }\n" + failing)
    assert run.error["evalue"] == "no"
    assert notebook.ok("n++; [kept.length, n, first.toFixed(), second.length]").result == "[ 5, 2, '1', 3 ]"
    assert notebook.ok("[later.length, new Later().of]").result == "[ 6, 'before' ]"
    assert "Cannot find name 'lost'" in notebook.run("lost").error["evalue"]


def test_a_failed_cell_keeps_its_imports_functions_types_and_enums(notebook: Notebook) -> None:
    code = "import path, { join as joined, type ParsedPath } from 'node:path'; import * as os from 'node:os'; enum Norm { Batch = 'batch' }"
    run = notebook.run(code + " interface Named { name: Norm } const double = (x: number) => 2 * x; await Promise.reject(new Error('no')); enum Never { A } var unreached = 1;")
    assert run.error["evalue"] == "no"
    use = "const parsed: ParsedPath = path.parse('/a/b.c'); const named: Named = { name: Norm.Batch }; [parsed.name, joined('a', 'b'), typeof os.EOL, named.name, double(2)]"
    assert notebook.ok(use).result == "[ 'b', 'a/b', 'string', 'batch', 4 ]"
    assert "Cannot find name 'Never'" in notebook.run("Never.A").error["evalue"]
    assert "Cannot find name 'unreached'" in notebook.run("unreached").error["evalue"]


def test_an_import_that_fails_leaves_what_came_before_it(notebook: Notebook, workspace: Path) -> None:
    (workspace / "src" / "broken.ts").write_text("throw new Error('broken module');\nexport const x = 1;\n")
    run = notebook.run("import { sep } from 'node:path'; const before = 1; import { x } from '../src/broken'; x;")
    assert run.error["evalue"] == "broken module"
    assert notebook.ok("[sep, before]").result == "[ '/', 1 ]"
    assert "Cannot find name 'x'" in notebook.run("x").error["evalue"]


def test_a_cell_that_does_not_compile_declares_nothing(notebook: Notebook) -> None:
    notebook.ok("const stays = 'before';")
    assert notebook.run("const stays = 1; const wrong: string = stays;").status == "error"
    assert notebook.ok("stays").result == "before"


def test_a_failed_cell_keeps_what_it_had_when_a_promise_that_nobody_awaited_fails_it(notebook: Notebook) -> None:
    run = notebook.run("const early = 1; void Promise.reject(new Error('no')); await new Promise((r) => setTimeout(r, 300)); const tooLate = 2;")
    assert run.error["evalue"] == "no"
    assert notebook.ok("await new Promise((r) => setTimeout(r, 500)); early").result == "1"
    assert "Cannot find name 'tooLate'" in notebook.run("tooLate").error["evalue"]


def test_a_loop_over_a_variable_of_the_cell_is_quick(notebook: Notebook) -> None:
    run = notebook.ok("let sum = 0; const t0 = performance.now(); for (let i = 0; i < 1e7; i++) sum += i; performance.now() - t0")
    assert float(run.result or "inf") < 1000  # 4,100 ms with tslab's own exports
