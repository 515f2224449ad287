"""Writes of questions: one function per verb."""

from hueioc.questions.commands.answering import accept_question, answer_question, return_question
from hueioc.questions.commands.asking import ask_question
from hueioc.questions.commands.ending import accept_answer, ask_again, close_question, withdraw_question
from hueioc.questions.commands.routing import hand_over_question, lapse_question_offer
from hueioc.questions.commands.telling import mark_question_told, remind_answerer

__all__ = [
    "accept_answer",
    "accept_question",
    "answer_question",
    "ask_again",
    "ask_question",
    "close_question",
    "hand_over_question",
    "lapse_question_offer",
    "mark_question_told",
    "remind_answerer",
    "return_question",
    "withdraw_question",
]
