"""Every address of the portal. All pages of a partnership stand below its own address."""

from django.urls import include, path

from boards.views import own_account
from desk.views import probes

partnership_pages = [
    path("", include("desk.urls.partnership")),
    path("", include("founding.urls.partnership")),
    path("", include("boards.urls")),
    path("", include("outbox.urls")),
    path("", include("meetings.urls")),
    path("", include("agendas.urls")),
    path("", include("attendance.urls")),
    path("", include("invitations.urls")),
    path("", include("actions.urls")),
    path("", include("summaries.urls")),
    path("", include("scrutiny.urls")),
    path("", include("recommendations.urls")),
    path("", include("progress.urls")),
    path("", include("monitoring.urls")),
    path("", include("performance.urls")),
    path("", include("reports.urls")),
    path("", include("imports.urls")),
    path("", include("search.urls")),
    path("", include("example.urls")),
]

urlpatterns = [
    path("healthz", probes.alive, name="health"),
    path("readyz", probes.ready, name="ready"),
    # Before the library's own views: what goes to the old address follows, and the old address is told.
    path("account/name/", own_account.OwnName.as_view(), name="account_name"),
    path("account/email/", own_account.OwnAddress.as_view(), name="account_email"),
    path("account/confirm-email/<str:key>/", own_account.AddressLink.as_view(), name="account_confirm_email"),
    path("account/stop-email/<str:key>/", own_account.AddressLink.as_view(is_stop=True), name="account_stop_address"),
    path("account/", include("allauth.urls")),
    path("", include("desk.urls.installation")),
    path("set-up/", include("founding.urls.installation")),
    path("<slug:partnership>/", include(partnership_pages)),
]
