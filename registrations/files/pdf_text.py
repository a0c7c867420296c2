"""The text of a PDF, one JSON string per page and per line: a program of its own, which may be stopped or killed.

    python -I pdf_text.py FILE MEGABYTES SECONDS LETTERS PAGES

A hostile file can make a reader loop or take all the memory: here it meets the limits of its own process, which knows
neither our settings nor our database, and whoever waits for it goes on.
"""

import json
import re
import resource
import sys

HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=[a-zà-ÿ])")
MEGABYTE = 1024 * 1024


def limit(*, megabytes: int, seconds: int) -> None:
    """Memory, time, and what can be written: nothing but some megabytes of answer."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * MEGABYTE, 16 * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tidy(text: str) -> str:
    """One line of words: cut words joined, spaces folded, what no database keeps taken out."""
    text = text.encode("utf-8", "ignore").decode().replace("\x00", " ")
    return " ".join(HYPHEN.sub("", text).split())


def main(path: str, megabytes: int, seconds: int, letters: int, pages: int) -> None:
    limit(megabytes=megabytes, seconds=seconds)
    import pypdf

    left = letters
    for number, page in enumerate(pypdf.PdfReader(path).pages):
        if number >= pages or left <= 0:
            break
        text = tidy(page.extract_text() or "")[:left]
        left -= len(text)
        sys.stdout.write(json.dumps(text) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.setrecursionlimit(2_000)
    main(sys.argv[1], *(int(given) for given in sys.argv[2:6]))
