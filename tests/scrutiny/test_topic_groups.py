"""Topic groups: what they were asked, who is on them, what they heard; and what of a draft nobody else sees."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from boards.models import Appointment, Person
from core.models import Change
from invitations.models import Invitation
from recommendations.models import Recommendation
from scrutiny.models import Evidence, Finding, ReportParagraph, StagePassed
from search.models import SearchEntry
from search.rules import terms_of
from tests import factories
from tests.monitoring.factories import FollowUpFactory, ReviewFactory
from tests.progress.factories import ProgressRequestFactory, StatusProposalFactory
from tests.scrutiny.factories import EvidenceFactory, ReportParagraphFactory, StagePassedFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def draft(world):
    """A topic group at work: its report has a paragraph, a recommendation, a finding, evidence and a stage."""
    group = factories.TopicGroupFactory(
        body__partnership=world.partnership, commissioned_by=world.ppb, title="Parking", is_draft=True
    )
    paragraph = ReportParagraphFactory(topic_group=group, number="6.1", text="Zebra crossings should come first")
    recommendation = factories.RecommendationFactory(topic_group=group, number=1, title="Paint zebra crossings")
    recommendation.paragraphs.add(paragraph)
    Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="Zebras are missing")
    EvidenceFactory(topic_group=group, text="Twelve zebras were promised")
    StagePassedFactory(topic_group=group, stage="draft", note="Zebras were discussed")
    return group


def url(group, name="topic_group", *args):
    return reverse(f"scrutiny:{name}", args=[group.partnership.slug, group.pk, *args])


def text_of(client, address):
    return client.get(address).content.decode()


def errors(response):
    return response.context["form"].errors


# What is in preparation

PUBLIC_ADDRESSES = ("recommendations:list", "recommendations:csv", "scrutiny:topic_groups", "scrutiny:programme")


@pytest.mark.parametrize("who", ["anonymous", "member", "outsider"])
def test_draft_shows_on_no_page_of_others(client_for, world, draft, who):
    client = client_for(None if who == "anonymous" else getattr(world, who))
    shown = text_of(client, url(draft))
    assert "Its report and its recommendations will stand here" in shown
    pages = [reverse(name, args=["halton"]) for name in PUBLIC_ADDRESSES]
    assert [word for page in (url(draft), *pages) for word in ("zebra",) if word in text_of(client, page).lower()] == []
    recommendation = draft.recommendations.get()
    assert client.get(recommendation.get_absolute_url()).status_code == 404
    assert client.get(url(draft, "report")).status_code == 404


@pytest.mark.parametrize("who", ["ppb_member", "officer"])
def test_draft_is_read_by_ppb_members_and_officers(client_for, world, draft, who):
    client = client_for(getattr(world, who))
    shown = text_of(client, url(draft))
    said = ("Paint zebra crossings", "Zebras are missing", "Twelve zebras were promised", "Zebras were discussed")
    assert [words for words in said if words not in shown] == []
    assert "Zebra crossings should come first" in text_of(client, url(draft, "report"))
    assert client.get(draft.recommendations.get().get_absolute_url()).status_code == 200
    # Beside those of public reports it says what it is.
    assert "report in preparation" in text_of(client, reverse("recommendations:list", args=["halton"]))


@pytest.mark.parametrize("model", [ReportParagraph, Recommendation, Evidence, Finding, StagePassed])
def test_draft_is_in_no_queryset_of_others(world, draft, model):
    readers = (AnonymousUser(), world.member, world.outsider, world.ppb_member, world.officer)
    assert [model.objects.visible_to(reader).count() for reader in readers] == [0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    "factory",
    [factories.RecommendationCommentFactory, FollowUpFactory, ProgressRequestFactory, StatusProposalFactory],
)
def test_what_is_said_about_a_draft_is_in_no_queryset_of_members(world, draft, factory):
    model = type(factory(recommendation=draft.recommendations.get()))
    readers = (AnonymousUser(), world.member, world.outsider, world.ppb_member, world.officer)
    assert [model.objects.visible_to(reader).count() for reader in readers] == [0, 0, 0, 1, 1]


def test_draft_is_found_by_ppb_members_and_officers_until_it_is_public(world, draft):
    def finders():
        readers = (AnonymousUser(), world.member, world.outsider, world.ppb_member, world.officer)
        return [SearchEntry.objects.visible_to(one).matching(terms_of("zebra")).count() for one in readers]

    assert finders() == [0, 0, 0, 1, 1]
    draft.is_draft = False
    draft.save()
    assert finders() == [1, 1, 1, 1, 1]


def test_draft_is_in_no_paper(world, draft):
    from reports.printing.progress_table import html

    printed = html(world.partnership, NOON.date(), [draft.recommendations.get().pk], "")
    assert "zebra" not in printed.lower()


def test_history_of_a_draft_is_for_officers(client_for, world, draft):
    address = reverse("office:history", args=["halton", "topic-groups", draft.pk])
    assert client_for(world.ppb_member).get(address).status_code == 403
    shown = text_of(client_for(world.officer), address)
    assert [words for words in ("Zebras are missing", "6.1", "Draft") if words not in shown] == []


# The list and the page


@pytest.mark.parametrize("rows", [1, 100])
def test_list_costs_the_same_for_many_groups(client_for, partnership, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.RecommendationFactory(topic_group__body__partnership=partnership)
    client, address = client_for(None), reverse("scrutiny:topic_groups", args=["halton"])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


LIST_QUERIES = 4


def test_list_counts_what_the_reader_may_read(client_for, world, draft, group, ask):
    ask(1), ask(2)

    def counted(user):
        page = client_for(user).get(reverse("scrutiny:topic_groups", args=["halton"]))
        return {str(row.record): row.record.recommended for row in page.context["table"].rows}

    assert counted(None) == {"Scrutiny of the partnership": 2, "Parking": 0}
    assert counted(world.ppb_member) == {"Scrutiny of the partnership": 2, "Parking": 1}


@pytest.mark.parametrize("rows", [1, 30])
def test_page_costs_the_same_for_much_evidence(client_for, world, group, rows, django_assert_num_queries):
    for place in range(1, rows + 1):
        person = factories.PersonFactory(partnership=world.partnership)
        factories.AppointmentFactory(person=person, body=group.body)
        meeting = factories.MeetingFactory(body=group.body)
        paper = factories.DocumentFactory(meeting=meeting)
        Invitation.objects.create(meeting=meeting, name=f"Witness {place}")
        EvidenceFactory(topic_group=group, meeting=meeting, document=paper)
        Finding.objects.create(topic_group=group, kind="conclusion", position=place, text="A forum is needed")
        StagePassedFactory(topic_group=group, meeting=meeting)
        ReportParagraphFactory(topic_group=group, is_recommended=True)
        factories.RecommendationFactory(topic_group=group, number=place)
    client = client_for(world.officer)
    client.get(url(group))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url(group))


PAGE_QUERIES = 22


def test_page_says_what_is_not_accounted_for(client_for, group):
    ReportParagraphFactory(topic_group=group, number="6.15", is_recommended=True)
    ReportParagraphFactory(topic_group=group, number="6.16", is_recommended=True, not_carried_reason="Done already")
    shown = text_of(client_for(None), url(group))
    assert "1 paragraph recommends something that is not accounted for" in shown
    assert f'href="/halton/topic-groups/{group.pk}/report/#paragraph-6-15"' in shown


def test_witnesses_are_shown_to_officers_alone(client_for, world, group):
    meeting = factories.MeetingFactory(body=group.body)
    Invitation.objects.create(meeting=meeting, name="Head of housing")
    assert "Head of housing" in text_of(client_for(world.officer), url(group))
    assert "Head of housing" not in text_of(client_for(world.ppb_member), url(group))


def test_meeting_form_begins_with_the_group(client_for, world, group):
    page = client_for(world.officer).get(f"{reverse('meetings:add', args=['halton'])}?body={group.body.code}")
    assert page.context["form"].initial["body"] == group.body_id


# Facts and the day of review (T-7)


def test_new_date_of_receipt_moves_the_reviews_that_are_open(client_for, officer, group, ask):
    open_one, reviewed, later = ask(1), ask(2), ask(3, made_on=date(2013, 1, 1))
    ReviewFactory(recommendation=reviewed)
    sent = {"title": group.title, "received_on": "October 2012"}
    page = client_for(officer).post(url(group, "topic_group_edit"), sent, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "The topic group is saved. 1 recommendation has a new day of review."
    ]
    for one in (open_one, reviewed, later):
        one.refresh_from_db()
    assert (open_one.review_due_on, open_one.review_precision) == (date(2013, 10, 1), "month")
    assert (reviewed.review_due_on, later.review_due_on) == (None, None)


def test_draft_has_not_been_received(client_for, officer, draft):
    client = client_for(officer)
    assert "received_on" not in client.get(url(draft, "topic_group_edit")).context["form"].fields
    client.post(url(draft, "topic_group_edit"), {"title": "Parking", "received_on": "1 10 2026"})
    draft.refresh_from_db()
    assert draft.received_on is None


@pytest.mark.parametrize(
    ("typed", "day", "precision", "shown"),
    [
        ("17 9 2012", date(2012, 9, 17), "day", "17 September 2012"),
        ("September 2012", date(2012, 9, 1), "month", "September 2012"),
        ("9 2012", date(2012, 9, 1), "month", "September 2012"),
        ("2012", date(2012, 1, 1), "year", "2012"),
        ("", None, "unknown", None),
    ],
)
def test_as_much_of_the_date_is_kept_as_is_known(client_for, officer, group, typed, day, precision, shown):
    client, address = client_for(officer), url(group, "topic_group_edit")
    client.post(address, {"title": "A study", "received_on": typed})
    group.refresh_from_db()
    assert (group.title, group.received_on, group.received_precision) == ("A study", day, precision)
    assert client.get(address).context["form"]["received_on"].value() == shown


# Findings


def test_findings_are_added_changed_and_removed(client_for, officer, group):
    client = client_for(officer)
    for text in ("One", "Two"):
        client.post(url(group, "finding_add"), {"kind": "conclusion", "text": text})
    first, second = group.findings.order_by("position")
    client.post(url(group, "finding_edit", second.pk), {"kind": "difficulty", "text": "Two"})
    client.post(url(group, "finding_remove", first.pk))
    assert list(group.findings.values_list("kind", "position", "text")) == [("difficulty", 1, "Two")]
    assert [change.kind for change in Change.objects.about(first)] == ["removed", "added"]


def test_removing_a_finding_asks_first(client_for, world, group):
    finding = Finding.objects.create(topic_group=group, kind="conclusion", position=1, text="One")
    client, address = client_for(world.officer), url(group, "finding_remove", finding.pk)
    assert "Remove this point?" in text_of(client, address)
    assert Finding.objects.count() == 1
    client.post(address)
    assert Finding.objects.count() == 0
    # The button pressed twice leads back; the page opened again is not there any more.
    assert [client.post(address).status_code, client.get(address).status_code] == [302, 404]


# Members


def test_member_joins_and_leaves(client_for, officer, group, partnership):
    person = factories.PersonFactory(partnership=partnership)
    client, address = client_for(officer), url(group, "topic_member_add")
    joins = {"person": person.pk, "position": "chair", "starts_on": "1 9 2026"}
    page = client.post(address, joins, follow=True)
    assert [str(one) for one in page.context["messages"]] == [f"{person} is on the topic group from 1 September 2026."]
    assert errors(client.post(address, joins | {"position": "member"})) == {
        "person": [f"{person} is on the group already, as Chair"]
    }
    ends = url(group, "topic_member_end", Appointment.objects.get(person=person).pk)
    assert errors(client.post(ends, {"ends_on": "1 8 2026"})) == {
        "ends_on": ["It began on 1 September 2026: enter that day or a later one"]
    }
    page = client.post(ends, {"ends_on": "1 10 2026"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        f"{person} is on the topic group from 1 September 2026 until 1 October 2026."
    ]
    on_group = Appointment.objects.filter(body=group.body)
    assert [on_group.current(on=date(2026, 10, day)).count() for day in (1, 2)] == [1, 0]


def test_nobody_joins_before_the_group_begins(client_for, officer, group, partnership):
    person = factories.PersonFactory(partnership=partnership)
    sent = {"person": person.pk, "position": "member", "starts_on": "1 1 2000"}
    assert errors(client_for(officer).post(url(group, "topic_member_add"), sent)) == {
        "starts_on": ["The group began on 1 January 2001: enter a later day"]
    }


def test_somebody_new_is_named(client_for, world, group):
    client, address = client_for(world.officer), url(group, "topic_member_add")
    page = client.post(address, {"position": "member", "starts_on": "1 9 2026"})
    assert errors(page) == {"person": ["Select a person, or enter a name below"]}
    client.post(address, {"new_name": "A Councillor", "position": "member", "starts_on": "1 9 2026"})
    assert [one.person.name for one in Appointment.objects.filter(body=group.body)] == ["A Councillor"]
    assert Person.objects.get(name="A Councillor").partnership == world.partnership


def test_name_that_is_on_record_is_the_person_on_record(client_for, world, group):
    person = factories.PersonFactory(partnership=world.partnership, name="A Councillor")
    sent = {"new_name": "a councillor", "position": "member", "starts_on": "1 9 2026"}
    client_for(world.officer).post(url(group, "topic_member_add"), sent)
    assert [one.person for one in Appointment.objects.filter(body=group.body)] == [person]


def test_somebody_new_whose_membership_is_refused_is_not_put_on_record(client_for, world, group):
    group.body.starts_on = date(2026, 9, 1)
    group.body.save()
    data = {"new_name": "Somebody new", "position": "member", "starts_on": "31 8 2026"}
    page = client_for(world.officer).post(url(group, "topic_member_add"), data)
    assert errors(page) == {"starts_on": ["The group began on 1 September 2026: enter a later day"]}
    assert not Person.objects.filter(name="Somebody new").exists()


# Evidence


HEARD = {"kind": "witness", "given_by": "Fire Service", "text": "It works"}


def test_evidence_takes_the_day_of_its_meeting(client_for, officer, group):
    meeting = factories.MeetingFactory(body=group.body, held_on=date(2026, 9, 3))
    client_for(officer).post(url(group, "evidence_add"), HEARD | {"meeting": meeting.pk})
    evidence = group.evidence.get()
    assert (evidence.given_on, evidence.when) == (date(2026, 9, 3), "3 September 2026")


def test_evidence_takes_its_meeting_from_the_paper(client_for, officer, group):
    paper = factories.DocumentFactory(meeting=factories.MeetingFactory(body=group.body, held_on=date(2026, 9, 3)))
    client_for(officer).post(url(group, "evidence_add"), HEARD | {"document": paper.pk, "given_on": "2 9 2026"})
    evidence = group.evidence.get()
    assert (evidence.meeting, evidence.when) == (paper.meeting, "2 September 2026")


def test_evidence_points_at_one_meeting_and_is_no_more_public_than_its_paper(client_for, officer, group):
    meeting, other = (factories.MeetingFactory(body=group.body) for _ in range(2))
    paper = factories.DocumentFactory(meeting=meeting, is_members_only=True)
    private = factories.AgendaItemFactory(meeting=meeting, is_members_only=True)
    client, address = client_for(officer), url(group, "evidence_add")
    for document in (paper, factories.DocumentFactory(meeting=meeting, item=private)):
        assert errors(client.post(address, HEARD | {"document": document.pk})) == {
            "is_members_only": ["The document is for members only: tick this as well"]
        }
    sent = HEARD | {"document": paper.pk, "meeting": other.pk, "is_members_only": "on"}
    assert errors(client.post(address, sent)) == {"document": ["It belongs to another meeting than the one chosen"]}


def test_removing_evidence_asks_first_and_keeps_its_history(client_for, world, group):
    evidence = EvidenceFactory(topic_group=group)
    client, address = client_for(world.officer), url(group, "evidence_remove", evidence.pk)
    assert address in text_of(client, url(group))
    assert "Remove this evidence?" in text_of(client, address)
    assert Evidence.objects.count() == 1
    response = client.post(address)
    assert response["Location"] == f"{url(group)}#evidence"
    assert Evidence.objects.count() == 0
    removed = Change.objects.about(evidence).latest()
    assert (removed.kind, removed.made_by) == ("removed", world.officer)
    # The button pressed twice leads back; the page opened again is not there any more.
    assert [client.post(address).status_code, client.get(address).status_code] == [302, 404]


def test_evidence_for_members_is_for_members(client_for, world, group):
    evidence = EvidenceFactory(topic_group=group, text="In confidence", is_members_only=True)
    seen = [
        "In confidence" in text_of(client_for(user), url(group))
        for user in (None, world.outsider, world.member, world.officer)
    ]
    assert seen == [False, False, True, True]
    page = client_for(world.officer).get(url(group, "evidence_edit", evidence.pk))
    assert page.context["form"].initial["is_members_only"] is True
