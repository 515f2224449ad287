"""The setting of the store for photos: files, a bucket, or a sentence that keeps the secret."""

import pytest

from hueioc.config.stores import storage_settings

pytestmark = pytest.mark.once


def test_without_an_address_photos_are_files() -> None:
    assert storage_settings("")["default"]["BACKEND"].endswith("FileSystemStorage")


def test_an_address_names_the_bucket_its_key_and_its_region() -> None:
    bucket = storage_settings("s3://key:se%2Fcret@store.example:9000/photos?region=eu-1")["default"]
    assert bucket["OPTIONS"] == {
        "endpoint": "https://store.example:9000",
        "bucket": "photos",
        "key": "key",
        "secret": "se/cret",
        "region": "eu-1",
    }


@pytest.mark.parametrize("url", ["https://x", "s3://host/bucket", "s3://key:s3cret@host/", "s3://key@host/bucket"])
def test_an_address_that_cannot_be_read_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(ValueError, match="must look like s3://key:secret@host/bucket") as refused:
        storage_settings(url)
    assert "s3cret" not in str(refused.value)
