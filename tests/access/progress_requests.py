"""Progress: officers ask and write down, whoever holds a link answers."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.asks import make_token
from progress.services.many_updates import PLANS, NewProgress
from tests import factories
from tests.access import Row, everyone, from_role
from tests.access.recommendations import one
from tests.progress.asking import DAY, meeting_of, owner, recommend, study
from tests.progress.factories import ProgressRequestFactory


def asked(world):
    """A request of somebody who answers for an owner, before a meeting that is to come."""
    theirs = owner(world.partnership, "College", f"cat{world.partnership.people.count()}")
    made = recommend(study(world.ppb), 1, theirs)
    meeting = meeting_of(world.ppb, clock.today() + 30 * DAY)
    return ProgressRequestFactory(recommendation=made, owner=theirs, meeting=meeting, asked_at=clock.now() - 3 * DAY)


def meeting(world):
    return {"meeting": asked(world).meeting_id}


def unasked(world):
    theirs = owner(world.partnership, "College", "cat")
    recommend(study(world.ppb), 1, theirs)
    return {"meeting": meeting_of(world.ppb, clock.today() + 30 * DAY).pk}


def token(world):
    request = asked(world)
    person = factories.PersonFactory(partnership=world.partnership, organisation=request.owner.organisation)
    return {"token": make_token("progress-request", request.meeting_id, request.owner_id, person.pk)}


def row(world):
    made = one(world)
    return {
        "on": "1 9 2026",
        "by": "College",
        f"text-{made.pk}": "Half of it",
        f"status-{made.pk}": "in-progress",
        f"seen-{made.pk}": "0",
    }


def upload(world):
    return {"file": SimpleUploadedFile("progress.csv", b"id\n", content_type="text/csv")}


def plan(world):
    new = NewProgress(one(world).pk, 0, "Half of it", "in-progress", clock.today(), "College")
    return {"plan": PLANS.sign([new], partnership=world.partnership, by=world.officer)}


OFFICER, SENT = from_role("officer", 200), from_role("officer", 302)

ROWS = [
    Row("progress:requests", OFFICER),
    Row("progress:requests_ask", OFFICER, kwargs=unasked),
    Row("progress:requests_ask", SENT, "post", kwargs=unasked),
    Row("progress:requests_remind", OFFICER, kwargs=meeting),
    Row("progress:requests_remind", SENT, "post", kwargs=meeting),
    Row("progress:request_link", everyone(200), kwargs=token),
    Row("progress:request_link", everyone(200), "post", kwargs=token),
    Row("progress:request_link_again", everyone(405), kwargs=token),
    Row("progress:request_link_again", everyone(200), "post", kwargs=token),
    Row("progress:progress_grid", OFFICER),
    Row("progress:progress_grid", SENT, "post", data=row),
    Row("progress:progress_csv", OFFICER),
    Row("progress:progress_xlsx", OFFICER),
    Row("progress:progress_import", OFFICER),
    Row("progress:progress_import", OFFICER, "post", data=upload),
    # The plan is the officer's own: the admin is sent back to the upload.
    Row("progress:progress_confirm", SENT, "post", data=plan),
]
