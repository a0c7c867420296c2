"""The demo's documents: real PDF files, made from the texts by typst, the same bytes for the same texts."""

import json
from pathlib import Path

import typst

TEMPLATE = Path(__file__).resolve().parent / "data" / "paper.typ"


def paper(*, title: str, author: str, date: str, language: str, paragraphs: list[str], pages: int) -> bytes:
    """A document of about `pages` pages: cover, sections of these paragraphs in turn, numbered pages."""
    sections = [
        {"heading": f"{number}", "paragraphs": [paragraphs[(number + i) % len(paragraphs)] for i in range(4)]}
        for number in range(1, max(pages, 2))
    ]
    content = {"title": title, "author": author, "date": date, "language": language, "sections": sections}
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"content": json.dumps(content)}, ignore_system_fonts=True))
