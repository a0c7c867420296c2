"""The demo, started as its users start it, and a real browser in front of it."""

import os
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PORT = int(os.environ.get("JOURNEYS_PORT", "8930"))
PASSWORD = "demo-axtra-2026"
REFUSALS = ("403 (Forbidden)", "404 (Not Found)")  # they are pages too
CHECKED: set[Page] = set()  # pages that axe-core is looking at
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the demo: a folder of its own, or that of `make demo` when `JOURNEYS_SITE` names it."""
    environment = dict(os.environ) | {"DATA_DIR": "var/demo"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if "JOURNEYS_SITE" in os.environ:
        return environment
    folder = tmp_path_factory.mktemp("journeys")
    return environment | {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}


@pytest.fixture(scope="session")
def site(place: dict[str, str]) -> Iterator[str]:
    """The address of a freshly loaded demo. `JOURNEYS_SITE` names one that runs already."""
    if already := os.environ.get("JOURNEYS_SITE"):
        yield already
        return
    command = [sys.executable, ".ci/serve.py", "demo", "--port", str(PORT)]
    log = Path(place["DATA_DIR"]) / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=place, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://localhost:{PORT}/healthz", process, log)
            yield f"http://localhost:{PORT}"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def shell(site: str, place: dict[str, str]) -> Callable[[str], None]:
    """Run a few lines against the site's data. The clock of a running site cannot be moved: what is dated can."""

    def run(code: str) -> None:
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DEMO": "true", "MFA_REQUIRED": "false"}
        command = [sys.executable, "manage.py", "shell", "-c", textwrap.dedent(code)]
        subprocess.run(command, cwd=ROOT, env=place | settings | {"MAIL_VIEWER": "true"}, check=True)

    return run


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the demo answers; its own words when it stops before."""
    for _attempt in range(600):
        if process.poll() is not None:
            pytest.fail(f"The demo stopped:\n{log.read_text()[-4000:]}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"The demo did not answer in five minutes:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Without it the journeys are skipped loudly, and fail when CI says that they must run."""
    if not Path(CHROMIUM).exists():
        message = "chromium is missing (Debian: apt-get install chromium)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """`visit(width=390)` opens a new visitor's page; errors of its console and calls to other hosts fail the test."""
    contexts, faults = [], []

    def open_page(*, width: int = 1280, locale: str = "fr-CA") -> Page:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": 900}, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text) if is_fault(page, message) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.append(asked.url) if is_foreign(asked.url) else None)
        return page

    yield open_page
    found = [fault for fault in faults if not any(expected in fault for expected in REFUSALS)]
    (ROOT / "var/journeys").mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=ROOT / f"var/journeys/{request.node.name}-{number}.png", full_page=True)
        context.close()
    assert found == []


def is_fault(page: Page, message: ConsoleMessage) -> bool:
    """An error that the site made; what axe-core does while it looks is not."""
    return message.type == "error" and page not in CHECKED


def is_foreign(url: str) -> bool:
    """Whether an address is neither the site's nor its card provider's, both on localhost."""
    return url.startswith("http") and not url.startswith(("http://localhost:", "http://127.0.0.1:"))


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """Zero violations of WCAG 2.2 AA and of good practice, as axe-core sees them."""
    axe = (ROOT / "tests/journeys/axe.min.js").read_text()

    def check(page: Page) -> None:
        CHECKED.add(page)
        page.evaluate(axe)
        found = page.evaluate(
            f"() => axe.run({{runOnly: {RULES}}}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"
        )
        CHECKED.discard(page)
        assert found == [], page.url

    return check


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Sign a demo account in with its password."""

    def fill(page: Page, who: str) -> None:
        page.goto("/comptes/login/")
        page.fill("input[name=login]", f"{who}@demo.test")
        page.fill("input[name=password]", PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/comptes/login" not in url)

    return fill
