from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.files.rules import Unsatisfiable, clean_name, continues, disposition, is_bot, matches, span

CONTENT = bytes(range(256)) * 2
ENDS = st.one_of(st.none(), st.integers(0, 600))


def sliced(first: int | None, last: int | None) -> bytes | None:
    """What RFC 9110 gives, said with slices; None when the header means nothing."""
    if first is None and last is None:
        return None
    if first is None:
        return CONTENT[-last:] if last else b""
    if last is None:
        return CONTENT[first:]
    return CONTENT[first : last + 1] if last >= first else None


@given(ENDS, ENDS)
def test_span_gives_the_bytes_of_the_slice(first, last):
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    expected = sliced(first, last)
    if expected == b"":
        with pytest.raises(Unsatisfiable):
            span(header, size=len(CONTENT))
    else:
        found = span(header, size=len(CONTENT))
        assert (None if found is None else CONTENT[found.start : found.stop]) == expected


@given(st.text(max_size=40))
def test_span_of_anything_is_an_answer(header):
    try:
        found = span(header, size=10)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found.start < found.stop <= 10


@pytest.mark.parametrize(
    "header",
    ["", "bytes=-", "bytes=0-1,5-6", "items=0-1", "bytes=5-2", "bytes=a-b", "bytes=٣-٤", f"bytes={'9' * 5000}"],
)
def test_span_of_what_is_not_one_range_is_the_whole_file(header):
    assert span(header, size=10) is None


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-1", "bytes=-0", "bytes=0-0"])
def test_span_of_an_empty_file_is_unsatisfiable(header):
    with pytest.raises(Unsatisfiable):
        span(header, size=0)


@pytest.mark.parametrize(
    ("header", "later"),
    [("", False), ("bytes=0-", False), ("bytes=0-99", False), ("bytes=100-", True), ("bytes=-50", True)],
)
def test_continues_when_the_range_starts_later(header, later):
    assert continues(header) is later


@pytest.mark.parametrize(
    ("user_agent", "bot"),
    [
        ("", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", True),
        ("curl/8.5", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", False),
    ],
)
def test_is_bot(user_agent, bot):
    assert is_bot(user_agent) is bot


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("", False),
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ("*", True),
        ('"abcd"', False),
        ("abc", False),
    ],
)
def test_matches_entity_tag(header, same):
    assert matches(header, '"abc"') is same


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_disposition_can_be_read_back_and_is_one_line(name):
    clean = clean_name(name, extension="pdf")
    header = disposition(clean, inline=False)
    message = Message()
    message["Content-Disposition"] = header

    assert header.isascii()
    assert "\n" not in header
    assert "\r" not in header
    assert message.get_filename() is not None
    assert header.startswith('attachment; filename="')


def test_disposition_keeps_accents_for_programs_that_read_utf_8():
    assert disposition("Aide-mémoire.pdf", inline=True) == (
        "inline; filename=\"Aide-memoire.pdf\"; filename*=UTF-8''Aide-m%C3%A9moire.pdf"
    )


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Mes documents\\Rapport.PDF", "Rapport.pdf"),
        ("rapport\u202efdp.pdf", "rapportfdp.pdf"),
        (".pdf", "document.pdf"),
        ("  a  b .pdf", "a b.pdf"),
        ("é" * 400 + ".pdf", "é" * 140 + ".pdf"),
    ],
)
def test_clean_name(name, clean):
    assert clean_name(name, extension="pdf") == clean
