"""The places on scrutiny’s pages for what apps above have to show."""

from core.panels import Place
from scrutiny.models import TopicGroup

# The page of a topic group, for those who may read its report: what came of it.
ON_TOPIC_GROUP: Place[TopicGroup] = Place()
