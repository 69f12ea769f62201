"""Every record of ours keeps its history, or says why not."""

from django.apps import apps
from django.db.models import EmailField, ForeignKey

from core.models import Governed, governed_models
from tests.quality.tree import APPS, app_modules, found

EVENT = "itself an event: written once, with who and when"
OF_THE_MACHINE = "of the machine, not of the matter"
NOT_GOVERNED = {
    "AuditEvent": EVENT,
    "Change": EVENT,
    "ActionHandover": EVENT,
    "ActionUpdate": EVENT,
    "AgendaChange": EVENT,
    "Attempt": EVENT,
    "BankHolidayAdded": EVENT,
    "DocumentVersion": EVENT,
    "Dismissal": EVENT,
    "DraftCopy": EVENT,
    "MeetingMove": EVENT,
    "Chore": OF_THE_MACHINE,
    "ChoreFailure": OF_THE_MACHINE,
    "FormToken": OF_THE_MACHINE,
    "SetupCode": OF_THE_MACHINE,
    "RenderedFile": OF_THE_MACHINE,
    "FileRecord": OF_THE_MACHINE,
    "SearchEntry": OF_THE_MACHINE,
    "SearchWord": OF_THE_MACHINE,
    "Message": "mail, with its attempts and the copy that was sent",
    "SentCopy": "mail as it was sent",
    "MeetingSummary": "a draft, of which copies are kept; what is published is governed",
    "Decision": "drawn from versions of summaries, which keep every wording",
    "User": "an account, whose trail keeps no more than decision 20 says",
    "CalendarFeed": "a secret address of the reader's own",
    "RecommendationVisit": "a reader's own mark",
    "RecommendationState": "read from governed events, and kept beside them",
    "RecommendationItem": "a link that comes and goes with the agenda item",
}
# The office's own address stands on every page, and the trail says when it was changed.
PUBLIC_ADDRESSES = {"Body.contact_email", "Partnership.office_email"}
# Of what is not governed.
IN_BULK = {
    "core/history.py",
    "example/mail.py",
    "imports/memory.py",
    "outbox/services/queue.py",
    "recommendations/models/state.py",
    "search/sources.py",
}


def test_every_model_is_governed_or_says_why_not():
    ours = {model for app in APPS for model in apps.get_app_config(app).get_models()}
    assert {model.__name__ for model in ours if not issubclass(model, Governed)} == set(NOT_GOVERNED)


def test_part_leads_to_what_it_is_part_of_and_has_a_name():
    for model in governed_models():
        assert all(isinstance(model._meta.get_field(name), ForeignKey) for name in model.part_of), model
        assert bool(model.part_of) == bool(model.named_by), model
        assert {model.named_by} - {""} <= {field.name for field in model._meta.concrete_fields}, model
        assert model.kept_out_of_history <= {field.name for field in model._meta.concrete_fields}, model


def test_addresses_and_secrets_are_kept_out_of_the_history():
    told = {
        f"{model.__name__}.{field.name}"
        for model in governed_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EmailField) or set(field.name.split("_")) & {"password", "secret", "token"}
        if field.name not in model.kept_out_of_history
    }
    assert told == PUBLIC_ADDRESSES


def test_governed_records_are_saved_in_bulk_with_their_history():
    places = found(r"\.(bulk_create|bulk_update)\(", app_modules())
    assert {place.partition(":")[0] for place in places} == IN_BULK
