"""Files as people send them."""

import io

from openpyxl import Workbook


def csv_file(*lines, encoding="utf-8-sig", delimiter=";"):
    return "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)


def xlsx_file(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
