"""A comment and its answer reach those concerned by mail, composed when it is sent."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import FormToken
from outbox.kinds import NotWanted, kinds
from outbox.models import Message
from recommendations.services import comments as questions
from summaries.models import MeetingSummary
from summaries.services.comments import add_comment, answer_comment
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

LATER = WEDNESDAY_NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def comment(publish, ppb_member):
    publish()
    return add_comment(
        summary=MeetingSummary.objects.get(), text="What about the evenings?", by=ppb_member, at=WEDNESDAY_NOON
    )


def messages(*names):
    return list(Message.objects.filter(kind__in=names).order_by("pk").values_list("kind", "email", "reason", "subject"))


def compose(name):
    message = Message.objects.get(kind=name)
    return kinds[name].compose(message, LATER)


def test_comment_is_told_to_the_officers(comment):
    assert messages("comment") == [
        (
            "comment",
            "partnership.officer@example.org",
            "officer of the partnership",
            "Comment on the summary of Board, 16 November 2026",
        )
    ]
    letter = compose("comment")
    for part in (letter.text, letter.html):
        assert "What about the evenings?" in part
        assert f"#comment-{comment.pk}" in part
        assert "Answer on the portal" in part


def test_comment_sent_twice_is_told_once(publish, meeting, ppb_member, client_for):
    publish()
    url = reverse("summaries:summary_comment", args=["halton", meeting.pk])
    sent = {"text": "What about Saturdays?", "form_token": str(FormToken.new())}
    for _ in range(2):
        client_for(ppb_member).post(url, sent)

    assert len(messages("comment")) == 1


def test_officer_who_comments_is_not_told_of_it(publish, officer):
    publish()
    add_comment(summary=MeetingSummary.objects.get(), text="For the record", by=officer, at=WEDNESDAY_NOON)

    assert messages("comment") == []


def test_answer_is_told_to_who_commented_and_to_nobody_else(comment, officer):
    answer_comment(comment=comment, answer="They are in.", by=officer, at=WEDNESDAY_NOON)

    assert messages("answer") == [
        (
            "answer",
            "ppb.member@example.org",
            "you commented",
            "Answer to your comment on the summary of Board, 16 November 2026",
        )
    ]
    letter = compose("answer")
    for part in (letter.text, letter.html):
        assert "They are in." in part
        assert "Read it on the portal" in part


def test_notice_of_a_comment_that_is_answered_meanwhile_is_not_wanted(comment, officer):
    answer_comment(comment=comment, answer="They are in.", by=officer, at=WEDNESDAY_NOON)

    with pytest.raises(NotWanted, match="answered meanwhile"):
        compose("comment")


def test_notice_is_not_wanted_by_who_is_no_officer_any_more(comment, officer):
    officer.role_grants.update(ends_on=MONDAY)

    with pytest.raises(NotWanted, match="not an officer"):
        compose("comment")


def test_answer_is_not_wanted_by_who_may_not_read_it_any_more(comment, officer, ppb_member):
    answer_comment(comment=comment, answer="They are in.", by=officer, at=WEDNESDAY_NOON)
    ppb_member.role_grants.update(ends_on=MONDAY)

    with pytest.raises(NotWanted, match="not a member"):
        compose("answer")


def test_notices_may_wait_for_a_digest_and_may_be_stopped(db):
    for name in ("comment", "answer", "question", "question-answer"):
        assert (kinds[name].is_duty, sorted(kinds[name].waits_for)) == (False, ["daily", "weekly"])


def test_question_about_a_recommendation_brings_the_same_notices(partnership, ppb_member, officer):
    group = factories.TopicGroupFactory(body__partnership=partnership)
    recommendation = factories.RecommendationFactory(topic_group=group, number=9)
    asked = questions.add_comment(recommendation=recommendation, text="When?", by=ppb_member, at=WEDNESDAY_NOON)
    assert "When?" in compose("question").text
    questions.answer_comment(comment=asked, answer="In May", by=officer, at=WEDNESDAY_NOON)

    assert [(kind, email, subject) for kind, email, _, subject in messages("question", "question-answer")] == [
        ("question", "partnership.officer@example.org", "Comment on recommendation 9"),
        ("question-answer", "ppb.member@example.org", "Answer to your comment on recommendation 9"),
    ]
    assert "In May" in compose("question-answer").html
