"""What is true of every form."""

from django.forms import BaseForm, CheckboxSelectMultiple, HiddenInput, ModelChoiceField, RadioSelect
from django.urls import get_resolver

from boards.models import Body, Organisation, Person
from core.fields import SearchableSelect
from tests.quality.tree import APPS

# Few, or not a list.
OTHERWISE = (RadioSelect, CheckboxSelectMultiple, HiddenInput)


def forms(known=BaseForm):
    for form in known.__subclasses__():
        if form.__module__.split(".")[0] in APPS:
            yield form
        yield from forms(form)


def test_lists_that_grow_with_the_partnership_are_marked_to_be_searched():
    """Each list of boards, organisations or people; the script takes those that are long."""
    assert get_resolver().url_patterns  # Every view, and with it every form, is read.
    growing = [
        (form.__qualname__, name, type(field.widget))
        for form in forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, ModelChoiceField) and field.queryset.model in (Body, Organisation, Person)
    ]
    assert len(growing) > 8
    assert [one for one in growing if not issubclass(one[2], (SearchableSelect, *OTHERWISE))] == []
