"""Setting up a partnership: a code, a question a page, a page on which the answers are checked, and first steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from boards.roles import may_add_partnerships
from boards.views.acts import ActView
from boards.views.base import signed_in
from core import clock, throttle
from core.acts import Refused
from core.models import User
from core.security_trail import wrong_set_up_code
from founding.choices import Country, PartnershipKind
from founding.draft import Draft
from founding.forms import STEPS, CodeForm, StepForm
from founding.models import SetupCode
from founding.services import dismiss_getting_started, find_code, found_partnership

WRONG_CODE = "This code does not work. It may have been used, replaced or expired"


class DraftMixin(View):
    draft: Draft
    code: SetupCode | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.draft = Draft(request.session)
        pk = self.draft.code_pk
        self.code = SetupCode.objects.usable(at=clock.now()).filter(pk=pk).first() if pk else None

    @property
    def is_let_in(self) -> bool:
        """By a code, or as somebody who needs none."""
        return self.code is not None or may_add_partnerships(self.request.user)

    def to_next_step(self) -> HttpResponse:
        step = self.draft.next_step()
        return redirect("founding:step", step) if step else redirect("founding:check")


@method_decorator(never_cache, name="dispatch")
class SetUpStart(DraftMixin, FormView[CodeForm]):
    """Asks for the code, of those who need one."""

    template_name = "founding/start.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_let_in=self.is_let_in, next_step=self.draft.next_step(), **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            attempt = throttle.begin_set_up(self.request)
        except throttle.TooManyTries as refused:
            form.add_error("code", f"Too many attempts. Try again in {refused.wait}")
            return self.form_invalid(form)
        code = find_code(form.cleaned_data["code"], at=clock.now())
        if code is None:
            wrong_set_up_code(self.request)
            form.add_error("code", WRONG_CODE)
            return self.form_invalid(form)
        attempt.take_back()
        self.draft.let_in(code.pk)
        return self.to_next_step()


@method_decorator(never_cache, name="dispatch")
class LetInMixin(DraftMixin):
    """For those who were let in; others are asked for a code, and what they typed stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_let_in:
            if self.draft.code_pk:
                messages.info(request, "Your set-up code has been used, replaced or has expired. Enter a new one.")
            return redirect("founding:start")
        return super().dispatch(request, *args, **kwargs)


class SetUpStep(LetInMixin, FormView[StepForm]):
    template_name = "founding/step.html"
    step: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.step = kwargs["step"]
        if self.step not in STEPS:
            raise Http404

    def get_form_class(self) -> type[StepForm]:
        return STEPS[self.step]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kept": self.draft.answers_to(self.step)}

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        known = {"name": user.name, "email": user.email} if self.step == "admin" and isinstance(user, User) else {}
        return known | self.draft.answers_to(self.step)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = list(STEPS)
        place = order.index(self.step)
        form_class = STEPS[self.step]
        return super().get_context_data(
            heading=form_class.heading,
            intro=form_class.intro,
            caption=f"Set up a partnership: question {place + 1} of {len(order)}",
            back_url=reverse("founding:step", args=[order[place - 1]]) if place else reverse("founding:start"),
            **kwargs,
        )

    def form_valid(self, form: StepForm) -> HttpResponse:
        self.draft.keep(self.step, form)
        return self.to_next_step()


class SetUpCheck(LetInMixin, TemplateView):
    """All answers with a link to change each; the partnership is set up on POST."""

    template_name = "founding/check.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_let_in and self.draft.next_step():
            return self.to_next_step()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {"label": label, "answer": answer, "step": step}
            for step, form in self.draft.forms()
            if form.is_valid()
            for label, answer in form.answers()
        ]
        return super().get_context_data(rows=rows, back_url=reverse("founding:step", args=[list(STEPS)[-1]]), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        given = {step: self.draft.answers_to(step) for step in STEPS}
        admin = given["admin"]
        try:
            partnership = found_partnership(
                name=given["name"]["name"],
                slug=given["name"]["slug"],
                country=Country(given["nation"]["country"]),
                office_email=given["office"]["office_email"],
                admin_name=admin["name"],
                admin_email=admin["email"],
                password_hash=admin["password_hash"],
                kind=PartnershipKind(given["kind"]["kind"]),
                code=self.code,
                by=request.user if isinstance(request.user, User) else None,
                at=clock.now(),
            )
        except Refused as refused:
            messages.error(request, f"{refused}.")
            return self.to_next_step() if self.draft.next_step() else redirect("founding:start")
        self.draft.forget()
        if isinstance(request.user, User):
            messages.success(request, f"{partnership} is set up. {admin['email']} is its first admin.")
            return redirect("office:home", partnership.slug)
        messages.success(request, f"{partnership} is set up. Sign in as its first admin to go on.")
        return redirect_to_login(reverse("office:today", args=[partnership.slug]))


class GettingStartedDismiss(ActView):
    http_method_names = ("post",)
    permission = "boards.work_at_desk"

    def get_success_url(self) -> str:
        return reverse("office:today", args=[self.partnership.slug])

    def perform(self) -> str:
        dismiss_getting_started(partnership=self.partnership, by=signed_in(self.request), at=clock.now())
        return "Getting started is no longer shown."
