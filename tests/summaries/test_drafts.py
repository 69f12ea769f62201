"""Drafts are saved as typed, and nobody overwrites anybody."""

from datetime import timedelta

import pytest

from core.models import AuditEvent
from summaries.models import DraftCopy, MeetingSummary
from summaries.services.drafts import (
    DraftConflict,
    DraftTooLong,
    delete_copy,
    draft_fields,
    keep_copy,
    row_count,
    save_draft,
    summary_of,
    use_copy,
    with_all_present,
    with_row_added,
    with_row_removed,
)
from tests.cycle import WEDNESDAY_NOON


@pytest.fixture
def save(meeting, officer):
    def now(text, *, draft_version, by=officer, page=""):
        data = {"key_issues": text}
        return save_draft(
            summary=summary_of(meeting), data=data, draft_version=draft_version, by=by, at=WEDNESDAY_NOON, page=page
        )

    return now


def test_save_draft_counts_each_change(save, officer):
    assert save("One", draft_version=0).draft_version == 1
    assert save("One", draft_version=1).draft_version == 1
    saved = save("Two", draft_version=1)

    assert (saved.draft_version, saved.draft, saved.saved_by, saved.saved_at) == (
        2,
        {"key_issues": "Two"},
        officer,
        WEDNESDAY_NOON,
    )
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["summary.started"]


def test_save_draft_refuses_a_stale_version_and_says_who_saved(save, admin):
    save("The officer's", draft_version=0)
    save("The admin's", draft_version=1, by=admin)

    with pytest.raises(DraftConflict) as refused:
        save("The officer's, longer", draft_version=1)
    assert (refused.value.saved_by, refused.value.saved_at) == (admin, WEDNESDAY_NOON)
    assert MeetingSummary.objects.get().draft == {"key_issues": "The admin's"}


def test_save_draft_takes_another_save_from_a_page_whose_answer_was_lost(save):
    save("One", draft_version=0, page="tab-1")

    assert save("One and more", draft_version=0, page="tab-1").draft_version == 2


def test_save_draft_refuses_a_page_after_another_page_saved(save):
    save("One", draft_version=0, page="tab-1")
    save("Two", draft_version=1, page="tab-2")

    with pytest.raises(DraftConflict):
        save("Three", draft_version=1, page="tab-1")


def test_save_draft_after_publication_is_refused(save, publish):
    save("One", draft_version=0, page="tab-1")
    publish()

    with pytest.raises(DraftConflict):
        save("Two", draft_version=1, page="tab-1")


def test_draft_keeps_only_the_forms_own_fields_without_control_characters():
    posted = {
        "key_issues": "Line\r\nnext\x00\u202e",
        "seat-12-state": "present",
        "actions-0-what": "Do it",
        "actions-0-item": "4",
        "actions-TOTAL_FORMS": "1",
        "earlier-7-choice": "noted",
        "earlier-7-else": "no",
        "csrfmiddlewaretoken": "secret",
        "draft_version": "3",
        "seat-x-state": "present",
    }

    assert draft_fields(posted) == {
        "key_issues": "Line\nnext",
        "seat-12-state": "present",
        "actions-0-what": "Do it",
        "actions-0-item": "4",
        "actions-TOTAL_FORMS": "1",
        "earlier-7-choice": "noted",
    }


def test_draft_that_no_summary_can_hold_is_refused():
    with pytest.raises(DraftTooLong):
        draft_fields({"key_issues": "x" * 400_001})


def test_copy_becomes_the_draft_and_the_draft_a_copy(save, meeting, officer, admin):
    save("The admin's", draft_version=0, by=admin)
    data = {"key_issues": "The officer's"}
    copy = keep_copy(summary=summary_of(meeting), data=data, by=officer, at=WEDNESDAY_NOON)

    used = use_copy(copy=copy, draft_version=1, by=officer, at=WEDNESDAY_NOON + timedelta(minutes=1))

    assert (used.draft, used.draft_version) == (data, 2)
    assert [(kept.draft, kept.kept_by) for kept in DraftCopy.objects.all()] == [({"key_issues": "The admin's"}, admin)]


def test_copy_is_not_used_over_a_draft_that_changed(save, meeting, officer, admin):
    save("One", draft_version=0)
    copy = keep_copy(summary=summary_of(meeting), data={"decisions": "Mine"}, by=officer, at=WEDNESDAY_NOON)
    save("Two", draft_version=1, by=admin)

    with pytest.raises(DraftConflict):
        use_copy(copy=copy, draft_version=1, by=officer, at=WEDNESDAY_NOON)
    assert DraftCopy.objects.count() == 1


def test_copy_can_be_thrown_away(meeting, officer):
    copy = keep_copy(summary=summary_of(meeting), data={"decisions": "Mine"}, by=officer, at=WEDNESDAY_NOON)

    delete_copy(copy=copy, by=officer)

    assert DraftCopy.objects.count() == 0
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["summary.copy_deleted", "summary.copy_kept"]


def test_all_present_leaves_marked_seats_alone(seats):
    draft = {f"seat-{seats[1].pk}-state": "apologies"}

    assert with_all_present(draft, seats) == {
        f"seat-{seats[0].pk}-state": "present",
        f"seat-{seats[1].pk}-state": "apologies",
    }


def test_row_is_added_at_the_end():
    assert with_row_added({})["actions-TOTAL_FORMS"] == "2"


def test_row_is_removed_and_those_below_move_up():
    draft = {
        "key_issues": "Kept",
        "actions-TOTAL_FORMS": "3",
        "actions-0-what": "First",
        "actions-1-what": "Second",
        "actions-2-what": "Third",
        "actions-2-due_on": "1 1 2027",
    }

    left = with_row_removed(draft, row=1)

    assert {name: value for name, value in left.items() if value} == {
        "key_issues": "Kept",
        "actions-TOTAL_FORMS": "2",
        "actions-0-what": "First",
        "actions-1-what": "Third",
        "actions-1-due_on": "1 1 2027",
    }


@pytest.mark.parametrize(("typed", "rows"), [("", 1), ("0", 1), ("7", 7), ("-3", 1), ("99999999", 1), ("1000", 100)])
def test_row_count_is_never_absurd(typed, rows):
    assert row_count({"actions-TOTAL_FORMS": typed}) == rows
