"""A throwaway page that holds every component once, for tests that look at them in a browser."""

from datetime import date

import django_filters
import django_tables2
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

from core.charts import Part, Point, line_chart, sparkline, stacked_bar
from core.models import User

PAGE = """
{% extends "base.html" %}
{% load components static %}
{% block title %}Gallery{% endblock %}
{% block breadcrumbs %}{% include "components/breadcrumbs.html" with crumbs=links only %}{% endblock %}
{% block content %}
  {% include "components/error_summary.html" %}
  {% with title="Recommendations" caption="Topic group" lede="Ten." tag_text="Open" tag_tone="blue" actions=links %}
    {% include "components/page_header.html" with action_text="Write" action_url="#" %}
  {% endwith %}
  {% include "components/as_at.html" %}
  <div class="app-stats">
    {% include "components/stat.html" with value="10" label="recommendations" note="of 2012" url="#" %}
  </div>
  {% include "components/bar_chart.html" with chart=bar id="bar" caption="Recommendations by status" %}
  {% with chart=line id="line" caption="Attainment, %" target_text="Target: 48%" with_table=True %}
    {% include "components/line_chart.html" %}
  {% endwith %}
  {% include "components/sparkline.html" with chart=spark %}
  {% include "components/filter_panel.html" %}
  {% include "components/table.html" with table=cards %}
  {% include "components/table.html" with table=wide %}
  {% for tone in tones %}{% tag tone %}{% endfor %}
  {% include "components/empty_state.html" with title="None yet" text="Here." action_text="Add" action_url="#" %}
  {% include "components/progress_bar.html" with progress_url="/gallery/job/" label="Making the PDF" text="Waiting" %}
  {% include "components/form.html" with submit_text="Send" cancel_url="/" %}
{% endblock %}
{% block scripts %}<script type="module" src="{% static 'js/progress.js' %}"></script>{% endblock %}
"""


class Cards(django_tables2.Table):
    number = django_tables2.Column(attrs={"td": {"class": "app-numeric"}, "th": {"class": "app-numeric"}})
    title = django_tables2.Column(orderable=False)

    class Meta:
        attrs = {"caption": "Recommendations", "show_caption": True, "cards": True}
        empty_text = "No recommendations yet"


class Wide(Cards):
    class Meta:
        attrs = {"caption": "A table that scrolls"}


class Filters(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label="Status", choices=[("open", "In progress"), ("done", "Implemented")], method="everything"
    )
    owner = django_filters.CharFilter(label="Who answers for it", method="everything")

    def everything(self, queryset, name, value):
        return queryset


class Question(forms.Form):
    title = forms.CharField(error_messages={"required": "Enter the title of the meeting"})
    kind = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("a", "Board"), ("b", "SSP")], error_messages={"required": "Choose a kind"}
    )
    secret = forms.CharField(widget=forms.PasswordInput, help_text="Not shown", required=False)


def table(kind, request: HttpRequest, prefix: str = ""):
    made = kind([{"number": number, "title": f"Title {number}"} for number in range(60)], prefix=prefix)
    django_tables2.RequestConfig(request, paginate={"per_page": 5}).configure(made)
    return made


def gallery(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The summary was published.")
    messages.error(request, "One message could not be delivered.")
    points = [
        Point("2009", 42.3, "42.3"),
        Point("2010", None, "no figure"),
        Point("2011", 44, "44.0"),
        Point("2012", 50.3, "50.3"),
    ]
    context = {
        "on": date(2012, 3, 1),
        "today": date(2026, 11, 16),
        "links": [{"text": "Members", "url": "#", "current": True}, {"text": "Meetings", "url": "#"}],
        "nav_items": [{"text": "Today", "url": "#", "current": True}, {"text": "Meetings", "url": "#"}],
        "partnership": {"example_note": "All of it is made up."},
        "tones": ["grey", "blue", "green", "amber", "red", "purple"],
        "bar": stacked_bar(
            [Part("In progress", 7, "blue"), Part("Needs follow-up", 2, "amber"), Part("Superseded", 0, "grey")]
        ),
        "line": line_chart(points, targets=[46, 46, 48, 48][-len(points) :]),
        "spark": sparkline([1, 2, 3]),
        "filter": Filters(request.GET, queryset=User.objects.none()),
        "cards": table(Cards, request),
        "wide": table(Wide, request, prefix="wide-"),
        "form": Question({}),
    }
    return HttpResponse(engines["django"].from_string(PAGE.strip()).render(context, request))


def job(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"state": "done", "percent": 100, "text": "Ready", "url": "/healthz", "link_text": "Open it"})


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/job/", job),
    path("", include("partnership.urls")),
]
