"""Every change: busy is said so, anything else that goes wrong is not swallowed."""

import pytest
from django.db import OperationalError

from projects.changes import change, is_lock_error, who_changed
from projects.models import BuyingProject
from projects.refusals import Busy


class LockNotAvailableError(Exception):
    sqlstate = "55P03"


def locked_out():
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = LockNotAvailableError()
    return error


@pytest.mark.parametrize("error", [locked_out(), OperationalError("database is locked")])
def test_a_lock_that_cannot_be_had_is_said_in_words(project, buyer, error):
    with pytest.raises(Busy) as refused, change(project, by=buyer):
        raise error
    assert (refused.value.status, "Press again" in refused.value.says) == (503, True)


def test_a_database_that_is_gone_is_not_busy(project, buyer):
    with pytest.raises(OperationalError), change(project, by=buyer):
        raise OperationalError("server closed the connection unexpectedly")


def test_what_is_a_lock_error():
    assert [is_lock_error(e) for e in (locked_out(), OperationalError("disk I/O error"))] == [True, False]


def test_a_refused_change_leaves_nothing_behind(project, buyer):
    def refused():
        with change(project, by=buyer) as history:
            history.add("title changed", project)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        refused()
    assert BuyingProject.objects.get(pk=project.pk).history_length == project.history.count()


def test_who_changed_something_last(project, buyer):
    assert who_changed(project, buyer) == ""
    assert who_changed(project, project).startswith(f"{buyer} made the last change on ")
