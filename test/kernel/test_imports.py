"""Modules of the project: where imports lead, and what happens when a file changes."""

from pathlib import Path

import pytest
from driver import ROOT, Notebook


@pytest.fixture
def source(workspace: Path, request: pytest.FixtureRequest):
    """Writes a module of the workspace's ``src``, under a folder of this test."""
    folder = request.node.name.removeprefix("test_")[:40]

    def write(name: str, code: str) -> str:
        file = workspace / "src" / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
        return f"../src/{folder}/{name.removesuffix('.ts')}"

    return write


def test_import_from_the_notebooks_folder(notebook: Notebook, source) -> None:
    module = source("lambda.ts", "export const lambda: number = 0.5; export type Rate = number;")
    assert notebook.ok(f"import {{ lambda, type Rate }} from '{module}'; const rate: Rate = lambda; rate").result == "0.5"
    assert notebook.ok("const again: Rate = lambda + 1; again").result == "1.5"


def test_import_from_beside_the_notebook(notebook: Notebook, workspace: Path) -> None:
    (workspace / "notebooks" / "helper.ts").write_text("export const help = 'near';")
    run = notebook.ok("import { help } from './helper'; help")
    assert run.result == "near"
    assert notebook.run("import { help } from './helper'; const n: number = help;").error["evalue"].endswith("(TS2322)")


def test_types_inferred_from_a_module_are_kept_across_cells(notebook: Notebook, source) -> None:
    source("network.ts", "export class Network { readonly blocks = 3; }\nexport const build = () => new Network();")
    module = source("factory.ts", "import { build } from './network';\nexport const make = () => build();")
    notebook.ok(f"import {{ make }} from '{module}'; const network = make();")
    assert notebook.ok("network.blocks").result == "3"
    assert "'blocs' does not exist" in notebook.run("network.blocs").error["evalue"]


def test_folders_circles_json_and_dotted_names(notebook: Notebook, source, workspace: Path) -> None:
    source("parts/index.ts", "export const part = 'index';")
    source("even.ts", "import { odd } from './odd'; export const even = (n: number): boolean => n === 0 || odd(n - 1);")
    source("odd.ts", "import { even } from './even'; export const odd = (n: number): boolean => n !== 0 && even(n - 1);")
    source("facts.v1.ts", "export const version = 1;")
    source("table.json", '{ "rows": 4 }')
    module = source("all.ts", "export { part } from './parts'; export { even } from './even'; export { version } from './facts.v1'; import table from './table.json'; export const { rows } = table;")
    assert notebook.ok(f"import * as all from '{module}'; [all.part, all.even(10), all.version, all.rows]").result == "[ 'index', true, 1, 4 ]"


def test_packages_and_dynamic_imports(notebook: Notebook, source) -> None:
    module = source("dynamic.ts", "export const value = 8;")
    assert notebook.ok("import { table } from 'arquero'; import { z } from 'zod'; [table({ a: [1] }).numRows(), z.number().parse(2)]").result == "[ 1, 2 ]"
    assert notebook.ok(f"(await import('{module}')).value").result == "8"


def test_a_package_that_needs_a_browser_says_what_to_use(notebook: Notebook) -> None:
    error = notebook.run("import Plotly from 'plotly.js-dist'; Plotly.newPlot").error
    assert error["evalue"].startswith("plotly.js-dist draws in a browser's page, and a cell runs in Node")
    assert "new figures.Figure({ name, data, layout })" in error["evalue"]
    assert notebook.ok("import type { PlotData } from 'plotly.js'; const points: Partial<PlotData> = { type: 'scatter', x: [1] }; points.x").result == "[ 1 ]"


def test_a_changed_module_and_its_importers_are_loaded_again(notebook: Notebook, source) -> None:
    source("unrelated.ts", "export const loaded = performance.now();")
    source("base.ts", "export const base = 1;")
    source("middle.ts", "import { base } from './base'; export const middle = 10 * base;")
    top = source("top.ts", "import { middle } from './middle'; import { loaded } from './unrelated'; export const top = middle + 1; export { loaded };")
    cell = f"import {{ top, loaded }} from '{top}'; [top, loaded]"
    first = notebook.ok(cell).result or ""
    assert first.startswith("[ 11, ")
    source("base.ts", "export const base = 2;")
    second = notebook.ok(cell).result or ""
    assert second.startswith("[ 21, ")
    assert first.split(",")[1] == second.split(",")[1], "a module that imports nothing that changed stays as it is"
    source("middle.ts", "import { base } from './base'; export const middle = 100 * base;")
    assert (notebook.ok(cell).result or "").startswith("[ 201, ")


def test_a_changed_type_is_checked_at_once(notebook: Notebook, source) -> None:
    module = source("typed.ts", "export const value = 1;")
    notebook.ok(f"import {{ value }} from '{module}'; const n: number = value;")
    source("typed.ts", "export const value = 'text';")
    assert "not assignable" in notebook.run(f"import {{ value }} from '{module}'; const n: number = value;").error["evalue"]


def test_a_module_is_checked_again_when_one_that_it_imports_has_changed(notebook: Notebook, source) -> None:
    source("inner.ts", "export const inner = (): number => 1;")
    module = source("outer.ts", "import { inner } from './inner'; export const outer: number = inner();")
    cell = f"import {{ outer }} from '{module}'; outer"
    assert notebook.ok(cell).result == "1"
    source("inner.ts", "export const inner = (): string => 'one';")
    assert "outer.ts, line 1: Type 'string' is not assignable" in notebook.run(cell).error["evalue"]


def test_what_one_kernel_found_out_does_not_mislead_the_next(source, workspace: Path) -> None:
    module = source("shared.ts", "export const shared = 1;")
    cell = f"import {{ shared }} from '{module}'; const n: number = shared; n"
    broken = "export const shared: number = 'text';"
    for text, expected in (("export const shared = 1;", "1"), ("export const shared = 1;", "1"), ("export const shared = 2;", "2"), (broken, None), (broken, None)):
        source("shared.ts", text)
        opened = Notebook(workspace / "notebooks")
        try:
            if expected is None:
                assert "shared.ts, line 1: Type 'string'" in opened.run(cell).error["evalue"]
            else:
                assert opened.ok(cell).result == expected
        finally:
            opened.close()


def test_an_error_in_a_module_is_told_with_its_file(notebook: Notebook, source) -> None:
    module = source("broken.ts", "// first line\nexport const n: number = 'text';")
    run = notebook.run(f"import {{ n }} from '{module}'; n")
    assert "broken.ts, line 2: Type 'string' is not assignable to type 'number'" in run.error["evalue"]
    assert "> 2 | export const n: number = 'text';" in run.traceback
    source("broken.ts", "export const n: number = 3;")
    assert notebook.ok(f"import {{ n }} from '{module}'; n").result == "3"


def test_an_exception_in_a_module_is_traced_to_its_typescript(notebook: Notebook, source) -> None:
    module = source("throwing.ts", "interface Options { readonly rate: number }\n\nexport function run({ rate }: Options): void {\n  if (rate > 1) throw new RangeError('too fast');\n}")
    run = notebook.run(f"import {{ run }} from '{module}';\nrun({{ rate: 2 }});")
    assert "throwing.ts:4:" in run.traceback
    assert str(ROOT) not in run.traceback
    assert "> 2 | run({ rate: 2 });" in run.traceback


def test_a_module_that_failed_is_tried_again(notebook: Notebook, source) -> None:
    module = source("flaky.ts", "const seen = globalThis as { tries?: number }; seen.tries = (seen.tries ?? 0) + 1; if (seen.tries < 2) throw new Error('first try'); export const tries = seen.tries;")
    cell = f"import {{ tries }} from '{module}'; tries"
    assert notebook.run(cell).error["evalue"] == "first try"
    assert notebook.ok(cell).result == "2"


def test_a_file_that_appears_after_a_failed_import_is_found(notebook: Notebook, source) -> None:
    module = source("needs.ts", "export { late } from './late';")
    assert "Cannot find module './late'" in notebook.run(f"import {{ late }} from '{module}'; late").error["evalue"]
    source("late.ts", "export const late = 'here';")
    assert notebook.ok(f"import {{ late }} from '{module}'; late").result == "here"


def test_every_module_of_the_project_compiles_in_the_kernel(notebook: Notebook, workspace: Path) -> None:
    files = sorted(file.relative_to(ROOT) for file in (ROOT / "src").rglob("*.ts"))
    assert files
    up = "/".join([".."] * len((workspace / "notebooks").relative_to(ROOT).parts))
    # Types only: what is imported for its values would run.
    notebook.ok("\n".join(f"import type * as m{i} from '{up}/{str(file).removesuffix('.ts')}';" for i, file in enumerate(files)), timeout=120)
