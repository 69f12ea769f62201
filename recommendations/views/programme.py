"""The topic programmes of the PPBs: everybody reads them, officers write."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from boards.choices import BodyKind
from boards.views.base import PartnershipMixin, signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.rules.dates import DateRefused, FinancialYear, financial_year
from recommendations.choices import TopicState
from recommendations.forms.programme import DecisionForm, StartForm, TopicForm
from recommendations.models import ProgrammeTopic
from recommendations.services.programme import (
    FIELDS,
    TopicRefused,
    add_topic,
    change_topic,
    decide_on_topic,
    start_topic_group,
    why_not_startable,
)


class Programme(PartnershipMixin, TemplateView):
    """All topics by year and PPB; the address may ask for one PPB or one year."""

    template_name = "recommendations/topics/programme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        known = ProgrammeTopic.objects.visible_to(user).filter(partnership=self.partnership)
        topics = known.select_related("ppb", "decided_at", "topic_group")
        ppbs = self.partnership.bodies.filter(kind=BodyKind.PPB, is_proposed=False)
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
            may_manage=user.has_perm("recommendations.manage_scrutiny", self.partnership),
            **kwargs,
        )

    def _year(self) -> FinancialYear | None:
        try:
            return FinancialYear.parse(self.request.GET.get("year", ""))
        except DateRefused:
            return None


class ProgrammeForm(WaitsForSignIn, FormView):  # type: ignore[type-arg]  # FormView[F] fails at run time
    """A form that ends on the programme."""

    permission = "recommendations.manage_scrutiny"
    template_name = "recommendations/topics/topic_form.html"
    heading = ""
    submit_text = ""

    def get_success_url(self) -> str:
        return reverse("recommendations:programme", args=[self.partnership.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, submit_text=self.submit_text, back_url=self.get_success_url(), **kwargs
        )

    def refused(self, form: Any, refusal: TopicRefused) -> HttpResponse:
        """Put the service's sentence beside the field that it is about."""
        form.add_error(refusal.field, str(refusal))
        return self.form_invalid(form)


class TopicAdd(ProgrammeForm):
    form_class = TopicForm
    heading = "Suggest a topic"
    submit_text = "Add the topic"

    def get_initial(self) -> dict[str, Any]:
        return {"year": financial_year(clock.today()).start, **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership, "today": clock.today()}

    def form_valid(self, form: TopicForm) -> HttpResponse:
        try:
            topic = add_topic(partnership=self.partnership, **form.cleaned_data, by=signed_in(self.request))
        except TopicRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"“{topic.title}” is in the programme of {topic.programme_year}.")
        return super().form_valid(form)


class AboutTopic(ProgrammeForm):
    """Sets ``self.topic`` from the address."""

    topic: ProgrammeTopic

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = ProgrammeTopic.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.topic = get_object_or_404(known.select_related("ppb", "partnership"), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topic=self.topic, **kwargs)


class TopicEdit(AboutTopic):
    form_class = TopicForm
    heading = "Change the topic"
    submit_text = "Save the topic"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.topic, name) for name in FIELDS} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"partnership": self.partnership, "today": clock.today(), "topic": self.topic}
        return super().get_form_kwargs() | given

    def form_valid(self, form: TopicForm) -> HttpResponse:
        try:
            topic = change_topic(topic=self.topic, **form.cleaned_data, by=signed_in(self.request))
        except TopicRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"“{topic.title}” is saved.")
        return super().form_valid(form)


class TopicDecide(AboutTopic):
    form_class = DecisionForm
    heading = "Record the decision on a topic"
    submit_text = "Record the decision"

    def get_initial(self) -> dict[str, Any]:
        topic = self.topic
        decided = {name: getattr(topic, name) for name in ("decided_at", "decided_on", "decision_reason")}
        decided["state"] = topic.state if topic.state != TopicState.PROPOSED else None
        return decided | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"topic": self.topic}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        by, today = signed_in(self.request), clock.today()
        try:
            topic = decide_on_topic(topic=self.topic, **form.cleaned_data, by=by, today=today)
        except TopicRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"“{topic.title}” is {topic.get_state_display()}.")
        return super().form_valid(form)


class TopicStart(AboutTopic):
    """The form says what it makes before it makes it."""

    form_class = StartForm
    template_name = "recommendations/topics/topic_start.html"
    heading = "Start the topic group"
    submit_text = "Start the topic group"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := why_not_startable(self.topic):
            messages.error(request, refusal)
            return redirect(self.topic.topic_group or self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        name = f"{self.topic.title} Topic Group"[:150]
        return {"name": name, "starts_on": clock.today(), **super().get_initial()}

    def form_valid(self, form: StartForm) -> HttpResponse:
        try:
            group = start_topic_group(topic=self.topic, **form.cleaned_data, by=signed_in(self.request))
        except TopicRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, "The topic group has begun. Say what it is asked to look at, and who is on it.")
        return redirect(group)
