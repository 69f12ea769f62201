from django import forms
from django.forms.renderers import TemplatesSetting
from pytest_django.asserts import assertHTMLEqual

from core.form_renderer import FormRenderer

CHOICES = [
    ("", "Choose one"),
    (1, "Mind & <body>"),
    ('"quoted"', "Quoted"),
    ("Boards", [("a", "Board A"), ("b", "Board B")]),
]


def test_select_is_what_djangos_templates_would_make():
    for value in ("", 1, "b", '"quoted"', None):
        select = forms.Select(attrs={"class": "govuk-select", "required": True, "disabled": False}, choices=CHOICES)
        own = select.render("owner", value, {"id": "id_owner"}, renderer=FormRenderer())
        assertHTMLEqual(own, select.render("owner", value, {"id": "id_owner"}, renderer=TemplatesSetting()))


def test_select_of_several_keeps_each_that_is_chosen():
    select = forms.SelectMultiple(choices=CHOICES)
    own = select.render("owner", ["1", "a"], renderer=FormRenderer())
    assert own.count(" selected>") == 2
    assertHTMLEqual(own, select.render("owner", ["1", "a"], renderer=TemplatesSetting()))


def test_other_widgets_are_djangos():
    assert FormRenderer().render(
        "django/forms/widgets/text.html", {"widget": {"name": "a", "type": "text", "attrs": {}}}
    )
