"""Forms of pages: each names its fields once, with their titles and their readers, and keeps what was typed in them.

WTForms binds what was sent and puts it back on the page. What a text means, and what is wrong with it, is said by the
readers that lists, workbooks and commands use too (`questionnaires.texts`, `questionnaires.dates`, `app.validation`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import wtforms
from starlette.datastructures import FormData

from questionnaires.dates import read_date
from questionnaires.problems import Problem
from questionnaires.texts import as_kept, read_needed, read_text, without_marks

T = TypeVar("T")
Reader = Callable[[str, object, list[Problem]], T]
"""Of the name of a field, what was sent in it and a list for what is wrong with that: what it means."""


class Field(wtforms.Field, Generic[T]):
    """`typed` is what stands in the field, as it was sent or is stored; `data` what the reader makes of it."""

    data: T
    typed: Any

    def __init__(self, title: str, read: Reader[T], **options: Any) -> None:
        super().__init__(title, **options)
        self.read = read
        self.typed = ""
        self.problems: list[Problem] = []

    @property
    def title(self) -> str:
        return self.label.text

    def process_data(self, value: Any) -> None:
        """What is stored stands in the field as it is."""
        self.data = value
        self.typed = "" if value is None else value

    def process_formdata(self, sent: list[Any]) -> None:
        self.typed = str(sent[0]) if sent else ""
        self.data = self.read(self.name, self.typed, self.problems)


class TextField(Field[str]):
    """One text. `needed` is the sentence that asks for it where nothing was written."""

    def __init__(self, title: str, needed: str = "", **options: Any) -> None:
        super().__init__(title, _reader_of_text(needed), **options)


class DateField(Field[str]):
    """As ISO writes it; "" where nothing, or no date, was written."""

    def __init__(self, title: str, read: Reader[str] = read_date, **options: Any) -> None:
        super().__init__(title, read, **options)


class ChoiceField(Field[str]):
    """The value of a list or of radio buttons, "" where nothing was chosen; the rules of the page say what may be."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(title, _chosen, **options)


class TickField(Field[bool]):
    """Whether a box is ticked, whatever value the page gave it."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(title, _is_given, **options)

    def process_formdata(self, sent: list[Any]) -> None:
        self.data = self.typed = bool(sent and sent[0])


class ListField(Field[list[str]]):
    """All values of one name: boxes that are ticked, or fields of which there may be several."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(title, _none, **options)

    def process_data(self, value: Any) -> None:
        self.data = self.typed = list(value or ())

    def process_formdata(self, sent: list[Any]) -> None:
        self.data = self.typed = [str(value) for value in sent]


class Form(wtforms.Form):
    """With the submitted form, what was sent; with `data`, what is stored; and what is wrong, at each field."""

    def __init__(self, submitted: FormData | None = None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(submitted, data=data)
        self.of_no_field: list[Problem] = []

    @property
    def fields(self) -> dict[str, Field[Any]]:
        """Name -> field, in the order of the page."""
        return cast(dict[str, Field[Any]], self._fields)

    @property
    def problems(self) -> list[Problem]:
        """In the order of the fields; those that concern no field come first."""
        return [*self.of_no_field, *(problem for field in self.fields.values() for problem in field.problems)]

    @property
    def titles(self) -> dict[str, str]:
        """Name -> what the page calls it."""
        return {name: field.title for name, field in self.fields.items()}

    def refuse(self, problems: Iterable[Problem]) -> None:
        """What the rules found after the fields were read, each at the field that it concerns."""
        for problem in problems:
            field = self.fields.get(problem.place)
            (field.problems if field else self.of_no_field).append(problem)


def form_of(names: Collection[str]) -> Form | None:
    """The form that these fields were sent from: the one that knows most of them, and no others."""
    known = [form for form in all_forms() if form.fields and form.fields.keys() <= set(names)]
    return max(known, key=lambda form: len(form.fields), default=None)


def all_forms() -> list[Form]:
    """One of each kind, with nothing in it."""
    return [kind() for kind in _kinds_of(Form)]


def _kinds_of(kind: type[Form]) -> Iterator[type[Form]]:
    for heir in kind.__subclasses__():
        yield heir
        yield from _kinds_of(heir)


def _reader_of_text(needed: str) -> Reader[str]:
    if not needed:
        return read_text
    return lambda place, raw, problems: read_needed(place, raw, needed, problems)


def _chosen(_place: str, raw: object, _problems: list[Problem]) -> str:
    return without_marks(as_kept(str(raw))).strip()


def _is_given(_place: str, raw: object, _problems: list[Problem]) -> bool:
    return bool(raw)


def _none(_place: str, _raw: object, _problems: list[Problem]) -> list[str]:
    return []
