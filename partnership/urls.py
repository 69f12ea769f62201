"""Every address of the portal. All pages of a partnership stand below its own address."""

from django.urls import include, path

from core import views as core_views
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
    # Before the library's own view, which would let people change the address that papers are sent to.
    path("account/email/", core_views.OwnEmail.as_view(), name="account_email"),
    path("account/", include("allauth.urls")),
    path("", include("desk.urls.installation")),
    path("set-up/", include("founding.urls.installation")),
    path("<slug:partnership>/", include(partnership_pages)),
]
