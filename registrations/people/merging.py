"""What the features below people, and the libraries, hold of one person once: the kept record's stays."""

from registrations.people.registry import first_of

MERGES = (
    first_of("registrations.formeraddress.person", same="address"),
    first_of("registrations.disclosedperson.person", same="disclosure"),
    first_of("registrations.writingrecipient.person", same="writing"),
    first_of("registrations.savedfilter.owner", same="name"),
    first_of("wagtailcore.pagesubscription.user", same="page"),
)
