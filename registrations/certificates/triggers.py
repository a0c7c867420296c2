"""What the database keeps of certificates as they were issued."""

from registrations.certificates.models import Certificate
from registrations.triggers import Frozen

MOVING = {"id", "person", "organisation", "person_name", "erased_at"}
"""What merges move, and what an erasure empties; everything else is frozen."""
TABLE = Certificate._meta.db_table
TRIGGERS = (
    Frozen(
        name="certificate_immutable",
        table=TABLE,
        only=tuple(field.attname for field in Certificate._meta.concrete_fields if field.name not in MOVING),
    ),
    Frozen(
        name="certificate_name_emptied_only",
        table=TABLE,
        only=("person_name", "erased_at"),
        unless="OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.person_name = ''",
    ),
    Frozen(name="revocation_immutable", table="registrations_revocation"),
)
