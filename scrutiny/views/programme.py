"""The topic programmes of the PPBs: everybody reads them, officers write."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from boards.words import Word
from core import clock
from core.records import RecordAct, RecordPress
from core.rules.dates import DateRefused, FinancialYear, financial_year
from scrutiny.choices import TopicState
from scrutiny.forms.programme import DecisionForm, StartForm, TopicForm
from scrutiny.models import ProgrammeTopic
from scrutiny.services.programme import decide_on_topic, start_topic_group, why_not_startable

TOPIC_FORM = "scrutiny/topic_form.html"


class Programme(PartnershipMixin, TemplateView):
    """All topics by year and PPB; the address may ask for one PPB or one year."""

    template_name = "scrutiny/programme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        known = ProgrammeTopic.objects.visible_to(user).filter(partnership=self.partnership)
        topics = known.select_related("ppb", "decided_at", "topic_group")
        ppbs = self.partnership.bodies.scrutinising().filter(is_proposed=False)
        ppb, year = self.request.GET.get("ppb", ""), self._year()
        if ppb:
            topics = topics.filter(ppb__code=ppb)
        if year is not None:
            topics = topics.filter(year=year.start)
        return super().get_context_data(
            programmes=[
                {"year": FinancialYear(start), "ppb": found[0].ppb, "topics": found}
                for (start, _), found in (
                    (key, list(group)) for key, group in groupby(topics, key=lambda topic: (topic.year, topic.ppb_id))
                )
            ],
            ppbs=ppbs,
            years=[FinancialYear(one) for one in known.order_by("-year").values_list("year", flat=True).distinct()],
            chosen_ppb=ppb,
            chosen_year=year.slug if year else "",
            may_manage=user.has_perm("scrutiny.manage_scrutiny", self.partnership),
            **kwargs,
        )

    def _year(self) -> FinancialYear | None:
        try:
            return FinancialYear.parse(self.request.GET.get("year", ""))
        except DateRefused:
            return None


class TopicDecide(RecordAct):
    form_class = DecisionForm
    heading = "Record the decision on a topic"
    submit_text = "Record the decision"

    def get_initial(self) -> dict[str, Any]:
        topic = self.object
        decided = {name: getattr(topic, name) for name in ("decided_at", "decided_on", "decision_reason")}
        decided["state"] = topic.state if topic.state != TopicState.PROPOSED else None
        return decided | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"topic": self.object}

    def perform(self, form: DecisionForm) -> str:
        by, today = signed_in(self.request), clock.today()
        topic = decide_on_topic(topic=self.object, **form.cleaned_data, by=by, today=today)
        return f"“{topic.title}” is {topic.get_state_display()}."


class TopicStart(RecordAct):
    """The form says what it makes before it makes it."""

    form_class = StartForm
    template_name = "scrutiny/topic_start.html"

    @property
    def word(self) -> Word:
        word: Word = self.object.partnership.words.topic_group
        return word

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        topic = self.get_record()
        if refusal := why_not_startable(topic):
            messages.error(request, refusal)
            return redirect(topic.topic_group or self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"word": self.word}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        start = f"Start the {self.word.one}"
        return super().get_context_data(heading=start, submit_text=start, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        name = f"{self.object.title} {self.word.one.title()}"[:150]
        return {"name": name, "starts_on": clock.today(), **super().get_initial()}

    def perform(self, form: StartForm) -> str:
        self.object.topic_group = start_topic_group(topic=self.object, **form.cleaned_data, by=signed_in(self.request))
        return f"The {self.word.one} has begun. Say what it is asked to look at, and who is on it."

    def get_success_url(self) -> str:
        group = getattr(self, "object", None) and self.object.topic_group
        return group.get_absolute_url() if group else super().get_success_url()


class TopicPages(RecordPages):
    model, form_class, permission = ProgrammeTopic, TopicForm, "scrutiny.manage_scrutiny"
    namespace, url_name, path = "scrutiny", "topic", "scrutiny/programme"
    actions = ("add", "edit")
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {"decide": TopicDecide, "start": TopicStart}
    noun = "topic"
    headings: ClassVar[dict[str, str]] = {"add": "Suggest a topic", "edit": "Change the topic"}
    verbs: ClassVar[dict[str, str]] = {"add": "topic.added", "edit": "topic.changed"}
    templates: ClassVar[dict[str, str]] = {"edit": TOPIC_FORM, "decide": TOPIC_FORM}

    def get_queryset(self, view: Any) -> QuerySet[ProgrammeTopic]:
        return super().get_queryset(view).select_related("ppb", "partnership")

    def get_initial(self, view: Any) -> dict[str, Any]:
        return {"year": financial_year(clock.today()).start} if view.action == "add" else {}

    def get_success_url(self, view: Any) -> str:
        return reverse("scrutiny:programme", args=[view.partnership.slug])

    def get_message(self, action: str, topic: ProgrammeTopic) -> str:
        became = f"in the programme of {topic.programme_year}" if action == "add" else "saved"
        return f"“{topic.title}” is {became}."
