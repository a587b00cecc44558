"""YAML as far as a questionnaire needs it: mappings, lists, texts, numbers, true and false.

What else YAML knows would silently become something else, or harm whoever reads it: keys standing twice, dates, numbers
such as 010 or 1:30, a few lines of aliases that stand for more than any memory holds, and brackets that are nested so
deeply that the usual loader takes the whole process down.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import yaml

DEEPEST = 20
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
SPECIAL = "There is a date or another special value. Put it in quotes."
BOOLEANS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}

# libyaml's parser where the wheel has it: a tenth of the time at start-up
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KIND_OF: Callable[..., str] = yaml.resolver.Resolver().resolve
Events = Iterator[Any]


class Refused(yaml.MarkedYAMLError):
    """What YAML allows and a questionnaire does not; the sentence says what to do."""

    def __init__(self, sentence: str, event: Any) -> None:
        super().__init__(problem=sentence, problem_mark=event.start_mark)


def parsed(text: str) -> Any:
    """Raises YAMLError, of which Refused says what to do."""
    events = yaml.parse(text, Loader=Loader)
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    data = _value(events, next(events), 0)
    next(events)  # the document ends
    if not isinstance(end := next(events), yaml.StreamEndEvent):
        raise Refused("There is a second document here. Keep one.", end)
    return data


def _value(events: Events, event: Any, depth: int) -> Any:
    if isinstance(event, yaml.AliasEvent):
        raise Refused(f"*{event.anchor} stands for something written elsewhere. Write it out.", event)
    if event.tag not in (None, "!"):
        raise Refused(f"{event.tag[:40]} has no place in a questionnaire. Remove it.", event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if depth == DEEPEST:
        raise Refused("This is nested too deeply. Write it as questionnaires/README.md shows.", event)
    return (_list if isinstance(event, yaml.SequenceStartEvent) else _mapping)(events, depth + 1)


def _list(events: Events, depth: int) -> list[Any]:
    items = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_value(events, event, depth))
    return items


def _mapping(events: Events, depth: int) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _key(event)
        if key in mapping:
            raise Refused(f"{key} appears twice. Keep one.", event)
        mapping[key] = _value(events, next(events), depth)
    return mapping


def _key(event: Any) -> str:
    if not isinstance(event, yaml.ScalarEvent) or (event.value == "<<" and event.implicit[0]):
        raise Refused("A name belongs here, with a colon behind it. Write this part out.", event)
    key = _scalar(event)
    if not isinstance(key, str):
        raise Refused(f"Put the key {event.value} in quotes.", event)
    return key


def _scalar(event: Any) -> str | int | float | bool | None:
    if not event.implicit[0]:  # in quotes
        return str(event.value)
    try:
        return _guessed(event.value)
    except ValueError as error:
        raise Refused(str(error), event) from None


@lru_cache(maxsize=1024)
def _guessed(text: str) -> str | int | float | bool | None:
    """What stands without quotes, as every reader of YAML takes it. Raises ValueError with a sentence."""
    kind = KIND_OF(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return BOOLEANS[text.lower()]
    if kind == "timestamp":
        raise ValueError(SPECIAL)
    if kind not in ("int", "float"):
        return text
    if kind == "int" and not PLAIN_NUMBER.fullmatch(text):
        raise ValueError(f"{text[:20]} is not a number in plain digits. Correct it, or put a text in quotes.")
    try:
        return int(text) if kind == "int" else float(text)
    except ValueError:
        raise ValueError(SPECIAL) from None
