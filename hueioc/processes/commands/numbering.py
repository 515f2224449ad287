"""Running numbers: counted in the transaction that uses them, so that none is missing or given twice."""

from django.db.models import F

from hueioc.people.queries import unit
from hueioc.processes.models import Counter, Instance
from hueioc.workflow.pack import Numbering


def next_number(instance: Instance, numbering: Numbering, year: int) -> str:
    """The next number of the series of this process, for its unit or for the city, as the pattern writes it."""
    own = instance.started_unit if numbering.per == "unit" else ""
    series = f"{instance.service}/{own}"
    counter, _is_new = Counter.objects.get_or_create(series=series, year=year)
    Counter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    found = unit(instance.started_unit)
    name = found.short() if found else instance.started_unit
    number = numbering.pattern.replace("{number}", str(counter.last)).replace("{year}", str(year))
    return number.replace("{unit}", name)[:80]
