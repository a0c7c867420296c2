"""The French words of the files. They are part of the format: never translated."""

from registrations.organisations.rules import AffiliationRole, ContactKind, OrganisationKind, Region, TermKind
from registrations.provinces import Province

PROVINCES: dict[str, str] = {
    "Québec": "QC",
    "Alberta": "AB",
    "Colombie-Britannique": "BC",
    "Île-du-Prince-Édouard": "PE",
    "Manitoba": "MB",
    "Nouveau-Brunswick": "NB",
    "Nouvelle-Écosse": "NS",
    "Nunavut": "NU",
    "Ontario": "ON",
    "Saskatchewan": "SK",
    "Terre-Neuve-et-Labrador": "NL",
    "Territoires du Nord-Ouest": "NT",
    "Yukon": "YT",
    "Hors Canada": Province.ABROAD,
} | {province.value: province.value for province in Province}
REGIONS = {region.label: region.value for region in Region} | {
    word: region.value for region in Region for word in (region.value, region.value.lstrip("0"))
}
KINDS: dict[str, str] = {
    "Centre": OrganisationKind.CENTRE,
    "Partenaire": OrganisationKind.PARTNER,
    "Entreprise": OrganisationKind.COMPANY,
    "Bailleur de fonds": OrganisationKind.FUNDER,
}
ROLES: dict[str, str] = {
    "Intervenant·e": AffiliationRole.PRACTITIONER,
    "Intervenante": AffiliationRole.PRACTITIONER,
    "Intervenant": AffiliationRole.PRACTITIONER,
    "Gestionnaire": AffiliationRole.MANAGER,
    "Direction générale": AffiliationRole.DIRECTOR,
    "Direction": AffiliationRole.DIRECTOR,
    "Soutien administratif": AffiliationRole.ADMINISTRATIVE,
}
LANGUAGES = {"Français": "fr", "Anglais": "en", "fr": "fr", "en": "en"}
VOCABULARIES: dict[str, str] = {
    "Spécialité": TermKind.SPECIALITY,
    "Mesure": TermKind.MEASURE,
    "Réseau": TermKind.NETWORK,
}
CONTACTS: dict[str, str] = {
    "Direction": ContactKind.DIRECTION,
    "Facturation": ContactKind.BILLING,
    "Communications": ContactKind.COMMUNICATIONS,
    "Formation": ContactKind.TRAINING,
    "Renseignements généraux": ContactKind.GENERAL,
}
