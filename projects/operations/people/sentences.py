"""Why their parts matter: the sentences of several people, written at once."""

from __future__ import annotations

from collections.abc import Mapping

from projects.changes import change, who_changed
from projects.models import BuyingProject, Person, Stakeholder
from projects.operations.people.checks import require_current
from projects.refusals import ChangedMeanwhile, NotNow


class SentencesChanged(ChangedMeanwhile):
    """409: sentences that somebody else changed meanwhile: `people` maps each stakeholder's id to what is there now and what was wanted."""

    def __init__(self, says: str, people: Mapping[int, tuple[str, str]]) -> None:
        super().__init__(says, missing=["your choice between the two"])
        self.people = dict(people)


def write_sentences(*, project: BuyingProject, base: Mapping[int, str], wanted: Mapping[int, str], by: Person) -> list[Stakeholder]:
    """Write why the parts of these people matter, by either side; gives those whose sentence was changed, in reading order.

    `base` is what the actor saw, by stakeholder id: where `wanted` is the same, nothing is written, whatever is there now. Raises NotNow
    for somebody who is not in the project or has left, and SentencesChanged where the same person's sentence changed meanwhile; nothing is
    written then.
    """
    with change(project, by=by) as history:
        rows = {row.pk: row for row in project.stakeholders.filter(pk__in=wanted).in_reading_order()}
        if set(rows) != set(wanted):
            raise NotNow("Somebody on this page is not in the project.", missing=["people of this project"])
        asked = {pk: text.strip() for pk, text in wanted.items() if text.strip() != base[pk]}
        changed = {pk: asked[pk] for pk, row in rows.items() if pk in asked and asked[pk] != row.why_it_matters}
        for pk in changed:
            require_current(rows[pk])
        _require_as_seen(rows, base, changed)
        for pk, text in changed.items():
            row, before = rows[pk], rows[pk].why_it_matters
            row.why_it_matters, row.version = text, row.version + 1
            row.save(update_fields=["why_it_matters", "version"])
            history.add("stakeholder edited", row, before={"why_it_matters": before}, after={"why_it_matters": text})
        return [rows[pk] for pk in changed]


def _require_as_seen(rows: Mapping[int, Stakeholder], base: Mapping[int, str], changed: Mapping[int, str]) -> None:
    clashing = {pk: (rows[pk].why_it_matters, text) for pk, text in changed.items() if rows[pk].why_it_matters != base[pk]}
    if clashing:
        first = rows[next(iter(clashing))]
        more = f" and of {len(clashing) - 1} more" if len(clashing) > 1 else ""
        says = f"Why the part of {first.name}{more} matters changed while you were writing. {who_changed(first.project, first)}"
        raise SentencesChanged(says, clashing)
