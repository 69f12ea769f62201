"""Addresses of invitations, notices and distribution lists, below a partnership's own address."""

from django.urls import path

from invitations.views import distribution, invitations, notices, replies

app_name = "invitations"

INVITATIONS = "meetings/<int:pk>/invitations"
INVITATION = f"{INVITATIONS}/<int:invitation_pk>"
LINK = "links/invitation/<str:token>"
DISTRIBUTION = "bodies/<slug:code>/distribution"

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
    path(f"{LINK}/", replies.ReplyByLink.as_view(), name="reply"),
    path(f"{LINK}/thanks/", replies.ReplyThanks.as_view(), name="reply_thanks"),
    path("meetings/<int:pk>/notice/<slug:of>/", notices.MeetingNotice.as_view(), name="notice"),
    path(f"{DISTRIBUTION}/", distribution.DistributionShow.as_view(), name="distribution"),
    path(f"{DISTRIBUTION}/<int:pk>/remove/", distribution.DistributionRemove.as_view(), name="distribution_remove"),
]
