"""What a row of a log counts: its phase, and what the log says that it counts."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from actgraph.core.suggestions import quote_text
from actgraph.documents.readers.logs.columns import load_words
from actgraph.documents.readers.logs.log_rows import LogRow
from actgraph.documents.readers.logs.units import normalize_words
from actgraph.profile.written_values import find_boolean

_MAX_TEXT = 60
_DENIED = re.compile(r"_(?:no|without|without_a|never|not|did_not)_$")


class Purpose(NamedTuple):
    """What a row counts.

    Attributes:
        phase: `pre-training`, `update`, `synthetic`, `uncounted`, or empty if it is not clear.
        counts: `updates`, `cumulative`, `modification`, `none`, or empty if it is not said.
        by_log: whether the log says so of all its rows.
        doubt: why it is not clear what it counts, a sentence without a full stop; empty if nothing speaks against it.
    """

    phase: str
    counts: str
    by_log: bool
    doubt: str = ""


def find_phase(text: str) -> str:
    """Find what a phase of training does: a key of `phase` in columns.toml; empty if that is not clear.

    >>> find_phase("Pre-training, stage 2"), find_phase("SFT v2"), find_phase("RLHF"), find_phase("evals")
    ('pre-training', 'update', '', 'uncounted')
    """
    if len(text) > _MAX_TEXT:
        return ""
    table = load_words()["phase"]
    words = [word for word in re.split(r"[\W_]+", text.lower()) if word and not re.fullmatch(r"v?\d+|i{1,3}|iv", word)]
    kept = "".join(word for word in words if word not in table["left_out"])
    whole = "".join(words)
    return next(
        (
            kind
            for kind in ("pre-training", "update", "synthetic", "uncounted")
            for one in (whole, kept)
            if one in table[kind]
        ),
        "",
    )


def find_purpose(row: LogRow) -> Purpose:
    """Find what a row counts.

    >>> find_purpose(LogRow("line 2", {})).doubt
    'it names no phase of training'
    """
    text = row.get_text("phase")
    phase = find_phase(text)
    said = row.get_text("counts")
    table = load_words()["counts"]
    counts = next((kind for kind, words in table.items() if said.strip(" .;").lower() in words), "")
    by_log = bool(said) and row.cells["counts"][0].inherited
    if phase == "synthetic" and find_boolean(row.get_text("public")) == "true":
        phase = "uncounted"
    doubt = ""
    if said and not counts:
        doubt = f"{quote_text(said)} is none of: parameter updates, cumulative, modification, none"
    elif not said:
        done = row.get_text("status").lower()
        if done and done not in load_words()["done"]["words"]:
            doubt = f"its status is {quote_text(done)}"
        elif not phase:
            doubt = (
                f"whether {quote_text(text)} went into parameter updates is open"
                if text
                else "it names no phase of training"
            )
    elif counts == "updates" and phase in ("synthetic", "uncounted"):
        doubt = f"{quote_text(text)} updates no parameters of the model"
    elif counts == "cumulative" and phase == "uncounted" and by_log:
        doubt = (
            f"{quote_text(text)} need not be in cumulative training compute in some cases (paragraph 122):"
            " say cumulative or none in its own row"
        )
    if not doubt and counts != "none" and (by_log or not said) and phase not in ("synthetic", "uncounted"):
        doubt = _find_doubt_of_names(row)
    return Purpose(phase, counts, by_log, doubt)


def _find_doubt_of_names(row: LogRow) -> str:
    """Say why the name or the notes of a run speak against counting it; empty if they do not."""
    table = load_words()["doubtful"]
    run = row.get_text("run")
    if run and (find_phase(run) in ("synthetic", "uncounted") or _has_word(run, table["activities"])):
        return f"its name is {quote_text(run)}, which may be no training of the model"
    settled = row.get_text("status").lower() in load_words()["done"]["words"]
    for column, name in (("run", "name"), ("note", "note")):
        for cell in row.cells.get(column, ()):
            if _has_word(cell.text, table["auxiliary"]):
                return f"its {name} is {quote_text(cell.text)}, which may be no training of the model"
            if _has_word(cell.text, [*table["discarded"], *(() if settled else table["failed"])]):
                return f"its {name} is {quote_text(cell.text)}, so it may not have gone into the model"
    return ""


def _has_word(text: str, words: Sequence[str]) -> bool:
    """Tell whether a text has one of some words, without a word such as "no" before it."""
    plain = f"_{normalize_words(text)}_"
    for word in words:
        at = plain.find(f"_{word}_")
        while at >= 0:
            if not _DENIED.search(plain[: at + 1]):
                return True
            at = plain.find(f"_{word}_", at + 1)
    return False
