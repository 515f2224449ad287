"""The JSON door to reports: file one, act on one, follow one, list what is public."""

from hueioc.cases.api import acts
from hueioc.cases.api.reports import router

router.add_api_operation("/acts", ["POST"], acts.act, response=acts.RESPONSES, operation_id="act")

__all__ = ["router"]
