"""“I've read it”: somebody has read what the team needs to see."""

from __future__ import annotations

from projects.access import CORE
from projects.changes import change
from projects.clock import now
from projects.models import Audience, Person, Readable, Reading, Stakeholder
from projects.operations.people import require_current
from projects.readers import WORDS, last_read_by, versions_of
from projects.reading import to_read
from projects.refusals import ChangedMeanwhile, NotYourPart


def record_reading(*, stakeholder: Stakeholder, what: Readable, version: int, by: Person) -> Reading | None:
    """“I've read it”, by the person themselves, about the version their page showed; None where nothing is left for them to read.

    The same again changes nothing. Raises NotYourPart for others, ChangedMeanwhile where another version is current by now.
    """
    with change(stakeholder.project, by=by, roles=CORE) as history:
        stakeholder.refresh_from_db()
        if stakeholder.person_id != by.pk:
            raise NotYourPart(f"Only {stakeholder.name} can say this.", who=stakeholder.name)
        require_current(stakeholder)
        twin = stakeholder.readings.filter(by=by, what=what, version=version).first()
        versions = list(versions_of(history.project, what))
        if twin or not to_read(stakeholder, versions, last_read_by(stakeholder).get(what, 0)):
            return twin
        if versions[0].version != version:
            says = (
                f"{versions[0].written_by} wrote another version of {WORDS[what]} while you were reading. Read what changed as it is now."
            )
            raise ChangedMeanwhile(says)
        read = stakeholder.readings.create(what=what, version=version, at=now(), by=by)
        label = f"{WORDS[what].removeprefix('the ').capitalize()}, version {version}"
        history.add("version read", stakeholder, after={"version": version}, audience=Audience.SIDES, label=label)
        return read
