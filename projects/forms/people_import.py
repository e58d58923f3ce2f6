"""People brought in from a table: a file or pasted rows, each cell cleaned as the form of one person cleans it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from projects.forms.people import Details
from projects.models import Agency, Expertise, Function, Kind, Role
from projects.sheet import COLUMNS, MOST_BYTES, Row, UnreadableError, decode, read_sheet

MOST_SHOWN = 30

YES, NO = {"yes", "y", "true", "x", "1"}, {"no", "n", "false", "0", ""}
KINDS = {"": Kind.PERSON, "person": Kind.PERSON, "group": Kind.GROUP, "position": Kind.POSITION}
ROLES = {
    "member": Role.TEAM_MEMBER,
    "team": Role.TEAM_MEMBER,
    "core team": Role.TEAM_MEMBER,
    "wider": Role.WIDER,
    "stakeholder": Role.WIDER,
}
ROLES |= {"officer": Role.PROCUREMENT_OFFICER, "agent": Role.BUYERS_AGENT}
SEATS = (Role.BUYER, Role.PROCUREMENT_OFFICER)


@dataclass(frozen=True)
class Wanted:
    """One row that can be added: its number, what the operation takes, and the role as the agency calls it."""

    number: int
    wish: dict[str, Any]
    role: str

    @property
    def kind(self) -> str:
        """Group or position; nothing for a person."""
        return {Kind.GROUP: "Group", Kind.POSITION: "Position nobody fills yet"}.get(self.wish["kind"], "")

    @property
    def details(self) -> list[str]:
        """Everything else, in words."""
        told = [self.wish.get(name, "") for name in ("position", "organisation", "part")]
        told += [Function(self.wish["function"]).label] if self.wish.get("function") else []
        told += [f"{Expertise(self.wish['expertise']).label} expertise"] if self.wish.get("expertise") else []
        told += ["Approves this buy"] * self.wish.get("is_approver", False)
        return [words for words in (*told, *["Affected by what is bought"] * self.wish.get("is_affected", False)) if words]


class PeopleImportForm(forms.Form):
    """A file or pasted rows, a file before what was pasted. `confirm` comes with the second press, once it was shown what will be added.

    Once valid, `rows` are those to add and `ignored` the headings nobody knows. `agency` has its words for roles, `roles` are those
    that may be given now.
    """

    file = forms.FileField(
        label="A CSV file",
        help_text="In Excel: File, Save as, “CSV UTF-8 (Comma delimited)”. At most 500 rows.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    text = forms.CharField(
        label="Or paste the rows",
        help_text="With the headings in the first row, as they are copied from a spreadsheet.",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
    confirm = forms.BooleanField(required=False, widget=forms.HiddenInput)

    no_optional = True  # one of the two is needed, and the labels say so

    def __init__(self, *args: Any, roles: Iterable[Role], agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.givable, self.agency = set(roles), agency
        self.fields["text"].validators = []  # the reading says in words what is wrong with it
        self.is_too_large = False
        self.rows: list[Wanted] = []
        self.ignored: list[str] = []

    def clean(self) -> dict[str, Any]:
        """The table read, row by row; everything wrong in it is told at once. What a file holds is kept as if it had been pasted."""
        typed = super().clean() or {}
        place = "file" if typed.get("file") else "text"
        try:
            text = self._text(typed)
            self.data = {**dict(self.data.items()), "text": text}
            sheet = read_sheet(text)
        except UnreadableError as error:
            self.add_error(place, str(error))
            return typed
        read = [self._read(row) for row in sheet.rows]
        self.ignored = sheet.ignored
        wishes = [wish for wish, _ in read]
        self.rows = [Wanted(row.number, w, self.agency.word_for(w["role"])) for row, w in zip(sheet.rows, wishes, strict=True)]
        self._say([words for _, errors in read for words in errors])
        return typed

    def _say(self, wrong: list[str]) -> None:
        """The errors of the rows, at the text, where they can be corrected; the first of very many."""
        for words in [*wrong[:MOST_SHOWN], *[f"And {len(wrong) - MOST_SHOWN} more like these"] * (len(wrong) > MOST_SHOWN)]:
            self.add_error("text", words)

    def _text(self, typed: Mapping[str, Any]) -> str:
        """What was sent, as text. Raises UnreadableError for nothing, or too much."""
        file, text = typed.get("file"), typed.get("text") or ""
        size = file.size if file else len(text.encode(errors="replace"))
        if size > MOST_BYTES:
            self.is_too_large = True
            raise UnreadableError("This is too much at once: at most 200 kB, which is more than 500 people. Split it in two.")
        if file is None and not text.strip():
            raise UnreadableError("Choose a file, or paste the rows")
        return decode(file.read()) if file else text

    @property
    def functions(self) -> list[str]:
        """What may stand in that column."""
        return [choice.label for choice in Function]

    @property
    def kinds_of_expertise(self) -> list[str]:
        """What may stand in that column."""
        return [choice.label for choice in Expertise]

    # ---- One row --------------------------------------------------------------------------------------------------

    def _read(self, row: Row) -> tuple[dict[str, Any], list[str]]:
        """What the operation takes, and what is wrong with the row in words: "Row 4, E-mail: Enter an e-mail address"."""
        wish: dict[str, Any] = {}
        errors = [("", f"“{row.extra}” stands under no heading")] if row.extra else []
        for name, cell in row.cells.items():
            try:
                wish |= self._cell(name, cell)
            except forms.ValidationError as error:
                errors += [(COLUMNS[name][0], words) for words in error.messages]
        errors += self._together(wish)
        return wish, [f"Row {row.number}{', ' * bool(heading)}{heading}: {words}" for heading, words in errors]

    def _cell(self, name: str, cell: str) -> dict[str, Any]:
        """What one cell says. Raises ValidationError in words."""
        if name in {"is_approver", "is_affected"}:
            return {name: _yes_or_no(cell)}
        if name in {"function", "expertise"}:
            return _does(cell)
        if name == "kind":
            return {"kind": _kind(cell)}
        if name == "role":
            return {"role": self._role(cell)} if cell else {}
        value = Details.base_fields[name].clean(cell)
        return {name: value.lower() if name == "email" else value}

    def _role(self, cell: str) -> Role:
        """A role that a list may give: not the seats, which are named one by one and handed over."""
        role = self._named(cell)
        if role in SEATS:
            says = "is not given by a list. Bring them in as a team member"
            raise forms.ValidationError(f"“{cell}” {says}; the part itself is given or handed over on their own page")
        if role == Role.BUYERS_AGENT and role not in self.givable:
            buyer = self.agency.buyer_in_a_sentence
            raise forms.ValidationError(f"Only the {buyer} gives the role on behalf of the {buyer}")
        return role

    def _named(self, cell: str) -> Role:
        word = _plain(cell)
        names = {_plain(role.label): role for role in Role.in_a_project()} | ROLES
        names |= {_plain(self.agency.word_for(role)): role for role in Role.in_a_project()}
        if word not in names:
            says = " or ".join(f"“{role.label}”" for role in (Role.TEAM_MEMBER, Role.WIDER))
            raise forms.ValidationError(f"“{cell}” is no role. Write {says}")
        return names[word]

    def _together(self, wish: dict[str, Any]) -> list[tuple[str, str]]:
        """What does not go together in a row; a role left out is filled in."""
        kind = wish.setdefault("kind", Kind.PERSON)
        role = wish.setdefault("role", Role.WIDER if kind == Kind.GROUP else Role.TEAM_MEMBER)
        if kind == Kind.GROUP and role != Role.WIDER:
            return [(COLUMNS["role"][0], "A group is a wider stakeholder")]
        if kind == Kind.POSITION and role == Role.BUYERS_AGENT:
            return [(COLUMNS["role"][0], f"A position nobody fills yet cannot act {self.agency.say(role)}")]
        return []


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _yes_or_no(cell: str) -> bool:
    if _plain(cell) not in YES | NO:
        raise forms.ValidationError(f"Write “yes” or leave it empty, not “{cell}”")
    return _plain(cell) in YES


def _kind(cell: str) -> Kind:
    labels = {_plain(kind.label): kind for kind in Kind}
    word = _plain(cell)
    if word not in KINDS | labels:
        raise forms.ValidationError(f"“{cell}” is none of: person, group, position")
    return (KINDS | labels)[word]


def _does(cell: str) -> dict[str, str]:
    """A function or a kind of expertise, by its name or the first word of it; whichever column it stands in."""
    word = _plain(cell)
    if not word:
        return {}
    named = {"function": Function, "expertise": Expertise}
    for column, choices in named.items():
        for choice in choices:
            if word in {_plain(choice.label), choice.value}:
                return {column: choice.value}
    raise forms.ValidationError(f"“{cell}” is no function or expertise. “What the columns hold” lists them")
