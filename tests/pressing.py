"""Pressing buttons as a browser without JavaScript does: a form is read from the page as it was sent, filled in, and posted whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Form:
    """A form of a page: where it goes, what it would send, and its buttons by their words."""

    action: str = ""
    sends: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    """Reads the forms of a page that post."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.text: tuple[str, list[str]] | None = None
        self.select = ""
        self.button: tuple[str, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(at.get("action", ""))
            if at.get("method", "").lower() == "post":
                self.forms.append(self.open)
        if self.open is None:
            return
        if tag == "input" and at.get("name"):
            self._input(at)
        elif tag == "textarea":
            self.text = (at["name"], [])
        elif tag == "select":
            self.select = at.get("name", "")
            self.open.names.add(self.select)
        elif tag == "option" and self.select and (("selected" in at) or self.select not in self.open.sends):
            self.open.sends[self.select] = [at.get("value", "")]
        elif tag == "button":
            self.button = (at.get("name", ""), at.get("value", ""), [])

    def _input(self, at: dict[str, str]) -> None:
        assert self.open is not None
        self.open.names.add(at["name"])
        is_choice = at.get("type") in {"checkbox", "radio"}
        if not is_choice or "checked" in at:
            self.open.sends.setdefault(at["name"], []).append(at.get("value", "on" if is_choice else ""))

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)
        if self.button:
            self.button[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text and self.open:
            self.open.names.add(self.text[0])
            self.open.sends[self.text[0]] = ["".join(self.text[1]).lstrip("\n")]
            self.text = None
        elif tag == "button" and self.button and self.open:
            name, value, words = self.button
            self.open.buttons.append((" ".join("".join(words).split()), name, value))
            self.button = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.open = None


def forms_of(html: str) -> list[Form]:
    """The forms of a page that post, in its order."""
    reader = Reader()
    reader.feed(html)
    return reader.forms


def press(client: Client, path: str, button: str, **typed: Any) -> Any:
    """Open the page at `path`, fill in the form that has a button of these words, and press it: the page that follows.

    `typed` are values by name of field; None leaves a field out, a list sends several. A field that the form does not have is a mistake.
    Whatever is not answered with a redirect has failed.
    """
    page = client.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    wanted = re.compile(button)
    there = [(f, b) for f in forms_of(page.text) for b in f.buttons]
    fitting = [(f, b) for f, b in there if wanted.search(b[0])]
    assert fitting, f"{path}: no button “{button}”, but {[words for _, (words, _, _) in there]}"
    form, (_, name, value) = fitting[0]
    unknown = [field for field in typed if field not in form.names]
    assert not unknown, f"{path}: no field {unknown} beside “{button}”, but {sorted(form.names)}"
    sends = {**form.sends, **{key: text if isinstance(text, list) else [str(text)] for key, text in typed.items() if text is not None}}
    sends = {key: text for key, text in sends.items() if not (key in typed and typed[key] is None)} | ({name: [value]} if name else {})
    answered = client.post(form.action or path, sends, follow=True)
    said = re.findall(r'error__line"><span class="sr-only">Error: </span>([^<]+)', answered.text)
    assert answered.redirect_chain, f"{path}: {answered.status_code} {said} {re.findall('<h1[^>]*>([^<]+)', answered.text)}"
    return answered
