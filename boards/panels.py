"""Where apps above boards add panels to its pages."""

from boards.models import Body, Organisation, Strategy
from core.panels import Place

ON_BODY: Place[Body] = Place()
ON_ORGANISATION: Place[Organisation] = Place()
ON_STRATEGY: Place[Strategy] = Place()
