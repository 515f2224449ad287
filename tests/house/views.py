"""Everything the views of the house hold, to compare a live view with its rebuild; a new view is in it by itself."""

import sys
from pathlib import Path
from typing import Any

from django.apps import apps

from hueioc.config.floors import floors
from hueioc.journal.queries import follower_states
from hueioc.journal.runner import catch_up, rebuild

VIEWS_FLOOR = 5
ROOT = Path(__file__).resolve().parents[2]
_MOST_TOLD = 5  # rows of a table that differ
# Says how far people were told before a rebuild, so a rebuild must change it.
_NO_VIEW = frozenset({"notices.Reach"})
Snapshot = dict[str, list[str]]


def snapshot() -> Snapshot:
    """Rows of every table of every view, without the numbers the database gave them, in one order."""
    rooms = next(floor.rooms for floor in floors(ROOT) if floor.number == VIEWS_FLOOR)
    models = [model for room in rooms for model in _models(room)]
    return {model._meta.label: sorted(_plain(row) for row in model.objects.values()) for model in models}


def _models(room: str) -> list[Any]:
    """A room without tables has no models."""
    return list(apps.get_app_config(room).get_models()) if apps.is_installed(f"hueioc.{room}") else []


def _plain(row: dict[str, Any]) -> str:
    return repr({name: value for name, value in row.items() if name != "id"})


def rebuilt() -> list[str]:
    """Rebuild every follower that is a view; returns their names."""
    done = []
    for name in [state.name for state in follower_states()]:
        try:
            rebuild(name)
        except NotImplementedError:
            continue
        done.append(name)
    return done


def differences() -> list[str]:
    """Tables whose rows are others after a rebuild than they were live; called when every follower may catch up."""
    catch_up()
    live = snapshot()
    rebuilt()
    again = snapshot()
    found = [label for label in live if live[label] != again[label] and label not in _NO_VIEW]
    for label in found:
        for mark, rows in (("-", set(live[label]) - set(again[label])), ("+", set(again[label]) - set(live[label]))):
            sys.stdout.writelines(f"{mark} {label} {row}\n" for row in sorted(rows)[:_MOST_TOLD])
    return found


def main() -> int:
    """Compare and say what there is; 1 when a view differs from its rebuild."""
    found = differences()
    rows = {label: len(rows) for label, rows in snapshot().items()}
    sys.stdout.write(f"{rows}\n{' '.join(found)}\n")
    return 1 if found else 0
