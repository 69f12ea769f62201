"""What is no longer found by somebody whose personal data was erased."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.personal import Subject
from search.choices import EntryKind
from search.models import SearchEntry
from search.rules import indexed
from search.sources import READ, forget_words, index


def index_without(subject: Subject, **_: Any) -> None:
    """Somebody's name and address were erased: read anew what was found by them, and forget their words."""
    words = sorted({word for text in subject.words for word in indexed(text).split()})
    models_of = {kind: model for model, (_, kinds) in READ.items() for kind in kinds}
    own = SearchEntry.objects.filter(kind=EntryKind.PERSON, about=subject.person.pk)
    holding = SearchEntry.objects.filter(partnership=subject.partnership)
    named = Q(pk=None)
    for text in subject.words:
        named |= Q(title__icontains=text) | Q(text__icontains=text)
    for kind, about in {*own.values_list("kind", "about"), *holding.filter(named).values_list("kind", "about")}:
        thing = models_of[EntryKind(kind)]._default_manager.filter(pk=about).first()
        if thing is not None:
            index(thing)
    forget_words(words)
