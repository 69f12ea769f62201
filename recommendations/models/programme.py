"""A PPB's programme: the topics that councillors might study in a year."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from boards.models import Body, Partnership
from core.rules.dates import FinancialYear
from meetings.models import Meeting
from recommendations.choices import TopicState
from recommendations.models.topic_group import TopicGroup
from recommendations.querysets import ProgrammeTopicQuerySet


class ProgrammeTopic(models.Model):
    """A topic of a PPB's programme. ``year`` is the one in which the programme's year begins: 2012 is 2012/13."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="programme_topics")
    ppb = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="programme_topics")
    year = models.PositiveSmallIntegerField("programme of", help_text="From 1 April to 31 March.")
    title = models.CharField("topic", max_length=200)
    reason = models.TextField("why it should be looked at", max_length=2000, blank=True)
    suggested_by = models.CharField(
        "who suggested it",
        max_length=150,
        blank=True,
        help_text="An office, a board or a group of residents, rather than a person’s name.",
    )
    state = models.CharField(max_length=12, choices=TopicState.choices, default=TopicState.PROPOSED)
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="decided at"
    )
    decision_reason = models.CharField(max_length=500, blank=True)
    topic_group = models.OneToOneField(
        TopicGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="topic"
    )

    history = HistoricalRecords()
    objects = ProgrammeTopicQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "ppb__name", "title")
        constraints = (
            models.UniqueConstraint(fields=("ppb", "year", "title"), name="recommendations_topic_once"),
            models.CheckConstraint(name="recommendations_topic_states", condition=Q(state__in=TopicState.values)),
            models.CheckConstraint(
                name="recommendations_topic_not_taken_up_has_reason",
                condition=~Q(state=TopicState.NOT_TAKEN_UP) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="recommendations_topic_under_way_has_group",
                condition=~Q(state__in=(TopicState.UNDER_WAY, TopicState.REPORTED)) | Q(topic_group__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def programme_year(self) -> FinancialYear:
        return FinancialYear(self.year)

    @property
    def has_begun(self) -> bool:
        """Whether its topic group is at work, or has reported."""
        return self.state in {TopicState.UNDER_WAY, TopicState.REPORTED}

    @property
    def tone(self) -> str:
        return TopicState(self.state).tone
