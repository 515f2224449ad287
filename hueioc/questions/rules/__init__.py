"""Pure decisions about questions: who sees them and asks them, and what a question must hold."""

from hueioc.questions.rules.asking import NewQuestion, check_question, checked_source
from hueioc.questions.rules.visibility import is_asker, may_see

__all__ = ["NewQuestion", "check_question", "checked_source", "is_asker", "may_see"]
