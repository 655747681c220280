"""Build the first page: common questions, each with a link to its answer."""

from actgraph.graph.day import Day
from actgraph.web.http.page import Page
from actgraph.web.pages.written_answers import load_written_answers

# Questions that a table or a picture answers; the written answers come before them.
QUESTIONS = (
    (
        "What must I show for a duty, such as Article 53(1)(c), if I have signed a code? And if I have not?",
        "duties",
    ),
    ("Which commitments cover Article 53?", "eli/reg/2024/1689/art_53"),
    ("Which commitments and measures cover Article 50, and which are mandatory?", "eli/reg/2024/1689/art_50"),
    ("Which duties does no commitment cover?", "gaps"),
    ("Who has signed which code, and which chapters or sections?", "signatories"),
    ("Which dates does the law set, by kind of actor?", "timeline"),
    ("Which provisions were amended on 27 July 2026, and by which point?", "queries/amendments"),
    ("How does the whole General-Purpose AI Code map to the Act?", "matrix"),
    ("How does the AI-Generated Content Code map to the Act?", "content-matrix"),
    ("When is a model a general-purpose AI model, and when has it systemic risk?", "queries/gpai-model"),
)


def build_home_page(day: Day) -> Page:
    """Build the first page.

    >>> from actgraph.graph.day import open_day
    >>> build_home_page(open_day("2026-11-24")).title
    'The AI Act and its codes of practice, linked'
    """
    answers = [(answer.title, answer.path) for answer in load_written_answers().values()]
    data = [{"question": question, "page": path} for question, path in [*answers, *QUESTIONS]]
    title = "The AI Act and its codes of practice, linked"
    return Page("", "home.html", title, {"answers": answers, "questions": QUESTIONS}, data)
