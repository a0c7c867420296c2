"""The payment page: plain HTML in French or English, for phones and screen readers, no JavaScript."""

import re
from html import escape
from string import Template
from urllib.parse import parse_qsl, quote

from . import payments
from .account import Account
from .api import Answer
from .checkout import expire_past, is_email
from .store import Object
from .texts import money, texts

ASCII = "".join(chr(code) for code in range(33, 127))
SESSION = re.compile(r"/pay/(cs_\w+)")
STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#f4f5f7;color:#1b1f24;font:1.125rem/1.5 system-ui,sans-serif}
header{background:#5c3d00;color:#fff;padding:.75rem 1rem;text-align:center}
header p{margin:0 auto;max-width:34rem}
main{max-width:34rem;margin:1rem auto;padding:1.5rem;background:#fff;border:1px solid #c9ced6;
 border-radius:.5rem}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}
h2{margin:0 0 .25rem;font-size:1.125rem}
table{width:100%;border-collapse:collapse;margin:0 0 1.25rem}
caption{text-align:left;font-weight:600;padding-bottom:.25rem}
th,td{text-align:left;padding:.5rem 0;border-top:1px solid #c9ced6;vertical-align:top;font-weight:400}
thead th{font-size:.9rem;color:#4a525d}
th+*{text-align:right;white-space:nowrap;padding-left:1rem}
tfoot th,tfoot td{border-top:2px solid #1b1f24;font-weight:700}
small{display:block;font-size:.9rem;color:#4a525d}
label{display:block;font-weight:600}
input{width:100%;font:inherit;padding:.6rem;border:2px solid #4a525d;border-radius:.375rem;
 margin:.25rem 0 1rem}
.error{border-left:.375rem solid #a4001d;background:#fdf0f2;padding:.75rem 1rem;margin:0 0 1.25rem}
.error p,.wrong{margin:0}
.wrong{color:#a4001d;font-weight:600}
.button{display:block;width:100%;margin:0 0 .75rem;padding:.75rem 1rem;border:2px solid #4a525d;
 border-radius:.375rem;background:#fff;color:#1b1f24;font:inherit;font-weight:600;text-align:center;
 text-decoration:none;cursor:pointer}
.first{color:#fff;background:#0b4f9e;border-color:#0b4f9e}
:focus-visible{outline:3px solid #0b4f9e;outline-offset:3px}
"""
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
LAYOUT = Template(
    """<!doctype html>
<html lang="$lang">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>$title</title><style>$style</style></head>
<body><header><p><strong>$banner</strong></p></header>
<main><h1>$heading</h1>
$content
</main></body></html>
"""
)


def answer(account: Account, verb: str, path: str, body: str, *, language: str) -> Answer:
    """The page of a session, what its buttons do, or a page that says there is none."""
    words = texts("auto", language)
    if path == "/":
        return _page(words, "about_title", f"<p>{words['about']}</p>")
    matched = SESSION.fullmatch(path)
    expire_past(account)
    session = account.store.find(matched[1], kind="checkout.session") if matched else None
    if session is None:
        return _page(words, "unknown_title", f"<p>{words['unknown']}</p>", status=404)
    words = texts(session["locale"], language)
    form = dict(parse_qsl(body)) if verb == "POST" and session["status"] == "open" else {}
    match form.get("action"):
        case "pay":
            email = session["customer_email"] or form.get("email", "").strip()
            if not is_email(email):
                return _open_page(session, words, email=email, wrong=True)
            return _see_other(_success_url(payments.pay(account, session["id"], email=email)))
        case "decline":
            payments.decline(account, session["id"])
            return _open_page(session, words, declined=True)
    return _open_page(session, words) if session["status"] == "open" else _closed_page(session, words)


def _success_url(session: Object) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _see_other(url: str) -> Answer:
    return Answer(303, "", HEADERS | {"Location": quote(url, safe=ASCII)})


def _page(words: dict[str, str], title: str, content: str, *, status: int = 200, error: bool = False) -> Answer:
    prefix = f"{words['declined_title']} – " if error else ""
    html = LAYOUT.substitute(
        lang=words["lang"],
        title=prefix + words[title],
        style=STYLE,
        banner=words["banner"],
        heading=words[title],
        content=content,
    )
    return Answer(status, html, HEADERS)


def _closed_page(session: Object, words: dict[str, str]) -> Answer:
    state = "paid" if session["status"] == "complete" else "expired"
    back = _success_url(session) if state == "paid" else session["cancel_url"]
    link = f'<a class="button first" href="{escape(back)}">{words["back"]}</a>' if back else ""
    return _page(words, f"{state}_title", f"<p>{words[state]}</p>{link}", status=200 if state == "paid" else 410)


def _open_page(
    session: Object, words: dict[str, str], *, email: str = "", wrong: bool = False, declined: bool = False
) -> Answer:
    total = money(session["amount_total"], session["currency"], words["lang"])
    parts = [_lines(session, words, total), '<form method="post">']
    if declined:
        notice = f"<h2>{words['declined_title']}</h2><p>{words['declined']}</p>"
        parts.insert(0, f'<div class="error" role="alert">{notice}</div>')
    if not session["customer_email"]:
        parts.append(_email_field(words, email, wrong))
    parts.append(f"<p>{words['card']}</p>")
    parts.append(f'<button class="button first" name="action" value="pay">{words["pay"].format(total=total)}</button>')
    parts.append(f'<button class="button" name="action" value="decline" formnovalidate>{words["decline"]}</button>')
    parts.append("</form>")
    if session["cancel_url"]:
        parts.append(f'<a class="button" href="{escape(session["cancel_url"])}">{words["cancel"]}</a>')
    return _page(words, "title", "\n".join(parts), error=declined)


def _lines(session: Object, words: dict[str, str], total: str) -> str:
    rows = []
    for line in session["_lines"]:
        language, currency = words["lang"], line["currency"]
        details = [escape(line["_note"])] if line["_note"] else []
        if line["quantity"] > 1:
            details.append(f"{line['quantity']} × {money(line['price']['unit_amount'], currency, language)}")
        small = "".join(f"<small>{detail}</small>" for detail in details)
        amount = money(line["amount_total"], currency, language)
        rows.append(f'<tr><th scope="row">{escape(line["description"])}{small}</th><td>{amount}</td></tr>')
    head = f'<tr><th scope="col">{words["item"]}</th><th scope="col">{words["amount"]}</th></tr>'
    foot = f'<tr><th scope="row">{words["total"]}</th><td>{total}</td></tr>'
    caption, body = f"<caption>{words['lines']}</caption>", "".join(rows)
    return f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"


def _email_field(words: dict[str, str], email: str, wrong: bool) -> str:
    said = f'<p class="wrong" id="email-wrong">{words["email_wrong"]}</p>' if wrong else ""
    marks = 'aria-invalid="true" aria-describedby="email-wrong email-hint" autofocus' if wrong else ""
    return f"""<label for="email">{words["email"]}</label>
<small id="email-hint">{words["email_hint"]}</small>{said}
<input id="email" name="email" type="email" autocomplete="email" required value="{escape(email)}"
 {marks or 'aria-describedby="email-hint"'}>"""
