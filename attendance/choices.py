"""The words of attendance."""

from __future__ import annotations

from django.db import models


class AttendanceState(models.TextChoices):
    PRESENT = "present", "present"
    ONLINE = "online", "joined online"
    DEPUTY = "deputy", "deputy came"
    APOLOGIES = "apologies", "apologies"
    LEAVE = "leave", "leave of absence"
    ABSENT = "absent", "absent"


class Departure(models.TextChoices):
    """Who was there, but not to the end."""

    EARLY = "early", "left early"
    INTEREST = "interest", "withdrew (interest declared)"


# Somebody was there for the seat, the member or a deputy.
AT_THE_TABLE = (AttendanceState.PRESENT, AttendanceState.ONLINE, AttendanceState.DEPUTY)
