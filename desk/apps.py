from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from boards.panels import body_panels, organisation_panels
        from desk.panels import actions_of_organisation, attendance_of_organisation, meetings_of_body

        body_panels.append(meetings_of_body)
        organisation_panels.append(actions_of_organisation)
        organisation_panels.append(attendance_of_organisation)
