"""Answer what the form sends: the form again, what follows from the answers, or the profile as a file."""

import asyncio

from actgraph.core.errors import ActgraphError
from actgraph.documents.reading import DocumentError
from actgraph.graph.day import open_day
from actgraph.web.check_request import CheckAnswer, CheckRequest, render_check_page
from actgraph.web.forms.answer_reader import MAX_FIELDS, SentForm, take_answers
from actgraph.web.forms.answers import Answers
from actgraph.web.forms.document_state import DocumentState
from actgraph.web.forms.prefill import fill_in
from actgraph.web.forms.statements import FormProfile, make_profile
from actgraph.web.http.page import Page
from actgraph.web.http.requests import RequestError
from actgraph.web.pages.answer_form import build_form_page
from actgraph.web.pages.form_result import build_result_page
from actgraph.web.profile_check import check_profile
from actgraph.web.profile_upload import parse_multipart

NAME = "your answers"  # of the profile in messages
_HINT = "Open the form, and send it from there."
WRONG_ANSWERS = 422  # HTTP status where an answer cannot be read


def answer_form(request: CheckRequest, body: bytes) -> CheckAnswer:
    """Answer what the form sends.

    Args:
        body: body of the request.

    >>> body = b"--a\\r\\nContent-Disposition: form-data; name=\\"no\\"\\r\\n\\r\\n\\r\\n--a--\\r\\n"
    >>> answer_form(CheckRequest("", "2026-11-24", "multipart/form-data; boundary=a", "html", 2, "form"), body).status
    400
    """
    day = open_day(request.url_day or request.today)
    answers = Answers()
    try:
        sent = asyncio.run(parse_answers(request.content_type, body))
        answers = sent.answers
        made = make_profile(answers)
        if sent.action in ("yaml", "ttl") and not made.errors:
            return _save_profile(made, sent.action)
        if sent.action == "check" and made.quads and not made.errors:
            check = check_profile(day, made.to_yaml().encode(), NAME, "yaml")
            return render_check_page(request, build_result_page(day, answers, made, check), day)
        page, status = _build_form(sent, made)
    except ActgraphError as error:
        page, status = build_form_page(answers, error=error), getattr(error, "status", 400)
    return render_check_page(request, page, day, status)


async def parse_answers(content_type: str, body: bytes) -> SentForm:
    """Parse the body of a request.

    Raises:
        RequestError: it is no form, or has other fields.
    """
    async with parse_multipart(content_type, body, MAX_FIELDS, _HINT) as fields:
        return take_answers(fields)


def _build_form(sent: SentForm, made: FormProfile) -> tuple[Page, int]:
    """Build the form again, as a button asks for it.

    Raises:
        RequestError: nothing is answered, or no document was chosen.
        DocumentError: the document cannot be read.
    """
    answers = sent.answers
    if sent.action == "add":
        return build_form_page(answers.show_more(sent.about)), 200
    if sent.action == "drop":
        return build_form_page(Answers(answers.values, answers.shown, DocumentState())), 200
    if sent.action == "edit":
        return build_form_page(answers), 200
    if sent.action == "import":
        if not sent.data:
            raise DocumentError("no document was chosen, or it is empty", todo="Choose a file, then press the button.")
        filled = fill_in(answers, sent.data, sent.file_name or "document")
        return build_form_page(filled, make_profile(filled).errors), 200
    if not made.errors:
        raise RequestError(400, "nothing is answered", "Answer at least one question.")
    return build_form_page(answers, made.errors), WRONG_ANSWERS


def _save_profile(made: FormProfile, form: str) -> CheckAnswer:
    if form == "yaml":
        return CheckAnswer(200, "application/yaml; charset=utf-8", made.to_yaml().encode(), "profile.yaml")
    return CheckAnswer(200, "text/turtle; charset=utf-8", made.to_turtle().encode(), "profile.ttl")
