"""What the two systems say to each other, and how it is read: hostile until it fits these shapes.

Names of fields are those of the synchronisation with the National Portal (second-hand, see the README); instants are
ISO 8601 with their offset.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from hueioc.lib.shapes import decoder

MOST_IN_A_LIST = 100
_Short = Annotated[str, msgspec.Meta(max_length=80)]
_Text = Annotated[str, msgspec.Meta(max_length=2_000)]
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One status of a dossier with its hour."""

    code: _Short = msgspec.field(name="TrangThai")
    at: _Instant = msgspec.field(name="ThoiDiem")
    unit: _Short = msgspec.field(name="DonVi", default="")
    text: _Text = msgspec.field(name="GhiChu", default="")


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """Whose dossier it is; goes into the vault and nowhere else."""

    name: _Short = msgspec.field(name="HoTen")
    phone: _Short = msgspec.field(name="SoDienThoai", default="")
    id_number: _Short = msgspec.field(name="SoGiayTo", default="")
    address: Annotated[str, msgspec.Meta(max_length=300)] = msgspec.field(name="DiaChi", default="")


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier of the other side: as it was filed there, and every status it has had."""

    id: _Short = msgspec.field(name="MaGiaoDich")
    number: _Short = msgspec.field(name="MaHoSo")
    procedure: _Short = msgspec.field(name="MaTTHC")
    agency: _Short = msgspec.field(name="MaDonVi")
    applicant: Applicant = msgspec.field(name="ChuHoSo")
    applicant_kind: _Short = msgspec.field(name="LoaiDoiTuong", default="")
    channel: _Short = msgspec.field(name="HinhThucTiepNhan", default="")
    filed_at: _Instant = msgspec.field(name="NgayNop")
    appointment_at: _Instant | None = msgspec.field(name="NgayHenTra", default=None)
    progress: Annotated[list[Progress], msgspec.Meta(max_length=200)] = msgspec.field(name="TienDo", default=[])


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier of ours as the other side gets it; whose it is stays here."""

    id: str = msgspec.field(name="MaGiaoDich")
    number: str = msgspec.field(name="MaHoSo")
    procedure: str = msgspec.field(name="MaTTHC")
    agency: str = msgspec.field(name="MaDonVi")
    applicant_kind: str = msgspec.field(name="LoaiDoiTuong")
    channel: str = msgspec.field(name="HinhThucTiepNhan")
    filed_at: datetime = msgspec.field(name="NgayNop")
    accepted_at: datetime | None = msgspec.field(name="NgayTiepNhan")
    appointment_at: datetime | None = msgspec.field(name="NgayHenTra")
    done_at: datetime | None = msgspec.field(name="NgayKetThucXuLy")
    has_electronic_result: bool = msgspec.field(name="CoKetQuaDienTu")


class OurProgress(msgspec.Struct, frozen=True, kw_only=True):
    """The statuses of a dossier of ours, the earliest first."""

    id: str = msgspec.field(name="MaGiaoDich")
    number: str = msgspec.field(name="MaHoSo")
    progress: list[Progress] = msgspec.field(name="TienDo")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one message; an empty reason means that it was taken over."""

    id: _Short = msgspec.field(name="MaGiaoDich")
    reason: _Text = msgspec.field(name="LyDo", default="")


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Step 1: the token for the other five."""

    token: Annotated[str, msgspec.Meta(min_length=8, max_length=2_000)] = msgspec.field(name="Token")


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Step 2: what was filed there and not confirmed yet. Each is read by itself: one bad one stops no other."""

    dossiers: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MOST_IN_A_LIST)] = msgspec.field(name="HoSo")


class Verdicts(msgspec.Struct, frozen=True, kw_only=True):
    """Step 6: what became of what was sent."""

    verdicts: Annotated[list[Verdict], msgspec.Meta(max_length=MOST_IN_A_LIST)] = msgspec.field(name="KetQua")


class _Numbered(msgspec.Struct):
    id: _Short = msgspec.field(name="MaGiaoDich")


# Each raises msgspec.DecodeError, whose words name the place.
read_session = decoder(Session).decode
read_waiting = decoder(Waiting).decode
read_verdicts = decoder(Verdicts).decode
read_filed = decoder(Filed).decode
_read_id = decoder(_Numbered).decode


def id_of(raw: bytes) -> str:
    """The id of a message that may be wrong otherwise; empty when it has none, so that nobody can be answered."""
    try:
        return _read_id(raw).id
    except msgspec.DecodeError:
        return ""
