"""Reads a page as a browser without script does: which fields each form would send."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form of a page. `fields` is what pressing its first button would send, without the button itself."""

    id: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def value(self, name: str) -> str:
        (value,) = self.values(name)
        return value

    def data(self, **more: object) -> dict[str, object]:
        """The fields as httpx takes them, with some changed or a button added."""
        return {name: self.values(name) for name, _ in self.fields} | more


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms = [Form("beside every form", "")]
        self.text: list[str] = []
        self._textarea: str | None = None
        self._typed: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("id", ""), given.get("action", "")))
        elif tag == "textarea":
            self._textarea, self._typed = given["name"], []
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self._add(self._select, given["value"])
        elif tag == "button" and "name" in given:
            self.forms[-1].buttons.append((given["name"], given["value"]))
        elif (
            tag == "input"
            and "name" in given
            and (given.get("type") not in ("radio", "checkbox") or "checked" in given)
        ):
            self._add(given["name"], given.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].fields.append((name, value))

    def handle_data(self, data: str) -> None:
        (self.text if self._textarea is None else self._typed).append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            self._add(self._textarea, "".join(self._typed).removeprefix("\n"))  # as HTML says
            self._textarea = None


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def form(html: str, id_: str) -> Form:
    """The one form of the page with this id or action."""
    (match,) = (candidate for candidate in _read(html).forms if id_ in (candidate.id, candidate.action))
    return match


def words(html: str) -> str:
    """What a person reads, with the white space of the page pressed together."""
    return " ".join(" ".join(_read(html).text).split())


def without_message(address: str) -> str:
    """Where an act leads to, without what says that it was done."""
    return re.sub(r"[?&]done=[^&#]*", "", address)
