"""The words of a language are written into its compiled templates: each language has an environment of its own."""

from collections.abc import Callable
from typing import Any, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator


class WithWords(CodeGenerator):
    """Where a template says `{{ _("Overall") }}`, nothing is looked up when a page is made."""

    def _output_child_to_const(self, node: nodes.Expr, *surroundings: Any) -> str:
        if (text := constant_text(node)) is None:
            return super()._output_child_to_const(node, *surroundings)
        say = cast(Callable[[str], str], self.environment.globals["_"])
        return str(say(text))


def constant_text(node: nodes.Expr) -> str | None:
    """What is to be said, if it has no names that are filled in later."""
    match node:
        case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))], kwargs=[], dyn_args=None):
            return text
    return None
