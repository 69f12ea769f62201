"""What is kept of people in who was there."""

from attendance.models import Attendance, Guest
from core.personal import declare

declare(Attendance, copied=("deputy_name",))
declare(Guest, copied=("name",), written=("organisation_name",))
