"""Each field that can hold a person's name or address is declared: erased, listed, or free of people with a reason."""

from django.apps import apps

from core.personal import can_hold_text, declared, within


def test_every_model_says_what_it_keeps_of_people():
    assert set(apps.get_models()) - set(declared) == set()


def test_every_field_that_can_hold_a_name_is_declared_once():
    for model, kept in declared.items():
        said = [*kept.copied, *kept.written, *kept.nothing]
        texts = {field.name for field in model._meta.concrete_fields if can_hold_text(field)}
        if kept.go:
            said += sorted(texts - set(said))  # the row goes, whatever it holds
        assert sorted(said) == sorted(texts), model


def test_what_is_erased_is_found_by_its_partnership_or_by_the_person(partnership):
    lost = {
        model
        for model, kept in declared.items()
        if (kept.copied or kept.written) and not kept.theirs and not within(model, partnership)
    }
    assert lost == set()
