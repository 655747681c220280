"""A provision, as the readers of official files return it."""

from typing import NamedTuple


class Provision(NamedTuple):
    """One provision as an official file has it.

    Attributes:
        name: local name under the prefix of its act, such as `art_53.par_1.pnt_a`.
        kind: class under `ag:`, such as `Point`.
        number: the printed number without brackets and stops (`a`, `14a`, `XI`); a count if there is none.
        title: its title in the law, or an empty string.
        parent: local name of its parent; empty directly under the act.
        wording: its own text without the provisions under it, white space folded.
    """

    name: str
    kind: str
    number: str
    title: str
    parent: str
    wording: str
