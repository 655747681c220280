"""Import documents: read each, find out what it is, and draft one profile from all of them."""

import hashlib
import os
from collections.abc import Callable, Sequence

from actgraph.core import files
from actgraph.documents.draft import Document, Draft, draft_profile
from actgraph.documents.reading import DocumentError
from actgraph.documents.reading_process import read_in_process

MAX_DOCUMENT_BYTES = 20_000_000
_MAX_REASONS = 3  # that a message tells
MAX_DOCUMENTS = 50
_STANDARD_INPUT = "standard input"


def import_documents(
    sources: Sequence[str], report: Callable[[str], None] = lambda line: None, is_one_model: bool = False
) -> Draft:
    """Draft a profile from documents.

    Args:
        sources: paths; `-` for standard input.
        report: receives a line about each document that is read.
        is_one_model: whether the main model of each document is the same, whatever it is called there.

    Raises:
        DocumentError: one of them cannot be read; the message says which, where and why.

    >>> import_documents(["no-such.md"])
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: no-such.md: there is no such file
    """
    if len(sources) > MAX_DOCUMENTS:
        raise DocumentError(
            f"these are more than {MAX_DOCUMENTS} files", todo="Import the files of one model at a time."
        )
    documents: list[Document] = []
    for source in sources:
        name = _STANDARD_INPUT if source == "-" else source
        data = _read_bytes(source, name)
        hashed = hashlib.sha256(data).hexdigest()
        if same := next((one for one in documents if one.sha256 == hashed), None):
            raise DocumentError(f"this is the same file as {same.name}", where=name, todo="Give each file once.")
        report(f"reading {name}")
        documents.append(Document(name, hashed, read_in_process(data, name)))
    draft = draft_profile(documents, is_one_model)
    refuse_empty_draft(draft)
    return draft


def refuse_empty_draft(draft: Draft) -> None:
    """Refuse a draft without a statement.

    Raises:
        DocumentError: it has none; the message says why.

    >>> refuse_empty_draft(draft_profile([Document("card.md", "00", [])]))
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: card.md: no statement can be made from it, so there is no draft
      Add what is missing, and try again.
    """
    if draft.sources:
        return
    names = ", ".join(one.name for one in draft.documents)
    told = [f"{one.place}: {one.reason}" for one in draft.unmapped[-_MAX_REASONS:]]
    what = "no statement can be made from it, so there is no draft" + f" ({'; '.join(told)})" * bool(told)
    raise DocumentError(what, where=names, todo="Add what is missing, and try again.")


def _read_bytes(source: str, name: str) -> bytes:
    try:
        if source == "-":
            data = files.read_standard_input(MAX_DOCUMENT_BYTES)
        else:
            data = files.read_input_file(source, MAX_DOCUMENT_BYTES)
    except FileNotFoundError:
        raise DocumentError("there is no such file", where=name) from None
    except IsADirectoryError:
        todo = f"Name the files in it: {os.path.join(source, '*')}"
        raise DocumentError("this is a folder, not a file", where=name, todo=todo) from None
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror or error})", where=name) from None
    except ValueError:  # a path with a null byte
        raise DocumentError("this is no path", where=name) from None
    if len(data) > MAX_DOCUMENT_BYTES:
        what = f"it is over {MAX_DOCUMENT_BYTES // 1_000_000} MB"
        raise DocumentError(what, where=name, todo="Leave out pictures and annexes, or export the text alone.")
    return data
