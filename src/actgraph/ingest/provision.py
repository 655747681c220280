"""What a reader of an official file gives: the provisions in the order of the text."""

from typing import NamedTuple


class Provision(NamedTuple):
    """One provision of the Act as an official file has it.

    Attributes:
        name: local name under `act:`, such as `art_53.par_1.pnt_a`.
        kind: class under `ag:`, such as `Point`.
        number: what the text calls it, without brackets and stops (`a`, `14a`, `XI`); a count for what has no number.
        title: the title that the law gives it, or an empty string.
        parent: local name of the provision it stands under; empty for what stands under the Act itself.
        wording: its own words without those of the provisions under it, white space folded.
    """

    name: str
    kind: str
    number: str
    title: str
    parent: str
    wording: str
