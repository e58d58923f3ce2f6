"""Who serves an agency: added, given another last day, ended."""

import datetime

import pytest

from projects.agency_telling import tell_agency
from projects.models import AgencyPost, AgencyPostKind, Person
from projects.operations.agency import change_post, end_post, give_post
from projects.operations.agency.posts import is_over
from projects.refusals import ChangedMeanwhile, FieldNeeded, NotNow, NotYourPart
from tests.factories import AgencyFactory, AgencyPostFactory, PersonFactory

pytestmark = pytest.mark.django_db

OFFICER, VIEWER, ADMINISTRATOR = AgencyPostKind.OFFICER, AgencyPostKind.VIEWER, AgencyPostKind.ADMINISTRATOR


def give(agency, by, kind=OFFICER, **wanted) -> AgencyPost:
    words = {"name": "Nia Acacia", "email": "nia@des.example", "ends_on": None, **wanted}
    return give_post(agency=agency, kind=kind, by=by, **words)


def said(agency) -> list[str]:
    return [event.says for event in tell_agency(agency.entries.select_related("actor", "person").order_by("sequence"))]


# ---- Adding ---------------------------------------------------------------------------------------------------------


def test_somebody_new_is_made_and_has_the_agency(agency, administrator, clock):
    post = give(agency, administrator, email=" NIA@des.example ")
    assert (post.person.name, post.person.email, post.person.agency) == ("Nia Acacia", "nia@des.example", agency)
    assert (post.kind, post.starts_on, post.ends_on) == ("officer", clock.today, None)
    assert said(agency) == ["Anh Quandong added Nia Acacia as a procurement officer, with no last day."]
    (entry,) = agency.entries.all()
    assert (entry.person, "nia@des.example" in str([entry.label, entry.before, entry.after])) == (post.person, False)


def test_somebody_from_elsewhere_serves_and_stays_where_they_are(agency, administrator, clock):
    nobodys = give(agency, administrator, email="nia@audit.example", kind=VIEWER, ends_on=clock.today)
    assert nobodys.person.agency is None
    theirs = PersonFactory(name="Tom Wandoo")
    post = give(agency, administrator, name="", email=theirs.email)
    assert (post.person, post.person.agency == agency) == (theirs, False)


def test_somebody_known_keeps_their_name_and_gets_the_agency_of_their_domain(agency, administrator):
    known = PersonFactory(agency=None, email="tom@des.example", name="Tom Wandoo")
    assert give(agency, administrator, name="Thomas", email="tom@des.example").person == known
    known.refresh_from_db()
    assert (known.name, known.agency) == ("Tom Wandoo", agency)


def test_the_same_again_is_one(agency, administrator):
    assert give(agency, administrator) == give(agency, administrator)
    assert (agency.posts.filter(kind="officer").count(), len(said(agency))) == (1, 1)


def test_another_last_day_is_set_on_the_post_itself(agency, administrator, clock):
    post = give(agency, administrator)
    with pytest.raises(NotNow) as refused:
        give(agency, administrator, ends_on=clock.today)
    assert refused.value.says == "Nia Acacia is a procurement officer already, with no last day."
    assert refused.value.where == f"/agency/DES/people/{post.pk}/"


def test_one_person_may_serve_in_two_ways(agency, administrator):
    give(agency, administrator)
    give(agency, administrator, kind=ADMINISTRATOR)
    assert {post.kind for post in Person.objects.get(email="nia@des.example").posts.all()} == {"officer", "administrator"}


def test_what_had_ended_begins_anew(agency, administrator, clock):
    post = give(agency, administrator, ends_on=clock.today)
    clock.move(days=3)
    again = give(agency, administrator)
    assert (again, again.starts_on, again.ends_on) == (post, clock.today, None)


@pytest.mark.parametrize(
    ("kind", "wanted", "says"),
    [
        (OFFICER, {"email": " "}, "Enter their e-mail address: they sign in by it."),
        (OFFICER, {"name": " "}, "Enter their name."),
        (VIEWER, {}, "Enter the last day: a portfolio viewer always has one."),
        (OFFICER, {"ends_on": datetime.date(2026, 11, 11)}, "The last day is over already."),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_made(agency, administrator, clock, kind, wanted, says):
    with pytest.raises(FieldNeeded) as refused:
        give(agency, administrator, kind=kind, **wanted)
    assert (refused.value.says, Person.objects.filter(email="nia@des.example").exists(), said(agency)) == (says, False, [])


def test_an_account_that_is_off_serves_nobody(agency, administrator):
    PersonFactory(agency=agency, email="nia@des.example", name="Nia Acacia", is_active=False)
    with pytest.raises(NotNow, match="Nia Acacia’s account is off"):
        give(agency, administrator)


@pytest.mark.parametrize("who", ["officer", "agency_officer", "viewer", "outsider"])
def test_nobody_else_adds(project, agency, who, request):
    with pytest.raises(NotYourPart):
        give(agency, request.getfixturevalue(who))
    assert not Person.objects.filter(email="nia@des.example").exists()


# ---- The last day ---------------------------------------------------------------------------------------------------


def test_the_last_day_is_set_and_taken_away(agency, administrator, clock):
    post, friday = give(agency, administrator), clock.today + datetime.timedelta(days=1)
    for _ in range(2):
        change_post(post=post, ends_on=friday, seen=None, by=administrator)
    change_post(post=post, ends_on=None, seen=friday, by=administrator)
    assert said(agency)[1:] == [
        "Anh Quandong changed the last day of Nia Acacia, a procurement officer: until Friday 13 November 2026, before with no last day.",
        "Anh Quandong changed the last day of Nia Acacia, a procurement officer: with no last day, before until Friday 13 November 2026.",
    ]
    assert AgencyPost.objects.get(pk=post.pk).ends_on is None


def test_a_last_day_that_changed_meanwhile(agency, administrator, clock):
    post = give(agency, administrator)
    change_post(post=post, ends_on=clock.today, seen=None, by=administrator)
    with pytest.raises(ChangedMeanwhile, match="until Thursday 12 November 2026"):
        change_post(post=post, ends_on=clock.today + datetime.timedelta(days=5), seen=None, by=administrator)
    assert AgencyPost.objects.get(pk=post.pk).ends_on == clock.today


def test_a_viewer_keeps_a_last_day(agency, administrator, viewer, clock):
    post = viewer.posts.get()
    change_post(post=post, ends_on=clock.today, seen=None, by=administrator)
    with pytest.raises(FieldNeeded):
        change_post(post=post, ends_on=None, seen=clock.today, by=administrator)


def test_the_last_day_typed_for_a_post_that_ended_meanwhile_is_kept(agency, administrator, viewer, client_of):
    post = viewer.posts.get()
    end_post(post=post, by=administrator)
    page = client_of(administrator).post(f"/agency/DES/people/{post.pk}/", {"ends_on": "2026-12-24", "seen": ""})
    assert (page.status_code, page.context["form"]["ends_on"].value()) == (409, "2026-12-24")
    assert "Vera Boronia is not a portfolio viewer any more. Add them again instead." in page.text
    assert client_of(administrator).get(f"/agency/DES/people/{post.pk}/").status_code == 404


def test_what_is_over_is_given_again_instead(agency, administrator, viewer):
    post = viewer.posts.get()
    end_post(post=post, by=administrator)
    with pytest.raises(NotNow, match="Vera Boronia is not a portfolio viewer any more"):
        change_post(post=post, ends_on=None, seen=None, by=administrator)


# ---- Ending ---------------------------------------------------------------------------------------------------------


def test_a_post_ends_now_and_its_row_stays(agency, administrator, viewer, project, client_of):
    assert client_of(viewer).get(f"/projects/{project.ref}/").status_code == 200
    for _ in range(2):
        end_post(post=viewer.posts.get(), by=administrator)
    assert is_over(viewer.posts.get())
    assert client_of(viewer).get(f"/projects/{project.ref}/").status_code == 404
    assert said(agency) == ["Anh Quandong ended the part of Vera Boronia as a portfolio viewer."]


def test_what_began_today_ends_now_too(agency, administrator):
    post = give(agency, administrator, kind=ADMINISTRATOR)
    end_post(post=post, by=administrator)
    assert is_over(AgencyPost.objects.get(pk=post.pk))


def test_the_last_administrator_stays(agency, administrator, clock):
    mine = administrator.posts.get()
    with pytest.raises(NotNow) as refused:
        end_post(post=mine, by=administrator)
    assert refused.value.says == "At least one administrator stays, and there would be nobody after Anh Quandong."
    assert refused.value.where == "/agency/DES/people/add/administrator/"
    with pytest.raises(NotNow):
        change_post(post=mine, ends_on=clock.today, seen=None, by=administrator)
    other = give(agency, administrator, kind=ADMINISTRATOR)
    end_post(post=mine, by=administrator)
    with pytest.raises(NotYourPart):
        end_post(post=other, by=administrator)


def test_two_administrators_do_not_leave_one_after_the_other(agency, administrator, clock):
    week = clock.today + datetime.timedelta(days=7)
    other = give(agency, administrator, kind=ADMINISTRATOR, ends_on=week)
    with pytest.raises(NotNow):
        change_post(post=administrator.posts.get(), ends_on=week, seen=None, by=administrator)
    change_post(post=administrator.posts.get(), ends_on=clock.today, seen=None, by=administrator)
    later = week + datetime.timedelta(days=1)
    change_post(post=other, ends_on=later, seen=week, by=administrator)


def test_one_whose_account_is_off_does_not_count(agency, administrator):
    AgencyPostFactory(agency=agency, kind="administrator", person=PersonFactory(agency=agency, is_active=False))
    with pytest.raises(NotNow):
        end_post(post=administrator.posts.get(), by=administrator)


def test_nobody_ends_a_post_of_another_agency(agency, viewer):
    other = AgencyPostFactory(agency=AgencyFactory(), kind="administrator").person
    for act in (lambda post: end_post(post=post, by=other), lambda post: change_post(post=post, ends_on=None, seen=None, by=other)):
        with pytest.raises(NotYourPart):
            act(viewer.posts.get())
    assert not is_over(viewer.posts.get())
