"""Loading the demo: each project wholly or not at all, and only once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from milestones.demo.people import make_administrators, make_agencies, make_cover, make_extras, make_people
from milestones.demo.stories import STORIES
from milestones.demo.story import Story
from projects.models import BuyingProject

DATA = Path(__file__).with_name("data.json")


def load() -> list[str]:
    """Make what is not there yet; return the references of the projects that were made now."""
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    with transaction.atomic():
        agencies = make_agencies(data["agencies"])
        cast = make_people(data["agencies"], agencies)
        make_extras(agencies["DES"])
        make_administrators(agencies)
        make_cover(cast["DES"]["SQ"].person, cast["DES"]["RM"].person)
    stories = [Story(words["id"], words, agencies[words["ag"]], cast[words["ag"]]) for words in data["projects"]]
    return [tell(story).ref for story in stories if not BuyingProject.objects.filter(started_from=story.id).exists()]


def tell(story: Story) -> BuyingProject:
    """Make one project, as its story goes."""
    with transaction.atomic():
        STORIES[story.key](story)
    return story.project
