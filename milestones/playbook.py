"""The guide as data: three milestones, sixteen success criteria, the sessions. Words and order are the guide's; numbers are ours.

Source: *Key Mobilisation milestones*, NSW Government. A test holds these words equal to it. A project keeps the version it began with.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CURRENT = "nsw-2026"


@dataclass(frozen=True)
class Sitting:
    """A session of the guide. Minutes are indicative, for the meeting; never compared with how long a milestone takes."""

    name: str
    guide_words: str
    minutes: tuple[int, int]
    duration: str
    suggested_minutes: int


@dataclass(frozen=True)
class Stage:
    """One milestone of the guide, with its criteria in order."""

    position: int
    key: str
    title: str
    short_title: str
    guide_words: str
    about: str
    sitting: Sitting
    criteria: tuple[str, ...]
    hints: dict[int, str] = field(default_factory=dict)

    def criterion_key(self, position: int) -> str:
        """The number of a criterion: "2.3"."""
        return f"{self.position}.{position}"


DEFINE = Stage(
    position=1,
    key="define",
    title="Define the buying project outcome",
    short_title="Define the outcome",
    guide_words="Hold a buyer and procurement alignment session.",
    about=(
        "Before a buying team can start work, they should agree on what they are working towards. This milestone involves the buyer and "
        "the procurement officer aligning on the business objectives, identifying the right people, asking the right questions, and "
        "reaching consensus."
    ),
    sitting=Sitting(
        "Alignment session",
        "Align on objectives and outcome, and identify key stakeholders in a 1-2hr* session.",
        (60, 120),
        "1 to 2 hours",
        90,
    ),
    criteria=(
        "stakeholders and their roles in the project are identified",
        "buying project responsibilities, accountabilities and consultation or information needs (RACI) have been identified",
        "the buying objective has been documented and there is a draft work plan and stakeholder communication plan",
        "buyer and procurement officer can easily explain the problem or opportunity, the desired outcomes and who the team is planning to involve",
    ),
    hints={1: "Approvers and what they need to say yes belong here too.", 3: "Agree the stages, activities and timelines."},
)

ORGANISE = Stage(
    position=2,
    key="organise",
    title="Organise the people",
    short_title="Organise the people",
    guide_words="Form a buying team and hold an initial briefing.",
    about=(
        "To complete the work needed to achieve buying objectives, the buyer and procurement officer must first engage and align the people "
        "with roles in completing the work. This milestone is about bringing in the right skills and expertise, forming the core team, "
        "reviewing objectives, and aligning on stakeholder communications approach."
    ),
    sitting=Sitting(
        "Project briefing", "Invite core buying team SMEs to a 30 minute - 1 hr* project briefing.", (30, 60), "30 minutes to 1 hour", 45
    ),
    criteria=(
        "the core buying team members have been engaged by the buyer and procurement officer",
        "everyone can easily explain the problem or opportunity, the procurement outcomes and who the team is planning to involve",
        "everyone in the team knows their role in the project, and how it connects to the business objectives",
        "everyone knows who to contact for what",
        "a stakeholder communication plan has been circulated to the team",
    ),
)

ALIGN = Stage(
    position=3,
    key="align",
    title="Align the buying team",
    short_title="Align the team",
    guide_words="Hold a core buying team kick-off workshop.",
    about=(
        "The last thing you need to do to effectively mobilise is hold a workshop to establish the process and practices that will support "
        "the ongoing success of your work. This milestone is all about ensuring the effectiveness, sustainability, and transparency of your work."
    ),
    sitting=Sitting(
        "Kick-off workshop", "Focus the core team and establish ways of working with a 1-2 hr* workshop.", (60, 120), "1 to 2 hours", 100
    ),
    criteria=(
        "documentation of the work you’re proposing",
        "buying project management plan",
        "key stakeholders identified",
        "approach, timelines and milestones established",
        "cadence agreed",
        "tools and ways of working agreed",
        "risk mitigants identified",
    ),
    hints={
        1: "A single source of truth.",
        3: "People captured in a RACI matrix.",
        4: "Deliverables beside milestones and timelines.",
        5: "Meeting cadence.",
        7: "Risks and controls.",
    },
)

PLAYBOOKS: dict[str, tuple[Stage, ...]] = {CURRENT: (DEFINE, ORGANISE, ALIGN)}


def stages(playbook: str) -> tuple[Stage, ...]:
    """The three milestones of one version of the guide. Raises KeyError for a version there never was."""
    return PLAYBOOKS[playbook]


def stage_at(playbook: str, position: int) -> Stage:
    """One milestone of one version, by its position 1 to 3."""
    return PLAYBOOKS[playbook][position - 1]
