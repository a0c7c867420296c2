"""One folding of French text, for searching and comparing: what is written and what is asked for go through it alike.

Neither SQLite's nor PostgreSQL's full-text search finds *emploi* for *emplois* or keeps *l’emploi* as two words, and
they differ from each other; folded text gives the same results on both.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)['’ʼ´`]")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SHORTEST = 3


def folded(text: str) -> str:
    """Lower case, no accents, elisions cut, light plural removed, words separated by one space.

    Folding twice gives the same text.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().translate(_LIGATURES)
    return " ".join(_singular(word) for word in _NOT_A_WORD.sub(" ", _ELISION.sub(" ", plain)).split())


def words(text: str) -> list[str]:
    """The folded words of a query, each once, in their order."""
    return list(dict.fromkeys(folded(text).split()))


def _singular(word: str) -> str:
    """*travaux* and *emplois* without their plural; short words, and what ends in a number, stay whole."""
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > len("taux"):
        return word[:-3] + "al"
    while len(word) > _SHORTEST and word[-1] in "sx":
        word = word[:-1]
    return word
