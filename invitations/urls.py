"""Addresses of invitations, notices and distribution lists, below a partnership's own address."""

from django.urls import path

from invitations.views import invitations, recipients

app_name = "invitations"

LINK = "links/invitation/<str:token>"

urlpatterns = [
    path("meetings/<int:pk>/invitations/", invitations.InvitationList.as_view(), name="invitations"),
    path("meetings/<int:pk>/invitations/list.csv", invitations.InvitationCsv.as_view(), name="invitation_csv"),
    *invitations.InvitedPages().get_urls(),
    *invitations.InvitationPages().get_urls(),
    path("follow-ups/", invitations.FollowUpList.as_view(), name="follow_ups"),
    path(f"{LINK}/", invitations.ReplyByLink.as_view(), name="reply"),
    path(f"{LINK}/thanks/", invitations.ReplyThanks.as_view(), name="reply_thanks"),
    path("meetings/<int:pk>/notice/<slug:of>/", recipients.MeetingNotice.as_view(), name="notice"),
    *recipients.DistributionPages().get_urls(),
]
