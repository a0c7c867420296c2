"""What privacy itself and the features below it hold of a person: they cannot import the registry."""

from registrations.privacy.personal import answers, editing, imports, journal, lists, messages, own, people, writings

PARTS = (own, imports, lists, journal, answers, editing, messages, writings, people)
ERASURES = [erasure for part in PARTS for erasure in part.ERASURES]
EXPORTS = [export for part in (people, own, messages, writings, imports, editing, journal) for export in part.EXPORTS]
RETENTIONS = [retention for part in PARTS for retention in part.RETENTIONS]

__all__ = ["ERASURES", "EXPORTS", "RETENTIONS"]
