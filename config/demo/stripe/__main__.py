"""`python -m config.demo.stripe`: serve until interrupted."""

import argparse
import signal
import sys
import threading

from .server import FakeStripe


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.demo.stripe", description="A local Stripe: no money moves.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on (%(default)s; 0: any)")
    parser.add_argument("--data", default="var/demo/stripe.sqlite3", help="SQLite file (%(default)s)")
    parser.add_argument("--public-url", help="address of the payment page, when not http://localhost:PORT")
    parser.add_argument("--webhook", help="address that receives the events; none: no event is sent")
    parser.add_argument("--secret", default="whsec_demo", help="secret that signs the events (%(default)s)")
    options = parser.parse_args()
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    fake = FakeStripe(
        options.data,
        host=options.host,
        port=options.port,
        public_url=options.public_url,
        webhook=options.webhook,
        secret=options.secret,
    )
    with fake:
        sys.stdout.write(f"Fake Stripe on {fake.url} (events to {options.webhook or 'nobody'})\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main()
