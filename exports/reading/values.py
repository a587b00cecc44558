"""What a cell holds, exactly as the file says it: texts with their codes and runs, numbers, truths, days, errors.

ECMA-376, part 1, 18.4 and 22.9.2.19.
"""

import re
from collections.abc import Sequence
from math import isfinite
from xml.etree.ElementTree import Element

from exports.reading.container import DAMAGED, FileRefused
from exports.reading.parts import MAIN

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
INDEX = re.compile(r"[0-9]{1,7}")
TRUTH = {"1": True, "true": True, "0": False, "false": False}
WORD = re.compile("1|0|true|false")
MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?Z?")


def value_in(element: Element, strings: Sequence[str]) -> str | float | bool | None:
    """Raises ValueError, IndexError, OverflowError, and FileRefused."""
    kind, inline, value = element.get("t", "n"), only(element, "is"), only(element, "v")
    stored = "" if value is None else value.text or ""
    if kind == "inlineStr" and inline is not None:
        return text_in(inline)
    if inline is not None or (kind == "inlineStr" and stored):
        raise ValueError(kind)  # programs differ in whether they show this text
    if not stored:
        return None
    if kind == "s":
        return strings[int(_like(INDEX, stored))]
    if kind == "b":
        return TRUTH[_like(WORD, stored)]
    if kind in ("str", "e"):
        return _unescaped(stored)
    if kind == "d":  # a day needs no time
        return MIDNIGHT.sub("", stored.strip())
    if kind != "n":
        raise ValueError(kind)
    return _finite(float(_like(NUMBER, stored)))


def _like(pattern: re.Pattern[str], stored: str) -> str:
    """Python reads more than spreadsheet programs do: 6_2.5, and digits of any script. Raises ValueError."""
    plain = stored.strip(" \t\r\n")
    if not pattern.fullmatch(plain):
        raise ValueError(stored)
    return plain


def _finite(number: float) -> float:
    if not isfinite(number):
        raise ValueError(number)
    return number


def text_in(item: Element) -> str:
    """A text, or its runs, without phonetic hints. Raises FileRefused where both stand, or one stands twice."""
    runs = item.findall(f"{MAIN}r")
    pieces = [only(item, "t"), *(only(run, "t") for run in runs)]
    if runs and pieces[0] is not None:
        raise FileRefused(DAMAGED)
    return "".join(_unescaped(piece.text or "") for piece in pieces if piece is not None)


def only(element: Element, name: str) -> Element | None:
    """Raises FileRefused where there are several: programs differ in which of them they show."""
    children = element.findall(f"{MAIN}{name}")
    if not children:
        return None
    if len(children) > 1 or any(len(child) for child in children if name in ("t", "v", "f")):
        raise FileRefused(DAMAGED)
    return children[0]


def _unescaped(text: str) -> str:
    """Codes such as _x000D_ as their letters; half of a pair of codes alone is no letter."""
    if "_x" not in text:
        return text
    text = ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
