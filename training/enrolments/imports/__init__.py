"""Importing sessions, with their meetings, and enrolments."""

from training.enrolments.imports.enrolments import EnrolmentImport
from training.enrolments.imports.sessions import SessionImport

KINDS = (SessionImport(), EnrolmentImport())
