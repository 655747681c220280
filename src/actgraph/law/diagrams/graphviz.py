"""Load pygraphviz, which lays out pictures and writes DOT."""

from types import ModuleType

from actgraph.core.errors import InputError


def load_pygraphviz() -> ModuleType:
    """Import pygraphviz.

    Raises:
        InputError: it is not installed, or a library of the system that it needs is not.

    >>> load_pygraphviz().__name__
    'pygraphviz'
    """
    try:
        import pygraphviz
    except ModuleNotFoundError:
        raise InputError(
            "pygraphviz, which lays out pictures and writes DOT, is not installed",
            todo='Run: pip install "actgraph[web]"',
        ) from None
    except ImportError as error:
        raise InputError(
            f"cannot load pygraphviz, which lays out pictures and writes DOT: {error}",
            todo="On Debian, run as root: apt-get install libatomic1 libglib2.0-0 libxext6 libxrender1",
        ) from None
    found: ModuleType = pygraphviz
    return found
