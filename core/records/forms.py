"""Forms of governed records: Django's ModelForm with the portal's fields and messages."""

from __future__ import annotations

from copy import copy
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.forms.models import construct_instance

from core.addresses import free_code
from core.asking import AskingForm
from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField, SearchableSelect
from core.models import DatedModel, SoleFact, User
from core.rules.dates import format_date
from core.rules.names import look_alike
from core.rules.text import compare_key

MOST_RADIOS = 7
# The hint of a field that says where a fact is written.
SOURCE = "Where this is written, for example a paper."


class CarriedField(forms.Field):
    """A hidden field that the page carries for itself: nothing that a person changes."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def portal_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field for a model's field: ``formfield_callback`` of every ``RecordForm``."""
    label = kwargs.pop("label", None) or str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:]
    kwargs |= {"label": label}
    if isinstance(field, models.ManyToManyField):
        return field.formfield(**({"widget": forms.CheckboxSelectMultiple} | kwargs))
    if isinstance(field, models.ForeignKey):
        return field.formfield(**({"widget": SearchableSelect} | kwargs))
    kwargs = {"required": not field.blank, "help_text": field.help_text} | kwargs
    if field.choices:
        choose = f"Choose {kwargs.pop('noun', None) or label[0].lower() + label[1:]}"
        messages = {"required": choose, "invalid_choice": choose}
        widget = forms.RadioSelect if len(field.flatchoices) <= MOST_RADIOS else forms.Select
        if field.has_default():
            kwargs = {"initial": field.get_default()} | kwargs
        choices = [(value, f"{str(words)[:1].upper()}{str(words)[1:]}") for value, words in field.flatchoices]
        return forms.ChoiceField(choices=choices, **({"error_messages": messages, "widget": widget} | kwargs))
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(**(kwargs | {"required": False}))
    if type(field) is models.DateField:
        return PlainDateField(**kwargs)
    if isinstance(field, models.TextField):
        return ParagraphsField(max_length=field.max_length or 10_000, **kwargs)
    if type(field) is models.CharField:
        return LineField(max_length=field.max_length or 250, **kwargs)
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class RecordForm(AskingForm, forms.ModelForm[Any]):
    """A form of one record, which ``reader`` fills in.

    It carries a digest of each value that it showed. Where somebody else has changed one in the meantime, it says so
    beside the field and asks whether to replace theirs.
    """

    asked = CarriedField()
    shown = CarriedField()

    class Meta:
        formfield_callback: ClassVar[Any] = portal_field

    def __init__(self, *args: Any, reader: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        if self.instance.pk:
            known = (*self.instance._meta.fields, *self.instance._meta.many_to_many)
            own = {field.name for field in known}.intersection(self._meta.fields or ())
            self.initial["shown"] = " ".join(f"{name}:{_digest(self.stored(name))}" for name in sorted(own))

    def stored(self, name: str) -> Any:
        """The value of the record's field, as the form would show it."""
        value = self.instance._meta.get_field(name).value_from_object(self.instance)
        return self.fields[name].prepare_value(value) if name in self.fields else value

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        shown = dict(pair.split(":", 1) for pair in str(self.data.get("shown", "")).split() if ":" in pair)
        for name, digest in shown.items():
            if name in self.changed_data and name in cleaned and digest != _digest(self.stored(name)):
                self.ask(name, f"Somebody has changed this to “{self._in_words(name)}” in the meantime")
        return cleaned

    def _in_words(self, name: str) -> str:
        if isinstance(self.fields[name], forms.FileField):
            return "another file"
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        if isinstance(value, models.Manager):
            return ", ".join(map(str, value.all())) or "nothing"
        return str(self.fields[name].prepare_value(value)) if value not in {None, ""} else "nothing"

    @property
    def outcome(self) -> str:
        """What saving it did beside, in a sentence for the person who saved; empty if nothing."""
        return ""


def _digest(value: Any) -> str:
    return sha256(str(value).encode()).hexdigest()[:12]


class CodedForm(RecordForm):
    """Of a record that has an address, which its name makes when it is added and which stays.

    ``called`` is what it is called (“an organisation”), where no two may bear one name; ``asks_about_look_alikes``
    says whether a name that a reader may take for another is asked about.
    """

    called: ClassVar[str] = ""
    asks_about_look_alikes: ClassVar[bool] = False

    def get_namesakes(self) -> models.QuerySet[Any]:
        """The records whose name it may not bear."""
        return self.get_alike().exclude(pk=self.instance.pk)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not self.called or "name" not in self.changed_data:
            return name
        names = list(self.get_namesakes().values_list("name", flat=True))
        if compare_key(name) in map(compare_key, names):
            raise forms.ValidationError(f"There is {self.called} of this name already", code="taken")
        if self.asks_about_look_alikes and (alike := look_alike(name, names)):
            self.ask("name", f"“{alike}” looks like the same {self.called.partition(' ')[2]}")
        return name

    def get_alike(self) -> models.QuerySet[Any]:
        """The records among which the address is told apart."""
        manager: Any = type(self.instance)._default_manager
        return manager.filter(partnership=self.instance.partnership)  # type: ignore[no-any-return]

    def save(self, commit: bool = True) -> Any:
        record = self.instance
        if not record.pk:
            record.code = free_code(self.get_alike(), record.name, otherwise=record._meta.model_name)
        return super().save(commit)


class EndForm(RecordForm):
    """The last day on which a dated fact holds."""

    ends_on: PlainDateField = PastDateField(label="Last day")

    class Meta(RecordForm.Meta):
        fields: ClassVar[Any] = ("ends_on",)

    def clean_ends_on(self) -> Any:
        ends_on, fact = self.cleaned_data["ends_on"], self.instance
        assert isinstance(fact, DatedModel)
        if fact.starts_on and ends_on < fact.starts_on:
            began = format_date(fact.starts_on, fact.starts_precision)
            raise forms.ValidationError(f"It began on {began}: enter that day or a later one", code="before_start")
        return ends_on


class FactForm(RecordForm):
    """A fact that changes from a date, or that is corrected in its row: ``starts_on`` and ``ends_on`` stand in
    ``fields``. ``from_hint`` says what becomes of what held until then.
    """

    from_hint: ClassVar[str] = "The one before ends the day before."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts_on, ends_on = self.fields["starts_on"], self.fields["ends_on"]
        starts_on.label, ends_on.label = "First day", "Last day"
        ends_on.help_text = "Leave empty while it goes on."
        if self.instance.pk is None:
            del self.fields["ends_on"]
            starts_on.label, starts_on.required = "From which date?", True
            starts_on.help_text = f"{self.from_hint} A month or a year is enough.".strip()
            if isinstance(self.instance, SoleFact):
                self.instance.takes_over = True

    def _post_clean(self) -> None:
        """Asks before a correction takes days from what came right before or after the fact."""
        fact = self.instance
        if isinstance(fact, SoleFact) and fact.pk and not self.errors:
            was = copy(fact)
            construct_instance(self, fact, self._meta.fields, self._meta.exclude)
            fact.gives_way = tuple(fact.neighbours_in_the_way(was))
            for one in fact.gives_way:
                if one.starts_on and fact.ends_on and one.starts_on > fact.ends_on:
                    begins = format_date(one.starts_on, one.starts_precision)
                    self.ask("ends_on", f"“{one}” then begins on {begins}")
                elif one.ends_on:
                    ends = format_date(one.ends_on, one.ends_precision)
                    self.ask("starts_on", f"“{one}” then ends on {ends}")
        super()._post_clean()  # type: ignore[misc]  # of Django's ModelForm

    def save(self, commit: bool = True) -> Any:
        if commit and isinstance(self.instance, SoleFact):
            if self.instance.takes_over:
                self.instance.take_over()
                return self.instance
            for neighbour in self.instance.gives_way:
                neighbour.save()
        return super().save(commit)
