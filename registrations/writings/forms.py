"""What one types to write to several people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.viewsets.acting import ActionModelForm
from registrations.writings.models import Writing
from registrations.writings.rules import FILE_KINDS, FILE_MEGABYTES, MANY, MOST_FILES


class WritingForm(ActionModelForm):
    """The text in both languages; English may stay empty: everybody then receives the French."""

    file = forms.FileField(
        label=_("Attach a file"),
        required=False,
        help_text=_("%(files)s files at most, %(megabytes)s MB each; save again to attach the next.")
        % {"files": MOST_FILES, "megabytes": FILE_MEGABYTES},
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in sorted(FILE_KINDS))}),
    )
    detach = forms.BooleanField(label=_("Take the attached files away"), required=False)

    class Meta:
        model = Writing
        fields = ["purpose", "subject_fr", "body_fr", "subject_en", "body_en", "reply_to"]
        widgets = {name: forms.Textarea(attrs={"rows": 12}) for name in ("body_fr", "body_en")}
        help_texts = {
            "body_fr": _("An empty line separates two paragraphs. Addresses of pages become links."),
            "body_en": _("Leave the English empty to send the French to everybody."),
            "purpose": _(
                "Service: about what these people asked for or hold. The two others only go to those who subscribed or "
                "agreed (anti-spam law, LCAP)."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.instance.pk and self.instance.files.exists()):
            del self.fields["detach"]


class SendForm(forms.Form):
    """Now, or at an hour; for many people, their number."""

    send_at = forms.DateTimeField(
        label=_("Send at (empty: now)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people > MANY:
            self.fields["number"] = forms.IntegerField(
                label=_("Number of people: type %(people)s to confirm") % {"people": people},
                min_value=0,
                max_value=1_000_000,
            )
