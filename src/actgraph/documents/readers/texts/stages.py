"""Datasets of one stage of the training: which models of a document they belong to."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.texts.addresses import join_addresses
from actgraph.documents.readers.texts.names import Entry
from actgraph.documents.reading import Field, Unread

POST_TRAINING = "dataset of post-training"  # no field of a table: `give_stages` makes it one
_STAGE = re.compile(
    r"\b(?:(?P<both>pre-?\s*(?:,|and|&|/|or)\s*post-?\s*training)"
    r"|(?P<pre>pre-?\s*train(?:ing|ed))|(?P<post>post-?\s*train(?:ing|ed)))\b",
    re.IGNORECASE,
)
_TUNED = re.compile(r"(?:^|[\W_])(?:instruct(?:ion)?|instruct-tuned|chat|it|sft|dpo)(?=$|[\W_])", re.IGNORECASE)
_BASE_LEFT_OUT = (
    "it was used in particular in post-training; that {} {} trained on it is not said; if so, state ag:trainedOn"
    " yourself"
)


def is_of_post_training(text: str, entry: Entry) -> bool:
    """Tell whether a dataset stands behind words on post-training, and no words on another stage between.

    Args:
        text: the answer.
        entry: a dataset of it.

    >>> text = "For pretraining we used:\\nDCLM\\nOthers were used in the post-training phase:\\nTulu 3"
    >>> [is_of_post_training(text, Entry(name, "", 0)) for name in ("DCLM", "Tulu 3")]
    [False, True]
    """
    joined = join_addresses(text)
    at = entry.at
    if not at:
        found = re.search(r"\s+".join(map(re.escape, (entry.address or entry.name).split())), joined)
        at = found.start() if found else len(joined)
    stage = ""
    for one in _STAGE.finditer(joined, 0, at):
        stage = one.lastgroup or ""
    return stage == "post"


def give_stages(found: Sequence[Field | Unread]) -> list[Field | Unread]:
    """Give datasets of post-training to the models that are post-trained by their names, if a document has others too.

    Args:
        found: what was read, with the names of the models.
    """
    models = [one.value for one in found if isinstance(one, Field) and one.name == "model name"]
    tuned = [name for name in models if _TUNED.search(name)]
    base = [name for name in models if name not in tuned]
    given: list[Field | Unread] = []
    for one in found:
        if not isinstance(one, Field) or one.name != POST_TRAINING:
            given.append(one)
        elif tuned and base:
            given += [one._replace(name="dataset", about=("model", name)) for name in tuned]
            reason = _BASE_LEFT_OUT.format(" and ".join(base), "was" if len(base) == 1 else "were")
            given.append(Unread(one.place, one.value, reason))
        else:
            given.append(one._replace(name="dataset"))
    return given
