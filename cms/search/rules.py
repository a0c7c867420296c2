"""What a search looks for, and the words under which a text is kept: pure, and the same for both databases."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registrations.folding import folded

LONGEST_WORD = 40
MOST_WORDS = 12
"""A question of more words keeps its first ones."""
BEGINNING = 3
"""From so many letters on, a word asked for also finds the words that begin by it."""

# Words that say nothing of a text; they are kept in no index and looked for in none.
_EMPTY = """à au aux avec ce ces cette comment dans de des du elle en est et il ils la le les leur leurs mais ne nos
notre nous on ou où par pas pour que qui sa ses son sont sur un une vos votre vous
and are by for from in is of on or the to with"""
EMPTY = frozenset(folded(_EMPTY).split())

_PHRASE = re.compile(r'["«“”„]([^"«»“”„]*)["»“”„]?')
# Endings of women's forms, and what the men's forms end by: what is left says the word.
_FEMININE = (("trice", "teur"), ("euse", "eur"), ("ive", "if"))
_DOUBLED = frozenset({"ll", "nn", "tt"})


@dataclass(frozen=True, slots=True)
class Question:
    """Words that must all be there, and phrases whose words must follow each other."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def everything(self) -> tuple[str, ...]:
        """All its words, once."""
        return tuple(dict.fromkeys([*self.words, *(word for phrase in self.phrases for word in phrase)]))


def question(text: str) -> Question:
    """What somebody typed: words in any order, and “phrases” or « phrases » in their own."""
    phrases = [tuple(terms(found)) for found in _PHRASE.findall(text)]
    words = dict.fromkeys(terms(_PHRASE.sub(" ", text)))
    alone = [phrase[0] for phrase in phrases if len(phrase) == 1]
    kept = list(dict.fromkeys([*words, *alone]))[:MOST_WORDS]
    return Question(tuple(kept), tuple(phrase[:MOST_WORDS] for phrase in phrases if len(phrase) > 1)[:MOST_WORDS])


def terms(text: str) -> list[str]:
    """The words of a text as the index keeps them: folded, without gender or number, empty words left out."""
    return [term(word) for word in folded(text).split() if word not in EMPTY]


def term(word: str) -> str:
    """One folded word as the index keeps it: *immigrees* and *immigre* are one.

    A word that begins by a figure gets a letter before it: PostgreSQL would read 2e10 as a number.
    """
    word = word[:LONGEST_WORD]
    return f"n{word}" if word[0].isdigit() else stem(word)


def stem(word: str) -> str:
    """The men's form without its ending: light, so that words that only look alike stay apart."""
    if len(word) < 5:
        return word
    for feminine, masculine in _FEMININE:
        if word.endswith(feminine) and len(word) > len(feminine) + 2:
            return word[: -len(feminine)] + masculine
    if not word.endswith("e"):
        return word
    word = word.rstrip("e")
    return word[:-1] if word[-2:] in _DOUBLED and len(word) > 4 else word


def in_postgresql(asked: Question, *, whole: bool = False) -> str:
    """The question as a `tsquery`; `whole` words, or beginnings too."""
    words = [f"'{word}'{':*' if _begins(word, whole=whole) else ''}" for word in asked.words]
    phrases = [f"({' <-> '.join(map(repr, phrase))})" for phrase in asked.phrases]
    return " & ".join([*words, *phrases])


def in_sqlite(asked: Question, columns: Iterable[str], *, whole: bool = False) -> str:
    """The question for FTS5, looked for in these columns together."""
    words = [f'"{word}"{"*" if _begins(word, whole=whole) else ""}' for word in asked.words]
    phrases = [f'"{" ".join(phrase)}"' for phrase in asked.phrases]
    where = " ".join(columns)
    return " AND ".join(f"{{{where}}} : {part}" for part in [*words, *phrases])


def _begins(word: str, *, whole: bool) -> bool:
    return not whole and len(word) >= BEGINNING


def near(word: str, known: Iterable[str]) -> str:
    """The known word at the smallest distance of a mistyped one; "" when none is near. The first of equals is kept."""
    most = 1 if len(word) < 6 else 2
    best, found = most + 1, ""
    for candidate in known:
        if candidate != word and (far := distance(word, candidate, most=best - 1)) < best:
            best, found = far, candidate
    return found


def distance(one: str, other: str, *, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour; anything above `most` is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a shown text, and whether it answers the question."""

    text: str
    found: bool = False


WORD = re.compile(r"\w+")


def excerpt(text: str, asked: Question, *, length: int = 220) -> list[Part]:
    """The stretch of a text around the first word found, its found words marked; [] when none is in it."""
    found = [place for place in WORD.finditer(text) if answers(place[0], asked)]
    if not found:
        return []
    start, stop = _stretch(text, found[0].start(), length)
    parts, at = [Part("…")] if start else [], start
    for place in (place for place in found if place.end() <= stop):
        parts += [Part(text[at : place.start()]), Part(place[0], found=True)]
        at = place.end()
    parts.append(Part(text[at:stop] + ("…" if stop < len(text) else "")))
    return [part for part in parts if part.text]


def marked(text: str, asked: Question) -> list[Part]:
    """All of a text, its found words marked."""
    return (excerpt(text, asked, length=len(text)) if asked else []) or [Part(text)]


def answers(word: str, asked: Question) -> bool:
    """Whether a word of a text is one of those asked for, as the index understands it."""
    for kept in terms(word):
        for wanted in asked.words:
            if kept == wanted or (len(wanted) >= BEGINNING and kept.startswith(wanted)):
                return True
        if any(kept in phrase for phrase in asked.phrases):
            return True
    return False


def _stretch(text: str, first: int, length: int) -> tuple[int, int]:
    """About `length` letters with the first word found in their first third, cut between words."""
    start = max(first - length // 3, 0) if len(text) > length else 0
    if start:
        start = text.find(" ", start, first) + 1 or first
    stop = min(start + length, len(text))
    if stop < len(text):
        stop = max(text.rfind(" ", first, stop), min(first + 40, stop))
    return start, stop


def pieces(text: str, size: int) -> Iterator[str]:
    """A text cut in pieces of at most `size` letters."""
    for at in range(0, len(text), size):
        yield text[at : at + size]
