"""What can be broken in a file, found in its syntax tree: each mutation replaces one piece of the text by another.

What would change nothing that anybody sees is left alone: annotations, decorators, docstrings, assertions for the type
checker, messages for programmers, widths and heights. A constant of a file is not made larger, since its value
stands there only: where it is compared, the comparison is broken. Nor is a number that a call gets by its name or that
stands in a dict, which is a setting. Inside f-strings Python 3.11 knows no places, so only the words of spreadsheet
formulas are changed there.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten

COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
ARITHMETIC = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "+"), ast.Pow: ("**", "*")}
OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}
IN_FORMULAS = {"ROUND(": "ROUNDUP(", "MIN(": "MAX(", "AND(": "OR(", "OR(": "AND(", "<=": "<", ">0": ">=0"}
FORMULA = re.compile(r"[A-Z]{2,}\(")
CHANGES_TEXT = re.compile(r"escape|quote|fitting|plain|margin_text|as_kept|without_marks|hashed")
TEXT_METHODS = {"replace", "strip", "lower", "casefold", "removeprefix"}
WITHOUT_EFFECT = re.compile(r"^(log|LOG|logger|event|app\.add)\b|\.(move_to_end|close|dispose)\(")
TYPES = re.compile(r"None|str|int|float|bool|bytes")
LOOKS = re.compile(r"\b(width|height|font_size)\b")
IN_ORDER = re.compile(r"^yield\b|\b(commit|rollback|execute|flush|record|replace|fsync|take_turn)\b|^raise$")
MEMBER = re.compile(r"\b(?:Role|State)\.[A-Z_]+\b")
SETTINGS = {
    "strict",
    "key",
    "slots",
    "frozen",
    "exist_ok",
    "missing_ok",
    "hide_parameters",
    "expire_on_commit",
}


@dataclass(frozen=True, order=True)
class Mutation:
    """In `path`, the bytes from `start` to `end` become `after`."""

    path: str
    line: int
    start: int
    end: int
    operator: str
    before: str
    after: str
    text: str
    """The whole line, as it was."""

    def applied(self, source: bytes) -> bytes:
        assert source[self.start : self.end].decode() == self.before
        return source[: self.start] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        before, after = (shorten(text, 90, placeholder=" ...") for text in (self.before, self.after))
        return f"{self.operator}: {before} => {after}"


def mutations(path: str, source: bytes) -> list[Mutation]:
    """Of one file, in its order."""
    places = _Places(path, source)
    places.visit(ast.parse(source))
    return sorted(set(places.found))


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


class _Places(ast.NodeVisitor):
    def __init__(self, path: str, source: bytes) -> None:
        self.path, self.source = path, source
        self.found: list[Mutation] = []
        self.lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.members = sorted(set(MEMBER.findall(source.decode())))
        self.is_in_function = False

    # --- where it looks -----------------------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        defaults = (*node.args.defaults, *(value for value in node.args.kw_defaults if value))
        for default in defaults:
            self.visit(default)
        before, self.is_in_function = self.is_in_function, True
        for statement in node.body:
            self.visit(statement)
        self.is_in_function = before
        self._swap(node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Left alone."""

    def visit_Raise(self, node: ast.Raise) -> None:
        """Left alone: what leads to it is broken instead."""

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in SETTINGS and not _is_number(node.value):
            self.visit(node.value)

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            if not _is_number(value):
                self.visit(value)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        self.generic_visit(node)
        self._swap(node.body)

    visit_AsyncWith = visit_With

    def visit_Try(self, node: ast.Try) -> None:
        self.generic_visit(node)
        self._swap(node.body)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.generic_visit(node)
        self._swap(node.body)

    # --- what it breaks -----------------------------------------------------------------------------------------------

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return
        if isinstance(node.value, ast.Call) and self.is_in_function and not WITHOUT_EFFECT.search(self._text(node)):
            self._replace(node, "pass", "statement left out")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._replace(node, "pass", "statement left out")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if len(node.body) == 1 and isinstance(node.body[0], ast.Raise | ast.Return) and not node.orelse:
            self._replace(node.test, f"False and ({self._text(node.test)})", "refusal left out")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        places = (node.left, *node.comparators)
        for (left, right), operator in zip(pairwise(places), node.ops, strict=True):
            self._between(left, right, *COMPARISONS[type(operator)], "comparison")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            self._between(left, right, old, new, "and / or")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._replace(node, f"({self._text(node.operand)})", "not left out")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.BitOr) and not TYPES.fullmatch(self._text(node.right)):
            self._replace(node, self._text(node.left), "part left out")
        elif isinstance(node.op, ast.Sub) and self._is_set(node.right):
            self._replace(node, self._text(node.left), "exception left out")
        elif type(node.op) in ARITHMETIC:
            self._between(node.left, node.right, *ARITHMETIC[type(node.op)], "arithmetic")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._replace(node, str(not node.value), "yes / no")
        elif isinstance(node.value, int) and self.is_in_function:
            self._replace(node, str(node.value + 1), "number")
        elif isinstance(node.value, str):
            self._in_formula(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._in_formula(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func
        if isinstance(name, ast.Name) and name.id in OPPOSITES:
            self._replace(name, OPPOSITES[name.id], "opposite function")
        if isinstance(name, ast.Name) and CHANGES_TEXT.search(name.id) and node.args:
            self._replace(node, self._text(node.args[0]), "call left out")
        if isinstance(name, ast.Attribute) and name.attr in TEXT_METHODS and len(node.args) != 1:
            self._replace(node, self._text(name.value), "call left out")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if self._text(node) in self.members:
            self._replace(node, self._next_to(self._text(node)), "another member")
        self.generic_visit(node)

    def _visit_elements(self, node: ast.Tuple | ast.Set) -> None:
        texts = [self._text(element) for element in node.elts]
        if any(text in self.members for text in texts):
            around = ("{", "}") if isinstance(node, ast.Set) else ("(", ",)")
            more = [*texts, self._next_to(texts[-1], texts)]
            self._replace(node, around[0] + ", ".join(more) + around[1], "one added")
            for at in range(len(texts) if len(texts) > 1 else 0):
                fewer = texts[:at] + texts[at + 1 :]
                self._replace(node, around[0] + ", ".join(fewer) + around[1], "one left out")
        self.generic_visit(node)

    visit_Tuple = visit_Set = _visit_elements

    # --- how ----------------------------------------------------------------------------------------------------------

    def _swap(self, body: Sequence[ast.stmt]) -> None:
        """Two neighbours on lines of their own, where the order counts."""
        for first, second in pairwise(body):
            texts = self._text(first), self._text(second)
            is_simple = all(
                isinstance(statement, ast.Expr | ast.AugAssign | ast.Raise) for statement in (first, second)
            )
            if is_simple and all(IN_ORDER.search(text) for text in texts):
                start, end = self._at(first)[0], self._at(second)[1]
                between = self.source[self._at(first)[1] : self._at(second)[0]].decode()
                self._add(first.lineno, start, end, texts[1] + between + texts[0], "order")

    def _in_formula(self, node: ast.expr) -> None:
        text = self._text(node)
        if FORMULA.search(text):
            for old, new in IN_FORMULAS.items():
                if match := re.search(rf"(?<![A-Z<>=]){re.escape(old)}", text):
                    self._replace(node, text[: match.start()] + new + text[match.end() :], "formula")

    def _between(self, left: ast.expr, right: ast.expr, old: str, new: str, operator: str) -> None:
        start, end = self._at(left)[1], self._at(right)[0]
        between = self.source[start:end].decode()
        self._add(left.end_lineno or 0, start, end, between.replace(old, new, 1), operator)

    def _replace(self, node: ast.AST, after: str, operator: str) -> None:
        self._add(node.lineno, *self._at(node), after, operator)  # type: ignore[attr-defined]

    def _add(self, line: int, start: int, end: int, after: str, operator: str) -> None:
        before = self.source[start:end].decode()
        text = self.lines[line - 1].decode().strip()
        if after != before and not LOOKS.search(text):
            self.found.append(Mutation(self.path, line, start, end, operator, before, after, text))

    def _next_to(self, member: str, taken: Sequence[str] = ()) -> str:
        """The next member of the same enumeration that is not there yet."""
        kind = member.partition(".")[0]
        own = [name for name in self.members if name.startswith(f"{kind}.")] or self.members
        at = own.index(member) if member in own else 0
        return next((name for name in (*own[at + 1 :], *own) if name not in (member, *taken)), member)

    def _is_set(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Set) or (isinstance(node, ast.Name) and node.id.isupper())

    def _at(self, node: ast.AST) -> tuple[int, int]:
        first = self.starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        return first, self.starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def _text(self, node: ast.AST) -> str:
        start, end = self._at(node)
        return self.source[start:end].decode()
