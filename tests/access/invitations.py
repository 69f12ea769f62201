"""Invitations: officers ask and see the answers; whoever was asked answers by their link; who meets is public."""

from datetime import date, timedelta

from core import clock
from core.asks import make_token
from invitations.models import Invitation
from tests import factories
from tests.access import Row, everyone, from_role


def soon() -> date:
    return clock.today() + timedelta(days=14)


def meeting(world):
    return factories.MeetingFactory(body=world.board, held_on=soon(), status="planned")


def pk(world):
    return {"pk": meeting(world).pk}


def asked(world):
    return Invitation.objects.create(meeting=meeting(world), name="Head of housing", email="housing@example.org")


def invitation(world):
    one = asked(world)
    return {"pk": one.meeting_id, "invitation_pk": one.pk}


def link(world):
    return {"token": make_token("invitation", asked(world).pk)}


def declined(world):
    return {"state": "declined"}


def followed_up(world):
    return {"follow_up": "Send it"}


OFFICER, CHANGED = from_role("officer", 200), from_role("officer", 302)

ROWS = [
    Row("invitations:invitations", OFFICER, kwargs=pk),
    Row("invitations:invitation_add", OFFICER, kwargs=pk),
    Row("invitations:invitation_add", CHANGED, "post", kwargs=pk, data=lambda world: {"name": "Head of housing"}),
    Row("invitations:invitation_several", OFFICER, kwargs=pk),
    Row("invitations:invitation_several", OFFICER, "post", kwargs=pk, data=lambda world: {"group": "body:ppb"}),
    Row("invitations:invitation_remind", OFFICER, kwargs=pk),
    Row("invitations:invitation_remind", CHANGED, "post", kwargs=pk),
    Row("invitations:invitation_came", OFFICER, kwargs=pk),
    Row("invitations:invitation_came", CHANGED, "post", kwargs=pk),
    Row("invitations:invitation_csv", OFFICER, kwargs=pk),
    Row("invitations:invitation_answer", OFFICER, kwargs=invitation),
    Row("invitations:invitation_answer", CHANGED, "post", kwargs=invitation, data=declined),
    Row("invitations:invitation_follow_up", OFFICER, kwargs=invitation),
    Row(
        "invitations:invitation_follow_up",
        CHANGED,
        "post",
        kwargs=invitation,
        data=followed_up,
    ),
    Row("invitations:invitation_withdraw", OFFICER, kwargs=invitation),
    Row("invitations:invitation_withdraw", CHANGED, "post", kwargs=invitation),
    Row("invitations:follow_ups", OFFICER),
    Row("meetings:joint", OFFICER, kwargs=pk),
    Row("meetings:joint", CHANGED, "post", kwargs=pk, data=lambda world: {"theme": "Jobs"}),
    # Whoever holds the link may answer, whether they are signed in or not: it is put down to whom it was sent.
    Row("invitations:reply", everyone(200), kwargs=link),
    Row("invitations:reply", everyone(302), "post", kwargs=link, data=declined),
    Row("invitations:reply_thanks", everyone(200), kwargs=link),
]
