"""The first page of a PDF as a picture, drawn in a process of its own: what it does cannot hurt ours.

`python -m registrations.files.drawing IN.pdf OUT.png` draws one page, with little memory and little time.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import typst

WIDTH = 640
"""Points across; the height is the page's."""
SECONDS = 20
MEMORY = 1536 * 1024**2
PAGE = '#set page(width: {width}pt, height: auto, margin: 0pt)\n#image("page.pdf", page: 1, width: 100%, alt: "")\n'


class NotDrawn(Exception):
    """This page cannot be drawn: nothing is shown in its place."""


def first_page(content: bytes) -> bytes:
    """The first page of a PDF as a PNG. Raises `NotDrawn`."""
    with tempfile.TemporaryDirectory() as folder:
        source, drawn = Path(folder, "page.pdf"), Path(folder, "page.png")
        source.write_bytes(content)
        command = [sys.executable, "-m", "registrations.files.drawing", str(source), str(drawn)]
        try:
            subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)  # noqa: S603 - a command of ours
        except (subprocess.SubprocessError, OSError) as error:
            raise NotDrawn from error
        return drawn.read_bytes()


def draw(source: Path, drawn: Path) -> None:
    """Draw within limits that the system itself holds."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    page = source.with_name("page.typ")
    page.write_text(PAGE.format(width=WIDTH))
    typst.compile(str(page), output=str(drawn), root=str(source.parent), format="png", ppi=72, ignore_system_fonts=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
