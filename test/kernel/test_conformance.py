"""Jupyter's own test suite for kernels."""

import jupyter_kernel_test

DISPLAY = "import {{ display }} from 'tslab'; display.{0};"


class TestConformance(jupyter_kernel_test.KernelTests):
    kernel_name = "iterative-resnets"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world');"
    code_stderr = "console.error('test');"
    completion_samples = [
        {"text": "Math.ab", "matches": {"abs"}},
        {"text": "consol", "matches": {"console"}},
    ]
    complete_code_samples = ["1", "const x = 2;", "function f() { return 1; }", "for (const a of [1]) { a; }"]
    incomplete_code_samples = ["function f() {", "const a = [", "`text", "if (true) {"]
    invalid_code_samples = ["const = 1;", "f(1))", "import"]
    code_generate_error = "throw new Error('on purpose');"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "[1, 2]", "result": "[ 1, 2 ]"},
        {"code": "'text'", "result": "text", "mime": "text/plain"},
    ]
    code_display_data = [
        {"code": DISPLAY.format("html('<b>x</b>')"), "mime": "text/html"},
        {"code": DISPLAY.format("png(new Uint8Array([137, 80, 78, 71]))"), "mime": "image/png"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 2*"
    code_inspect_sample = "Math.abs(1)"
    # Optional in the protocol and not offered.
    test_pager = None
    test_clear_output = None
