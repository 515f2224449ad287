"""One directive as a person may see it: the giver and the lead the whole, a supporting unit its own part."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from hueioc.directives.models import Directive, DirectiveFile, Message, TimeAsked
from hueioc.directives.queries.lists import seen_by
from hueioc.directives.rules.visibility import is_giver, may_see, own_parts, sees_whole
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import Extension, Part, catalogue, extensions_of, parts_of
from hueioc.workflow.rules.roles import possible_verbs, stand


@dataclass(frozen=True)
class Thread:
    """One unit's part as the page shows it: the part itself, how far it says it is, and what was said in it."""

    part: Part
    percent: int | None
    messages: list[Message]


@dataclass(frozen=True)
class DirectiveView:
    """A directive with everything this actor may see of it, and what they may do with it."""

    directive: Directive
    is_giver: bool
    is_whole: bool
    verbs: list[Transition]
    own: list[Part]
    threads: list[Thread]
    messages: list[Message]
    below: list[Directive]
    above: Directive | None
    asked: TimeAsked | None
    files: list[DirectiveFile]
    extensions: list[Extension] = field(default_factory=list)

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)

    @property
    def needs(self) -> dict[str, Transition]:
        return {verb.verb: verb for verb in self.verbs}

    @property
    def text(self) -> str:
        """What the actor reads of what is to be done; a part without words of its own is the whole text."""
        if self.is_whole:
            return self.directive.text
        own = next((part.task for part in self.own if part.task), "")
        return own or self.directive.text

    @property
    def documents(self) -> list[DirectiveFile]:
        """Files of who gave it."""
        return [one for one in self.files if one.message_id is None]

    @property
    def due_day(self) -> date | None:
        """The day of the deadline in the city."""
        return catalogue().calendar.local_day(self.directive.due_at) if self.directive.due_at else None

    @property
    def asking_units(self) -> list[str]:
        """Units with an open part whose last question stands unanswered, and then all others; for the answer's form."""
        waiting = [one.part.unit for one in self.threads if one.part.is_live and _asks(one.messages)]
        others = [one.part.unit for one in self.threads if one.part.is_live and one.part.unit not in waiting]
        return [*waiting, *others]


def _asks(messages: list[Message]) -> bool:
    talk = [one.kind for one in messages if one.kind in {"question", "answer"}]
    return bool(talk) and talk[-1] == "question"


def directive_view(code: str, actor: Actor) -> DirectiveView:
    """The directive for this actor. Raises NotFound when there is none they may see."""
    directive = Directive.objects.filter(code=code.replace("\x00", "")).first()
    parts = parts_of(directive.ref) if directive else []
    if directive is None or not may_see(directive, actor, parts):
        raise NotFound(_("There is no such directive, or it is not yours."))
    whole, mine = sees_whole(directive, actor, parts), own_parts(directive, actor, parts)
    said = list(Message.objects.filter(directive=directive).order_by("id"))
    readable = said if whole else [one for one in said if one.unit in {part.unit for part in mine}]
    asked = TimeAsked.objects.filter(directive=directive, decided_at=None).order_by("id").last() if whole else None
    related = seen_by(actor)
    return DirectiveView(
        directive=directive,
        is_giver=is_giver(directive, actor),
        is_whole=whole,
        verbs=_verbs(directive, actor, parts, mine, asked),
        own=mine,
        threads=[_thread(part, readable) for part in (parts if whole else mine)],
        messages=readable,
        below=list(related.filter(above=directive.code).order_by("due_at", "id")),
        above=related.filter(code=directive.above).first() if directive.above else None,
        asked=asked,
        files=_files(directive, readable, own_words=not whole and all(part.task for part in mine)),
        extensions=extensions_of(directive.ref),
    )


def _files(directive: Directive, readable: list[Message], *, own_words: bool) -> list[DirectiveFile]:
    """Evidence beside what the actor reads; documents for whoever reads the whole text and not words of their own."""
    read = {one.pk for one in readable}
    found = DirectiveFile.objects.filter(directive=directive).order_by("id")
    return [one for one in found if (one.message_id in read if one.message_id else not own_words)]


def directive_file(code: str, file: str, actor: Actor) -> DirectiveFile:
    """A file of a directive for this actor. Raises NotFound when there is none they may see."""
    found = next((one for one in directive_view(code, actor).files if one.code == file), None)
    if found is None:
        raise NotFound(_("There is no such document, or it was erased."))
    return found


def _thread(part: Part, messages: list[Message]) -> Thread:
    said = [one for one in messages if one.unit == part.unit and one.at >= part.offered_at]
    percents = [one.percent for one in said if one.percent is not None]
    return Thread(part, percents[-1] if percents else None, said)


def _verbs(
    directive: Directive, actor: Actor, parts: list[Part], mine: list[Part], asked: TimeAsked | None
) -> list[Transition]:
    """What the actor can do now: what the process allows, less what their own part has behind it."""
    process = catalogue().process_of(directive.service)
    # Of a confidential one a colleague who may not see it stands nowhere.
    place = stand(actor, is_reporter=is_giver(directive, actor), parts=mine or [])
    found = possible_verbs(process, phase=directive.phase, wait_reason=directive.wait_reason, place=place)
    has_offer = any(part.state == "offered" for part in mine)
    has_work = any(part.state == "accepted" for part in mine)
    supports = any(part.state == "accepted" and part.role != "lead" for part in mine)
    fits = {
        "accept": has_offer,
        "return": has_offer or has_work,
        "progress": has_work,
        "part_done": supports,
        "hand_down": has_work,
        "answer": any(part.is_live for part in parts),
        "take_chair": not is_giver(directive, actor) and not directive.giver_unit,
        "ask_extension": asked is None,
        "refuse_extension": asked is not None,
    }
    return [verb for verb in found if fits.get(verb.verb, True) and verb.verb != "give"]
