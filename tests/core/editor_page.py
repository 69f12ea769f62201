"""A throwaway page with the rich text editor on it, under the portal's own content security policy."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from core.fields import RichTextField
from core.richtext import editor_csp

PAGE = """{% load static %}<!DOCTYPE html>
<html lang="en-GB" class="govuk-template"><head><meta charset="utf-8"><title>Editor</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{% static 'img/mark.svg' %}">
<link rel="stylesheet" href="{% static 'govuk/govuk-frontend.min.css' %}">
<link rel="stylesheet" href="{% static 'css/site.css' %}">{{ media }}</head>
<body class="govuk-template__body"><main class="govuk-width-container"><h1>Editor</h1><form method="post">{{ form }}
<button>Save</button></form><div id="saved">{{ form.cleaned_data.issues }}</div></main></body></html>"""


class EditorForm(forms.Form):
    issues = RichTextField(label="Key issues", help_text="What was discussed", required=False)


@editor_csp
def edit(request: HttpRequest) -> HttpResponse:
    form = EditorForm(request.POST or None)
    form.is_valid()
    media = form.media.with_nonce(request.csp_nonce)
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form, "media": media}, request))


urlpatterns = [path("", edit)]
