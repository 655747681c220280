"""Values as people write them: what is read, and what is refused because it is unclear."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import expand_curie
from actgraph.documents.values import NO_CHOICE, READERS, Choice, UnclearError, is_placeholder, read_value

few = settings(max_examples=100)
LANGUAGES = Choice({"text": "ag:text", "images": "ag:image"})


def read(text: str, how: str, choice: Choice = NO_CHOICE) -> list[str]:
    return [term.value for term in read_value(text, how, choice)]


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\t", "-", "...", "TBD", "tbd.", "[More Information Needed]", "<name of the provider>",
        "{{ model_name }}",
        "N/A", "n.a.", "Not disclosed", "not yet available", "Unknown", "NOASSERTION", "No assertion", "null", "XXX",
        "To be completed", "see above", "Coming soon", "keine Angabe", "k. A.", "Click or tap here to enter text.",
        "Insert the name here", "Please describe the process", "Lorem ipsum dolor sit amet", "  *TODO*  ", "???",
        "tba", "Confidential.", "to be published", "Not publicly known", "see item 8", "See section 2", "as in 2.2.1",
        "See items 3 and 4", "See the answer to question 12",
    ],
)  # fmt: skip
def test_placeholder_is_no_value(text):
    assert is_placeholder(text)
    with pytest.raises(UnclearError, match=r"blank|refers"):
        read_value(text, "text")


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "Unknown Worlds GmbH",
        "Test AG",
        "Nil Ltd",
        "Not disclosed, since it is a trade secret",
        "a [b] c",
        "0",
        "日本",
    ],
)
def test_answer_is_no_placeholder(text):
    assert read(text, "text") == [text]


def test_not_applicable_is_an_answer_where_the_field_takes_it():
    accepting = Choice(accepts_not_applicable=True)
    assert read("N/A", "text", accepting) == ["N/A"]
    with pytest.raises(UnclearError):
        read_value("TBD", "text", accepting)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("34.2B", 3.42e10), ("7 billion", 7e9), ("1.8e23 FLOP", 1.8e23), ("3.4×10^25", 3.4e25), ("10²⁵", 1e25),
        ("1 000 000", 1e6), ("1.200.000", 1.2e6), ("12", 12.0), ("1,5e23", 1.5e23), ("15T tokens", 1.5e13),
        ("0.415", 0.415),
        ("0.125", 0.125),
    ],
)  # fmt: skip
def test_number_is_read(text, value):
    (found,) = read_value(text, "number")
    assert isinstance(found, Literal)
    assert (float(found.value), found.datatype.value.rsplit("#")[1]) == (value, "double")


@pytest.mark.parametrize("text", ["1023 FLOP", "1023 floating point operations", "3.0x1023", "2 · 1025"])
def test_exponent_that_has_come_down_is_no_number(text):
    with pytest.raises(UnclearError, match="exponent"):
        read_value(text, "figure")


@pytest.mark.parametrize("text", ["1,500", "1.500", "12.345"])
def test_number_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(UnclearError, match="it can be read as"):
        read_value(text, "number")


@pytest.mark.parametrize(
    "text",
    ["many", "more than 10T", "> 10T", "7B or 8B", "10-20B", "ten", "7B (active: 2B)", "1e", "٣", "up to 5", "1e999"],
)
def test_text_that_is_not_one_number_is_refused(text):
    with pytest.raises(UnclearError):
        read_value(text, "number")


@pytest.mark.parametrize(
    "text", ["more than 10T", "10T+", "up to 12B", "< 3B", "at least 1T tokens", "between 1 and 2T"]
)
def test_bound_is_no_count(text):
    with pytest.raises(UnclearError, match="bound"):
        read_value(text, "count")


@pytest.mark.parametrize("text", ["about 15T tokens", "~15T", "approximately 15 trillion", "15T"])
def test_count_may_be_about_so_many(text):
    assert float(read(text, "count")[0]) == 1.5e13


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-11-24", "2025-11-24"),
        ("24 November 2025", "2025-11-24"),
        ("Nov 24, 2025", "2025-11-24"),
        ("31.05.2026", "2026-05-31"),
    ],
)
def test_day_is_read(text, day):
    assert read(text, "day") == [day]


@pytest.mark.parametrize(
    "text", ["11.05.2026", "05/11/2026", "2026-02-30", "May 2026", "Q2 2026", "2026", "soon", "31/31/2026"]
)
def test_day_that_is_not_clear_is_refused(text):
    with pytest.raises(UnclearError):
        read_value(text, "day")


@pytest.mark.parametrize(
    ("text", "month"), [("May 2026", "2026-05"), ("2026-05", "2026-05"), ("31 May 2026", "2026-05")]
)
def test_month_is_read(text, month):
    assert read(text, "month") == [month]


@pytest.mark.parametrize("text", ["2026", "13/2026", "spring 2026", "11.05.2026", "May to June 2026"])
def test_month_that_is_not_clear_is_refused(text):
    with pytest.raises(UnclearError):
        read_value(text, "month")


@pytest.mark.parametrize(("text", "value"), [("Yes", "true"), ("no.", "false"), ("TRUE", "true"), ("N", "false")])
def test_boolean_is_read(text, value):
    assert read(text, "boolean") == [value]


@pytest.mark.parametrize("text", ["partly", "yes and no", "yes, but only in part", "not yes", "maybe"])
def test_boolean_that_is_not_clear_is_refused(text):
    with pytest.raises(UnclearError):
        read_value(text, "boolean")


@pytest.mark.parametrize(
    "text",
    ["info@example.org", "example.org", "javascript:alert(1)", "http://", "https://a b.example", "ftp://x.example"],
)
def test_what_is_no_address_on_the_web_is_refused(text):
    with pytest.raises(UnclearError):
        read_value(text, "address")


def test_address_is_read():
    assert read_value("https://example.org/licence", "address") == [NamedNode("https://example.org/licence")]


def test_choice_is_one_of_the_table():
    assert read("Text", "choice", LANGUAGES) == [expand_curie("ag:text")]
    with pytest.raises(UnclearError, match="no counterpart in the vocabulary"):
        read_value("smell", "choice", LANGUAGES)


def test_choices_are_all_of_the_table_or_none():
    assert read("text, images", "choices", LANGUAGES) == [expand_curie("ag:text"), expand_curie("ag:image")]
    with pytest.raises(UnclearError):
        read_value("text, smell", "choices", LANGUAGES)


def test_long_text_is_refused():
    with pytest.raises(UnclearError, match="longer"):
        read_value("x" * 20_001, "text")


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b", "a\x1bb", "a\uffffb"])
def test_text_that_no_file_can_have_is_refused(text):
    with pytest.raises(UnclearError, match="characters"):
        read_value(text, "text")


@few
@given(st.text(max_size=60), st.sampled_from(sorted(READERS)))
def test_any_text_is_read_or_refused(text, how):
    """Nothing but the one error comes out of a value, and its reason is a sentence without a full stop."""
    found, reason = [], "it is read"
    try:
        found = list(read_value(text, how, LANGUAGES))
    except UnclearError as error:
        reason = str(error)
    assert all(term.value for term in found)
    assert reason
    assert not reason.endswith(".")


@few
@given(st.integers(1, 10**15))
def test_whole_number_without_a_mark_is_itself(number):
    assert float(read(str(number), "number")[0]) == number
