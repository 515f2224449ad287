"""Writes of the register of people: units, accounts, roles and the vault."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import Entry, record, record_many
from hueioc.lib import clock
from hueioc.lib.codes import random_code, secret_token
from hueioc.lib.documents import SafeDocument, make_safe_document
from hueioc.lib.packs import CityPack
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.lib.text import has_broken_characters, tidy
from hueioc.people.events import (
    AbsenceEnded,
    AbsenceNoted,
    AccountChanged,
    AccountOpened,
    ContactForgotten,
    ContactKept,
    ContactRevealed,
    FileForgotten,
    FileKept,
    FileOpened,
    RoleEnded,
    RoleGranted,
    UnitsLoaded,
)
from hueioc.people.models import Absence, Account, CalendarKey, Contact, RoleGrant, Unit, VaultAccess, VaultFile
from hueioc.people.pack import UnitEntry, read_units
from hueioc.people.queries import forget_register, mark_of_calendar_key, may_note_absence, substitutes_for
from hueioc.people.rules import MOST_DAYS_AWAY, ROLES, UNIT_ROLES, Actor, ContactData, machine
from hueioc.people.vault import blind_index, phone_index, seal, seal_text, unseal, unseal_text

LONGEST_FILE_NAME = 120
_UNIT_FIELDS = (
    *("kind", "names", "short_names", "roles", "area", "parent", "predecessors"),
    *("successor", "valid_from", "valid_to", "status", "source"),
)


def load_pack(pack: CityPack) -> None:
    """Bring the register of units in line with the city's pack."""
    load_units([_row(unit) for unit in read_units(pack).unit])
    forget_register()


def _row(unit: UnitEntry) -> dict[str, object]:
    return {
        "code": unit.code,
        "kind": unit.kind,
        "names": unit.names,
        "short_names": unit.short_names,
        "roles": list(unit.agency_roles),
        "area": unit.area or "",
        "parent": unit.parent or "",
        "predecessors": list(unit.predecessors),
        "successor": unit.successor or "",
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "status": unit.status,
        "source": unit.source,
    }


def load_units(units: Sequence[Mapping[str, Any]]) -> int:
    """Bring the register in line with the pack's units (mappings with the model's field names).

    Returns how many rows are new or changed. Units that left the pack stay: history names them.
    """
    with transaction.atomic():
        known = {unit.code: unit for unit in Unit.objects.all()}
        fresh = [Unit(**row) for row in units if row["code"] not in known]
        changed = []
        for row in units:
            unit = known.get(row["code"])
            if unit and any(getattr(unit, name) != row[name] for name in _UNIT_FIELDS if name in row):
                for name in _UNIT_FIELDS:
                    setattr(unit, name, row.get(name, getattr(unit, name)))
                changed.append(unit)
        Unit.objects.bulk_create(fresh)
        Unit.objects.bulk_update(changed, _UNIT_FIELDS)
        total = len(fresh) + len(changed)
        if total:
            event = UnitsLoaded(total=len(units), changed=total)
            record(event, subject="people:units", actor=machine("packs").ref, visibility="internal")
    return total


def open_account(
    *,
    origin: str,
    display_name: str = "",
    email: str | None = None,
    phone: str | None = None,
    password: str | None = None,
    email_is_verified: bool = False,
) -> Account:
    """Create an account. Raises Conflict when the e-mail or phone is already somebody's."""
    with transaction.atomic():
        if email and Account.objects.filter(email__iexact=email).exists():
            raise Conflict(_("This e-mail address already has an account."), fields={"email": _("Already in use.")})
        if phone and Account.objects.filter(phone=phone).exists():
            raise Conflict(_("This phone number already has an account."), fields={"phone": _("Already in use.")})
        account = Account(display_name=display_name, email=email, phone=phone, is_phone_verified=bool(phone))
        account.set_password(password)
        account.save()
        if email:
            EmailAddress.objects.create(user=account, email=email.lower(), primary=True, verified=email_is_verified)
        record(AccountOpened(origin=origin), subject=account.ref, actor=account.ref, visibility="restricted")
    return account


def note_phone(account: Account, phone: str, *, verified: bool) -> None:
    """Keep the phone an account signs in with, and whether a code proved it."""
    with transaction.atomic():
        account.phone, account.is_phone_verified = phone, verified
        account.save(update_fields=["phone", "is_phone_verified"])
        record(AccountChanged(what="phone"), subject=account.ref, actor=account.ref, visibility="restricted")


def rename_account(account: Account, *, display_name: str, language: str) -> None:
    """Change how an account is greeted and in which language it is written to."""
    name = tidy(display_name)
    if has_broken_characters(display_name) or len(name) > 120:
        raise Invalid(_("This name cannot be stored."), fields={"display_name": _("At most 120 characters.")})
    with transaction.atomic():
        account.display_name, account.language = name, language[:8]
        account.save(update_fields=["display_name", "language"])
        record(AccountChanged(what="name"), subject=account.ref, actor=account.ref, visibility="restricted")


def erase_account(account: Account) -> None:
    """Erase the person behind an account: its name, addresses and everything the vault keeps; reports stay."""
    with transaction.atomic():
        for contact in Contact.objects.select_for_update().filter(account=account.code):
            contact.sealed, contact.phone_index, contact.email_index = None, "", ""
            contact.account, contact.erased_at = "", clock.now()
            contact.save()
            event = ContactForgotten(reason="account_erased")
            record(event, subject=contact.ref, actor=account.ref, visibility="restricted")
        for file in VaultFile.objects.select_for_update().filter(account=account.code):
            _forget_file(file, actor=account.ref, reason="account_erased")
        EmailAddress.objects.filter(user=account).delete()
        CalendarKey.objects.filter(account=account).delete()
        account.display_name, account.email, account.phone = "", None, None
        account.is_active, account.is_phone_verified = False, False
        account.set_unusable_password()
        account.save()
        record(AccountChanged(what="erased"), subject=account.ref, actor=account.ref, visibility="restricted")


def draw_calendar_key(account: Account) -> str:
    """A new secret for the account's calendar feed; the one before opens nothing any more. It is shown once."""
    token = secret_token()
    with transaction.atomic():
        new = {"mark": mark_of_calendar_key(token), "made_at": clock.now()}
        CalendarKey.objects.update_or_create(account=account, defaults=new)
        event = AccountChanged(what="calendar_drawn")
        record(event, subject=account.ref, actor=account.ref, visibility="restricted")
    return token


def revoke_calendar_key(account: Account) -> None:
    """The calendar feed ends."""
    with transaction.atomic():
        CalendarKey.objects.filter(account=account).delete()
        event = AccountChanged(what="calendar_revoked")
        record(event, subject=account.ref, actor=account.ref, visibility="restricted")


def grant_role(
    account: Account,
    role: str,
    *,
    actor: Actor,
    unit: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleGrant:
    """Give a role, for a unit where the role works for one. Only the centre's administrators may."""
    if not (actor.has("admin") or actor.is_machine):
        raise NotAllowed(_("Only an administrator of the centre can give roles."))
    if role not in ROLES:
        raise Invalid(_("There is no such role."), fields={"role": _("Choose a role from the list.")})
    if (role in UNIT_ROLES) != bool(unit):
        raise Invalid(_("This role belongs to a unit; other roles do not."), fields={"unit": _("Check the unit.")})
    with transaction.atomic():
        row = Unit.objects.filter(code=unit).first()
        if unit and row is None:
            raise NotFound(_("There is no such unit."))
        start = valid_from or clock.today()
        grant = RoleGrant.objects.create(
            account=account, role=role, unit=row, valid_from=start, valid_to=valid_to, granted_by=actor.ref
        )
        event = RoleGranted(role=role, unit=unit, valid_from=start, valid_to=valid_to)
        record(event, subject=account.ref, actor=actor.ref, visibility="restricted")
    return grant


def end_role(grant_id: int, *, actor: Actor, valid_to: date) -> None:
    """End a role on a date (the last day it is valid)."""
    if not actor.has("admin"):
        raise NotAllowed(_("Only an administrator of the centre can end roles."))
    with transaction.atomic():
        grant = RoleGrant.objects.select_related("account", "unit").filter(id=grant_id).first()
        if grant is None:
            raise NotFound(_("There is no such role."))
        grant.valid_to = valid_to
        grant.save(update_fields=["valid_to"])
        event = RoleEnded(role=grant.role, unit=grant.unit.code if grant.unit else "", valid_to=valid_to)
        record(event, subject=grant.account.ref, actor=actor.ref, visibility="restricted")


def note_absence(ref: str, *, actor: Actor, substitute: str, since: date, until: date) -> int:
    """Say on which days (both included) somebody is away and who holds their roles of work then; returns its key.

    Raises NotAllowed for whoever may not say it, Invalid for days or a substitute that cannot be, Conflict when the
    person or the substitute is away on one of these days already.
    """
    if not may_note_absence(actor, ref):
        raise NotAllowed(_("Only the person, the head of their unit and an administrator can note an absence."))
    today = clock.today()
    if until < since or until < today or (until - since).days >= MOST_DAYS_AWAY:
        raise Invalid(_("These days cannot be an absence."), fields={"until": _("A day from today, within a year.")})
    with transaction.atomic():
        away, other = (_locked(one) for one in (ref, substitute))
        if substitute not in substitutes_for(ref, max(since, today)):
            told = _("Choose a colleague of the same unit.")
            raise Invalid(_("This person cannot stand in here."), fields={"substitute": told})
        meanwhile = Absence.objects.filter(ended_at=None, since__lte=until, until__gte=since)
        if meanwhile.filter(account=away).exists():
            raise Conflict(_("An absence on these days is noted already."))
        if meanwhile.filter(account=other).exists():
            raise Conflict(_("The substitute is away on one of these days too."))
        row = Absence.objects.create(
            account=away, substitute=other, since=since, until=until, noted_by=actor.ref, noted_at=clock.now()
        )
        event = AbsenceNoted(substitute=substitute, since=since, until=until)
        record(event, subject=ref, actor=actor.ref, visibility="restricted")
    return row.pk


def _locked(ref: str) -> Account:
    # Two absences at the same moment wait for each other here.
    found = Account.objects.select_for_update().filter(code=ref.partition(":")[2], is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such account."))
    return found


def end_absence(key: int, *, actor: Actor) -> None:
    """Somebody is back, or does not go: their substitute loses the roles at once."""
    with transaction.atomic():
        row = Absence.objects.select_for_update().filter(pk=key, ended_at=None).first()
        if row is None:
            raise NotFound(_("There is no such absence."))
        if not may_note_absence(actor, row.account.ref):
            raise NotAllowed(_("Only the person, the head of their unit and an administrator can end an absence."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        event = AbsenceEnded(substitute=row.substitute.ref)
        record(event, subject=row.account.ref, actor=actor.ref, visibility="restricted")


def keep_contact(data: ContactData, *, actor: Actor, purpose: str, account: str = "") -> str:
    """Put personal data into the vault and return its reference; empty data give an empty reference."""
    return keep_contacts([data], actor=actor, purpose=purpose, account=account)[0]


def keep_contacts(many: Sequence[ContactData], *, actor: Actor, purpose: str, account: str = "") -> list[str]:
    """The same for many at once, in the caller's transaction or its own; order is kept."""
    now = clock.now()
    rows = [
        Contact(
            sealed=seal(data),
            phone_index=phone_index(data.phone),
            email_index=blind_index(data.email),
            account=account,
            kept_at=now,
        )
        for data in many
        if not data.is_empty
    ]
    with transaction.atomic():
        Contact.objects.bulk_create(rows)
        event = ContactKept(purpose=purpose)
        record_many([Entry(event=event, subject=row.ref, actor=actor.ref, visibility="restricted") for row in rows])
    refs = iter(row.ref for row in rows)
    return ["" if data.is_empty else next(refs) for data in many]


def reveal_contact(ref: str, *, actor: Actor, reason: str, about: str = "", is_party: bool = False) -> ContactData:
    """Open personal data for somebody of the centre, who says why; every look is logged before it happens.

    `is_party`: the room that calls has found that the actor works on the matter and must know whose it is.
    """
    if not (actor.is_centre or is_party):
        raise NotAllowed(_("Only the centre may see who reported. Ask the centre to contact this person."))
    if len(reason.strip()) < 5:
        raise Invalid(_("Say why you need to see this."), fields={"reason": _("Write a short reason.")})
    with transaction.atomic():
        contact = Contact.objects.filter(code=ref.partition(":")[2]).first()
        if contact is None or contact.sealed is None:
            raise NotFound(_("There are no contact data, or they were erased."))
        VaultAccess.objects.create(contact=contact, actor=actor.ref, reason=reason.strip(), about=about, at=clock.now())
        record(ContactRevealed(about=about), subject=contact.ref, actor=actor.ref, visibility="restricted")
        return unseal(contact.sealed)


def reveal_contacts(refs: Sequence[tuple[str, str]], *, actor: Actor, reason: str) -> list[ContactData]:
    """Open many personal data, each with what it is about, for whom the calling room found that they must reach them.

    Every look is logged before it happens; what was erased comes back empty.
    """
    codes = [ref.partition(":")[2] for ref, _about in refs]
    with transaction.atomic():
        rows = {row.ref: row for row in Contact.objects.filter(code__in=codes).exclude(sealed=None)}
        seen = [(rows[ref], about) for ref, about in refs if ref in rows]
        looks = {"actor": actor.ref, "reason": reason, "at": clock.now()}
        VaultAccess.objects.bulk_create(VaultAccess(contact=row, about=about, **looks) for row, about in seen)
        told = [(ContactRevealed(about=about), row.ref) for row, about in seen]
        record_many([Entry(event=e, subject=ref, actor=actor.ref, visibility="restricted") for e, ref in told])
    return [unseal(rows[ref].sealed or b"") if ref in rows else ContactData() for ref, _about in refs]


def forget_contact(ref: str, *, actor: Actor, reason: str) -> None:
    """Erase personal data for ever; the row stays as an empty shell so that references hold."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(code=ref.partition(":")[2]).first()
        if contact is None:
            raise NotFound(_("There are no contact data, or they were erased."))
        own = bool(contact.account) and actor.ref == f"account:{contact.account}"
        if not (own or actor.has("admin")):
            raise NotAllowed(_("Only the person or an administrator can erase these data."))
        contact.sealed, contact.phone_index, contact.email_index = None, "", ""
        contact.account, contact.erased_at = "", clock.now()
        contact.save()
        record(ContactForgotten(reason=reason), subject=contact.ref, actor=actor.ref, visibility="restricted")


def erase_contacts(refs: Iterable[str], *, actor: Actor, reason: str) -> int:
    """Erase many personal data for ever, by a rule with a clock; returns how many there were."""
    if actor.kind != "rule":
        raise NotAllowed(_("Only a rule with a clock gives this command."))
    codes = [ref.partition(":")[2] for ref in refs if ref]
    with transaction.atomic():
        rows = list(Contact.objects.select_for_update().filter(code__in=codes, erased_at=None).order_by("id"))
        for contact in rows:
            contact.sealed, contact.phone_index, contact.email_index = None, "", ""
            contact.account, contact.erased_at = "", clock.now()
        Contact.objects.bulk_update(rows, ["sealed", "phone_index", "email_index", "account", "erased_at"])
        event = ContactForgotten(reason=reason)
        told = [Entry(event=event, subject=row.ref, actor=actor.ref, visibility="restricted") for row in rows]
        record_many(told)
    return len(rows)


def keep_files(documents: Sequence[SafeDocument], *, actor: Actor, purpose: str, account: str = "") -> list[str]:
    """Put documents into the vault, encrypted, and return their references in order; not within a transaction.

    Files go first: one without a row costs room only, a row without a file would be a broken promise.
    """
    stored = [_stored(document) for document in documents]
    now = clock.now()
    rows = [
        VaultFile(
            file_key=file_key,
            media_type=document.media_type,
            size_bytes=len(document.data),
            sha256=document.sha256,
            account=account,
            kept_at=now,
        )
        for document, file_key in zip(documents, stored, strict=True)
    ]
    with transaction.atomic():
        VaultFile.objects.bulk_create(rows)
        for row in rows:
            event = FileKept(purpose=purpose, size_bytes=row.size_bytes)
            record(event, subject=row.ref, actor=actor.ref, visibility="restricted")
    return [row.ref for row in rows]


class Kept(NamedTuple):
    """A document of an upload in the vault: the name it came with, what it is, and its reference."""

    name: str
    document: SafeDocument
    ref: str

    @property
    def columns(self) -> dict[str, Any]:
        """What a row about it holds: name, file, sha256, media_type, pages, size_bytes."""
        one = self.document
        told = {"sha256": one.sha256, "media_type": one.media_type, "pages": one.pages, "size_bytes": len(one.data)}
        return {"name": self.name, "file": self.ref, **told}


@contextmanager
def uploads_in_vault(
    uploads: Sequence[tuple[str, bytes]],
    *,
    actor: Actor,
    purpose: str,
    account: str = "",
    field_of: Callable[[int], str] = lambda place: "documents",
) -> Iterator[list[Kept]]:
    """Files as they arrived (name, bytes), made harmless and in the vault; forgotten again when the block fails.

    Enter it before the transaction that names them begins. Raises Invalid with the name of a file that cannot be kept,
    at the field that `field_of` names for its place.
    """
    names = [_file_name(name) for name, _data in uploads]
    documents = [_safe(data, names[place], field_of(place)) for place, (_name, data) in enumerate(uploads)]
    refs = keep_files(documents, actor=actor, purpose=purpose, account=account) if documents else []
    try:
        yield [Kept(*one) for one in zip(names, documents, refs, strict=True)]
    except BaseException:
        # A database that went away keeps its rows until somebody looks; the reason of the failure goes on.
        with suppress(DatabaseError):
            forget_files(refs, actor=actor, reason="refused")
        raise


def _file_name(name: str) -> str:
    plain = "" if has_broken_characters(name) else tidy(name)
    return plain[-LONGEST_FILE_NAME:] or "file"


def _safe(data: bytes, name: str, field: str) -> SafeDocument:
    try:
        return make_safe_document(data)
    except Invalid as fault:
        sentence = _("%(file)s: %(fault)s") % {"file": name, "fault": fault.sentence}
        raise Invalid(sentence, fields={field: sentence}) from fault


def _stored(document: SafeDocument) -> str:
    code = random_code(20)
    return str(default_storage.save(f"vault/{code[:2]}/{code}.sealed", ContentFile(seal_text(document.data))))


def open_file(ref: str, *, actor: Actor, reason: str, about: str, is_own: bool = False) -> tuple[bytes, str]:
    """The bytes and media type of a document of the vault; whether the actor may, the room that calls has found.

    Every look is logged before it happens, but that of the person it belongs to. Raises NotFound when it was erased.
    """
    with transaction.atomic():
        file = VaultFile.objects.filter(code=ref.partition(":")[2]).first()
        if file is None or not file.file_key:
            raise NotFound(_("There is no such document, or it was erased."))
        if not is_own:
            VaultAccess.objects.create(file=file, actor=actor.ref, reason=reason, about=about, at=clock.now())
            record(FileOpened(about=about), subject=file.ref, actor=actor.ref, visibility="restricted")
    try:
        with default_storage.open(file.file_key, "rb") as stored:
            return unseal_text(stored.read()), file.media_type
    except FileNotFoundError as lost:
        raise NotFound(_("There is no such document, or it was erased.")) from lost


def forget_files(refs: Iterable[str], *, actor: Actor, reason: str) -> None:
    """Erase documents for ever; the room that calls has found that it is time to."""
    codes = [ref.partition(":")[2] for ref in refs]
    with transaction.atomic():
        for file in VaultFile.objects.select_for_update().filter(code__in=codes):
            _forget_file(file, actor=actor.ref, reason=reason)


def _forget_file(file: VaultFile, *, actor: str, reason: str) -> None:
    """Erase a document for ever; its bytes go when the transaction is through."""
    file_key = file.file_key
    file.file_key, file.account, file.erased_at = "", "", clock.now()
    file.save(update_fields=["file_key", "account", "erased_at"])
    record(FileForgotten(reason=reason), subject=file.ref, actor=actor, visibility="restricted")
    if file_key:
        transaction.on_commit(lambda: default_storage.delete(file_key))
