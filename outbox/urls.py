"""Addresses of the outbox and of what somebody says about their mail, below a partnership's own address."""

from django.urls import path

from outbox.views import messages, preferences, roles

app_name = "outbox"

urlpatterns = [
    path("outbox/", messages.MessageList.as_view(), name="list"),
    path("outbox/send-again/", messages.AllAgain.as_view(), name="all_again"),
    path("outbox/<int:pk>/", messages.MessageShow.as_view(), name="message"),
    path("outbox/<int:pk>/read/", messages.MessageRead.as_view(), name="read"),
    path("outbox/<int:pk>/html/", messages.MessageHtml.as_view(), name="html"),
    path("outbox/<int:pk>/send-again/", messages.MessageAgain.as_view(), name="again"),
    path("outbox/<int:pk>/stop/", messages.MessageStop.as_view(), name="stop"),
    path("roles/<int:pk>/email/", roles.RoleAgain.as_view(), name="role_again"),
    path("mail/", preferences.OwnPreferences.as_view(), name="preferences"),
    path("mail/<str:token>/", preferences.PreferencesByLink.as_view(), name="preferences_by_link"),
    path("mail/<str:token>/stop/", preferences.StopByLink.as_view(), name="stop_by_link"),
]
