"""Answer what is posted to the page of the one-third rule."""

import asyncio

from actgraph.core.errors import ActgraphError
from actgraph.graph.day import open_day
from actgraph.web.check_request import CheckAnswer, CheckRequest, render_check_page
from actgraph.web.form_answer import WRONG_ANSWERS, parse_answers
from actgraph.web.forms.answers import AnswerError, Answers
from actgraph.web.forms.statements import make_profile
from actgraph.web.http.requests import RequestError
from actgraph.web.modifier_check import check_modification
from actgraph.web.pages.one_third import build_one_third_page

_NOT_KNOWABLE = "model.originalComputeNotKnowable"
_FIGURES = ("base.ownCompute", "base.cumulativeCompute")


def answer_one_third(request: CheckRequest, body: bytes) -> CheckAnswer:
    """Answer what is posted to the page.

    Args:
        request: the request.
        body: its body.

    >>> body = b"--a\\r\\nContent-Disposition: form-data; name=\\"no\\"\\r\\n\\r\\n\\r\\n--a--\\r\\n"
    >>> asked = CheckRequest("", "2026-11-24", "multipart/form-data; boundary=a", "html", 2, "one-third")
    >>> answer_one_third(asked, body).status
    400
    """
    day = open_day(request.url_day or request.today)
    answers = Answers()
    status = 200
    try:
        answers = asyncio.run(parse_answers(request.content_type, body)).answers
        if not answers.values:
            raise RequestError(400, "nothing is answered", "Answer at least one question.")
        made = make_profile(answers)
        errors = [*made.errors, *_find_conflict(answers)]
        if errors:
            page, status = build_one_third_page(day, answers, errors), WRONG_ANSWERS
        else:
            page = build_one_third_page(day, answers, verdicts=check_modification(day, made.quads))
    except ActgraphError as error:
        page, status = build_one_third_page(day, answers, error=error), getattr(error, "status", 400)
    return render_check_page(request, page, day, status)


def _find_conflict(answers: Answers) -> list[AnswerError]:
    if answers.get_text(_NOT_KNOWABLE) != "yes" or not any(map(answers.get_text, _FIGURES)):
        return []
    what = "you also give an amount for the original model"
    return [AnswerError(_NOT_KNOWABLE, what, "Delete the amount, or answer “no” here.")]
