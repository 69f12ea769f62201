from performance.models.achievement import Achievement
from performance.models.measure import Comparator, Comparison, Measure, Result, Target

__all__ = ["Achievement", "Comparator", "Comparison", "Measure", "Result", "Target"]
