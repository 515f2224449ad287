"""Tables of accounts, units, dated roles and the vault."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from hueioc.lib.codes import random_code


def account_code() -> str:
    return random_code(10)


def contact_code() -> str:
    return random_code(12)


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their natural key, as Django's sign-in expects."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(code=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in: a citizen by one-time code, staff by password and a second factor."""

    code = models.CharField(max_length=16, unique=True, default=account_code)
    display_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, null=True, blank=True, unique=True)
    phone = models.CharField(max_length=20, null=True, blank=True, unique=True)
    is_phone_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="vi")
    is_active = models.BooleanField(default=True)
    # allauth and Django ask for this; no page of ours grants anything by it.
    is_staff = False
    is_superuser = False
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    @property
    def ref(self) -> str:
        return f"account:{self.code}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def __str__(self) -> str:
        return self.code


class Unit(models.Model):
    """An agency that answers, with dates of validity so that an old case keeps its old name."""

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=32, db_index=True)
    names = models.JSONField(default=dict)
    short_names = models.JSONField(default=dict)
    roles = models.JSONField(default=list)
    area = models.CharField(max_length=64, blank=True, db_index=True)
    parent = models.CharField(max_length=64, blank=True)
    predecessors = models.JSONField(default=list)
    successor = models.CharField(max_length=64, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, default="confirmed")
    source = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.code


class RoleGrant(models.Model):
    """A role held by an account, for a unit (empty for city-wide roles), between two dates."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=["account", "valid_to"]),)


class Absence(models.Model):
    """Days (both included) on which somebody is away and a substitute does their work under the substitute's name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    substitute = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    noted_by = models.CharField(max_length=80)
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["substitute", "until"]), models.Index(fields=["account", "until"]))


class Contact(models.Model):
    """Personal data of somebody behind a report, encrypted; everything else knows only its code."""

    code = models.CharField(max_length=16, unique=True, default=contact_code)
    sealed = models.BinaryField(null=True)
    # Keyed hashes, so that a caller is recognised without decrypting everybody.
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    account = models.CharField(max_length=16, blank=True, db_index=True)
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    @property
    def ref(self) -> str:
        return f"person:{self.code}"


class VaultFile(models.Model):
    """A document that tells of a person, encrypted in the store of files; everything else knows only its code.

    `file_key` is its place in the store and empty once it was erased; `account` is whose it is, when they sign in.
    """

    code = models.CharField(max_length=16, unique=True, default=contact_code)
    file_key = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    account = models.CharField(max_length=16, blank=True, db_index=True)
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    @property
    def ref(self) -> str:
        return f"file:{self.code}"


class VaultAccess(models.Model):
    """One look into the vault: who, at what (a contact or a file), why, when."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(VaultFile, on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=80)
    reason = models.TextField()
    about = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()


class CalendarKey(models.Model):
    """The key of an account's calendar feed, as a hash: a copy of the database opens no feed."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
