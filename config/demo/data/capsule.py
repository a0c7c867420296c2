"""A short video of the demo (slides drawn on a canvas), and its captions."""

from pathlib import Path

VIDEO = Path(__file__).with_name("capsule.webm").read_bytes()
CAPTIONS = """WEBVTT

00:00.000 --> 00:03.000
Préparer une rencontre à distance

00:03.000 --> 00:06.000
Le lieu : installez-vous seul, porte fermée.

00:06.000 --> 00:09.000
Le son et l’image : essayez-les avant.

00:09.000 --> 00:12.000
La confidentialité : dites-la à voix haute, dès le début.
""".encode()
