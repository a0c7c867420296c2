"""The public directory: finding, members by year, vocabularies."""

from registrations.directory.queries.finding import (
    Found,
    Hit,
    Point,
    Search,
    Spot,
    directory,
    others,
    public_organisation,
    public_organisations,
)
from registrations.directory.queries.vocabularies import vocabularies
from registrations.directory.queries.years import Listed, YearBook, year_book, years_with_members

__all__ = [
    "Found",
    "Hit",
    "Listed",
    "Point",
    "Search",
    "Spot",
    "YearBook",
    "directory",
    "others",
    "public_organisation",
    "public_organisations",
    "vocabularies",
    "year_book",
    "years_with_members",
]
