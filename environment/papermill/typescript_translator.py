"""Parameters of a notebook as TypeScript: papermill itself writes them in Python, R and a few other languages."""

from __future__ import annotations

import json
import re

from papermill.translators import Translator, papermill_translators


class TypeScriptTranslator(Translator):
    """Values as JSON, which is TypeScript, with `NaN` and `Infinity` as they are."""

    @classmethod
    def translate(cls, val: object) -> str:
        return json.dumps(val, ensure_ascii=False)

    @classmethod
    def assign(cls, name: str, str_val: str) -> str:
        return f"const {name} = {str_val};"

    @classmethod
    def comment(cls, cmt_str: str) -> str:
        return f"// {cmt_str}".rstrip()


def declared_parameters(source: str) -> list[str]:
    """Names that a `parameters` cell declares."""
    return re.findall(r"(?:^|;)[ \t]*(?:const|let)\s+([A-Za-z_$][\w$]*)", source, re.MULTILINE)


def register() -> None:
    """Makes papermill use the translator for TypeScript."""
    papermill_translators.register("typescript", TypeScriptTranslator)
