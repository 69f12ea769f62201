import pytest
from django.urls import reverse

from tests.cycle import content, meeting, publish, seats

__all__ = ["content", "meeting", "publish", "seats"]


@pytest.fixture
def url(meeting):
    def of(name, *args):
        return reverse(name, args=["halton", meeting.pk, *args])

    return of


@pytest.fixture
def press(client, url):
    """Press one of the form's buttons, with what is typed, as a browser without scripts does."""

    def now(button, *, version=None, **typed):
        seen = client.get(url("summaries:summary_edit")).context["draft_version"] if version is None else version
        return client.post(url("summaries:summary_edit"), {"do": button, "draft_version": seen, **typed})

    return now
