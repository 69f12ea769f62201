"""The way back from a record to the list that it was chosen from, with its filter, its order and its page.

A cookie keeps the query of each list as its reader last saw it. Only a query is kept, never an address, so that the
way back cannot lead elsewhere; what it asks for is judged by the list, as any query is.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict

from core.addresses import address

# The page of a record, and the list that it is chosen from.
LISTS = {
    "meetings:detail": "meetings:list",
    "actions:action": "actions:actions",
    "summaries:decision": "summaries:decisions",
    "recommendations:detail": "recommendations:list",
    "performance:measure": "performance:list",
    "outbox:message": "outbox:list",
    "boards:organisation": "boards:organisations",
}
LONGEST_QUERY = 1000


def cookie_of(list_name: str) -> str:
    return f"list-{list_name.replace(':', '-')}"


def remember_lists(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: note how someone who is signed in has filtered a list. Others are not followed.

    Where a change to several rows ends at the list, it ends there with its filter.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if match is None or "partnership" not in match.kwargs or not request.user.is_authenticated:
            return response
        slug = match.kwargs["partnership"]
        if request.method == "POST" and response.status_code == 302:
            for list_name in LISTS.values():
                if response["Location"] == address(list_name, slug):
                    response["Location"] = filtered_list(request, list_name, slug) or response["Location"]
        if request.method == "GET" and response.status_code == 200 and match.view_name in LISTS.values():
            _note(request, response, cookie_of(match.view_name), path=f"/{slug}/")
        return response

    return middleware


def _note(request: HttpRequest, response: HttpResponse, name: str, *, path: str) -> None:
    query = request.GET.urlencode()
    if 0 < len(query) <= LONGEST_QUERY:
        response.set_cookie(
            name, query, path=path, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    elif name in request.COOKIES:
        response.delete_cookie(name, path=path, samesite="Lax")


def back_to_list(request: HttpRequest, page: str, slug: str) -> str:
    """Where a page of a record leads back to; empty on other pages, and where the list was not filtered."""
    return filtered_list(request, LISTS[page], slug) if page in LISTS else ""


def filtered_list(request: HttpRequest, list_name: str, slug: str) -> str:
    """The list’s address with the filter, order and page that were asked for last; empty without any."""
    kept = request.COOKIES.get(cookie_of(list_name), "")
    try:
        # Read and written anew: what a browser sends need not be what it was given.
        query = QueryDict(kept[:LONGEST_QUERY]).urlencode()
    except TooManyFieldsSent:
        return ""
    return f"{address(list_name, slug)}?{query}" if query else ""
