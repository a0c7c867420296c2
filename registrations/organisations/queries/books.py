"""Finding organisations and words by what a file calls them."""

from collections.abc import Iterable

from registrations.folding import folded
from registrations.organisations.models import Organisation, Term


class OrganisationBook:
    """Every organisation, findable by what a file may call it: name, legal name, NEQ or slug."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.by_word: dict[str, Organisation | None] = {}
        for organisation in organisations:
            self.add(organisation)

    @classmethod
    def load(cls) -> "OrganisationBook":
        """All that are not archived: hundreds, one statement."""
        return cls(Organisation.objects.filter(archived_at=None).order_by("pk"))

    def add(self, organisation: Organisation) -> None:
        """Make later lines see this organisation. A word that two of them answer to names neither."""
        words = {folded(organisation.name), folded(organisation.legal_name), organisation.slug, organisation.neq or ""}
        for word in words - {""}:
            known = self.by_word.get(word, organisation)
            self.by_word[word] = organisation if known == organisation else None

    def find(self, text: str) -> Organisation | None:
        """The organisation that this text names, if it names one."""
        return self.by_word.get(folded(text)) or self.by_word.get(text.strip().lower())

    def word_of(self, organisation: Organisation) -> str:
        """What a file writes so that it is found again: its name, unless others answer to it."""
        return organisation.name if self.find(organisation.name) == organisation else organisation.slug


def terms_by_word() -> dict[tuple[str, str], Term]:
    """(vocabulary, folded French or English name) -> term."""
    return {
        (term.kind, folded(name)): term for term in Term.objects.all() for name in (term.name_en, term.name_fr) if name
    }
