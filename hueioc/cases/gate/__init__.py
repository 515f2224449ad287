"""The hot paths of reports: filing, acting and reading, each answered after a commit or question shared with others."""

from hueioc.cases.gate.acts import act
from hueioc.cases.gate.reading import ROUTE, read_report
from hueioc.cases.gate.reports import create_report

ROUTES = [("POST", "/api/v1/reports", create_report), ("POST", "/api/v1/acts", act), ("GET", f"{ROUTE}*", read_report)]
