"""The bytes of a profile and the form they are written in, from a path or from standard input."""

import os
import re
import sys

from actgraph.core import files, suggestions
from actgraph.core.errors import ProfileError

MOST_BYTES = 20_000_000
FORMS = ("ttl", "trig", "nt", "nq", "xml", "jsonld")
ENDINGS = {f".{form}": form for form in FORMS} | {".rdf": "xml", ".owl": "xml", ".json": "jsonld"}
_STANDARD_INPUT = "standard input"
_READ = f"Endings that are read: {' '.join(ENDINGS)}"


def fetch(source: str, form: str | None = None) -> tuple[bytes, str, str]:
    """The bytes of a profile, what to call it, and its form.

    Args:
        source: a path, or `-` for standard input.
        form: one of FORMS; None to go by the file's ending, on standard input by the first characters.

    Raises:
        ProfileError: it cannot be read, is over 20 MB, or its form is unknown.

    >>> fetch("model.ttl", "json")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: model.ttl: there is no form “json”
      did you mean: jsonld
      Forms that are read: ttl trig nt nq xml jsonld
    """
    if form is not None and form not in FORMS:
        raise ProfileError(
            f"there is no form {suggestions.quoted(form)}",
            where=source,
            near=suggestions.misses(form, FORMS),
            todo=f"Forms that are read: {' '.join(FORMS)}",
        )
    if source == "-":
        data = _standard_input()
        return data, _STANDARD_INPUT, form or sniffed(data)
    if form is None and os.path.exists(source) and not os.path.isdir(source):
        form = _by_ending(source)
    data = _file(source)
    return data, source, form or _by_ending(source)


def _by_ending(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    what = (
        f"no form of RDF has the ending {suggestions.quoted(ending)}"
        if ending
        else "without an ending its form is unknown"
    )
    told = suggestions.misses(ending, ENDINGS) if ending else []
    raise ProfileError(what, where=path, near=told, todo=f"{_READ}, or say its form: --from ttl")


def sniffed(data: bytes) -> str:
    """The form that some bytes seem to be in, by the first of them: RDF/XML, JSON-LD, or TriG, which Turtle is too.

    Args:
        data: a profile.

    >>> sniffed(b'{"@id": "urn:m"}'), sniffed(b"<urn:m> a <urn:Model> .")
    ('jsonld', 'trig')
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000]
    if start.startswith((b"<?xml", b"<!", b"<rdf:RDF")):
        return "xml"
    # A graph of TriG may begin with a brace too, but no quotation mark follows it; nor a brace a bracket.
    return "jsonld" if re.match(rb'\{\s*"|\[\s*\{', start) else "trig"


def _standard_input() -> bytes:
    if not sys.stdin:  # a process may be started without
        raise ProfileError("it is closed", where=_STANDARD_INPUT, todo="Name a file, or pipe a profile in.")
    try:
        return _bounded(sys.stdin.buffer.read(MOST_BYTES + 1), _STANDARD_INPUT)
    except OSError as error:
        raise _unreadable(_STANDARD_INPUT, error) from None


def _file(path: str) -> bytes:
    try:
        return _bounded(files.content(path, MOST_BYTES), path)
    except FileNotFoundError:
        raise ProfileError("there is no such file", where=path, near=_neighbours(path)) from None
    except IsADirectoryError:
        raise ProfileError("this is a folder, not a file", where=path, todo="Name the files in it.") from None
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:  # a path with a zero byte
        raise ProfileError("this is no path", where=path) from None


def _bounded(data: bytes, name: str) -> bytes:
    """No more is ever read than is allowed, whatever the size that a file claims to have."""
    if len(data) <= MOST_BYTES:
        return data
    line = data.count(b"\n", 0, MOST_BYTES) + 1
    raise ProfileError(
        f"it is over {MOST_BYTES // 1_000_000} MB: they end on this line",
        where=f"{name}:{line}",
        todo="A profile describes one provider and its models: leave out what is none of it.",
    )


def _unreadable(name: str, error: OSError) -> ProfileError:
    return ProfileError(f"cannot be read ({error.strerror or error})", where=name)


def _neighbours(path: str) -> list[str]:
    folder, name = os.path.split(path)
    try:
        names = [other for other in os.listdir(folder or ".") if os.path.splitext(other)[1].lower() in ENDINGS]
        names = [other for other in names if other != name]  # it may be a link to nowhere
    except (OSError, ValueError):
        return []
    return [os.path.join(folder, other) for other in suggestions.misses(name, names, most=3)]
