"""Whether a project's history is as it was written: each digest is over the one before it and its row."""

from projects.models import BuyingProject


def broken_links(project: BuyingProject) -> list[int]:
    """The numbers of the entries that do not fit what is before them; the last number, where the project's row says another end.

    Empty for a history that nobody has altered, cut or added to. An alteration that recomputes every later digest, and the row's, is not
    seen: for that the digests have to be kept elsewhere.
    """
    broken, last, digest = [], 0, ""
    for entry in project.history.order_by("sequence").iterator():
        if entry.digest != entry.digest_after(digest):
            broken.append(entry.sequence)
        last, digest = entry.sequence, entry.digest
    end = max(last, project.history_length)
    if (last, digest) != (project.history_length, project.history_digest) and end not in broken:
        broken.append(end)
    return broken
