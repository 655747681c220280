"""Paths of the graph's data, in a checkout or in the installed package, and of the user's cache and data."""

import functools
import os
import sys


def get_data_path(*parts: str) -> str:
    """Return the path of a file or folder of the graph's data, in a checkout or in an installed wheel.

    Args:
        parts: names below the root, such as `"ontology", "catalog.ttl"`.

    >>> os.path.exists(get_data_path("ontology", "catalog.ttl"))
    True
    """
    return os.path.join(_get_data_root(), *parts)


def get_cache_path(*parts: str) -> str:
    """Return a path in the cache folder, which holds what can be built again: the prebuilt stores.

    The folder is `ACTGRAPH_CACHE`, else the user's cache folder of the XDG Base Directory Specification; on Windows
    a folder in `LOCALAPPDATA`.

    >>> os.path.basename(get_cache_path("stores"))
    'stores'
    """
    return os.path.join(_get_base_folder("ACTGRAPH_CACHE", "XDG_CACHE_HOME", ".cache"), *parts)


def get_user_data_path(*parts: str) -> str:
    """Return a path in the user's data folder, which holds the official wording that the user loaded.

    The folder is `ACTGRAPH_DATA`, else the user's data folder of the XDG Base Directory Specification; on Windows
    a folder in `LOCALAPPDATA`.

    >>> os.path.basename(get_user_data_path("wording.sqlite"))
    'wording.sqlite'
    """
    return os.path.join(_get_base_folder("ACTGRAPH_DATA", "XDG_DATA_HOME", os.path.join(".local", "share")), *parts)


def _get_base_folder(variable: str, standard: str, default: str) -> str:
    if chosen := os.environ.get(variable):
        return chosen
    base = os.environ.get(standard, "")
    if sys.platform == "win32" and not base and (local := os.environ.get("LOCALAPPDATA")):
        return os.path.join(local, "actgraph", "cache" if standard == "XDG_CACHE_HOME" else "data")
    if not os.path.isabs(base):  # the specification says to ignore a relative path
        base = os.path.join(os.path.expanduser("~"), default)
    if not os.path.isabs(base):  # a container may run as a user without a home
        base = os.path.join("/nonexistent", default)
    return os.path.join(base, "actgraph")


def is_checkout() -> bool:
    """Return whether the data is that of a checkout, which a maintainer may change, and not of an installed package.

    >>> is_checkout() == os.path.exists(os.path.join(get_data_path(), "pyproject.toml"))
    True
    """
    return _get_data_root() != _get_installed_data()


@functools.cache  # a command asks for a hundred paths
def _get_data_root() -> str:
    checkout = os.path.dirname(os.path.dirname(_get_package_folder()))
    if os.path.isfile(os.path.join(checkout, "ontology", "catalog.ttl")):
        return checkout
    return _get_installed_data()


def _get_installed_data() -> str:
    return os.path.join(_get_package_folder(), "data")


def _get_package_folder() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
