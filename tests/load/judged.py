"""What must hold of an installation after anything: every acknowledged report once, the chain and the views whole."""

import sys
from collections.abc import Iterable
from pathlib import Path
from subprocess import run

from tests.house.served import ROOT, hueioc, surroundings


def numbers_kept(home: Path, database: dict[str, str]) -> list[str]:
    """Numbers of all reports in the order in which they were saved."""
    program = (
        "import django; django.setup(); from hueioc.cases.models import Case\n"
        "print('\\n'.join(Case.objects.order_by('id').values_list('code', flat=True)))"
    )
    return _told(home, database, program).split()


def assert_whole(home: Path, database: dict[str, str], acknowledged: Iterable[str], *, exactly: bool = True) -> None:
    """Fail unless nothing acknowledged is missing or there twice, the chain verifies, and views equal their rebuild."""
    kept, told = numbers_kept(home, database), list(acknowledged)
    assert len(set(kept)) == len(kept)
    assert len(set(told)) == len(told), "two senders got one number"
    assert set(told) <= set(kept), "an acknowledged report is missing"
    if exactly:
        assert set(kept) == set(told), "there is a report nobody was told of"
    verified = hueioc(home, ["verify"], **database)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    _told(home, database, "import sys, django; django.setup(); from tests.house.views import main; sys.exit(main())")


def _told(home: Path, database: dict[str, str], program: str) -> str:
    env = surroundings(home, DJANGO_SETTINGS_MODULE="hueioc.config.settings", **database)
    done = run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
