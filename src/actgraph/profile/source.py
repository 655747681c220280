"""Read the bytes of a profile from a path or standard input and detect their format."""

import os
import re
import sys

from actgraph.core import files, suggestions
from actgraph.core.errors import ProfileError
from actgraph.profile.foreign_formats import FOREIGN_EXTENSIONS, RDF_REMEDY

MAX_PROFILE_BYTES = 10_000_000
FORMAT_NAMES = ("ttl", "trig", "nt", "nq", "xml", "jsonld", "yaml")
FORMAT_BY_EXTENSION = {f".{form}": form for form in FORMAT_NAMES} | {
    ".rdf": "xml",
    ".owl": "xml",
    ".json": "jsonld",
    ".yml": "yaml",
}
_STANDARD_INPUT = "standard input"
_READABLE_EXTENSIONS = f"Endings that are read: {' '.join(FORMAT_BY_EXTENSION)}"


def read_source(source: str, format_name: str | None = None) -> tuple[bytes, str, str]:
    """Read a profile and return its bytes, its name for messages and its format name.

    Args:
        source: a path, or `-` for standard input.
        format_name: one of FORMAT_NAMES; None to detect it from the file extension, or from the first characters of
            standard input.

    Raises:
        ProfileError: it cannot be read, is over 10 MB, or its format is unknown.

    >>> read_source("model.ttl", "json")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: model.ttl: there is no form “json”
      did you mean: jsonld
      Forms that are read: ttl trig nt nq xml jsonld yaml
    """
    if format_name is not None and format_name not in FORMAT_NAMES:
        raise ProfileError(
            f"there is no form {suggestions.quote_text(format_name)}",
            where=source,
            near=suggestions.suggest_labels(format_name, FORMAT_NAMES),
            todo=f"Forms that are read: {' '.join(FORMAT_NAMES)}",
        )
    if source == "-":
        data = _read_stdin()
        return data, _STANDARD_INPUT, format_name or detect_format(data)
    if format_name is None and os.path.exists(source) and not os.path.isdir(source):
        format_name = _detect_by_extension(source)
    data = _read_file(source)
    return data, source, format_name or _detect_by_extension(source)


def _detect_by_extension(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending in FORMAT_BY_EXTENSION:
        return FORMAT_BY_EXTENSION[ending]
    what = (
        f"no form of a profile has the ending {suggestions.quote_text(ending)}"
        if ending
        else "without an ending its form is unknown"
    )
    if ending in FOREIGN_EXTENSIONS:
        raise ProfileError(what, where=path, todo=RDF_REMEDY)
    told = suggestions.suggest_labels(ending, FORMAT_BY_EXTENSION) if ending else []
    raise ProfileError(what, where=path, near=told, todo=f"{_READABLE_EXTENSIONS}, or say its form: --from ttl")


def detect_format(data: bytes) -> str:
    """Detect the format from the first bytes: RDF/XML, JSON-LD, YAML, or TriG, of which Turtle is a subset.

    >>> detect_format(b'{"@id": "urn:m"}'), detect_format(b"<urn:m> a <urn:Model> .")
    ('jsonld', 'trig')
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000]
    if _YAML_START.search(data.removeprefix(b"\xef\xbb\xbf")[:20_000]):
        return "yaml"
    if start.startswith((b"<?xml", b"<!", b"<rdf:RDF")):
        return "xml"
    # A TriG graph may begin with a brace too, but no quotation mark follows it, and no brace follows a bracket.
    return "jsonld" if re.match(rb'\{\s*"|\[\s*\{', start) else "trig"


_YAML_START = re.compile(rb"(?m)^[ \t{]*[\"']?actgraph[\"']?[ \t]*:[ \t\r]*(?:[\"']?1|$)")


def _read_stdin() -> bytes:
    if not sys.stdin:  # a process may be started without it
        raise ProfileError("it is closed", where=_STANDARD_INPUT, todo="Name a file, or pipe a profile in.")
    try:
        return _check_size(files.read_standard_input(MAX_PROFILE_BYTES), _STANDARD_INPUT)
    except OSError as error:
        raise _make_read_error(_STANDARD_INPUT, error) from None


def _read_file(path: str) -> bytes:
    try:
        return _check_size(files.read_input_file(path, MAX_PROFILE_BYTES), path)
    except FileNotFoundError:
        raise ProfileError("there is no such file", where=path, near=_suggest_files(path)) from None
    except IsADirectoryError:
        raise ProfileError("this is a folder, not a file", where=path, todo="Name the files in it.") from None
    except OSError as error:
        raise _make_read_error(path, error) from None
    except ValueError:  # a path with a null byte
        raise ProfileError("this is no path", where=path) from None


def _check_size(data: bytes, name: str) -> bytes:
    """Refuse data over the limit; the caller reads one byte more than the limit, whatever size the file claims."""
    if len(data) <= MAX_PROFILE_BYTES:
        return data
    line = data.count(b"\n", 0, MAX_PROFILE_BYTES) + 1
    raise ProfileError(
        f"it is over {MAX_PROFILE_BYTES // 1_000_000} MB: they end on this line",
        where=f"{name}:{line}",
        todo="A profile describes one provider and its models: leave out what is none of it.",
    )


def _make_read_error(name: str, error: OSError) -> ProfileError:
    return ProfileError(f"cannot be read ({error.strerror or error})", where=name)


def _suggest_files(path: str) -> list[str]:
    folder, name = os.path.split(path)
    try:
        names = [
            other for other in os.listdir(folder or ".") if os.path.splitext(other)[1].lower() in FORMAT_BY_EXTENSION
        ]
        names = [other for other in names if other != name]  # it may be a broken symbolic link
    except (OSError, ValueError):
        return []
    return [os.path.join(folder, other) for other in suggestions.suggest_labels(name, names, limit=3)]
