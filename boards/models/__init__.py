from boards.models.body import Body, BodyChange, BodyName, ReportingLine
from boards.models.former import FormerRecord
from boards.models.kind import BodyKind
from boards.models.membership import Appointment, Contact, Person, Seat, SeatHolding
from boards.models.organisation import Organisation, OrganisationName, Sector
from boards.models.partnership import BankHolidayAdded, Partnership, SourceDocument
from boards.models.role import RoleGrant
from boards.models.strategy import Priority, Strategy

__all__ = [
    "Appointment",
    "BankHolidayAdded",
    "Body",
    "BodyChange",
    "BodyKind",
    "BodyName",
    "Contact",
    "FormerRecord",
    "Organisation",
    "OrganisationName",
    "Partnership",
    "Person",
    "Priority",
    "ReportingLine",
    "RoleGrant",
    "Seat",
    "SeatHolding",
    "Sector",
    "SourceDocument",
    "Strategy",
]
