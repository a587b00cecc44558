"""Forms of pages: each names its fields once, with their titles and their readers, and keeps what was typed in them.

WTForms binds what was sent and puts it back on the page. What a text means, and what is wrong with it, is said by the
readers that lists, workbooks and commands use too (`questionnaires.texts`, `questionnaires.dates`, `app.validation`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlencode

import wtforms
from starlette.datastructures import ImmutableMultiDict

from questionnaires.dates import read_date
from questionnaires.problems import Problem
from questionnaires.texts import as_kept, read_text, reader_of_needed, without_marks

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
        self.of = ""
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
        """What stands in the field as it is stored is not judged again: it may be from before a rule."""
        stored, self.typed = self.data, str(sent[0]) if sent else ""
        if self.typed != stored:
            self.data = self.read(self.name, self.typed, self.problems)


class TextField(Field[str]):
    """One text. `needed` is the sentence that asks for it where nothing was written."""

    def __init__(self, title: str, needed: str = "", **options: Any) -> None:
        super().__init__(title, reader_of_needed(read_text, needed) if needed else read_text, **options)


class DateField(Field[str]):
    """As ISO writes it; "" where nothing, or no date, was written."""

    def __init__(self, title: str, read: Reader[str] = read_date, **options: Any) -> None:
        super().__init__(title, read, **options)


class ChoiceField(Field[str]):
    """The value of a list or of radio buttons, "" where nothing was chosen; the rules of the page say what may be."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(title, _chosen, **options)


class SecretField(Field[str]):
    """A password, or a code that works once: as it was typed, and on no page again."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(title, _as_typed, **options)

    def process_formdata(self, sent: list[Any]) -> None:
        super().process_formdata(sent)
        self.typed = ""


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
    """With the submitted form, or the query of an address, what was sent; with `data`, what is stored; and what is
    wrong, at each field.

    Where a page has several of one kind, `of` says which this is, by the question or the row that it belongs to.
    """

    def __init__(
        self, submitted: ImmutableMultiDict[str, Any] | None = None, data: Mapping[str, Any] | None = None, of: str = ""
    ) -> None:
        super().__init__(submitted, data=data)
        self.of, self.of_no_field = of, list[Problem]()
        for field in self.fields.values() if of else ():
            field.id, field.of = f"{field.name}-{of}", of

    @property
    def fields(self) -> dict[str, Field[Any]]:
        """Name -> field, in the order of the page."""
        return cast(dict[str, Field[Any]], self._fields)

    @property
    def problems(self) -> list[Problem]:
        """In the order of the fields; those that concern no field come first."""
        of_fields = [replace(problem, place=field.id) for field in self.fields.values() for problem in field.problems]
        return [*self.of_no_field, *of_fields]

    @property
    def titles(self) -> dict[str, str]:
        """Id of a field, which is its name where the page has one such form -> what the page calls it."""
        return {field.id: field.title for field in self.fields.values()}

    @property
    def has_secrets(self) -> bool:
        return any(isinstance(field, SecretField) for field in self.fields.values())

    def refuse(self, problems: Iterable[Problem]) -> None:
        """What the rules found after the fields were read, each at the field that it concerns."""
        for problem in problems:
            field = self.fields.get(problem.place)
            (field.problems if field else self.of_no_field).append(problem)


def refusal(*problems: Problem) -> Form:
    """What stands against an act that has no fields, as the page of a form shows it."""
    form = Form()
    form.refuse(problems)
    return form


def titles_of(names: Collection[str]) -> dict[str, str]:
    """What the form that these fields were sent from calls them: the one that knows most of them, and no others.

    None of forms with something that no page repeats. Where several forms do, a title that they do not share is out.
    """
    known = [form.titles for form in all_forms() if form.fields.keys() <= set(names) and not form.has_secrets]
    most = max(map(len, known), default=0)
    first, *others = [titles for titles in known if len(titles) == most] or [{}]
    return {name: title for name, title in first.items() if all(other.get(name) == title for other in others)}


def all_forms() -> list[Form]:
    """One of each kind, with nothing in it."""
    return [_empty(kind) for kind in _kinds_of(Form)]


@cache
def _empty(kind: type[Form]) -> Form:
    """Made once, since a refusal looks at all kinds: whoever gets it reads it, and fills in nothing."""
    return kind()


def _kinds_of(kind: type[Form]) -> Iterator[type[Form]]:
    for heir in kind.__subclasses__():
        yield heir
        yield from _kinds_of(heir)


def _chosen(_place: str, raw: object, _problems: list[Problem]) -> str:
    return without_marks(as_kept(str(raw))).strip()


def _as_typed(_place: str, raw: object, _problems: list[Problem]) -> str:
    return str(raw)


def _is_given(_place: str, raw: object, _problems: list[Problem]) -> bool:
    return bool(raw)


def _none(_place: str, _raw: object, _problems: list[Problem]) -> list[str]:
    return []


@dataclass(frozen=True)
class ListView:
    """How a list is looked at: kept in the address, so that it can be sent to a colleague.

    Each list adds its filters as fields, "" where one does not narrow. `sort` is a column, with "-" where it falls.
    """

    sort: str = ""

    @classmethod
    def filters(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls) if field.name != "sort")

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in self.filters())

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def is_falling(self) -> bool:
        return self.sort.startswith("-")

    def query(self, **changes: str) -> str:
        """The address after the "?", with what is not the default."""
        values = {name: getattr(self, name) for name in (*self.filters(), "sort")} | changes
        return urlencode(
            {name: value for name, value in values.items() if value and value != getattr(type(self), name)}
        )

    def sorted_by(self, column: str) -> str:
        """The address of the same list by this column; a second time turns it round."""
        return self.query(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str:
        """As `aria-sort` says it."""
        if self.column != column:
            return "none"
        return "descending" if self.is_falling else "ascending"

    def in_order(self, items: Iterable[T], key: Callable[[T], Any]) -> list[T]:
        """By `key`, of equals as they were. What has none comes last, whichever way it is sorted."""
        items = list(items)
        having = sorted((item for item in items if key(item) is not None), key=key, reverse=self.is_falling)
        return having + [item for item in items if key(item) is None]
