"""The shapes of what people type into the pages of warnings; every choice comes from the packs."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.places.rules import Sketch
from hueioc.ui.fields import TypedForm
from hueioc.warnings.models import Alert
from hueioc.warnings.pack import TEXTS
from hueioc.warnings.queries import SAID, hazard_of, hazards, wards
from hueioc.warnings.rules.drafting import LANGUAGES, LONGEST, NewWarning, Place, read_points
from hueioc.workflow.queries import catalogue, said

_KINDS = [
    ("units", _("Wards and communes")),
    ("reach", _("Along a line, such as a river")),
    ("circle", _("A circle around a point")),
    ("polygon", _("A polygon")),
]
_LABELS = {
    "headline_vi": _("Headline in Vietnamese"),
    "description_vi": _("What happens, in Vietnamese"),
    "instruction_vi": _("What to do, in Vietnamese"),
    "headline_en": _("Headline in English"),
    "description_en": _("What happens, in English"),
    "instruction_en": _("What to do, in English"),
}
_MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(label=label, input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"], widget=widget, **kwargs)


class DraftForm(TypedForm):
    """A draft of one hazard; fields of its texts are added by the pack."""

    level = forms.TypedChoiceField(label=_("Risk level"), coerce=int, widget=forms.RadioSelect)
    is_exercise = forms.BooleanField(
        label=_("This is an exercise"),
        required=False,
        help_text=_("It is marked on every page and message, and never counted as real."),
    )
    onset_at = _moment(_("Begins"))
    expires_at = _moment(_("Holds until"), required=False, help_text=_("Empty: as long as usual for this hazard."))
    area_kind = forms.ChoiceField(label=_("Area"), choices=_KINDS, widget=forms.RadioSelect)
    units = forms.MultipleChoiceField(
        label=_("Wards and communes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    points = forms.CharField(
        label=_("Points of the line, circle or polygon"),
        required=False,
        max_length=20_000,
        help_text=_("One in a line as latitude,longitude; or press on the map beside the form."),
        widget=forms.Textarea(attrs={"rows": 4, "data-points": ""}),
    )
    metres = forms.FloatField(
        label=_("Radius, or distance to each side of the line (m)"), required=False, min_value=1, max_value=100_000
    )
    area_vi = forms.CharField(label=_("Name of the area in Vietnamese"), required=False, max_length=300)
    area_en = forms.CharField(label=_("Name of the area in English"), required=False, max_length=300)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, actor: Actor, hazard: str, *args: Any, message: str = "alert", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = clock.today()
        self.actor, self.hazard, self.message = actor, hazard, message
        pack = hazard_of(hazard, day)
        if message in {"cancel", "all_clear"}:
            del self.fields["level"]
        levels = [(str(one), _("%(n)d") % {"n": one} if one else _("none")) for one in pack.levels]
        if "level" in self.fields:
            self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["units"].choices = [(one.code, one.name("vi")) for one in wards(day)]  # type: ignore[attr-defined]
        self.given = [] if message in {"cancel", "all_clear"} else list(pack.fields)
        names = {one.code: said(one.names) for one in hazards().field}
        for code in self.given:
            self.fields[f"given_{code}"] = forms.CharField(
                label=names.get(code, code),
                required=False,
                max_length=200,
                help_text=_("In both languages when they differ: Vietnamese | English."),
            )
        for name, label in _LABELS.items():
            rows = 2 if name.startswith("headline") else 4
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST[name.partition("_")[0]],
                help_text=_("Empty: made from the template."),
                widget=forms.Textarea(attrs={"rows": rows}),
                strip=False,
            )
        now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
        self.initial.setdefault("onset_at", now)
        self.initial.setdefault("expires_at", now + timedelta(hours=pack.expires_after_hours))
        self.initial.setdefault("level", pack.levels[0])
        self.initial.setdefault("area_kind", pack.area)

    def new_warning(self) -> NewWarning:
        """What was typed. Raises Invalid for points nobody can read."""
        data = self.cleaned_data
        kind, words = data["area_kind"], {"vi": data["area_vi"], "en": data["area_en"]}
        sketch = None
        if kind != "units":
            shape = {"reach": "line", "circle": "circle", "polygon": "polygon"}[kind]
            sketch = Sketch(shape, read_points(data["points"]), data["metres"] or 0.0)  # type: ignore[arg-type]
        units = tuple(data["units"]) if kind == "units" else ()
        texts = {language: {part: data.get(f"{part}_{language}", "") for part in TEXTS} for language in LANGUAGES}
        return NewWarning(
            hazard=self.hazard,
            level=data.get("level", 0),
            place=Place(kind=kind, units=units, sketch=sketch, words=words),
            onset_at=data["onset_at"],
            expires_at=data["expires_at"],
            given={code: data[f"given_{code}"] for code in self.given},
            texts=texts,
            is_exercise=data["is_exercise"],
            message=self.message,
            key=data["key"],
        )


def initial_of(alert: Alert, *, texts: bool = True) -> dict[str, Any]:
    """What a form of an existing warning begins with."""
    zone = catalogue().calendar.time_zone
    sketch: dict[str, Any] = alert.sketch or {}

    def local(moment: datetime) -> datetime:
        return moment.astimezone(zone)

    begun: dict[str, Any] = {
        "level": alert.level,
        "is_exercise": alert.is_exercise,
        "onset_at": local(alert.onset_at),
        "expires_at": local(alert.expires_at),
        "area_kind": alert.area_kind,
        "units": alert.area_units if not sketch else [],
        "points": "\n".join(f"{lat},{lon}" for lat, lon in sketch.get("points", ())),
        "metres": sketch.get("metres") or None,
        "area_vi": alert.area_words.get("vi", ""),
        "area_en": alert.area_words.get("en", ""),
        "version": alert.version,
    }
    begun |= {f"given_{name}": value for name, value in alert.given.items()}
    if texts:
        begun |= {
            f"{part}_{language}": words for language, said_in in alert.texts.items() for part, words in said_in.items()
        }
    return begun


class VersionForm(TypedForm):
    """A verb that needs nothing but the press."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, service: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service


class SendBackForm(VersionForm):
    """Why the second person does not release it."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(
        label=_("What must be changed"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, service: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(service, *args, **kwargs)
        reasons = catalogue().reasons(service, "return")
        self.fields["reason"].choices = [("", _("Choose")), *((one.code, said(one.names)) for one in reasons)]  # type: ignore[attr-defined]


class HappeningForm(VersionForm):
    """What really happened."""

    finding = forms.ChoiceField(label=_("Compared with the warning"), choices=[*SAID["finding"].items()])
    text = forms.CharField(label=_("What happened"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    measured = forms.CharField(
        label=_("Measured"), required=False, max_length=200, help_text=_("For example the highest level and its time.")
    )
