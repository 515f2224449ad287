"""A SIMULATOR of another one-stop system: everything is in memory and invented, and its first page says so."""

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FACE = "SIMULATOR of a one-stop system. Nothing here is real, and nothing is kept."


class OtherSide:
    """What the simulated system knows. Tests may make it fail: `broken` maps a step to `away`, `garbage` or `deaf`.

    Deaf: it takes what was said and its answer is lost, which is what a cut wire looks like.
    """

    def __init__(self, filed: Iterable[dict[str, Any]] = (), secret: str = "secret") -> None:
        self.secret = secret
        self.filed: dict[str, dict[str, Any]] = {one["MaGiaoDich"]: one for one in filed}
        self.verdicts: dict[str, str] = {}
        self.dossiers: dict[str, dict[str, Any]] = {}
        self.progress: dict[str, list[dict[str, Any]]] = {}
        self.seen: dict[str, int] = {}
        self.refuses: dict[str, str] = {}
        self.silent: set[str] = set()
        self.broken: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def answer(self, step: str, body: dict[str, Any], token: str) -> tuple[int, dict[str, Any]]:
        """(status, body) of one step."""
        if step == "session":
            return (200, {"Token": f"token-{self.secret}"}) if body.get("MatKhau") == self.secret else (401, {})
        if token != f"token-{self.secret}":
            return 401, {}
        if step == "dossiers/waiting":
            return 200, {"HoSo": [one for ident, one in self.filed.items() if ident not in self.verdicts][:100]}
        if step == "dossiers/confirm":
            self.verdicts |= {one["MaGiaoDich"]: one.get("LyDo", "") for one in body["KetQua"]}
            return 200, {}
        if step == "dossiers/sync":
            for one in body["HoSo"]:
                self.seen[one["MaGiaoDich"]] = self.seen.get(one["MaGiaoDich"], 0) + 1
                # An id that is known changes nothing.
                if one["MaGiaoDich"] not in self._numbers and one["MaHoSo"] not in self.refuses:
                    self.dossiers[one["MaHoSo"]] = one
                self._numbers[one["MaGiaoDich"]] = one["MaHoSo"]
            return 200, {}
        if step == "dossiers/progress":
            self.progress |= {one["MaHoSo"]: one["TienDo"] for one in body["TienDo"]}
            return 200, {}
        if step == "outcome":
            known = [ident for ident in body["MaGiaoDich"] if ident in self.seen and ident not in self.silent]
            return 200, {"KetQua": [self._verdict(ident) for ident in known]}
        return 404, {}

    def _verdict(self, ident: str) -> dict[str, str]:
        return {"MaGiaoDich": ident, "LyDo": self.refuses.get(self._numbers[ident], "")}


def invented(many: int, agency: str, procedure: str) -> list[dict[str, Any]]:
    """Dossiers of invented people filed in the simulated system during the last hours."""
    found = []
    for number in range(1, many + 1):
        filed = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=many - number + 2)
        told = filed.isoformat()
        found.append(
            {
                "MaGiaoDich": f"sim-{filed:%Y%m%d}-{number}",
                "MaHoSo": f"{agency}-{filed:%y%m%d}-{9000 + number}",
                "MaTTHC": procedure,
                "MaDonVi": agency,
                "ChuHoSo": {"HoTen": f"Người Mô Phỏng {number}"},
                "LoaiDoiTuong": "0",
                "HinhThucTiepNhan": "2",
                "NgayNop": told,
                "TienDo": [{"TrangThai": "1", "ThoiDiem": told, "DonVi": agency}],
            }
        )
    return found


def serve(other: OtherSide, port: int = 0) -> ThreadingHTTPServer:
    """A server of the simulated system on the loopback; it runs in a thread until `shutdown`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, {"notice": FACE, "filed": len(other.filed), "dossiers": sorted(other.dossiers)})

        def do_POST(self) -> None:
            step = self.path.strip("/")
            fault = other.broken.get(step, "")
            length = int(self.headers.get("Content-Length") or 0)
            try:
                body = json.loads(self.rfile.read(length) or b"{}")
            except ValueError:
                return self._say(400, {})
            if fault == "away":
                return self._say(503, {})
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            status, told = other.answer(step, body, token)
            if fault == "deaf":
                self.close_connection = True
                return None
            return self._say(status, told, b"<html>" if fault == "garbage" else None)

        def _say(self, status: int, told: dict[str, Any], instead: bytes | None = None) -> None:
            body = instead if instead is not None else json.dumps(told, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("X-Simulator", "yes")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Silent: what is asked holds names."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
