"""Test the page that checks a profile: formats, errors, and that sent data is neither markup nor stored."""

import asyncio
import html
import json
import re
import tempfile
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from starlette.requests import Request

from actgraph.core import paths
from actgraph.graph.day import open_day
from actgraph.profile.profile import parse_profile
from actgraph.profile.source import FORMAT_NAMES
from actgraph.profile.yaml_writer import write_yaml
from actgraph.validation.findings import SCOPE
from actgraph.web import profile_upload
from actgraph.web.http.requests import RequestError, read_bounded
from actgraph.web.http.server_end import ServerEnd
from actgraph.web.pages import router
from actgraph.web.pages.profile_form import read_example_profiles
from actgraph.web.profile_worker import CheckRequest, answer_check
from tests.conftest import FORMATS
from tests.support.web_client import open_client

AG = "https://w3id.org/actgraph/ns/"
STARTUP = read_example_profiles()["startup"]
JSON, TURTLE = {"accept": "application/json"}, {"accept": "text/turtle"}


def _build_headers(form):
    if form == "yaml":
        return write_yaml(parse_profile(STARTUP.encode(), "startup.ttl", "ttl").quads).encode()
    said = list(parse(STARTUP, format=RdfFormat.TURTLE))
    quads = form in ("trig", "nq", "jsonld")
    return serialize(said if quads else [quad.triple for quad in said], format=FORMATS[form])


@pytest.fixture(scope="module")
def client():
    with open_client("2026-11-24") as found:
        yield found


def _post_profile(client, text="", file=("", b""), form="", headers=None, path="/profile"):
    """Post as a browser does: an empty unnamed file if none was chosen, and lines that end in CRLF."""
    name, data = file
    heads = ['name="text"', 'name="form"', f'name="file"; filename="{name}"\r\nContent-Type: application/octet-stream']
    bodies = [re.sub(r"\r?\n", "\r\n", text).encode(), form.encode(), data]
    parts = [
        b"--edge\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + body + b"\r\n"
        for head, body in zip(heads, bodies, strict=True)
    ]
    kind = {"content-type": "multipart/form-data; boundary=edge"}
    return client.post(path, content=b"".join([*parts, b"--edge--\r\n"]), headers=kind | (headers or {}))


# ---- The form --------------------------------------------------------------------------------------------------------


def test_form_has_labels_and_formats(client):
    page = client.get("/profile").text
    for name in ("text", "file", "form"):
        assert f'<label for="{name}">' in page
    assert re.findall(r'<option value="(\w+)"', page) == list(FORMAT_NAMES)
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize("name", sorted(read_example_profiles()))
def test_examples_fill_form(client, name):
    assert f'href="/profile?example={name}"' in client.get("/profile").text
    page = client.get("/profile", params={"example": name}).text
    filled = html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[1])
    assert filled == read_example_profiles()[name]


def test_unknown_example_has_suggestions(client):
    page = client.get("/profile", params={"example": "../start"})
    assert page.status_code == 400
    assert "there is no example" in page.text


def test_starter_profile_is_downloadable(client):
    found = client.get("/profile/start.ttl")
    with open(paths.get_data_path("examples", "start.ttl"), encoding="utf-8") as file:
        assert found.text == file.read()
    assert found.headers["content-type"].startswith("text/turtle")


def test_profile_page_is_not_on_static_site():
    assert "profile" not in set(router.list_page_paths(open_day("2026-11-24")))


# ---- Results ---------------------------------------------------------------------------------------------------------


def test_page_shows_duties_and_findings(client):
    page = _post_profile(client, STARTUP)
    assert page.status_code == 200
    assert "Samphire 7B (invented): what is owed" in page.text
    assert 'href="/eli/reg/2024/1689/art_53#par_1.pnt_c"' in page.text
    assert "Since</dt><dd>2026-03-17; enforceable from 2026-08-02" in page.text
    assert re.search(r'class="info">advice</span>: 2</h3></summary>\s*<ol class="findings"><li>Line \d+', page.text)
    assert f"{SCOPE} “Not shown” means that there is no evidence" in page.text


def test_no_findings_is_no_proof(client):
    page = _post_profile(client, read_example_profiles()["complete"]).text
    assert "Nothing found: that is no proof of compliance." in page


def test_unknown_facts_are_asked_for(client):
    page = _post_profile(client, f"<urn:m> a <{AG}Model> .").text
    assert "Unknown: no pass" in page
    assert "What would settle what is open" in page
    assert f'href="/ns#{"ownCompute"}"' in page


def test_check_uses_day_of_address(client):
    rows = _post_profile(client, STARTUP, path="/on/2026-03-01/profile", headers=JSON).json()
    assert rows["basis"].startswith("as of 2026-03-01")
    page = _post_profile(client, STARTUP, path="/on/2026-03-01/profile").text
    assert 'action="/on/2026-03-01/profile"' in page


def test_contradiction_is_shown_as_unknown(client):
    text = STARTUP.replace("a ag:Model ;", "a ag:Model ; ag:wideRangeOfTasks true , false ;")
    assert text != STARTUP
    found = _post_profile(client, text, headers=JSON).json()["data"]
    assert any(row["property"] == f"{AG}wideRangeOfTasks" for row in found["findings"])
    doubtful = [row for row in found["assessment"] if "which of" in str(row["questions"])]
    assert {row["status"] for row in doubtful} == {"unknown"}
    assert "which of yes, no?" in _post_profile(client, text).text


def test_forbidden_statement_is_reported(client):
    text = STARTUP + f"\nexa:startup.model <{AG}dutyStatus> <{AG}isExempt> .\n"
    assert "not read, as it is not for a profile to state" in _post_profile(client, text).text
    assert _post_profile(client, text, headers=JSON).json()["data"]["notRead"]


def test_profile_without_model_says_so(client):
    page = _post_profile(client, f"<urn:p> a <{AG}Provider> .")
    assert page.status_code == 200
    assert "describes no model that could be assessed" in page.text


# ---- Formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMAT_NAMES)
@pytest.mark.parametrize("chosen", [True, False])
def test_every_format_is_read_as_file(client, form, chosen):
    file = (f"startup.{form}", _build_headers(form))
    found = _post_profile(client, file=file, form=form if chosen else "", headers=JSON).json()["data"]
    assert {row["model"] for row in found["assessment"]} == {"https://w3id.org/actgraph/examples/startup.model"}


@pytest.mark.parametrize(("kind", "form"), profile_upload.PROFILE_MEDIA.items())
def test_every_format_is_read_as_body(client, kind, form):
    found = client.post("/profile", content=_build_headers(form), headers={"content-type": f"{kind}; charset=utf-8"})
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("application/json")
    assert len(found.json()["data"]["assessment"]) == 16


@pytest.mark.parametrize("form", ["ttl", "xml", "jsonld", "nt", "yaml"])
def test_format_of_pasted_text_is_detected(client, form):
    assert _post_profile(client, _build_headers(form).decode(), headers=JSON).status_code == 200


def test_json_matches_commands(client, run, tmp_path):
    file = tmp_path / "startup.ttl"
    file.write_text(STARTUP, encoding="utf-8")
    upload = ("startup.ttl", STARTUP.encode())
    found = _post_profile(client, file=upload, headers=JSON).json()["data"]
    for command, key in (("assess", "assessment"), ("validate", "findings")):
        _, out, _ = run(command, str(file), "--on", "2026-11-24", "-f", "json")
        told = json.loads(out.replace(str(file), "startup.ttl"))
        assert found[key] == (told if command == "assess" else told["findings"])


def test_turtle_is_shacl_report(client):
    found = _post_profile(client, STARTUP, headers=TURTLE)
    said = list(parse(found.content, format=RdfFormat.TURTLE))
    assert any(str(quad.object).endswith("shacl#ValidationReport>") for quad in said)


def test_file_takes_precedence_over_field(client):
    page = _post_profile(client, f"<urn:m> a <{AG}Model> .", file=("s.ttl", STARTUP.encode()))
    assert "Samphire 7B" in page.text
    assert "The file was checked, and not what stood in the field." in page.text


def test_byte_order_mark_is_accepted(client):
    file = ("s.ttl", b"\xef\xbb\xbf" + STARTUP.encode())
    assert _post_profile(client, file=file, headers=JSON).status_code == 200


# ---- Errors ----------------------------------------------------------------------------------------------------------


def test_unreadable_text_is_located_and_kept(client):
    text = 'a <b> "</textarea><script>alert(1)</script>\n\n oops'
    page = _post_profile(client, f"<urn:m> a <{AG}Model> .\n{text}")
    assert page.status_code == 400
    assert "text:2" in page.text
    assert html.escape(text, quote=False)[:20] in page.text.replace("&#34;", '"')
    assert "<script" not in page.text


def test_latin_1_text_is_located(client):
    page = _post_profile(client, file=("s.ttl", "# é\n# ü".encode("latin-1")))
    assert page.status_code == 400
    assert "s.ttl:1: byte 3 of this line (0xE9) is not UTF-8" in page.text


@pytest.mark.parametrize("text", ["", "  \r\n "])
def test_empty_post_explains_usage(client, text):
    page = _post_profile(client, text)
    assert page.status_code == 400
    assert "nothing was sent" in page.text


def test_empty_file_does_not_use_field(client):
    page = _post_profile(client, STARTUP, file=("s.ttl", b""))
    assert page.status_code == 400
    assert "there is no statement in it" in page.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"txt": "x"}, "there is no field “txt”"),
        ({"form": "turtle"}, "there is no form “turtle”"),
        ({"file": "x"}, "there is no field “file” of that kind"),
    ],
)
def test_wrong_field_is_refused(client, fields, told):
    parts = [(name, (None, value)) for name, value in fields.items()]
    page = client.post("/profile", files=parts)
    assert page.status_code == 400
    assert told in page.text


def test_repeated_field_is_refused(client):
    page = client.post("/profile", files=[("text", (None, "a")), ("text", (None, "b"))])
    assert page.status_code == 400
    assert "more than once" in page.text


@pytest.mark.parametrize("body", [b"", b"--x\r\nnonsense", b"\x00" * 50])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; charset=base64"]
)
def test_malformed_form_is_client_error(client, body, kind):
    assert client.post("/profile", content=body, headers={"content-type": kind}).status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/json", ""])
def test_other_media_type_is_refused(client, kind):
    found = client.post("/profile", content=b"text=x", headers={"content-type": kind})
    assert found.status_code == 415
    assert "text/turtle" in found.json()["data"]["error"]


def test_invalid_day_is_refused(client):
    assert _post_profile(client, STARTUP, path="/on/2026-02-30/profile").status_code == 400


def test_errors_are_json_if_requested(client):
    found = _post_profile(client, "<urn:m> a", headers=JSON)
    assert found.status_code == 400
    assert "text:1" in found.json()["data"]["error"]


# ---- Size ------------------------------------------------------------------------------------------------------------

_MANY = (b"#" * 999 + b"\n") * 1000


@pytest.mark.parametrize("claimed", [str(4_000_000), "9" * 400])
def test_declared_oversize_is_refused(client, claimed):
    headers = {"content-type": "text/turtle", "content-length": claimed}
    found = client.post("/profile", content=iter([b"#"]), headers=headers)
    assert found.status_code == 413
    assert "over 2 MB" in found.json()["data"]["error"]


@pytest.mark.parametrize("claimed", [None, "5", "²"])
def test_endless_body_is_refused(claimed):
    read = []

    async def receive_chunk():
        read.append(1)
        return {"type": "http.request", "body": _MANY, "more_body": True}

    headers = [(b"content-length", claimed.encode("latin-1"))] if claimed else []
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive_chunk)
    with pytest.raises(RequestError) as found:
        asyncio.run(read_bounded(request, 20_000_000, ServerEnd()))
    assert found.value.status == 413
    assert len(read) == 21


def test_large_file_is_refused(client):
    assert _post_profile(client, file=("s.ttl", _MANY + STARTUP.encode())).status_code == 200
    page = _post_profile(client, file=("s.ttl", _MANY * 3))
    assert page.status_code == 413
    assert "the profile is over 2 MB" in page.text


def test_form_is_parsed_without_disk_write(monkeypatch):
    def fail_rollover(self):
        raise AssertionError("it was written to the disk")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", fail_rollover)
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="s.ttl"\r\n\r\n'
    sent = profile_upload.parse_upload("multipart/form-data; boundary=edge", head + _MANY * 19 + b"\r\n--edge--\r\n")
    assert sent.data == _MANY * 19


# ---- Safety ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_other_site_cannot_post_profile(client, headers, status):
    assert _post_profile(client, STARTUP, headers=headers).status_code == status


def test_data_never_becomes_markup(client):
    text = f"""
    <javascript:alert(1)> a <{AG}Model> ; <http://www.w3.org/2000/01/rdf-schema#label> "<script>alert(1)</script>" ;
      <{AG}providedBy> <javascript:alert(2)> ; <{AG}ownCompute> "<img src=x onerror=alert(1)>" ;
      <javascript:alert(3)//w3id.org/actgraph/ns/x> <javascript:alert(4)//w3id.org/actgraph/ns/x> .
    <javascript:alert(2)> a <{AG}Provider> ; <http://www.w3.org/2000/01/rdf-schema#label> "<b>&amp;\\" onclick=\\"x" .
    """
    page = _post_profile(client, text)
    assert page.status_code == 200
    assert not re.search(r"<(script|img|b>)", page.text)
    assert not re.search(r'(href|src|action)="\s*javascript:', page.text)
    assert "style=" not in page.text
    assert "script" not in page.headers["content-security-policy"]


def test_answers_are_not_stored(client):
    assert _post_profile(client, STARTUP).headers["cache-control"] == "no-store"


def test_other_pages_refuse_post(client):
    assert client.post("/gaps").status_code == 405


def test_concurrent_profiles_are_answered_independently(client):
    alone = _post_profile(client, STARTUP, headers=JSON).json()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(_post_profile(client, STARTUP, headers=JSON).json()))
        for _ in "1234"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 4


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([*profile_upload.PROFILE_MEDIA, "multipart/form-data; boundary=edge"]))
def test_any_post_is_answered(body, kind):
    sent = b"--edge\r\n" + body if kind.startswith("multipart") else body
    assert answer_check(CheckRequest("", "2026-11-24", kind, "html", 2), sent).status in (200, 400)
