"""What the mail of a summary and of its comments says; comments on other records are told in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from boards.models import Partnership, Person, RoleGrant
from core.models import CommentModel, User
from core.rules.working_days import london_day
from invitations.services.recipients import BY_HAND, recipients
from outbox.choices import Rhythm
from outbox.kinds import Attachment, Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import Addressee, queue_mail
from summaries.choices import SUMMARY
from summaries.models import SummaryComment, SummaryVersion
from summaries.papers import MAIL_WAITS_AT_MOST, pdf_of
from summaries.services.reminders import reminded_by


def summary_subject(version: SummaryVersion) -> str:
    meeting = version.summary.meeting
    opening = "Summary" if version.number == 1 else "Corrected summary"
    return f"{opening}: {meeting.title}, {meeting.when}"


def summary_letter(version: SummaryVersion, message: Message, *, pdf: bytes | None) -> Letter:
    """HTML and text, the PDF where there is one, and a link back to the page."""
    meeting = version.summary.meeting
    paper = () if pdf is None else (Attachment(version.pdf_filename, pdf, "application/pdf"),)
    context = {
        "version": version,
        "meeting": meeting,
        "url": f"{settings.BASE_URL}{meeting.get_absolute_url()}",
        "has_pdf": pdf is not None,
    }
    return letter("summaries/summary", context, message, summary_subject(version), paper)


# Five working days are promised, so a summary may wait for the next morning and not for the next Monday.
@kind(SUMMARY, "Summary of a meeting", waits_for=frozenset({Rhythm.DAILY}))
def compose_summary(message: Message, at: datetime) -> Letter:
    """The mail waits while its PDF is being made, and goes without one that can't be made."""
    known = SummaryVersion.objects.filter(pk=message.about, summary__published_at__isnull=False)
    version = known.select_related("paper", "summary__meeting__partnership", "summary__meeting__body").first()
    # Asked at the last moment: nothing goes out that is not published.
    if version is None:
        raise NotWanted("The summary is not published.")
    if not still_entitled(message, on=london_day(at)):
        raise NotWanted(f"{message.name} is no longer on the list of those who get it.")
    may_wait = at - message.queued_at < MAIL_WAITS_AT_MOST
    return summary_letter(version, message, pdf=pdf_of(version, at=at, may_wait=may_wait))


def still_entitled(message: Message, *, on: date) -> bool:
    """Whether the person of a queued summary still holds what gave the reason, or was added by hand."""
    if message.extra.get(BY_HAND) or message.person_id is None:
        return True
    version = SummaryVersion.objects.select_related("summary__meeting__body").get(pk=message.about)
    return bool(recipients(meeting=version.summary.meeting, on=on, person=message.person_id))


# The kinds of these messages; ``about`` is the comment's primary key. Both may wait for a digest of any rhythm.
COMMENT, ANSWER = "comment", "answer"
MAY_WAIT = frozenset({Rhythm.DAILY, Rhythm.WEEKLY})


@dataclass(frozen=True)
class Subject:
    """What is commented on: “the summary of the Board, 16 November 2026”, and the page on which that stands."""

    partnership: Partnership
    what: str
    page: str

    def path(self, comment: CommentModel) -> str:
        return f"{self.page}#comment-{comment.pk}"


def of_summary(comment: SummaryComment) -> Subject:
    meeting = comment.summary.meeting
    what = f"the summary of {meeting.title}, {meeting.when}"
    return Subject(meeting.partnership, what, meeting.get_absolute_url())


def comment_subject(subject: Subject) -> str:
    return f"Comment on {subject.what}"


def answer_subject(subject: Subject) -> str:
    return f"Answer to your comment on {subject.what}"


def tell_officers(comment: CommentModel, subject: Subject, *, kind: str, at: datetime) -> None:
    """Queue a notice for each officer but the one who comments."""
    officers = reminded_by(subject.partnership, on=london_day(at))
    queue_mail(
        partnership=subject.partnership,
        kind=kind,
        about=comment.pk,
        to=[one for one in officers if one.email != comment.made_by.email],
        subject=comment_subject(subject),
        path=subject.path(comment),
        at=at,
    )


def tell_commenter(comment: CommentModel, subject: Subject, *, kind: str, at: datetime) -> None:
    """Queue a notice for whoever commented, unless they answered themselves."""
    user = comment.made_by
    if user == comment.answered_by:
        return
    person = Person.objects.filter(partnership=subject.partnership, user=user).values_list("pk", flat=True).first()
    queue_mail(
        partnership=subject.partnership,
        kind=kind,
        about=comment.pk,
        to=[Addressee(str(user), user.email, "you commented", person)],
        subject=answer_subject(subject),
        path=subject.path(comment),
        at=at,
    )


@kind(COMMENT, "Comment on a summary", is_duty=False, waits_for=MAY_WAIT)
def compose_comment(message: Message, at: datetime) -> Letter:
    comment = _comment(message)
    return comment_letter(comment, of_summary(comment), message, at=at)


@kind(ANSWER, "Answer to a comment", is_duty=False, waits_for=MAY_WAIT)
def compose_answer(message: Message, at: datetime) -> Letter:
    comment = _comment(message)
    return answer_letter(comment, of_summary(comment), message, at=at)


def comment_letter(comment: CommentModel, subject: Subject, message: Message, *, at: datetime) -> Letter:
    """Not wanted once it is answered, or by who is no officer any more."""
    if comment.answered_at:
        raise NotWanted("The comment has been answered meanwhile.")
    officers = reminded_by(message.partnership, on=london_day(at))
    if message.email.casefold() not in {one.email.casefold() for one in officers}:
        raise NotWanted(f"{message.name} is not an officer of the partnership any more.")
    return letter("summaries/comment", {"comment": comment}, message, comment_subject(subject))


def answer_letter(comment: CommentModel, subject: Subject, message: Message, *, at: datetime) -> Letter:
    """Not wanted by who may not read it any more: comments are the members'."""
    if not _is_member(comment.made_by, message.partnership, on=london_day(at)):
        raise NotWanted(f"{message.name} is not a member of the partnership any more.")
    return letter("summaries/comment", {"comment": comment}, message, answer_subject(subject))


def _is_member(user: User, partnership: Partnership, *, on: date) -> bool:
    granted = RoleGrant.objects.current(on=on).filter(user=user, partnership=partnership)
    return user.is_active and (user.is_superuser or granted.exists())


def _comment(message: Message) -> SummaryComment:
    return SummaryComment.objects.select_related("made_by", "answered_by").get(pk=message.about)
