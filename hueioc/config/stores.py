"""Turns the setting of the store for photos into Django's form: files under the home, or a bucket."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def storage_settings(url: str) -> dict[str, Any]:
    """Django's STORAGES. Raises ValueError, without the secret in it, for an address that cannot be read."""
    return {"default": _bucket(url) if url else _FILES, "staticfiles": _STATIC}


def _bucket(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    bucket, options = parts.path.strip("/"), parse_qs(parts.query)
    if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password and bucket):
        raise ValueError("HUEIOC_S3_URL must look like s3://key:secret@host/bucket")
    scheme = "http" if options.get("tls", ["yes"])[-1] == "no" else "https"
    return {
        # Named and not imported: the library behind it costs memory that a city without a bucket keeps.
        "BACKEND": "hueioc.connectors.s3.storage.Bucket",
        "OPTIONS": {
            "endpoint": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
            "bucket": bucket,
            "key": unquote(parts.username),
            "secret": unquote(parts.password),
            "region": options.get("region", ["us-east-1"])[-1],
        },
    }
