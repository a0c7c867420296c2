"""What no constraint of both databases can say: stretches of days that never meet."""

from registrations.triggers import Frozen

TRIGGERS = [
    Frozen(
        name="membership_no_overlap",
        table="registrations_membership",
        when="FALSE",  # no row is frozen: only what may not come in is said
        closed=(
            "NEW.state NOT IN ('refused', 'cancelled') AND EXISTS (SELECT 1 FROM registrations_membership AS other"
            " WHERE other.organisation_id = NEW.organisation_id AND other.uuid <> NEW.uuid"
            " AND other.state NOT IN ('refused', 'cancelled')"
            " AND other.starts_on < NEW.ends_on AND NEW.starts_on < other.ends_on)"
        ),
    ),
    Frozen(
        name="membershipyear_no_overlap",
        table="registrations_membershipyear",
        when="FALSE",
        closed=(
            "EXISTS (SELECT 1 FROM registrations_membershipyear AS other WHERE other.uuid <> NEW.uuid"
            " AND other.starts_on < NEW.ends_on AND NEW.starts_on < other.ends_on)"
        ),
    ),
]
