"""Photos in a store, against a server that speaks S3 and checks every signature."""

import json
import logging
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from botocore.session import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation
from moto import settings as server_settings
from moto.server import ThreadedMotoServer

from hueioc.cases.commands import add_photo
from hueioc.cases.models import Case, Photo
from hueioc.connectors.s3 import storage
from hueioc.connectors.s3.storage import Bucket
from hueioc.lib.refusals import Unavailable
from tests.cast import Cast
from tests.pictures import jpeg

pytestmark = pytest.mark.once
_RIGHTS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of a bucket; from then on the server asks everybody for a valid signature."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()

    def client(service: str) -> Any:
        return Session().create_client(
            service,
            region_name="us-east-1",
            endpoint_url=f"http://{host}:{port}",
            aws_access_key_id="founder",
            aws_secret_access_key="founder",
        )

    client("s3").create_bucket(Bucket="photos")
    iam = client("iam")
    user = uuid.uuid4().hex  # the server keeps its users as long as the process lives
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="all", PolicyDocument=json.dumps(_RIGHTS))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server_settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0.0)
        pair = f"{key['AccessKeyId']}:{quote(key['SecretAccessKey'], safe='')}"
        yield f"s3://{pair}@{host}:{port}/photos?tls=no"
        patch.undo()
        server.stop()


def options_in(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    return {
        "endpoint": f"http://{parts.netloc.rpartition('@')[2]}",
        "bucket": parts.path.strip("/"),
        "key": unquote(parts.username or ""),
        "secret": unquote(parts.password or ""),
        "region": "us-east-1",
    }


def use(settings: Any, url: str) -> None:
    bucket = {"BACKEND": "hueioc.connectors.s3.storage.Bucket", "OPTIONS": options_in(url)}
    settings.STORAGES = settings.STORAGES | {"default": bucket}


@pytest.fixture
def bucket(settings: Any, store: str) -> Bucket:
    use(settings, store)
    return Bucket(**settings.STORAGES["default"]["OPTIONS"])


def test_what_is_put_comes_back_and_can_go(bucket: Bucket) -> None:
    body = jpeg()
    name = bucket.save("cases/ab/one.jpg", ContentFile(body))
    assert name == "cases/ab/one.jpg"
    assert bucket.exists(name)
    assert bucket.size(name) == len(body)
    with bucket.open(name) as file:
        assert file.read() == body
    bucket.delete(name)
    assert not bucket.exists(name)


def test_a_missing_key_is_no_file(bucket: Bucket) -> None:
    with pytest.raises(FileNotFoundError):
        bucket.open("cases/no/such.jpg")
    assert not bucket.exists("cases/no/such.jpg")


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_photo_and_its_thumbnail_travel_through_the_pages(bucket: Bucket, cast: Cast, in_work: Case) -> None:
    photo = add_photo(in_work.code, cast.owner, jpeg(640, 480))
    assert bucket.exists(photo.file_key)
    for size in ("full", "thumb"):
        address = f"/photos/{photo.code}/{size}.jpg"
        seen = {who: browser(cast, who).get(address).status_code for who in ("owner", "officer", "stranger")}
        assert seen == {"owner": 200, "officer": 200, "stranger": 404}, size
        assert b"".join(browser(cast, "owner").get(address)).startswith(b"\xff\xd8")
    assert default_storage.size(photo.thumb_key) <= default_storage.size(photo.file_key)


def test_a_lost_file_is_a_page_that_says_so(bucket: Bucket, cast: Cast, in_work: Case) -> None:
    photo = add_photo(in_work.code, cast.owner, jpeg())
    bucket.delete(photo.file_key)
    answer = browser(cast, "owner").get(f"/photos/{photo.code}/full.jpg", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is no such picture." in answer.content.decode()


@pytest.mark.parametrize("wrong", ["secret", "key", "bucket", "server"])
def test_a_store_that_refuses_or_is_away_is_answered_by_a_sentence(
    settings: Any, store: str, cast: Cast, in_work: Case, wrong: str, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "TRIES", 1)
    right = options_in(store)
    key, secret = ("nobody" if wrong == "key" else right["key"]), ("wrong" if wrong == "secret" else right["secret"])
    host = "127.0.0.1:9" if wrong == "server" else right["endpoint"].partition("//")[2]
    place = "elsewhere" if wrong == "bucket" else right["bucket"]
    use(settings, f"s3://{key}:{quote(secret, safe='')}@{host}/{place}?tls=no")
    with translation.override("en"), pytest.raises(Unavailable, match="The store for pictures cannot be used now"):
        add_photo(in_work.code, cast.owner, jpeg())
    assert not Photo.objects.filter(case=in_work).exists()
    assert secret not in caplog.text


def test_a_report_is_kept_when_its_picture_cannot_be(settings: Any, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(storage, "TRIES", 1)
    use(settings, "s3://key:secret@127.0.0.1:9/photos?tls=no")
    form = {"category": "drainage", "description": "Cống nghẹt", "lat": 16.4778, "lon": 107.6080}
    picture = ContentFile(jpeg(), name="one.jpg")
    answer = browser(cast, "owner").post("/report/", form | {"photos": picture}, headers={"Accept-Language": "en"})
    assert answer.status_code == 302
    assert Case.objects.count() == 1
    assert "The store for pictures cannot be used now" in browser_text(answer)


def browser_text(answer: Any) -> str:
    page = answer.client.get(answer["Location"], headers={"Accept-Language": "en"})
    return str(page.content.decode())


def test_without_a_store_its_library_is_not_loaded() -> None:
    program = (
        "import sys, django; django.setup(); import hueioc.config.urls, hueioc.connectors.urls\n"
        "from django.core.files.storage import default_storage; default_storage.exists('x')\n"
        "assert 'botocore' not in sys.modules"
    )
    surroundings = dict(os.environ, DJANGO_SETTINGS_MODULE="hueioc.config.settings", HUEIOC_S3_URL="")
    done = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
