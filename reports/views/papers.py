"""A paper that is being made: how far it is, and the file once it is there."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django.views.generic.base import View

from boards.choices import Role
from boards.roles import has_role, waiting_roles
from boards.views.acts import ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.downloads import download
from core.models import RenderedFile, User
from core.papers import TooManyWaiting, ask_again, ask_for_paper, cancel_paper, pick_up_paper, remake_lost
from core.rules.date_input import parse_typed_date
from core.rules.dates import DateRefused, check_sensible_date
from core.rules.file_types import size_in_words
from core.rules.text import counted
from reports.choices import PaperKind
from reports.models import AnnualReport, ReportVersion
from reports.printing.agenda_pack import may_still_be_read
from summaries.models import SummaryVersion

OVERTAKEN = "The agenda or its papers have changed since that PDF was made. Make it again."
MISSING = (
    "The PDF is missing from the portal’s files. The partnership office can restore it from a backup. "
    "You can read the report on this page."
)
logger = logging.getLogger(__name__)

BUSY = "Many papers are being made at the moment. Try again in a minute."


class PaperMissing(Exception):
    """The file of a published report is gone, and only a backup has it: today it would not say the same."""


class PaperMixin(PartnershipMixin):
    """Finds the paper: a public one for everybody, others for the officers of the partnership that it belongs to.

    A pack for members says so itself, and is closed once something in it is.
    """

    paper: RenderedFile

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        papers = RenderedFile.objects.filter(scope=self.partnership.slug, kind__in=PaperKind.values)
        self.paper = get_object_or_404(papers, token=kwargs["token"])
        lowest = Role(self.paper.about.get("lowest_role", Role.OFFICER))
        if not self.paper.is_public and not has_role(request.user, self.partnership, lowest):
            if request.user.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if self.partnership.pk in waiting_roles(request.user):
                return self.to_two_steps(request)
            raise PermissionDenied
        if self.paper.kind == PaperKind.AGENDA_PACK and not may_still_be_read(self.paper, request.user):
            messages.error(request, OVERTAKEN)
            return redirect("agendas:agenda", self.partnership.slug, self.paper.about["meeting"])
        try:
            mend_paper(self.paper)
        except PaperMissing:
            messages.error(request, MISSING)
            return redirect(home_of(self.paper, self.partnership.slug)[0])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("reports:paper", args=[self.partnership.slug, self.paper.token])

    @property
    def may_cancel(self) -> bool:
        """The office, and whoever asked for it."""
        asked_by_reader = self.request.user.is_authenticated and self.paper.asked_by_id == self.request.user.pk
        return asked_by_reader or self.request.user.has_perm("boards.work_at_desk", self.partnership)


def mend_paper(paper: RenderedFile) -> None:
    """Begin again what a dead worker left, and make anew what is lost. Raises ``PaperMissing``."""
    if paper.is_lost:
        if ReportVersion.objects.filter(paper=paper).exists():
            logger.error("The file of a published report is missing: %s", paper.file.name)
            raise PaperMissing
        remake_lost(paper=paper, at=clock.now())
    elif pick_up_paper(paper=paper, at=clock.now()):
        paper.refresh_from_db()


def paper_words(paper: RenderedFile) -> str:
    """What the link to the file says beside its name."""
    pages = counted(paper.pages or 0, "page")
    return f"PDF, {pages}" if paper.is_lost else f"PDF, {pages}, {size_in_words(paper.file.size)}"


def home_of(paper: RenderedFile, slug: str) -> tuple[str, str]:
    """The page that a paper was asked for from, and what to call it."""
    if paper.kind == PaperKind.ANNUAL_REPORT:
        name = "reports:version" if paper.is_public else "reports:detail"
        return reverse(name, args=[slug, year_of(paper)]), "Back to the report"
    if paper.kind == PaperKind.SUMMARY:
        meeting = SummaryVersion.objects.get(pk=paper.about["version"]).summary.meeting_id
        return reverse("meetings:detail", args=[slug, meeting]), "Back to the meeting"
    if paper.kind == PaperKind.AGENDA_PACK:
        return reverse("agendas:agenda", args=[slug, paper.about["meeting"]]), "Back to the agenda"
    if paper.kind == PaperKind.PPB_INSERT:
        return reverse("meetings:detail", args=[slug, paper.about["meeting"]]), "Back to the meeting"
    if paper.kind == PaperKind.REPORT_SUMMARY:
        return reverse("scrutiny:topic_group", args=[slug, paper.about["topic_group"]]), "Back to the scrutiny report"
    return reverse("recommendations:list", args=[slug]), "Back to the recommendations"


def year_of(paper: RenderedFile) -> int:
    return AnnualReport.objects.get(pk=paper.about["report"]).year


class PaperShow(PaperMixin, TemplateView):
    """Follows the paper; says “ready” with its link, or why it could not be made."""

    template_name = "reports/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url, back_text = home_of(self.paper, self.partnership.slug)
        return super().get_context_data(
            paper=self.paper,
            kind=PaperKind(self.paper.kind).label,
            words=paper_words(self.paper) if self.paper.state == RenderedFile.State.DONE else "",
            back_url=back_url,
            back_text=back_text,
            next_url=self.next_url(),
            may_cancel=self.may_cancel,
            **kwargs,
        )

    def next_url(self) -> str:
        """Where the one who may publish the report goes from its draft."""
        is_draft = self.paper.kind == PaperKind.ANNUAL_REPORT and not self.paper.is_public
        if not is_draft or not self.request.user.has_perm("reports.publish_report", self.partnership):
            return ""
        return reverse("reports:publish", args=[self.partnership.slug, year_of(self.paper)])


class AsksForPaper(PartnershipMixin, View):
    """Asks for a paper, and goes to the page that follows its making."""

    kind: PaperKind

    def ask(self, about: dict[str, Any], *, filename: str, is_public: bool, back: Any) -> HttpResponse:
        user = self.request.user
        try:
            paper = ask_for_paper(
                kind=self.kind,
                scope=self.partnership.slug,
                about=about,
                filename=f"{self.partnership.slug}-{filename}.pdf",
                is_public=is_public,
                by=user if isinstance(user, User) else None,
                at=clock.now(),
            )
        except TooManyWaiting:
            messages.error(self.request, BUSY)
            return redirect(back)
        return follow(paper)


class PaperStatus(PaperMixin, View):
    """The same for static/js/progress.js."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = self.paper
        answer: dict[str, Any] = {
            "state": paper.state,
            "percent": paper.progress,
            "text": paper.words,
        }
        if paper.state == RenderedFile.State.DONE:
            answer["text"] = "Ready"
            answer["url"] = reverse("reports:paper_file", args=[self.partnership.slug, paper.token])
            answer["link_text"] = f"Download the paper ({paper_words(paper)})"
        elif paper.is_finished:
            answer["url"] = self.get_success_url()
            answer["link_text"] = "See what to do"
        response = JsonResponse(answer)
        response["Cache-Control"] = "no-store"
        return response


class PaperFile(PaperMixin, View):
    """The file, to save."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.paper.state != RenderedFile.State.DONE:
            return redirect("reports:paper", self.partnership.slug, self.paper.token)
        self.serves_members_only = not self.paper.is_public
        return file_of(self.paper)


class PaperRetry(PaperMixin, ActView):
    """Try again to make a paper that failed or was cancelled."""

    http_method_names = ("post",)

    def perform(self) -> str:
        ask_again(paper=self.paper, at=clock.now())
        return "The paper is being made again."


class PaperCancel(PaperMixin, ActView):
    """Stop making a paper, for the office and whoever asked for it."""

    http_method_names = ("post",)
    nothing_done = "The PDF was finished already, so it was not cancelled."

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_anonymous:
            return redirect_to_login(self.get_success_url())
        if not self.may_cancel:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def perform(self) -> str:
        cancelled = cancel_paper(paper=self.paper, by=signed_in(self.request), at=clock.now())
        return "The PDF is cancelled." if cancelled else ""


def file_of(paper: RenderedFile) -> HttpResponseBase:
    """A finished paper as a download under the name meant for readers."""
    with paper.file.open("rb") as file:
        return download(file.read(), filename=paper.filename, content_type="application/pdf")


def follow(paper: RenderedFile) -> HttpResponse:
    """To the page that follows the paper."""
    return redirect("reports:paper", paper.scope, paper.token)


def day_asked_for(request: HttpRequest) -> date:
    """The page's day; today where it makes no sense, as on the page."""
    today = clock.today()
    try:
        return check_sensible_date(parse_typed_date(request.POST.get("on", "")), today=today)
    except DateRefused:
        return today
