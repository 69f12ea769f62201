from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from scrutiny.models import TopicGroup


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from boards import leaving
        from recommendations.models.state import keep_on_each_event
        from recommendations.services.leaving import endings
        from scrutiny.signals import receipt_changed

        keep_on_each_event()
        leaving.from_above.append(endings)
        receipt_changed.connect(self.on_receipt, dispatch_uid="recommendations.receipt_changed")

    @staticmethod
    def on_receipt(group: "TopicGroup", **_: Any) -> int:
        from recommendations.services.topic_groups import set_review_dates

        return set_review_dates(group)
