"""Who hears of a comment and of its answer; the same for whatever members comment on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boards.models import Partnership, Person, RoleGrant
from core.models import CommentModel, User
from core.rules.working_days import london_day
from meetings.models import SummaryComment
from meetings.services.reminders import reminded_by
from outbox.choices import Rhythm
from outbox.kinds import Letter, NotWanted
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import Addressee, queue_mail

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


def compose_comment(message: Message, at: datetime) -> Letter:
    comment = _comment(message)
    return comment_letter(comment, of_summary(comment), message, at=at)


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
    return letter("meetings/comment", {"comment": comment}, message, comment_subject(subject))


def answer_letter(comment: CommentModel, subject: Subject, message: Message, *, at: datetime) -> Letter:
    """Not wanted by who may not read it any more: comments are the members'."""
    if not _is_member(comment.made_by, message.partnership, on=london_day(at)):
        raise NotWanted(f"{message.name} is not a member of the partnership any more.")
    return letter("meetings/comment", {"comment": comment}, message, answer_subject(subject))


def _is_member(user: User, partnership: Partnership, *, on: date) -> bool:
    granted = RoleGrant.objects.current(on=on).filter(user=user, partnership=partnership)
    return user.is_active and (user.is_superuser or granted.exists())


def _comment(message: Message) -> SummaryComment:
    return SummaryComment.objects.select_related("made_by", "answered_by").get(pk=message.about)
