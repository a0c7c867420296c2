"""*Écrire à…* in the admin: from the rows of a list to a text, its preview, its sending and what became of it."""

from collections import Counter
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column

from registrations.files.uploads import received
from registrations.lists.models import BulkRun
from registrations.messages.models import Message
from registrations.messages.rules import MessageState
from registrations.messages.viewsets.previews import frame, looks, seen
from registrations.viewsets import (
    ActionBulkView,
    ActionEditView,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    Verdict,
    left_out,
    passes,
)
from registrations.writings.actions import (
    add_recipients,
    attach_to_writing,
    compose_writing,
    detach_from_writing,
    open_writing,
    send_writing,
    stop_writing,
    take_writing_back,
    test_writing,
)
from registrations.writings.errors import AlreadyThere
from registrations.writings.forms import SendForm, WritingForm
from registrations.writings.jobs import send_out
from registrations.writings.mails import mail_for
from registrations.writings.models import Writing, WritingRecipient
from registrations.writings.queries import known_fields, outcome, samples, with_outcome
from registrations.writings.registry import RECIPIENTS, Addressee, Source
from registrations.writings.rules import (
    FILE_KINDS,
    FILE_MEGABYTES,
    MANY,
    WRITERS,
    RecipientState,
    WritingState,
)

SHOWN = 200
SHOWS = (*MessageState.values, RecipientState.LEFT_OUT.value)


class WriteTo(ActionBulkView):
    """The people behind the rows become the recipients of a draft, which one then writes."""

    label = gettext_lazy("Write to")
    question = gettext_lazy("The people behind these rows become the recipients of a draft. Nothing leaves yet.")
    icon = "mail"
    done_message = gettext_lazy("The recipients are there: write the text.")

    @property
    def source(self) -> Source:
        return RECIPIENTS[self.viewset.model._meta.label]

    def form(self, data: Any = None) -> forms.Form | None:
        if len(self.source.audiences) < 2:
            return None
        choice = forms.ChoiceField(label=_("To whom"), choices=list(self.source.audiences.items()))
        return type("AudienceForm", (forms.Form,), {"audience": choice})(data, prefix="acte")

    @property
    def audience(self) -> str:
        return str(self.cleaned.get("audience", next(iter(self.source.audiences))))

    def prepare(self, instances: list[Any]) -> None:
        keys = [instance.pk for instance in instances]
        self.found = self.source.read(keys, self.audience, timezone.localdate())

    def people(self, instance: Any) -> list[Addressee]:
        return list(self.found.get(instance.pk, []))

    def verdict(self, instance: Any) -> Verdict:
        people = self.people(instance)
        reachable = sum(bool(one.address) for one in people)
        if not people:
            return left_out(_("Nobody to write to."))
        if not reachable:
            return left_out(_("No address."))
        return passes(ngettext("%(count)s person", "%(count)s people", reachable) % {"count": reachable})

    def perform(self, instance: Any, **_cleaned: Any) -> None:
        if not add_recipients(self.writing, self.people(instance), by=self.actor()):
            raise AlreadyThere()

    @cached_property
    def writing(self) -> Writing:
        """The draft of this run, made with its first row."""
        run = self.run
        if run is None:
            raise TypeError("A dry run writes nothing.")
        return open_writing(uuid=run.uuid, origin=self.viewset.model._meta.label, by=self.actor(), at=timezone.now())

    def done_url(self, run: BulkRun) -> str:
        writing = Writing.objects.filter(uuid=run.uuid, state=WritingState.DRAFT).first()
        return reverse("envois:edit", args=[writing.pk]) if writing else ""


def writing_acts(viewset: ActionViewSet) -> dict[str, type[ActionBulkView]]:
    """What is added to the lists whose rows have people behind them."""
    return {"ecrire": WriteTo} if viewset.model._meta.label in RECIPIENTS else {}


class ComposeView(ActionEditView):
    form_class = WritingForm
    template_name = "registrations/admin/writings/compose.html"
    done_message = gettext_lazy("Saved. Look at it below before you send it.")

    def perform(self, *, file: Any = None, detach: bool = False, **text: Any) -> Writing:
        named = {"by": self.actor(), "at": timezone.now()}
        writing = compose_writing(self.object, **text, **named)
        if detach:
            detach_from_writing(writing, **named)
        if file:
            with received(
                file, feature="writings", at=named["at"], allowed=FILE_KINDS, megabytes=FILE_MEGABYTES
            ) as kept:
                attach_to_writing(writing, kept, **named)
        return writing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"known_fields": known_fields(self.object), "outcome": outcome(self.object)}
        context |= {"files": self.object.files.all(), "form_is_multipart": True}
        context["submit_button_label"] = _("Save and preview")
        return context


class WritingView(ActionInspectView):
    """Whom it goes to and why not to others, how three of them will see it, the next step, what became of it."""

    template_name = "registrations/admin/writings/writing.html"

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.object.state == WritingState.DRAFT else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        writing, wanted = self.object, self.request.GET.get("show", "")
        kept = with_outcome(writing.recipients.select_related("person", "organisation")).order_by("pk")
        if wanted:
            kept = kept.filter(outcome=wanted)
        shown = self.shown_sample()
        context |= looks(self.request) | {"writing": writing, "outcome": outcome(writing), "show": wanted}
        context |= {"recipients": kept[:SHOWN], "most_shown": SHOWN, "samples": self.samples, "sample": shown}
        context |= {"reasons": self.reasons(), "many": MANY, "files": writing.files.all(), "shows": SHOWS}
        if shown:
            with override(language_of(writing, shown)):
                context |= seen(mail_for(writing, shown, shown.language), shown.language)
        return context

    @cached_property
    def samples(self) -> list[WritingRecipient]:
        return samples(self.object)

    def shown_sample(self) -> WritingRecipient | None:
        wanted = self.request.GET.get("pour", "")
        chosen = [one for one in self.samples if str(one.uuid) == wanted]
        return (chosen or self.samples or [None])[0]

    def reasons(self) -> list[tuple[str, int]]:
        out = self.object.recipients.filter(state=RecipientState.LEFT_OUT).values_list("reason", flat=True)
        return Counter(out).most_common()


def language_of(writing: Writing, recipient: WritingRecipient) -> str:
    return recipient.language if writing.subject_en else "fr"


class _Draft(ActionPostView):
    @classmethod
    def offered(cls, writing: Writing) -> bool:
        return writing.state == WritingState.DRAFT and bool(writing.subject_fr and writing.body_fr)


class TestView(_Draft):
    label = gettext_lazy("Test to myself")
    question = gettext_lazy(
        "You receive it as the first recipient would, with “Test” in its subject. Nobody else does."
    )
    icon = "mail"
    done_message = gettext_lazy("A test is on its way to you.")

    def perform(self) -> Writing:
        test_writing(self.object, by=self.actor(), at=timezone.now())
        return self.object


class SendView(_Draft):
    label = gettext_lazy("Send…")
    question = gettext_lazy(
        "Each recipient receives a message of their own. If the tap is closed, the messages wait there."
    )
    icon = "tick-inverse"
    form_class = SendForm
    done_message = gettext_lazy("It is on its way. This page follows it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        people = self.object.recipients.filter(state=RecipientState.WAITING).count()
        return {**super().get_form_kwargs(), "people": people}

    def perform(self, *, send_at: Any = None, number: int | None = None) -> Writing:
        writing = send_writing(self.object, send_at=send_at, number=number, by=self.actor(), at=timezone.now())
        if writing.state == WritingState.SENDING:
            send_out.enqueue(writing.pk)
        return writing


class TakeBackView(ActionPostView):
    label = gettext_lazy("Do not send at that hour")
    question = gettext_lazy("It is a draft again: you may change it and send it later.")
    icon = "arrow-left"

    @classmethod
    def offered(cls, writing: Writing) -> bool:
        return writing.state == WritingState.SCHEDULED

    def perform(self) -> Writing:
        return take_writing_back(self.object, by=self.actor(), at=timezone.now())


class StopView(ActionPostView):
    label = gettext_lazy("Stop")
    question = gettext_lazy("Nothing more of it leaves; what has already left stays.")
    icon = "cross"
    done_message = gettext_lazy("Nothing more leaves.")

    @classmethod
    def offered(cls, writing: Writing) -> bool:
        if writing.state == WritingState.SENT:
            handed = writing.recipients.filter(state=RecipientState.HANDED).values("uuid")
            return Message.objects.filter(about_uuid__in=handed, state="waiting").exists()
        return writing.state != WritingState.CANCELLED

    def perform(self) -> Writing:
        stop_writing(self.object, by=self.actor(), at=timezone.now())
        return self.object


class WritingsView(ActionIndexView):
    def get_base_queryset(self) -> "QuerySet[Writing]":
        kept = Count("recipients", filter=~Q(recipients__state=RecipientState.LEFT_OUT))
        return super().get_base_queryset().annotate(people=kept)

    def get_edit_url(self, instance: Writing) -> str | None:  # noqa: ARG002  # Wagtail's signature
        """The subject leads to the page that says what became of it."""
        return None


class WritingViewSet(ActionViewSet):
    model = Writing
    name = "envois"
    icon = "mail"
    guide = "messages"
    roles_view = WRITERS
    roles_change = WRITERS
    edit_view_class = ComposeView
    edit_template_name = ComposeView.template_name
    index_view_class = WritingsView
    inspect_view_class = WritingView
    inspect_template_name = WritingView.template_name
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "essai": TestView,
        "envoyer": SendView,
        "reprendre": TakeBackView,
        "arreter": StopView,
    }
    list_display = (
        ("title", gettext_lazy("Subject")),
        "purpose",
        "state",
        Column("people", label=gettext_lazy("People")),
        "by",
        "created_at",
        "send_at",
        "sent_at",
    )
    list_filter = ("state", "purpose", "created_at")
    list_select_related = ("by",)
    search_fields = ("subject_fr", "subject_en", "body_fr")
    inspect_view_fields = ("state", "purpose", "by", "created_at", "send_at", "sent_at", "reply_to")

    def get_urlpatterns(self) -> list[Any]:
        sample = self.for_readers(require_safe(sample_html))
        return [*super().get_urlpatterns(), path("apercu/<int:pk>/<uuid:uuid>/", sample, name="sample")]


def sample_html(request: HttpRequest, *, pk: int, uuid: UUID) -> HttpResponse:
    """The mail of one recipient, for a frame that can do nothing."""
    rows = WritingRecipient.objects.select_related("writing", "person", "organisation")
    recipient = get_object_or_404(rows, writing_id=pk, uuid=uuid)
    writing = recipient.writing
    if not writing.body_fr:
        raise Http404
    language = language_of(writing, recipient)
    with override(language):
        return frame(mail_for(writing, recipient, language), language, dark="sombre" in request.GET)
