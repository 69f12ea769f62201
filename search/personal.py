"""What is kept of people in what can be found."""

from core.personal import declare
from search.models import SearchEntry, SearchWord

declare(
    SearchEntry,
    nothing={
        "copied from what is found, and made anew with it": ("title", "text", "title_words", "words"),
        "part of an address, made of the name of a thing": ("path",),
    },
)
declare(SearchWord, nothing={"words of the entries, made anew with them": ("word",)})
