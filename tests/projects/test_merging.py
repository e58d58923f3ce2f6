"""What only one of two changed is no conflict."""

from projects.merging import merge, rebased


def test_what_only_one_changed_is_merged():
    seen, kept = {"a": "1", "b": "2", "c": ""}, {"a": "theirs", "b": "2", "c": None}
    assert merge(seen=seen, kept=kept, wanted={"a": "1", "b": "mine", "c": None}) == ({"b": "mine"}, {})


def test_what_both_changed_alike_is_done_already():
    assert merge(seen={"a": "1"}, kept={"a": "2"}, wanted={"a": "2"}) == ({}, {})


def test_what_both_changed_differently_is_named_with_both():
    assert merge(seen={"a": "1"}, kept={"a": "2"}, wanted={"a": "3"}) == ({"a": "3"}, {"a": ("2", "3")})


def test_a_page_after_a_refusal_shows_mine_where_i_changed_it_and_theirs_elsewhere():
    seen, kept, wanted = {"a": "1", "b": "1"}, {"a": "2", "b": "2"}, {"a": "1", "b": "3"}
    assert rebased(seen=seen, kept=kept, wanted=wanted) == {"a": "2", "b": "3"}
