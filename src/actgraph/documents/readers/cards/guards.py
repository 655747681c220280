"""Find what makes a sentence no plain statement: negations, plans, examples, comparisons, bounds, other models."""

import re

_GUARDS = (
    (
        "the sentence denies something",
        re.compile(r"\b(?:not|never|neither|nor|without|cannot|no)\b|n['’]t\b", re.IGNORECASE),
    ),
    (
        "the sentence speaks of a plan, an estimate or something that goes on",
        re.compile(
            r"\b(?:will|would|could|should|might|shall|plan(?:s|ned|ning)?|expect(?:s|ed|ing)?|estimat\w+|"
            r"going to|to be|"
            r"intend(?:s|ed)? to|forthcoming|upcoming|soon|targets?|targeted|goals?|aim(?:s|ed|ing)?|hop(?:e|es|ing)|"
            r"(?:is|are|being) (?:being|still|currently|now)|currently|in progress|ongoing|under ?way|future|so far|"
            r"until now|yet|stay tuned|tentative\w*|projected|proposed|(?:is|are) (?:pre-?)?training)\b"
            r"|(?<!\d )\bmay\b(?! \d)",
            re.IGNORECASE,
        ),
    ),
    (
        "the sentence speaks of an example or a condition",
        re.compile(
            r"\b(?:if|suppos\w+|assum\w+|imagin(?:e|ing|ary)|for example|for instance|such as|hypothetical\w*|"
            r"examples?|can be|let's say|"
            r"in case|whether|allegedly|rumou?r\w*|reportedly|claims? (?:to|that))\b|\be\.g\.",
            re.IGNORECASE,
        ),
    ),
    (
        "the sentence compares",
        re.compile(
            r"\b(?:than|outperform\w*|compar\w+|versus|unlike|similar(?:ly)? to|same (?:as|number)|surpass\w*|"
            r"match(?:es|ing)?|"
            r"beats?|rivals?|as (?:large|big|many|good|much|small)|predecessors?|previous|earlier|teachers?|"
            r"distill\w*|"
            r"baselines?|competitors?|double|half|"
            r"twice|\d+ ?(?:x|times)(?! ?10)|formerly|instead of|originally)\b|\bvs\b",
            re.IGNORECASE,
        ),
    ),
)
_PLAN = re.compile(
    r"\b(?:will|plan(?:s|ned|ning)?|forthcoming|upcoming|in progress|coming soon|to be (?:added|trained|"
    r"released|published)|"
    r"(?:is|are) (?:still |currently )?(?:being )?(?:pre-?)?training|being (?:pre-?)?trained)\b",
    re.IGNORECASE,
)
_MAX_TEXT = 10_000  # characters of a paragraph
_MAX_SENTENCE = 1_500
_QUESTION = re.compile(r"\?[\"”')\s]*$")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')]*\s+(?=[A-Z0-9“\"(\[`])|(?<=[。！？])")
_NAME = re.compile(r"[A-Z][\w&'’.-]*(?: (?:&|[A-Z][\w&'’.-]*))+")  # a name may have a word that is a guard elsewhere
_COUNTED = re.compile(  # “2M examples” are data
    r"(?:\b\d[\d.,]*\s?(?:[KMBkmb]\b|thousand|million|billion)?\s?(?:[\w-]+ ){0,3}?|"
    r"\b(?:training|annotated) )examples?\b"
)
_BEGINNING = re.compile(r"(?:It|The|This|These|We|Its|Our|They|In|For)\b")
_LEGAL_END = re.compile(r"(?:\b(?:Inc|Ltd|Corp|Co)|\b(?:[A-Z]\.){1,2}[A-Z])\.$")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|et al|approx|ca|cf|Fig|No|Dr|Inc|Ltd|Corp|Co|St|U\.S|resp)\.|\b[A-Z]\.|^\d+\.)$"
)


def split_sentences(text: str) -> list[str]:
    """Split a text into its sentences.

    >>> split_sentences("It has 7B parameters, e.g. many. v0.1 is old. New!")
    ['It has 7B parameters, e.g. many. v0.1 is old.', 'New!']
    >>> split_sentences("It is made by Aurora B.V. It is new.")
    ['It is made by Aurora B.V.', 'It is new.']
    """
    sentences: list[str] = []
    for part in _SENTENCE_END.split(text[:_MAX_TEXT].replace("\n", " ")):
        ends = sentences and _LEGAL_END.search(sentences[-1]) and _BEGINNING.match(part)
        if sentences and not ends and _NO_END.search(sentences[-1]):
            sentences[-1] += " " + part
        elif part.strip():
            sentences.append(part.strip())
    return [sentence for sentence in sentences if len(sentence) <= _MAX_SENTENCE]


def find_doubt(sentence: str) -> str:
    """Say why a sentence is no plain statement of what is; empty if nothing speaks against it.

    Args:
        sentence: one sentence.

    >>> find_doubt("The model will be trained on 2T tokens.")
    'the sentence speaks of a plan, an estimate or something that goes on'
    >>> find_doubt("The model was trained on 2T tokens."), find_doubt("Aurora was made by Future Imaging GmbH.")
    ('', '')
    """
    if _QUESTION.search(sentence):
        return "the sentence asks"
    plain = _COUNTED.sub(" ", _NAME.sub(_keep_first_word, sentence))
    for reason, pattern in _GUARDS:
        if pattern.search(plain):
            return reason
    return ""


def _keep_first_word(match: re.Match[str]) -> str:
    """Leave out a name; the first word of a sentence is large without being one."""
    is_first = match.start() == 0 and match.end() < len(match.string.rstrip(" ."))
    return match[0].split()[0] + " " if is_first else " "


def find_plan(text: str) -> str:
    """Say why a text that is given as a whole is no statement of what is; it may deny and compare.

    >>> find_plan("The data will be filtered."), find_plan("No user data were used.")
    ('the text speaks of a plan or of something that goes on', '')
    """
    return "the text speaks of a plan or of something that goes on" if _PLAN.search(text) else ""
