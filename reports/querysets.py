"""Reads of reports: published ones are public, drafts are the office's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from boards.choices import Role
from boards.roles import partnerships_with_role

if TYPE_CHECKING:
    from core.models import User
    from reports.models import AnnualReport, ReportVersion

    Reader = User | AnonymousUser


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: Reader) -> Self:
        """Published reports for everyone; drafts for officers of the partnership."""
        return self.filter(
            Q(versions__isnull=False) | Q(partnership__in=partnerships_with_role(user, Role.OFFICER)),
            partnership__is_listed=True,
        ).distinct()


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    def visible_to(self, user: Reader) -> Self:
        """Every version that was published stays readable."""
        return self.filter(report__partnership__is_listed=True)
