"""Addresses of boards, below a partnership's own address."""

from django.urls import path

from boards.views import (
    accounts,
    body,
    meets,
    organisations,
    people,
    roles,
    seats,
    settings,
    strategies,
    structure,
    theme,
)

app_name = "boards"

urlpatterns = [
    path("structure/", structure.StructureShow.as_view(), name="structure"),
    path("membership/", structure.MembershipShow.as_view(), name="membership"),
    path("membership.csv", structure.MembershipDownload.as_view(), name="membership_csv"),
    *body.body_pages.get_urls(),
    *body.name_pages.get_urls(),
    *body.line_pages.get_urls(),
    *body.appointment_pages.get_urls(),
    *seats.SeatsFillPages().get_urls(),
    *seats.seat_pages.get_urls(),
    *seats.holder_pages.get_urls(),
    *seats.member_pages.get_urls(),
    path("bodies/<slug:code>/", body.BodyShow.as_view(), name="body"),
    path("bodies/<slug:code>/seats/<int:seat_pk>/", seats.SeatShow.as_view(), name="seat"),
    *people.person_pages.get_urls(),
    path("bodies/<slug:code>/how-it-meets/", meets.HowItMeetsEdit.as_view(), name="how_it_meets"),
    *organisations.SectorPages().get_urls(),
    *organisations.organisation_pages.get_urls(),
    *organisations.name_pages.get_urls(),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path("organisations/<slug:code>/", organisations.OrganisationShow.as_view(), name="organisation"),
    *strategies.strategy_pages.get_urls(),
    *strategies.PriorityPages().get_urls(),
    path("strategies/", strategies.StrategyList.as_view(), name="strategies"),
    path("strategies/<slug:code>/", strategies.StrategyShow.as_view(), name="strategy"),
    path("theme.css", theme.Theme.as_view(), name="theme"),
    path("roles/", roles.RoleList.as_view(), name="roles"),
    path("roles/grant/", roles.RoleGrantAdd.as_view(), name="role_grant"),
    path("roles/<int:pk>/end/", roles.RoleEnd.as_view(), name="role_end"),
    path("roles/people/<int:pk>/", accounts.AccountShow.as_view(), name="account"),
    path("roles/people/<int:pk>/switch-off/", accounts.SwitchOff.as_view(), name="switch_off"),
    path("roles/people/<int:pk>/switch-on/", accounts.SwitchOn.as_view(), name="switch_on"),
    path("roles/people/<int:pk>/end-sessions/", accounts.EndSessions.as_view(), name="end_sessions"),
    path("roles/people/<int:pk>/two-step/", accounts.RemoveSecondStep.as_view(), name="remove_second_step"),
    path("settings/", settings.SettingsEdit.as_view(), name="settings"),
    path("holidays/", settings.HolidayList.as_view(), name="holidays"),
    path("holidays/<int:pk>/remove/", settings.HolidayRemove.as_view(), name="holiday_remove"),
    path("audit/", settings.AuditTrail.as_view(), name="audit"),
]
