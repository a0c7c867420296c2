"""Making PDF documents with typst: data only as JSON, our own fonts, tagged for screen readers (PDF/UA-1).

A Typst package or a font of the machine is never used, so that the same data give the same paper everywhere.
"""

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
_local = threading.local()


def typeset(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF that `template` makes of `data` (JSON); `at` is the instant written in its properties.

    The template reads `json(bytes(sys.inputs.data))`: what people typed stays text and never becomes markup.
    """
    inputs = {"data": json.dumps(data)}
    compiler, instant = _compiler(template), int(at.timestamp())
    return _one(compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=instant))


def as_image(template: Path, data: dict[str, Any], *, points_per_inch: int = 96) -> bytes:
    """The first page as a PNG: previews."""
    inputs = {"data": json.dumps(data)}
    return _one(_compiler(template).compile(format="png", sys_inputs=inputs, ppi=points_per_inch))


def _one(made: bytes | list[bytes] | None) -> bytes:
    """The document, or its first page; several pages of an image come as a list."""
    first = made[0] if isinstance(made, list) else made
    if first is None:
        raise ValueError("A document without an output path is returned.")
    return first


def _compiler(template: Path) -> typst.Compiler:
    """One compiler per thread and template: starting one costs more than a page."""
    known: dict[Path, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in known:
        known[template] = typst.Compiler(str(template), font_paths=_fonts())
    return known[template]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
