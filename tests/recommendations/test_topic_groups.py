"""Topic groups: what they were asked, who is on them, what they heard; and what of a draft nobody else sees."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from boards.models import Appointment, Person
from meetings.models import Invitation
from recommendations.models import Evidence, Finding, Recommendation, ReportParagraph, StagePassed
from recommendations.services.topic_groups import (
    EvidencePlan,
    TopicGroupRefused,
    add_evidence,
    add_finding,
    add_member,
    change_finding,
    change_topic_group,
    end_membership,
    remove_finding,
)
from search.models import SearchEntry
from search.rules import terms_of
from tests import factories
from tests.recommendations.factories import (
    EvidenceFactory,
    FollowUpFactory,
    ProgressRequestFactory,
    ReportParagraphFactory,
    ReviewFactory,
    StagePassedFactory,
    StatusProposalFactory,
)

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
    return reverse(f"recommendations:{name}", args=[group.partnership.slug, group.pk, *args])


def text_of(client, address):
    return client.get(address).content.decode()


def refusal(act, **facts):
    with pytest.raises(TopicGroupRefused) as refused:
        act(**facts)
    return refused.value.field, str(refused.value)


# What is in preparation

PUBLIC_ADDRESSES = ("list", "csv", "topic_groups", "programme")


@pytest.mark.parametrize("who", ["anonymous", "member", "outsider"])
def test_draft_shows_on_no_page_of_others(client_for, world, draft, who):
    client = client_for(None if who == "anonymous" else getattr(world, who))
    shown = text_of(client, url(draft))
    assert "Its report and its recommendations will stand here" in shown
    pages = [reverse(f"recommendations:{name}", args=["halton"]) for name in PUBLIC_ADDRESSES]
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
    client, address = client_for(None), reverse("recommendations:topic_groups", args=["halton"])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


LIST_QUERIES = 3


def test_list_counts_what_the_reader_may_read(client_for, world, draft, group, ask):
    ask(1), ask(2)

    def counted(user):
        page = client_for(user).get(reverse("recommendations:topic_groups", args=["halton"]))
        return {str(one): one.recommended for one in page.context["page"]}

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


PAGE_QUERIES = 21


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


def test_new_date_of_receipt_moves_the_reviews_that_are_open(group, ask, officer):
    open_one, reviewed, later = ask(1), ask(2), ask(3, made_on=date(2013, 1, 1))
    ReviewFactory(recommendation=reviewed)
    changed = change_topic_group(
        group=group,
        title=group.title,
        commissioned_by=None,
        received_on=date(2012, 10, 1),
        received_precision="month",
        by=officer,
    )
    assert changed == 1
    for one in (open_one, reviewed, later):
        one.refresh_from_db()
    assert (open_one.review_due_on, open_one.review_precision) == (date(2013, 10, 1), "month")
    assert (reviewed.review_due_on, later.review_due_on) == (None, None)


def test_draft_has_not_been_received(draft, officer):
    assert refusal(
        change_topic_group,
        group=draft,
        title="Parking",
        commissioned_by=None,
        received_on=date(2026, 10, 1),
        received_precision="day",
        by=officer,
    ) == ("received_on", "The report is in preparation: record that the PPB had it instead")


def test_only_the_month_is_kept_where_only_the_month_is_known(client_for, world, group):
    client_for(world.officer).post(
        url(group, "topic_group_edit"), {"title": "A study", "received_on": "17 9 2012", "received_precision": "month"}
    )
    group.refresh_from_db()
    assert (group.title, group.received_on, group.received_precision) == ("A study", date(2012, 9, 1), "month")


# Findings


def test_findings_are_added_changed_and_removed(group, officer):
    first = add_finding(group=group, kind="conclusion", text="One", by=officer)
    assert add_finding(group=group, kind="conclusion", text="One", by=officer) == first
    second = add_finding(group=group, kind="conclusion", text="Two", by=officer)
    assert change_finding(finding=second, kind="difficulty", text="Two", by=officer).position == 1
    remove_finding(finding=first, by=officer)
    remove_finding(finding=first, by=officer)
    assert list(group.findings.values_list("kind", "position", "text")) == [("difficulty", 1, "Two")]
    assert [record.history_type for record in Finding.history.filter(id=first.pk)] == ["-", "+"]


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


def test_member_joins_and_leaves(group, officer, partnership):
    person = factories.PersonFactory(partnership=partnership)
    facts = {"group": group, "person": person, "position": "chair", "starts_on": date(2026, 9, 1), "by": officer}
    appointment = add_member(**facts)
    assert add_member(**facts) == appointment
    assert refusal(add_member, **(facts | {"position": "member"})) == (
        "person",
        f"{person} is on the group already, as Chair",
    )
    assert refusal(end_membership, appointment=appointment, ends_on=date(2026, 8, 1), by=officer) == (
        "ends_on",
        "It began on 1 September 2026: enter that day or a later one",
    )
    end_membership(appointment=appointment, ends_on=date(2026, 10, 1), by=officer)
    assert Appointment.objects.filter(body=group.body).current(on=date(2026, 10, 2)).count() == 0


def test_nobody_joins_before_the_group_begins(group, officer, partnership):
    person = factories.PersonFactory(partnership=partnership)
    facts = {"group": group, "person": person, "position": "member", "starts_on": date(2000, 1, 1)}
    assert refusal(add_member, by=officer, **facts) == (
        "starts_on",
        "The group began on 1 January 2001: enter a later day",
    )


def test_somebody_new_is_named(client_for, world, group):
    client, address = client_for(world.officer), url(group, "topic_member_add")
    page = client.post(address, {"position": "member", "starts_on": "1 9 2026"})
    assert page.context["form"].errors == {"person": ["Choose who joins, or enter a name below"]}
    client.post(address, {"new_name": "A Councillor", "position": "member", "starts_on": "1 9 2026"})
    assert [one.person.name for one in Appointment.objects.filter(body=group.body)] == ["A Councillor"]
    assert Person.objects.get(name="A Councillor").partnership == world.partnership


def test_somebody_new_whose_membership_is_refused_is_not_put_on_record(client_for, world, group):
    group.body.starts_on = date(2026, 9, 1)
    group.body.save()
    data = {"new_name": "Somebody new", "position": "member", "starts_on": "31 8 2026"}
    page = client_for(world.officer).post(url(group, "topic_member_add"), data)
    assert page.context["form"].errors == {"starts_on": ["The group began on 1 September 2026: enter a later day"]}
    assert not Person.objects.filter(name="Somebody new").exists()


# Evidence


def test_evidence_takes_the_day_of_its_meeting(group, officer):
    meeting = factories.MeetingFactory(body=group.body, held_on=date(2026, 9, 3))
    plan = EvidencePlan(kind="witness", given_by="Fire Service", text="It works", meeting=meeting)
    evidence = add_evidence(group=group, plan=plan, by=officer)
    assert add_evidence(group=group, plan=plan, by=officer) == evidence
    assert (evidence.given_on, evidence.when) == (date(2026, 9, 3), "3 September 2026")


def test_evidence_points_at_one_meeting_and_is_no_more_public_than_its_paper(group, officer):
    meeting, other = (factories.MeetingFactory(body=group.body) for _ in range(2))
    paper = factories.DocumentFactory(meeting=meeting, is_members_only=True)
    plan = EvidencePlan(kind="document", given_by="Office", text="It says", document=paper)
    assert refusal(add_evidence, group=group, plan=plan, by=officer) == (
        "is_members_only",
        "The document is for members only: tick this as well",
    )
    elsewhere = EvidencePlan(kind="document", given_by="Office", text="It says", document=paper, meeting=other)
    assert refusal(add_evidence, group=group, plan=elsewhere, by=officer) == (
        "document",
        "It belongs to another meeting than the one chosen",
    )


def test_removing_evidence_asks_first_and_keeps_its_history(client_for, world, group):
    evidence = EvidenceFactory(topic_group=group)
    client, address = client_for(world.officer), url(group, "evidence_remove", evidence.pk)
    assert address in text_of(client, url(group))
    assert "Remove this evidence?" in text_of(client, address)
    assert Evidence.objects.count() == 1
    response = client.post(address)
    assert response["Location"] == f"{url(group)}#evidence"
    assert Evidence.objects.count() == 0
    removed = Evidence.history.filter(id=evidence.pk).latest()
    assert (removed.history_type, removed.history_user) == ("-", world.officer)
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
