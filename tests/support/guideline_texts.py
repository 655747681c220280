"""Read the texts of guidelines independently: their paragraphs, and what these name."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

HEADING = re.compile(r"^((?:[1-9]|I{1,3})\.|\d(?:\.\d)+\.) (?=[ A-Z])", re.MULTILINE)
NUMBER = re.compile(r"^ ?\((\d+)\) +(?=\S)", re.MULTILINE)
NOTES_OF_SYSTEM = {1: 1, 2: 1, 3: 4, 4: 10, 5: 27, 6: 42}  # footnote → the paragraph that has its mark


def split_text(path: Path, sections: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """Split into the text of each paragraph, with the footnotes of its marks, and its section."""
    raw = path.read_text(encoding="utf-8")
    bracketed = "......" in raw  # after the contents, footnotes (1), (2), …; the other text has none and 1, 2, …
    pages = re.split(r"\n \n\d+ \n \n", raw[raw.rindex("......") :] if bracketed else raw)
    notes: dict[int, str] = {}
    of_note = {} if bracketed else dict(NOTES_OF_SYSTEM)
    bodies: dict[int, str] = {}
    places: dict[int, str] = {}
    for page in pages:
        body, below = _cut_notes(page, r"\({}\)" if bracketed else "{}", len(notes) + 1)
        _read_page(body, sections, bodies, places)
        notes |= below
        if bracketed:
            of_note |= _find_marks(bodies, below)
    for number, words in notes.items():
        bodies[of_note[number]] += " " + words
    return bodies, places


def _cut_notes(page: str, mark: str, number: int) -> tuple[str, dict[int, str]]:
    """Cut a page into its body and the footnotes at its end, whose numbers go on from the page before."""
    notes: dict[int, str] = {}
    body, *rest = re.split(rf"\n \n{mark.format(number)} +(?=[A-Z])", page, maxsplit=1)
    while rest:
        number += 1
        notes[number - 1], *rest = re.split(rf"\n{mark.format(number)} +(?=[A-Z])", rest[0], maxsplit=1)
    return body, notes


def _find_marks(bodies: dict[int, str], notes: dict[int, str]) -> dict[int, int]:
    """Find the last paragraph that has the mark of each footnote, which is no number of a provision."""
    return {
        number: max(one for one, words in bodies.items() if re.search(rf"(?:[^\d ]|\d\d\d) *\({number}\)", words))
        for number in notes
    }


def _read_page(page: str, sections: Sequence[str], bodies: dict[int, str], places: dict[int, str]) -> None:
    names = ["", *sections]
    section = places.get(len(bodies), "")
    found = sorted([*HEADING.finditer(page), *NUMBER.finditer(page)], key=lambda one: one.start())
    if bodies:
        bodies[len(bodies)] += " " + page[: found[0].start() if found else None]
    for one, after in pairwise([*found, None]):
        name, words = one.group(1).rstrip("."), page[one.end() : after.start() if after else None]
        if one.re is HEADING and names.index(name) > names.index(section):
            section = name
        elif one.re is NUMBER and int(name) == len(bodies) + 1:
            bodies[int(name)], places[int(name)] = words, section
        else:
            bodies[len(bodies)] += one.group() + words


OTHER = re.compile(r"(?:Articles?|Recital) [\d()a-z]+(?: and \d+)? (?:DSA|AVMSD|of Regulation)|Annex II of Commission")
START = re.compile(r"\bArt(?:icle(s?)|\.) (?=\d)")
STEP = re.compile(r"(,| and/or| and| to|-|) ?(\d*)((?:\((?:\d+|[a-z])\))*)")
DEEPER = re.compile(r", (first|second|third) (?:sub)?paragraph(?:, point \((\w)\))?")


def find_provisions(words: str) -> set[str]:
    """Find the provisions of the Act that a text names, as local names.

    >>> sorted(find_provisions("Articles 3(3), (9) and 50(1)-(3) AI Act; Article 50(4), second subparagraph"))
    ['art_3.pnt_3', 'art_3.pnt_9', 'art_50.par_1', 'art_50.par_2', 'art_50.par_3', 'art_50.par_4.sub_2']
    """
    plain = re.sub(r"(\d) \((?=\d)", r"\1(", OTHER.sub("", " ".join(words.split()).replace(" ,", ",")))
    found: set[str] = set()
    for first, last in re.findall(r"[Rr]ecitals? (\d+)(?:-(\d+))?", plain):
        found |= {f"rct_{number}" for number in range(int(first), int(last or first) + 1)}
    for one, other in re.findall(r"\bAnnex ([IVX]+)\b(?: and Annex ([IVX]+))?", plain):
        found |= {f"anx_{number}" for number in (one, other) if number}
    for one, other in re.findall(r"\bChapters? ([IVX]+)\b(?: and ([IVX]+)\b)?", plain):
        found |= {f"cpt_{number}" for number in (one, other) if number}
    for start in START.finditer(plain):
        at, article, steps = start.end(), "", []
        while (step := STEP.match(plain, at)) and (step[2] or step[3]) and bool(step[1]) == bool(article):
            new = re.findall(r"\w+", step[3])
            if step[2] and article and not start[1]:  # "Article 50(2) and 27 others"
                break
            if step[2]:
                article, steps = step[2], new
            elif step[1].strip() in ("to", "-"):
                found |= {_build_name(article, [str(one)]) for one in range(int(steps[0]), int(new[0]) + 1)}
                steps = new
            else:
                steps = new if new[0].isdigit() else [*(one for one in steps if one.isdigit()), *new]
            at = step.end()
            if deeper := DEEPER.match(plain, at):
                steps, at = [*steps, deeper[1], *filter(None, [deeper[2]])], deeper.end()
            found.add(_build_name(article, steps))
    return found


def _build_name(article: str, steps: list[str]) -> str:
    order = {"first": "sub_1", "second": "sub_2", "third": "sub_3"}
    kinds = [order.get(one) or (f"par_{one}" if one.isdigit() and article != "3" else f"pnt_{one}") for one in steps]
    return ".".join([f"art_{article}", *kinds])


def find_places(words: str) -> set[str]:
    """Find the paragraphs and sections of its own that a text names, as local names."""
    plain = re.sub(r"Section [\d.]+ of Commission|247/01, Section 2", "", " ".join(words.split()))
    found = set()
    for kind, first, last in re.findall(r"\b(point|paragraph)s? (\d+)(?:-(\d+))?(?: below| above)", plain):
        assert kind
        found |= {f"par_{number}" for number in range(int(first), int(last or first) + 1)}
    for first, way, last in re.findall(r"\bSections? (\d(?:\.\d)*)\.?(?: (and|to) (\d(?:\.\d)*))?", plain):
        found |= {f"sec_{number}" for number in (range(int(first), int(last) + 1) if way == "to" else (first, last))}
    return found - {"sec_"}
