"""The citizen app speaks German and Arabic without a gap: every text its pages, forms and refusals can show."""

import re
from pathlib import Path

import pytest

from hueioc.lib.catalogue import joined
from tests.house.laws.sources import House
from tests.house.laws.translations import PLACEHOLDER, messages

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
APP = (
    *("hueioc/ui/templates/", "hueioc/cases/templates/", "hueioc/cases/forms.py", "hueioc/cases/templatetags/"),
    *("hueioc/cases/queries/looks.py", "hueioc/cases/queries/timeline.py", "hueioc/cases/queries/reading.py"),
    *("hueioc/cases/queries/intake.py", "hueioc/cases/rules/intake.py", "hueioc/cases/rules/joining.py"),
    *("hueioc/lib/pictures.py", "hueioc/cases/commands/citizen.py", "hueioc/cases/commands/following.py"),
    *("hueioc/cases/commands/photos.py", "hueioc/cases/commands/desk.py", "hueioc/cases/views/citizen.py"),
    *("hueioc/cases/views/report.py", "hueioc/portal/templates/", "hueioc/portal/accounts.py"),
    *("hueioc/portal/search.py", "hueioc/portal/offline_views.py", "hueioc/notices/", "hueioc/indicators/"),
    *("hueioc/maps/", "hueioc/workflow/rules/figures.py", "hueioc/workflow/rules/roles.py"),
    *("hueioc/workflow/queries/looks.py", "hueioc/dossiers/templates/dossiers/", "hueioc/dossiers/forms/filing.py"),
    *("hueioc/dossiers/queries/", "hueioc/dossiers/rules/intake.py", "hueioc/dossiers/rules/numbers.py"),
    *("hueioc/dossiers/views/citizen.py", "hueioc/dossiers/views/tracking.py"),
    *(f"hueioc/rescues/templates/rescues/{page}" for page in ("ask", "family", "safe", "search", "damage.html")),
    *("hueioc/rescues/rules/intake.py", "hueioc/rescues/views/asking.py", "hueioc/rescues/views/family.py"),
    *("hueioc/rescues/gate.py", "hueioc/rescues/queries/packs.py"),
    *("hueioc/handbook/templates/handbook/public", "hueioc/handbook/templates/handbook/parts/facts"),
    *("hueioc/handbook/templates/handbook/parts/unhelpful", "hueioc/handbook/commands/remarks.py"),
    *("hueioc/sensors/templates/sensors/", "hueioc/sensors/views/public.py", "hueioc/sensors/views/alarms.py"),
    *("hueioc/sensors/views/looks.py", "hueioc/sensors/queries/alarms.py", "hueioc/sensors/rules/intake.py"),
    *("hueioc/warnings/templates/", "hueioc/warnings/queries/wording.py", "hueioc/portal/situation.py"),
    *("hueioc/forecasts/templates/forecasts/", "hueioc/forecasts/views.py"),
)
# Pages that only staff open.
STAFF = re.compile(
    r"staff|finish|gallery|desk\.html|/desk/|behind|routing|inbox|overview|vault_log|tests/|triage|dashboard|wall|briefing|leader|board|ward\.|take_in|parts/head|index766|index_766|counting|portal/warning|/asking/"
)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_text_of_the_app_is_translated(language: str) -> None:
    catalogue = joined(ROOT / "hueioc" / "locale" / language)
    gaps = []
    for name, line, text, context in messages(House(ROOT)):
        if not name.startswith(APP) or STAFF.search(name):
            continue
        found = catalogue.get(text, context)
        if found is None or not found.string:
            gaps.append(f"{name}:{line}: {text}")
    assert gaps == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_no_translation_invents_or_loses_a_placeholder(language: str) -> None:
    wrong = []
    for message in joined(ROOT / "hueioc" / "locale" / language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {match[0] for match in PLACEHOLDER.finditer(str(source[-1]))}
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        for string in strings:
            found = {match[0] for match in PLACEHOLDER.finditer(string or "")}
            # Forms for none, one and two may say the number in words.
            if not (found == wanted or (len(strings) > 2 and found < wanted)):
                wrong.append((message.id, string))
    assert wrong == []
