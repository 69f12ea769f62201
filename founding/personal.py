"""What is kept of people in setting a portal up."""

from core.personal import declare
from founding.models import Dismissal, SetupCode

declare(SetupCode, nothing={"a hash": ("digest",)})
declare(Dismissal)
