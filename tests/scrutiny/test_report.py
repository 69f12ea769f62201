"""A report as numbered paragraphs, the check of what it recommends (SC-2), and its way to the partnership (SC-1)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from agendas.picks import ITEM_PICKS
from core.acts import Refused
from core.models import AuditEvent, Change
from scrutiny.models import ReportParagraph, StagePassed
from scrutiny.rules import parse_paragraphs
from scrutiny.services.report import add_paragraphs, mark_not_carried, move_paragraph, pass_stage
from tests import factories
from tests.scrutiny.factories import ProgrammeTopicFactory, ReportParagraphFactory, StagePassedFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def draft(world):
    return factories.TopicGroupFactory(
        body__partnership=world.partnership, commissioned_by=world.ppb, title="Parking", is_draft=True
    )


@pytest.fixture
def send(client_for, officer, group):
    """Send a form about a paragraph: ``send("paragraph_add", number="6.1", text="It should")``."""

    def send(name, *args, **data):
        return client_for(officer).post(url(group, name, *args), data)

    return send


@pytest.fixture
def write(group, send):
    """Add a paragraph: ``write("6.1", "It should")``."""

    def add(number, text="It is so", **ticked):
        send("paragraph_add", number=number, text=text, **{name: "on" for name, value in ticked.items() if value})
        return group.paragraphs.get(number=number)

    return add


def numbers(group):
    return list(group.paragraphs.order_by("position").values_list("number", flat=True))


def url(group, name="report", *args):
    return reverse(f"scrutiny:{name}", args=[group.partnership.slug, group.pk, *args])


def refusal(act, **facts):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(**facts)
    return refused.value.field, str(refused.value)


# Paragraphs


def test_paragraphs_stand_where_their_numbers_belong(group, write):
    for number in ("6.10", "6.2", "6.9", "6", "7.1"):
        write(number)
    assert numbers(group) == ["6", "6.2", "6.9", "6.10", "7.1"]
    assert list(group.paragraphs.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_number_that_is_there_already_is_refused(write, send):
    write("6.1")
    page = send("paragraph_add", number="6.01", text="Other")
    assert page.context["form"].errors == {"number": ["The report has a paragraph 6.1 already: enter another number"]}


def test_changed_number_moves_the_paragraph(group, write, send):
    paragraph = write("6.1")
    write("6.2")
    send("paragraph_edit", paragraph.pk, number="6.3", text="Now")
    assert numbers(group) == ["6.2", "6.3"]


def test_paragraph_that_recommends_nothing_any_more_needs_no_reason(write, send, officer):
    paragraph = write("6.1", is_recommended=True)
    mark_not_carried(paragraph=paragraph, reason="Done", by=officer)
    send("paragraph_edit", paragraph.pk, number="6.1", text="Now")
    paragraph.refresh_from_db()
    assert (paragraph.is_recommended, paragraph.not_carried_reason) == (False, "")


def test_paragraphs_change_places_and_stay_at_the_edges(group, write, officer):
    first, second = write("6.1"), write("6.2")
    move_paragraph(paragraph=second, is_up=True, by=officer)
    assert numbers(group) == ["6.2", "6.1"]
    move_paragraph(paragraph=first, is_up=False, by=officer)
    assert numbers(group) == ["6.2", "6.1"]


def test_paragraph_behind_a_recommendation_stays(client_for, officer, group, write, send, ask):
    paragraph = write("6.1")
    ask(1).paragraphs.add(paragraph)
    reason = "A recommendation is drawn from it. Take the paragraph out of that recommendation first."
    page = client_for(officer).get(url(group, "paragraph_remove", paragraph.pk)).content.decode()
    assert reason in page
    assert "Remove the paragraph" not in page
    assert send("paragraph_remove", paragraph.pk).status_code == 409
    assert numbers(group) == ["6.1"]


def test_removed_paragraph_leaves_its_history(write, send):
    paragraph = write("6.1")
    assert [send("paragraph_remove", paragraph.pk).status_code for _ in range(2)] == [302, 302]
    assert [change.kind for change in Change.objects.about(paragraph)] == ["removed", "added"]


def test_whole_text_is_put_between_what_is_there(group, write, officer):
    write("6.2")
    found, _ = parse_paragraphs("6 What we recommend\n6.1 It should\n")
    more, _ = parse_paragraphs("6.3 It is so")
    assert add_paragraphs(group=group, found=[*found, *more], recommended=["6", "6.1"], by=officer) == 3
    assert numbers(group) == ["6", "6.1", "6.2", "6.3"]
    assert list(group.paragraphs.filter(is_recommended=True).values_list("number", flat=True)) == ["6.1"]
    assert refusal(add_paragraphs, group=group, found=found, recommended=[], by=officer)[0] == "text"


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_heading": True, "is_recommended": True},
        {"not_carried_reason": "Done"},
        {"text": ""},
    ],
)
def test_database_refuses_a_paragraph_that_contradicts_itself(group, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportParagraphFactory(topic_group=group, **wrong)


# The check: SC-2


def test_sc_2_names_what_nothing_carries(group, write, officer, ask):
    carried, reasoned, open_one = (write(f"6.{n}", is_recommended=True) for n in (1, 2, 3))
    write("6.4")
    ask(1).paragraphs.add(carried)
    mark_not_carried(paragraph=reasoned, reason="In neither table", by=officer)
    assert list(group.paragraphs.unaccounted()) == [open_one]
    mark_not_carried(paragraph=reasoned, reason="", by=officer)
    assert list(group.paragraphs.unaccounted()) == [reasoned, open_one]


def test_what_recommends_nothing_needs_no_account(write, officer):
    assert refusal(mark_not_carried, paragraph=write("6.1"), reason="Why", by=officer)[0] == "reason"


# The way to the partnership (SC-1)


def record(group, officer, stage, day, **changes):
    facts = {"happened_on": day, "outcome": "agreed", "note": "", "at": NOON, "today": TODAY}
    return pass_stage(group=group, stage=stage, by=officer, **(facts | changes))


@pytest.fixture
def at_ppb(draft):
    """A draft that its group has agreed to."""
    for stage, day in (("draft", date(2026, 7, 1)), ("group", date(2026, 8, 3))):
        StagePassedFactory(topic_group=draft, stage=stage, happened_on=day)
    return draft


def test_ppb_makes_the_report_public_and_sets_the_reviews(at_ppb, officer, ppb):
    topic = ProgrammeTopicFactory(ppb=ppb, state="under-way", topic_group=at_ppb)
    recommendation = factories.RecommendationFactory(topic_group=at_ppb)
    record(at_ppb, officer, "ppb", date(2026, 9, 14))
    for one in (at_ppb, recommendation, topic):
        one.refresh_from_db()
    assert (at_ppb.is_draft, at_ppb.received_on, at_ppb.received_precision) == (False, date(2026, 9, 14), "day")
    assert (recommendation.review_due_on, topic.state) == (date(2027, 9, 14), "reported")
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == [
        "report.stage_passed",
        "report.made_public",
    ]


def test_ppb_that_refers_it_back_leaves_it_a_draft(at_ppb, officer):
    record(at_ppb, officer, "ppb", date(2026, 9, 14), outcome="referred-back")
    record(at_ppb, officer, "group", date(2026, 9, 21))
    at_ppb.refresh_from_db()
    assert (at_ppb.is_draft, at_ppb.received_on) == (True, None)


def test_stage_sent_twice_is_recorded_once(at_ppb, officer):
    first = record(at_ppb, officer, "ppb", date(2026, 9, 14))
    assert record(at_ppb, officer, "ppb", date(2026, 9, 14)) == first


@pytest.mark.parametrize(
    ("status", "day", "expected"),
    [
        ("cancelled", date(2026, 9, 14), ("meeting", "The meeting did not take place: choose another, or none")),
        (
            "planned",
            date(2026, 12, 14),
            ("meeting", "The meeting is on 14 December 2026: record the stage after it"),
        ),
        ("held", date(2026, 9, 15), ("happened_on", "The meeting was on 15 September 2026: enter that day")),
    ],
)
def test_stage_is_refused_for_its_meeting(at_ppb, officer, ppb, status, day, expected):
    meeting = factories.MeetingFactory(body=ppb, held_on=day, status=status)
    facts = {"group": at_ppb, "officer": officer, "stage": "ppb", "day": date(2026, 9, 14), "meeting": meeting}
    assert refusal(record, **facts) == expected


# Pages


def test_report_reads_in_order_with_anchors_and_marks(client_for, group, write, ask):
    write("6", "What we recommend", is_heading=True)
    carried, reasoned = write("6.1", "Meet jointly", is_recommended=True), write("6.2", is_recommended=True)
    write("6.10", is_recommended=True)
    recommendation = ask(1)
    recommendation.paragraphs.add(carried)
    ReportParagraph.objects.filter(pk=reasoned.pk).update(not_carried_reason="In neither table")
    page = client_for(None).get(url(group))
    text = page.content.decode()
    assert [str(one) for one in page.context["unaccounted"]] == ["Paragraph 6.10"]
    assert "1 paragraph recommends something that is not accounted for" in text
    assert f'<a class="govuk-link" href="{recommendation.get_absolute_url()}">recommendation 1</a>' in text
    places = [text.index(f'id="{one.anchor}"') for one in page.context["paragraphs"]]
    assert places == sorted(places)
    for words in ("recommended, not carried", "In neither table", "recommended, unaccounted for"):
        assert words in text
    assert "Move up" not in text


def test_page_says_that_all_is_accounted_for(client_for, group, write, ask):
    ask(1).paragraphs.add(write("6.1", is_recommended=True))
    assert "Every paragraph that recommends something is carried" in client_for(None).get(url(group)).content.decode()


@pytest.mark.parametrize("rows", [1, 100])
def test_report_costs_the_same_for_many_paragraphs(client_for, group, rows, django_assert_num_queries):
    paragraphs = ReportParagraphFactory.create_batch(rows, topic_group=group, is_recommended=True)
    factories.RecommendationFactory(topic_group=group).paragraphs.add(*paragraphs)
    client = client_for(None)
    client.get(url(group))
    with django_assert_num_queries(REPORT_QUERIES):
        client.get(url(group))


REPORT_QUERIES = 6


def test_paste_shows_what_becomes_of_it_before_anything_is_saved(client_for, world, group):
    client, address, text = client_for(world.officer), url(group, "report_paste"), "6 Advice\n6.1 It should\n6.2 It is"
    page = client.post(address, {"text": text})
    assert [(one.number, one.sounds_recommended) for one in page.context["found"]] == [
        ("6", False),
        ("6.1", True),
        ("6.2", False),
    ]
    assert "Add 3 paragraphs" in page.content.decode()
    assert group.paragraphs.count() == 0
    back = client.post(address, {"text": text, "confirmed": "on", "back": "on"}).content.decode()
    assert "6.2 It is</textarea>" in back
    client.post(address, {"text": text, "confirmed": "on", "recommended": ["6.2"]})
    assert list(group.paragraphs.values_list("number", "is_heading", "is_recommended")) == [
        ("6", True, False),
        ("6.1", False, False),
        ("6.2", False, True),
    ]


def test_paste_is_refused_whole_with_its_lines(client_for, world, group):
    ReportParagraphFactory(topic_group=group, number="6.4")
    page = client_for(world.officer).post(
        url(group, "report_paste"), {"text": "6.1 It\n6.1 Then\n6.4 At last", "confirmed": "on"}
    )
    assert page.context["form"].errors["text"] == [
        "Line 2: 6.1 stands on line 1 already",
        "Line 3: the report has a paragraph 6.4 already",
    ]
    assert "6.1 Then" in page.content.decode()
    assert group.paragraphs.count() == 1


def test_paste_points_out_where_a_number_is_missing(client_for, world, group):
    page = client_for(world.officer).post(url(group, "report_paste"), {"text": "6.2 It\n6.4 Then"})
    assert "Between 6.2 and 6.4 a number is missing." in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": "six"}, {"number": ["Enter the number in digits and points, for example 6.15"]}),
        ({"text": ""}, {"text": ["Enter the text"]}),
        (
            {"is_heading": "on", "is_recommended": "on"},
            {"is_recommended": ["A heading recommends nothing: untick one of the two"]},
        ),
    ],
)
def test_paragraph_is_refused_beside_its_field(client_for, world, group, changes, expected):
    page = client_for(world.officer).post(url(group, "paragraph_add"), {"number": "6.1", "text": "It"} | changes)
    assert page.context["form"].errors == expected


def test_officer_draws_from_what_is_recommended_and_marks_what_is_not_carried(client_for, world, group):
    paragraph = ReportParagraphFactory(topic_group=group, number="6.1", is_recommended=True)
    client = client_for(world.officer)
    assert f"/halton/topic-groups/{group.pk}/recommendations/add/?paragraph={paragraph.pk}" in (
        client.get(url(group)).content.decode()
    )
    client.post(url(group, "paragraph_not_carried", paragraph.pk), {"reason": "In neither table"})
    paragraph.refresh_from_db()
    assert paragraph.not_carried_reason == "In neither table"
    client.post(url(group, "paragraph_open_again", paragraph.pk))
    assert list(group.paragraphs.unaccounted()) == [paragraph]


def test_removing_a_paragraph_asks_first(client_for, world, group):
    paragraph = ReportParagraphFactory(topic_group=group, number="6.1")
    client, address = client_for(world.officer), url(group, "paragraph_remove", paragraph.pk)
    assert "Remove this paragraph?" in client.get(address).content.decode()
    client.post(address)
    assert ReportParagraph.objects.count() == 0
    # The button pressed twice leads back; the page opened again is not there any more.
    assert [client.post(address).status_code, client.get(address).status_code] == [302, 404]


def test_what_is_recommended_can_be_picked_for_the_meeting_that_received_it(at_ppb, officer, ppb):
    recommendation = factories.RecommendationFactory(topic_group=at_ppb, number=1, title="A list of all vacant shops")
    ppb_on = factories.MeetingFactory(body=ppb, held_on=date(2026, 9, 8), status="held", agenda_published_at=NOON)
    assert ITEM_PICKS.picker.choices(ppb_on, on=NOON.date()) == {}
    record(at_ppb, officer, "ppb", date(2026, 9, 8), meeting=ppb_on)
    assert list(ITEM_PICKS.picker.choices(ppb_on, on=NOON.date())) == [recommendation.pk]


def test_making_a_report_public_is_asked_about_first(client_for, world, at_ppb, ppb):
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2026, 9, 14), status="held")
    client, address = client_for(world.officer), url(at_ppb, "stage_add")
    sent = {"stage": "ppb", "meeting": meeting.pk, "outcome": "agreed", "happened_on": "", "note": "Well done"}
    asked = client.post(address, sent).content.decode()
    assert "Make the report public?" in asked
    assert "sets 14 September 2026 as the day on which the report was received" in asked
    assert 'name="note" value="Well done"' in asked
    assert StagePassed.objects.filter(stage="ppb").count() == 0
    client.post(address, sent | {"confirmed": "on"})
    passed = StagePassed.objects.get(stage="ppb")
    assert (passed.meeting, passed.happened_on, passed.note) == (meeting, date(2026, 9, 14), "Well done")
    at_ppb.refresh_from_db()
    assert at_ppb.is_draft is False


def test_stage_that_is_sent_back_needs_no_question(client_for, world, at_ppb):
    sent = {"stage": "ppb", "outcome": "referred-back", "happened_on": "14 9 2026"}
    assert client_for(world.officer).post(url(at_ppb, "stage_add"), sent).status_code == 302


def test_stage_out_of_turn_is_refused_beside_its_field(client_for, world, at_ppb):
    sent = {"stage": "executive", "outcome": "agreed", "happened_on": "14 9 2026"}
    page = client_for(world.officer).post(url(at_ppb, "stage_add"), sent)
    assert page.context["form"].errors == {"stage": ["Choose one of the stages that come next"]}


def test_stage_before_the_last_is_refused_beside_its_field(client_for, world, at_ppb):
    sent = {"stage": "ppb", "outcome": "agreed", "happened_on": "1 8 2026"}
    page = client_for(world.officer).post(url(at_ppb, "stage_add"), sent)
    assert page.context["form"].errors == {
        "happened_on": ["The stage “Topic group” was passed on 3 August 2026: enter that day or a later one"]
    }


def test_report_that_has_passed_its_last_stage_is_at_its_end(client_for, world, group):
    StagePassedFactory(topic_group=group, stage="partnership")
    answer = client_for(world.officer).get(url(group, "stage_add"), follow=True)
    assert "The report has passed its last stage." in answer.content.decode()
    assert "Record a stage" not in answer.content.decode()
