"""The kinds of refusal, named for what happened."""

from collections.abc import Mapping
from typing import Any

from mobilisation.refusals import Refusal

__all__ = [
    "AlreadyComplete",
    "BothChanged",
    "Busy",
    "ChangedMeanwhile",
    "FieldNeeded",
    "GateClosed",
    "NotNow",
    "NotReady",
    "NotYourPart",
    "ProjectStopped",
    "ReasonNeeded",
    "Refusal",
    "SentElsewhere",
]


class NotYourPart(Refusal):
    """403: somebody else's part, inside the project."""

    status = 403


class GateClosed(Refusal):
    """409: an earlier milestone is not complete."""


class AlreadyComplete(Refusal):
    """409: the milestone is complete; it would have to be reopened first."""


class NotReady(Refusal):
    """409: something has to be answered or looked at before a milestone can be confirmed."""


class ProjectStopped(Refusal):
    """409: the project is paused or stopped."""


class ChangedMeanwhile(Refusal):
    """409: what the person saw is not what is there now."""


class BothChanged(ChangedMeanwhile):
    """409: fields that somebody else changed too: `fields` maps each to what is there now and what was wanted."""

    def __init__(self, says: str, fields: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(says, missing=["your choice between the two"])
        self.fields = dict(fields)


class NotNow(Refusal):
    """409: the state of things does not allow it: a seat is taken, somebody holds the other side."""


class SentElsewhere(NotNow):
    """409: a form's nonce, which makes pressing twice once, was used for something else already."""

    def __init__(self) -> None:
        super().__init__("This form was sent already, for something else. Open it again and type it once more.", missing=["a fresh form"])


class ReasonNeeded(Refusal):
    """422: it can be done, with a reason."""

    status = 422


class FieldNeeded(Refusal):
    """422: a field is missing or cannot be right."""

    status = 422


class Busy(Refusal):
    """503: the lock could not be had in time; the same press may work in a moment."""

    status = 503
