"""Invitations, joint meetings and events."""

from django.urls import path

from meetings.views import invitations, joint, replies

INVITATIONS = "meetings/<int:pk>/invitations"
INVITATION = f"{INVITATIONS}/<int:invitation_pk>"
LINK = "links/invitation/<str:token>"

urlpatterns = [
    path(f"{INVITATIONS}/", invitations.InvitationList.as_view(), name="invitations"),
    path(f"{INVITATIONS}/add/", invitations.InvitationAdd.as_view(), name="invitation_add"),
    path(f"{INVITATIONS}/several/", invitations.InvitationSeveral.as_view(), name="invitation_several"),
    path(f"{INVITATIONS}/remind/", invitations.InvitationRemind.as_view(), name="invitation_remind"),
    path(f"{INVITATIONS}/who-came/", invitations.InvitationCame.as_view(), name="invitation_came"),
    path(f"{INVITATIONS}/list.csv", invitations.InvitationCsv.as_view(), name="invitation_csv"),
    path(f"{INVITATION}/answer/", invitations.InvitationAnswer.as_view(), name="invitation_answer"),
    path(f"{INVITATION}/follow-up/", invitations.InvitationFollowUp.as_view(), name="invitation_follow_up"),
    path(f"{INVITATION}/withdraw/", invitations.InvitationWithdraw.as_view(), name="invitation_withdraw"),
    path("follow-ups/", invitations.FollowUpList.as_view(), name="follow_ups"),
    path("meetings/<int:pk>/joint/", joint.WhoMeets.as_view(), name="joint"),
    path(f"{LINK}/", replies.ReplyByLink.as_view(), name="reply"),
    path(f"{LINK}/thanks/", replies.ReplyThanks.as_view(), name="reply_thanks"),
]
