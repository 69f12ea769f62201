"""Small true-to-life records for tests. Nobody in them is a real person."""

import csv
from datetime import date
from functools import cache
from hashlib import sha256

import factory
from django.conf import settings
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from actions.models import Action
from agendas.models import AgendaItem, Document, DocumentVersion
from boards.choices import HolderKind, Role
from boards.models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    Organisation,
    Partnership,
    Person,
    RoleGrant,
    Seat,
    SeatHolding,
    Sector,
)
from core.models import User
from core.pictures import check_picture
from meetings.models import Meeting
from performance.models import Achievement, Measure, Result, Target
from progress.models import ProgressUpdate, StatusChange
from recommendations.models import Owner, Recommendation, RecommendationComment, RecommendationOwner
from scrutiny.models import TopicGroup
from summaries.models import DraftCopy, MeetingSummary, SummaryComment
from tests.core import files

LONG_AGO = date(2001, 1, 1)
PASSWORD = "a long password for tests"


@cache
def halton_kinds():
    """What the example calls its kinds of boards and groups: code to the fields of each."""
    rows = csv.DictReader((settings.BASE_DIR / "fixtures/halton/kinds.csv").read_text(encoding="utf-8").splitlines())
    kinds = {row.pop("kind_id"): row for row in rows}
    return {
        code: {name: value if value not in {"yes", "no"} else value == "yes" for name, value in row.items()}
        for code, row in kinds.items()
    }


def kind_of(partnership, code):
    """The partnership's kind of that code; where it has none, as the example has it."""
    return BodyKind.objects.get_or_create(partnership=partnership, code=code, defaults=halton_kinds()[code])[0]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)


def add_picture(record, **known):
    """Give the record a picture, as its form does."""
    record._meta.get_field("picture").save_form_data(record, check_picture(files.picture()))
    record.picture_alt = "Three rings"
    for name, value in known.items():
        setattr(record, name, value)
    record.save()
    return record


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"place-{n}")
    code = factory.SelfAttribute("slug")
    name = factory.Sequence(lambda n: f"Place {n} Strategic Partnership")
    short_name = factory.Sequence(lambda n: f"P{n}SP")
    starts_on = LONG_AGO

    @factory.post_generation
    def kinds(self, create, extracted, **kwargs):
        BodyKind.objects.bulk_create(
            BodyKind(partnership=self, code=code, **fields) for code, fields in halton_kinds().items()
        )


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"sector-{n}")
    name = factory.Sequence(lambda n: f"Sector {n}")


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"body-{n}")
    name = factory.Sequence(lambda n: f"Body {n}")
    kind = "board"
    starts_on = LONG_AGO

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kind = kwargs.pop("kind")
        kind = kind_of(kwargs["partnership"], kind) if isinstance(kind, str) else kind
        return super()._create(model_class, *args, kind=kind, **kwargs)


class BodyNameFactory(DjangoModelFactory):
    class Meta:
        model = BodyName

    body = factory.SubFactory(BodyFactory)
    name = factory.SelfAttribute("body.name")
    starts_on = LONG_AGO


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    number = factory.LazyAttribute(lambda seat: 1 + max(seat.body.seats.values_list("number", flat=True), default=0))
    label = factory.Sequence(lambda n: f"Agency {n}")
    starts_on = LONG_AGO


class SeatHoldingFactory(DjangoModelFactory):
    class Meta:
        model = SeatHolding

    seat = factory.SubFactory(SeatFactory)
    holder_kind = HolderKind.ORGANISATION
    organisation = factory.SubFactory(OrganisationFactory, partnership=factory.SelfAttribute("..seat.body.partnership"))
    starts_on = LONG_AGO


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Member {n}")
    email = factory.Sequence(lambda n: f"member{n}@example.org")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    body = factory.SubFactory(BodyFactory, partnership=factory.SelfAttribute("..person.partnership"))
    starts_on = LONG_AGO


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    partnership = factory.SubFactory(PartnershipFactory)
    role = Role.MEMBER
    starts_on = LONG_AGO


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    partnership = factory.SelfAttribute("body.partnership")
    title = factory.Sequence(lambda n: f"Meeting {n}")
    held_on = date(2026, 11, 16)


class DocumentFactory(DjangoModelFactory):
    """A paper whose only version says so little that it fits in a test."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Paper {n}")

    @factory.post_generation
    def content(self, create, extracted, **given):
        content = extracted or b"%PDF-1.7 a paper"
        named = {"number": 1, "filename": "paper.pdf", "media_type": "application/pdf", "pages": 1} | given
        version = DocumentVersion(document=self, size=len(content), sha256=sha256(content).hexdigest(), **named)
        version.file.save("paper.pdf", ContentFile(content), save=False)
        version.save()


class MeetingSummaryFactory(DjangoModelFactory):
    class Meta:
        model = MeetingSummary

    meeting = factory.SubFactory(MeetingFactory)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Item {n}")


class DraftCopyFactory(DjangoModelFactory):
    class Meta:
        model = DraftCopy

    summary = factory.SubFactory(MeetingSummaryFactory)
    draft = factory.LazyFunction(lambda: {"key_issues": "<p>Typed meanwhile</p>"})
    kept_by = factory.SubFactory(UserFactory)


class SummaryCommentFactory(DjangoModelFactory):
    class Meta:
        model = SummaryComment

    summary = factory.SubFactory(MeetingSummaryFactory)
    text = "What about the evenings?"
    made_by = factory.SubFactory(UserFactory)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    meeting = factory.SubFactory(MeetingFactory)
    partnership = factory.SelfAttribute("meeting.partnership")
    body = factory.SelfAttribute("meeting.body")
    number = factory.Sequence(lambda n: n + 1)
    what = factory.Sequence(lambda n: f"Do thing {n}")
    owner_body = factory.SelfAttribute("meeting.body")


class TopicGroupFactory(DjangoModelFactory):
    class Meta:
        model = TopicGroup

    body = factory.SubFactory(BodyFactory, kind="topic-group")
    partnership = factory.SelfAttribute("body.partnership")
    title = factory.Sequence(lambda n: f"Topic group {n}")


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    topic_group = factory.SubFactory(TopicGroupFactory)
    partnership = factory.SelfAttribute("topic_group.partnership")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Recommendation {n}")


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ProgressUpdate

    recommendation = factory.SubFactory(RecommendationFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Progress {n}")
    status = "in-progress"
    reported_on = date(2026, 9, 1)


class StatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = StatusChange

    recommendation = factory.SubFactory(RecommendationFactory)
    from_status = "not-started"
    to_status = "in-progress"
    reason = "Work has begun"
    changed_on = date(2026, 9, 1)


class OwnerFactory(DjangoModelFactory):
    class Meta:
        model = Owner

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"owner-{n}")
    name = factory.Sequence(lambda n: f"Owner {n}")


class RecommendationOwnerFactory(DjangoModelFactory):
    class Meta:
        model = RecommendationOwner

    recommendation = factory.SubFactory(RecommendationFactory)
    owner = factory.SubFactory(OwnerFactory, partnership=factory.SelfAttribute("..recommendation.partnership"))
    printed_as = factory.SelfAttribute("owner.name")


class RecommendationCommentFactory(DjangoModelFactory):
    class Meta:
        model = RecommendationComment

    recommendation = factory.SubFactory(RecommendationFactory)
    made_by = factory.SubFactory(UserFactory)
    text = "What has come of this?"


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"measure-{n}")
    name = factory.Sequence(lambda n: f"Measure {n}")
    polarity = "higher"


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    measure = factory.SubFactory(MeasureFactory)
    year = factory.Sequence(lambda n: 2000 + n % 26)
    value = 50


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    measure = factory.SubFactory(MeasureFactory)
    year = factory.Sequence(lambda n: 2000 + n % 26)
    low = 50


class AchievementFactory(DjangoModelFactory):
    class Meta:
        model = Achievement

    partnership = factory.SubFactory(PartnershipFactory)
    code = factory.Sequence(lambda n: f"A{n}")
    theme = "Health"
    title = factory.Sequence(lambda n: f"Achievement {n}")
    headline = "Done"


def edited(record, **given):
    """The record as it is stored, with other values that are not saved yet."""
    record = type(record)._base_manager.get(pk=record.pk)
    for name, value in given.items():
        setattr(record, name, value)
    return record
