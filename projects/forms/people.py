"""The people of a project, typed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from projects.forms.fields import Seen, SeenFields, Text, one_line, without_turning
from projects.models import Agency, Decision, Expertise, Function, Kind, Role, Stakeholder
from projects.paste import MOST_CHARACTERS, MOST_PEOPLE, Reading, read_people

READ = "Write this as if the person will read it."
SAID = {"required": "Enter a name"}
NOT_AN_ADDRESS = {"invalid": "Enter an e-mail address, like name@agency.example"}

State = tuple[str, str]  # decision and note on one kind of expertise
NOTHING: State = ("", "")


class GivenRole(forms.ChoiceField):
    """A role to choose from those that may be given now. Whether it may be given is the operation's to say, at the time of the press."""

    def valid_value(self, value: str) -> bool:
        """Any role in a project: a form sent twice names one that its first press has filled."""
        return value in Role.in_a_project()


class Details(forms.Form):
    """What is recorded of a stakeholder, whoever they are."""

    name = forms.CharField(label="Name", max_length=200, validators=[one_line], error_messages=SAID)
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="They sign in by it. No e-mail, no sign-in.",
        error_messages=NOT_AN_ADDRESS,
    )
    part = Text(
        label="What they do here",
        help_text=f"In a sentence: “Advises on contract terms.” {READ}",
        max_length=2000,
        rows=2,
        required=False,
    )
    phone = forms.CharField(
        label="Phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "class": "input--20"})
    )
    position = forms.CharField(label="Position", help_text="Their job title.", max_length=200, required=False, validators=[one_line])
    organisation = forms.CharField(label="Organisation", max_length=200, required=False, validators=[one_line])
    function = forms.ChoiceField(
        label="Function",
        help_text="The kind of work they do in this project.",
        choices=[("", "None of these"), *Function.choices],
        required=False,
    )
    expertise = forms.ChoiceField(label="Expertise", choices=[("", "None of these"), *Expertise.choices], required=False)
    why_it_matters = Text(
        label="Why their part matters",
        help_text="One sentence that ties what they do to the outcome.",
        max_length=2000,
        rows=2,
        required=False,
    )
    is_affected = forms.BooleanField(label="Affected by what is bought", required=False)
    interest = Text(label="What they care about", help_text=READ, max_length=2000, rows=2, required=False)
    is_high_interest = forms.BooleanField(label="High interest", required=False)
    is_approver = forms.BooleanField(label="Approves this buy", required=False)
    support_criteria = Text(
        label="What they need to say yes",
        help_text=f"The buyer’s side and the procurement officer see this. {READ}",
        max_length=2000,
        rows=2,
        required=False,
    )

    FIRST: tuple[str, ...] = ("name", "email", "part")

    def clean_email(self) -> str:
        """In small letters, as it is kept."""
        return self.cleaned_data["email"].lower()

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that everybody sees."""
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """The others, which can wait."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @property
    def more_is_open(self) -> bool:
        """Whether the others hold something or are wrong."""
        return any(field.value() or field.errors for field in self.more)

    def wish(self) -> dict[str, Any]:
        """What the operation is asked for."""
        return dict(self.cleaned_data)


class PersonAddForm(Details):
    """Somebody new; the same form sent twice adds one. `roles` are those that may be given now."""

    kind = forms.ChoiceField(
        label="Who or what is it?",
        choices=Kind.choices,
        initial=Kind.PERSON,
        widget=forms.RadioSelect,
        help_text="A supplier is recorded as a group and never gets an account.",
        error_messages={"required": "Choose a person, a group or a position"},
    )
    role = GivenRole(label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"})
    nonce = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    FIRST = ("kind", "name", "email", "role", "part")

    def __init__(self, *args: Any, roles: Iterable[Role], agency: Agency, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, agency.word_for(role)) for role in roles]
        self.fields[
            "role"
        ].help_text = "What they are in this project. A group is always a wider stakeholder; a role that somebody holds is handed over."
        self.initial = {"role": Role.TEAM_MEMBER, **self._asked(asked or {})}

    def _asked(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What a link to this page chose already: kind, role or expertise."""
        names = [name for name in ("kind", "role", "expertise") if asked.get(name)]
        return {name: asked[name] for name in names if asked[name] in dict(self.fields[name].choices)}

    def clean(self) -> dict[str, Any]:
        """A group left at team member is a wider stakeholder: it can be nothing else."""
        wanted = super().clean() or {}
        if wanted.get("kind") == Kind.GROUP and wanted.get("role") == Role.TEAM_MEMBER:
            wanted["role"] = Role.WIDER
        return wanted


class PersonForm(Details):
    """Somebody who is listed. Only people hold the financial delegation."""

    is_delegate = forms.BooleanField(label="Holds the financial delegation", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = SeenFields(required=False)

    FIRST = ("name", "position", "organisation", "email", "phone")

    def __init__(self, *args: Any, stakeholder: Stakeholder, **kwargs: Any) -> None:
        kept = stored(stakeholder)
        super().__init__(*args, initial={**kept, "seen": kept}, **kwargs)
        if stakeholder.kind != Kind.PERSON:
            del self.fields["is_delegate"]
            self.fields["email"].help_text = ""

    def shown(self) -> dict[str, Any]:
        """What the page had shown."""
        return self.cleaned_data["seen"] or {}


def stored(stakeholder: Stakeholder) -> dict[str, Any]:
    """The stakeholder as the form shows them."""
    return {name: getattr(stakeholder, name) for name in (*Details.base_fields, "is_delegate", "version")}


class FillForm(forms.Form):
    """The person who fills a position."""

    name = forms.CharField(label="Their name", max_length=200, validators=[one_line], error_messages=SAID)
    email = forms.EmailField(
        label="Their e-mail",
        max_length=254,
        required=False,
        help_text="They sign in by it. No e-mail, no sign-in.",
        error_messages=NOT_AN_ADDRESS,
    )

    prefix = "fill"


class FillFromTeamForm(forms.Form):
    """Who of those in the project fills a position; `seen` is what the page showed of what moves. An id not among them is refused later."""

    to = forms.IntegerField(label="Who fills it?", widget=forms.RadioSelect, error_messages={"required": "Choose who fills it"})
    seen = Seen(widget=forms.HiddenInput, required=False)  # {} where nothing moves

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].widget.choices = list(people)

    def clean_seen(self) -> dict[str, str]:
        """Letters by activity, as the operation takes them."""
        seen = self.cleaned_data["seen"] or {}
        if not isinstance(seen, dict) or not all(isinstance(letters, str) for letters in seen.values()):
            raise forms.ValidationError(Seen.default_error_messages["invalid"])
        return seen


class PasteForm(forms.Form):
    """Names pasted from an e-mail's To line. `confirm` comes with the second press, once it was shown what will be added."""

    text = forms.CharField(
        label="Names and addresses",
        help_text="As they stand in the To line of an e-mail: Mei Chen <mei.chen@agency.example>, dan.kelly@agency.example",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={"required": "Paste at least one name with its address"},
    )
    role = forms.ChoiceField(
        label="Add them as",
        choices=[(role.value, role.label) for role in (Role.TEAM_MEMBER, Role.WIDER)],
        initial=Role.TEAM_MEMBER,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to add them as"},
    )
    confirm = forms.BooleanField(required=False, widget=forms.HiddenInput)

    reading: Reading

    def clean_text(self) -> str:
        """The text, read; too many people at once are refused."""
        text = without_turning(self.cleaned_data["text"])
        self.reading = read_people(text)
        if len(self.reading.people) > MOST_PEOPLE:
            raise forms.ValidationError(f"Paste at most {MOST_PEOPLE} people at a time")
        return text


class ExpertiseForm(forms.Form):
    """All kinds of expertise at once: ticked is needed. `seen` is decision and note of each kind as the page showed them."""

    seen = Seen(widget=forms.HiddenInput, required=False)  # {} while nothing is decided

    no_optional = True  # every field is, and the page says so

    def __init__(self, *args: Any, states: Mapping[str, State], kinds: Iterable[Expertise] = Expertise, **kwargs: Any) -> None:
        self.kinds = list(kinds)
        super().__init__(*args, initial={"seen": {kind: list(state) for kind, state in states.items()}}, **kwargs)
        for kind in self.kinds:
            decision, note = states.get(kind, NOTHING)
            self.fields[kind.value] = forms.BooleanField(label=kind.label, required=False, initial=decision == Decision.NEEDED)
            words = {"label": f"Note on {kind.label[:1].lower()}{kind.label[1:]}", "max_length": 300, "required": False, "initial": note}
            self.fields[f"{kind.value}_note"] = forms.CharField(validators=[one_line], **words)

    def clean_seen(self) -> dict[str, State]:
        """As the operation takes it."""
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict) or not all(isinstance(v, list) and [type(w) for w in v] == [str, str] for v in seen.values()):
            raise forms.ValidationError("The page was not sent whole. Open it again.")
        return {kind: (decision, note) for kind, (decision, note) in seen.items()}

    def clean(self) -> dict[str, Any]:
        """A note goes with a decision: one on a kind that stays undecided would be lost."""
        wanted = super().clean() or {}
        for kind in self.kinds if self.leaves_rest else ():
            if wanted.get(f"{kind.value}_note") and not wanted.get(kind.value) and not self._was(kind):
                self.add_error(f"{kind.value}_note", f"Tick “{kind.label}”, or save the rest as not needed: a note goes with a decision")
        return wanted

    @property
    def leaves_rest(self) -> bool:
        """Whether kinds that nobody ticked or decided stay undecided."""
        return self.data.get("rest") == "later"

    def wish(self) -> dict[str, Any]:
        """Only what differs from what the page showed; the rest as the press said."""
        changed = self._changed()
        return {
            "decisions": {kind: decision for kind, (decision, _) in changed.items()},
            "notes": {kind: note for kind, (_, note) in changed.items()},
            "seen": self.cleaned_data["seen"],
        }

    def clashes(self, states: Mapping[str, State]) -> list[tuple[str, State, State]]:
        """What was changed here and meanwhile elsewhere, differently: label, theirs, yours."""
        found = [(Expertise(kind), states.get(kind, NOTHING), yours) for kind, yours in self._changed().items()]
        return [(kind.label, theirs, yours) for kind, theirs, yours in found if theirs not in {yours, self._seen(kind)}]

    def changed_elsewhere(self, states: Mapping[str, State]) -> dict[str, State]:
        """What was changed meanwhile elsewhere and not here."""
        mine = self._changed()
        kinds = [kind.value for kind in self.kinds if kind.value not in mine]
        return {kind: states.get(kind, NOTHING) for kind in kinds if states.get(kind, NOTHING) != self._seen(kind)}

    def _changed(self) -> dict[str, State]:
        typed = {kind.value: self._typed(kind) for kind in self.kinds if self._is_decided(kind)}
        return {kind: state for kind, state in typed.items() if state != self._seen(kind)}

    def _seen(self, kind: str) -> State:
        return self.cleaned_data.get("seen", {}).get(str(kind), NOTHING)

    def _typed(self, kind: Expertise) -> State:
        decision = Decision.NEEDED if self.cleaned_data[kind.value] else Decision.NOT_NEEDED
        return decision.value, self.cleaned_data[f"{kind.value}_note"]

    def _is_decided(self, kind: Expertise) -> bool:
        return bool(self.cleaned_data[kind.value] or self._was(kind) or not self.leaves_rest)

    def _was(self, kind: Expertise) -> str:
        """What it was decided as when the page was shown."""
        return self._seen(kind.value)[0]


class RoleForm(forms.Form):
    """Another role for somebody, of those that may be given now."""

    role = GivenRole(label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"})

    def __init__(self, *args: Any, roles: Iterable[Role], agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, agency.word_for(role)) for role in roles]


class HandOverForm(forms.Form):
    """Who takes a seat over. `people` are those who can; an id that is not among them is looked up, and refused, by the view."""

    seat = forms.ChoiceField(
        choices=[(seat.value, seat.label) for seat in (Role.BUYER, Role.PROCUREMENT_OFFICER)], widget=forms.HiddenInput
    )
    to = forms.IntegerField(label="Hand over to", widget=forms.RadioSelect, error_messages={"required": "Choose who takes it over"})

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].widget.choices = list(people)
