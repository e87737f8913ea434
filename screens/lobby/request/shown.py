"""An answer as the person who gave it sees it again."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.identity import Kind, mask, recognised
from kiosk.wording import in_script, name_of, say
from screens.lobby.request.plan import Question


def in_words(question: Question, answers: Mapping[str, str], language: str) -> str:
    """The answer to a question; empty where there is none. Numbers of papers are masked."""
    field, value = question.field, answers.get(question.name, "")
    if field is None or not value:
        return ""
    match field.kind:
        case "id_no":
            return masked(question, answers)
        case "id_type":
            return say(f"form.paper_{value}", language)
        case "choice":
            named = {choice.code: name_of(choice, language) for choice in field.choices}
            return named.get(value, value)
        case "purpose":
            return in_script(value, language)
        case _:
            return value


def masked(question: Question, answers: Mapping[str, str]) -> str:
    """The number of a paper, as it is shown once it is confirmed."""
    number = answers.get(question.name, "")
    paper = answers.get(question.name.removesuffix(question.asks) + "id_type", "")
    return mask(paper or recognised(number) or Kind.RESIDENT, number)
