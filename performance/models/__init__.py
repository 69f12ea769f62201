from performance.models.achievement import Achievement
from performance.models.measure import Measure, Result, Target

__all__ = ["Achievement", "Measure", "Result", "Target"]
