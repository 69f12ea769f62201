"""Where apps above performance add panels to its pages."""

from core.panels import Place
from performance.models import Measure

ON_MEASURE: Place[Measure] = Place()
