"""What boards tells the apps above it, within the transaction in which it happened."""

from django.dispatch import Signal

# Sent by the class Partnership with ``partnership``, ``day`` (the holiday that was added or removed, ``None`` where
# any may have changed), ``by`` (a User), ``at`` (the moment) and ``because`` (completing “moved, because …”): open
# deadlines must be counted again (T-2). A receiver answers a list of sentences: what has changed by it.
holidays_changed = Signal()

# Sent by the class RoleGrant with ``grant``: somebody has been given a role, and is to hear of it.
role_given = Signal()

# Sent by the class of the records with ``kept`` and ``former_pk``: a record was merged into another. What points at it
# by a foreign key has moved already.
record_merged = Signal()

# Sent by the class Person with ``subject`` (``core.personal.Subject``), ``changed`` (by model, the keys of the rows out
# of which they were taken) and ``at``: their data was erased. What is made of records, as the index of the search is,
# has to be made anew.
person_erased = Signal()

# Sent by the class User with ``user`` and ``before``: they sign in with another address now, and what goes to them goes
# there.
address_changed = Signal()
