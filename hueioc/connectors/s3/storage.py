"""Django's storage interface over an S3-compatible store, with one client for all threads and few ways to fail."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.translation import gettext_lazy as _
from urllib3.exceptions import HTTPError

from hueioc.lib.refusals import Unavailable

log = logging.getLogger(__name__)
CONNECT_S, READ_S, TRIES = 5, 20, 3


class Bucket(Storage):
    """Photos by their key.

    Raises Unavailable when the store is away or refuses us, FileNotFoundError for a key that is not there.
    """

    def __init__(self, *, endpoint: str, bucket: str, key: str, secret: str, region: str) -> None:
        self.endpoint, self.bucket, self.region = endpoint, bucket, region
        self._key, self._secret = key, secret

    @cached_property
    def client(self) -> Any:
        """One client for all threads."""
        config = Config(
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            # Newer checksums are not known to every store.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return Session().create_client(
            "s3",
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self._key,
            aws_secret_access_key=self._secret,
            config=config,
        )

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: names are random, and asking costs a request."""
        return name

    def exists(self, name: str) -> bool:
        try:
            self._ask("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return int(self._ask("head_object", name)["ContentLength"])

    def delete(self, name: str) -> None:
        self._ask("delete_object", name)

    def _save(self, name: str, content: "File[Any]") -> str:
        content.seek(0)
        self._ask("put_object", name, Body=content.read(), ContentType="image/jpeg")
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("Files of the store are read whole or written whole.")
        with _told():
            return ContentFile(self._ask("get_object", name)["Body"].read(), name=name)

    def _ask(self, question: str, name: str, **more: Any) -> Any:
        with _told():
            return getattr(self.client, question)(Bucket=self.bucket, Key=name, **more)


@contextmanager
def _told() -> Iterator[None]:
    """Turn the library's errors into ours; the log gets their codes, people a sentence."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in {"404", "NoSuchKey"}:
            raise FileNotFoundError("There is no such file in the store.") from None
        log.error("the store for photos refused: %s", error.response.get("Error", {}).get("Code", "?"))
        raise Unavailable(_("The store for pictures cannot be used now. Try again later.")) from None
    except (BotoCoreError, HTTPError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        log.error("the store for photos does not answer: %s", type(error).__name__)
        raise Unavailable(_("The store for pictures cannot be used now. Try again later.")) from None
