"""Refusals are values: an operation or a page says no in words that are the same everywhere."""

from collections.abc import Sequence


class Refusal(Exception):  # noqa: N818  a refusal is a value, not an error
    """A wish that is not granted; nothing was written. `status` is the HTTP status it is answered with.

    `says` is one sentence; `missing` what is missing, each in words; `who` can supply it; `where` is the page for it.
    """

    status = 409

    def __init__(self, says: str, *, missing: Sequence[str] = (), who: str = "", where: str = "", where_label: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.missing = list(missing)
        self.who = who
        self.where = where
        self.where_label = where_label or "Go there"
