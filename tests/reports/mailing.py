"""Run in a process of its own, as ``python -m tests.reports.mailing VERB``: a portal with one mailing to send.

``prepare N`` publishes a summary to N people; ``later`` lets so much time pass that every claim has run out;
``tell`` prints what became of each message, and what the page says of it.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import F  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_q.models import OrmQ, Schedule  # noqa: E402

from boards.choices import Role  # noqa: E402
from core import clock  # noqa: E402
from core.models import RenderedFile, User  # noqa: E402
from meetings.models import Meeting  # noqa: E402
from outbox.models import Message  # noqa: E402
from summaries.models import MeetingSummary  # noqa: E402
from summaries.services.content import SummaryContent  # noqa: E402
from summaries.services.publication import publish_summary  # noqa: E402
from tests import factories  # noqa: E402

A_WHILE = timedelta(minutes=10)
TWICE = "may have arrived twice"


def prepare(people: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    partnership = factories.PartnershipFactory(slug="halton", name="Halton Strategic Partnership")
    board = factories.BodyFactory(partnership=partnership, code="board", name="Board")
    ppb = factories.BodyFactory(partnership=partnership, code="ppb", name="Corporate PPB", kind="ppb")
    officer = factories.UserFactory(name="Officer", email="officer@example.org")
    factories.RoleGrantFactory(user=officer, partnership=partnership, role=Role.OFFICER)
    for number in range(1, int(people) + 1):
        person = factories.PersonFactory(
            partnership=partnership, name=f"PPB Member {number}", email=f"member{number}@example.org"
        )
        factories.AppointmentFactory(person=person, body=ppb)
    meeting = factories.MeetingFactory(body=board, title="Board meeting", held_on=clock.today())
    publish_summary(
        summary=MeetingSummary.objects.create(meeting=meeting),
        content=SummaryContent(key_issues="<p>Skills for local jobs</p>"),
        draft_version=0,
        by=officer,
        at=clock.now(),
    )


def later() -> None:
    Message.objects.filter(state="sending").update(claimed_at=F("claimed_at") - A_WHILE)
    RenderedFile.objects.filter(state="working").update(started_at=F("started_at") - A_WHILE)
    OrmQ.objects.update(lock=F("lock") - A_WHILE)
    Schedule.objects.update(next_run=clock.now() - timedelta(seconds=1))


def tell() -> None:
    client = Client()
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("summaries:deliveries", args=["halton", Meeting.objects.get().pk])
    fields = ("email", "state", "may_be_double", "message_id")
    told = {
        "deliveries": list(Message.objects.order_by("email").values(*fields)),
        "page_says_twice": client.get(url).content.decode().count(TWICE),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    {"prepare": prepare, "later": later, "tell": tell}[sys.argv[1]](*sys.argv[2:])
