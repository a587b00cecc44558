"""What differs between two versions, line by line: for authors and for those who compare rounds."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from questionnaires.definition import Questionnaire


def differences(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """Lines like "indicators.RC-01.core: True -> False" or "words.en.pillars.P6: added"."""
    yield from _compare("", _named(old.structure), _named(new.structure))
    for language in sorted(old.words_by_language.keys() | new.words_by_language.keys()):
        before, after = old.words_by_language.get(language), new.words_by_language.get(language)
        if before is None or after is None:
            yield f"words.{language}: {'added' if before is None else 'removed'}"
        else:
            yield from _compare(f"words.{language}.", _named(before), _named(after))


def _named(value: Any) -> Any:
    """Models as mappings, and lists of things with an id or a key as mappings by that name."""
    if isinstance(value, BaseModel):
        return {name: _named(getattr(value, name)) for name in type(value).model_fields if name != "version"}
    if isinstance(value, Mapping):
        return {key: _named(item) for key, item in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        names = [getattr(item, "id", None) or getattr(item, "key", None) or str(at) for at, item in enumerate(value)]
        return {name: _named(item) for name, item in zip(names, value, strict=True)}
    return value


def _compare(place: str, old: Any, new: Any) -> Iterator[str]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        if old != new:
            yield f"{place.rstrip('.')}: {_shown(old)} -> {_shown(new)}"
        return
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            yield f"{place}{name}: removed"
        elif name not in old:
            yield f"{place}{name}: added"
        else:
            yield from _compare(f"{place}{name}.", old[name], new[name])


def _shown(value: Any) -> str:
    return str(getattr(value, "text", value))
