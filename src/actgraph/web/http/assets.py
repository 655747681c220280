"""Read the style sheets of the pages."""

import os.path

_WEB = os.path.dirname(os.path.dirname(__file__))
ASSETS = {
    "style.css": os.path.join(_WEB, "assets", "style.css"),
    "pictures.css": os.path.join(os.path.dirname(_WEB), "law", "diagrams", "pictures.css"),
}


def read_asset(name: str) -> str:
    """Read a style sheet.

    Args:
        name: one of `ASSETS`.

    Raises:
        KeyError: there is no style sheet of that name.

    >>> "prefers-color-scheme" in read_asset("style.css")
    True
    """
    with open(ASSETS[name], encoding="utf-8") as file:
        return file.read()
