from __future__ import annotations

from meetings.services.contacts import Owner


def owner_key(owner: Owner) -> str:
    """An owner as the form's one choice over organisations, bodies and people: “organisation:12”."""
    return f"{owner._meta.model_name}:{owner.pk}"


def owner_fields(owner: Owner, prefix: str = "owner") -> dict[str, Owner | None]:
    """The owner as three foreign keys, two of them empty."""
    fields: dict[str, Owner | None] = dict.fromkeys((f"{prefix}_organisation", f"{prefix}_body", f"{prefix}_person"))
    fields[f"{prefix}_{owner._meta.model_name}"] = owner
    return fields
