"""The words of agendas and their papers."""

from __future__ import annotations

from django.db import models


class ItemKind(models.TextChoices):
    """What an item of an agenda is there for."""

    KEY_ISSUE = "key-issue", "Key strategic issue"
    NEWS = "news", "Issues and achievements"
    MATTERS_ARISING = "matters", "Matters arising"
    ITEM = "item", "Item"


class Ground(models.TextChoices):
    """Why an item is for members only: a paragraph of Part 1 of Schedule 12A, or the office's own words."""

    INDIVIDUAL = "12a-1", "Paragraph 1: about an individual"
    IDENTITY = "12a-2", "Paragraph 2: likely to reveal who an individual is"
    BUSINESS = "12a-3", "Paragraph 3: financial or business affairs of a particular person or organisation"
    LABOUR = "12a-4", "Paragraph 4: consultations or negotiations on labour relations with employees or office holders"
    LEGAL = "12a-5", "Paragraph 5: covered by legal professional privilege"
    NOTICE = "12a-6", "Paragraph 6: a proposal to give a notice with requirements, or to make an order or direction"
    CRIME = "12a-7", "Paragraph 7: action to prevent, investigate or prosecute crime"
    OWN = "own", "Another reason, in your own words"


class DocumentKind(models.TextChoices):
    PAPER = "paper", "Paper"
    MINUTES = "minutes", "Minutes"
    BRIEFING = "briefing", "Briefing"
