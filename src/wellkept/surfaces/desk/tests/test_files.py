"""Files and the HTML of strangers: who gets them, and that nothing in them can act."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wellkept.accounts import operations as accounts
from wellkept.channels.email import remote
from wellkept.channels.email.models import RawSource
from wellkept.conversations import operations
from wellkept.conversations.files import forget, store
from wellkept.conversations.models import Attachment, Draft
from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM

from .conftest import PNG, RAW

pytestmark = pytest.mark.django_db


def upload(name="label.pdf", size=8, kind="application/pdf"):
    return SimpleUploadedFile(name, b"x" * size, content_type=kind)


@pytest.fixture
def get(ben, browser):
    def fetch(path, agent=ben):
        answer = browser(agent).get(path)
        answer.body = answer.getvalue()  # a file is closed by whoever read it to its end
        return answer

    return fetch


@pytest.fixture
def letter(dana, kettle, help_inbox, write_in):
    """`letter("a.png", "image/png")` is the number of a file Dana sent."""

    def send(name, kind, data=PNG):
        file = operations.IncomingFile(stored=store(data), name=name, content_type=kind)
        return write_in(dana, help_inbox, "Here.", into=kettle, files=[file]).attachments.get().pk

    return send


@pytest.mark.parametrize(
    "name, kind",
    [
        ("drawing.svg", "image/svg+xml"),
        ("page.html", "text/html"),
        ("page.xhtml", "application/xhtml+xml"),
        ("letter.pdf", "application/pdf"),
        ("script.js", "text/javascript"),
        ("picture.png", "image/png; charset=x"),
        ("picture.png", "IMAGE/PNG"),
        ("picture.tiff", "image/tiff"),
        ("nothing", ""),
    ],
)
def test_a_file_is_a_download_of_no_kind_at_all_however_it_is_asked_for(name, kind, letter, get):
    number = letter(name, kind)
    for query in ("", "?as=picture"):
        answer = get(f"/files/{number}{query}")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp"])
def test_a_picture_of_a_safe_kind_is_shown_in_place_when_asked_for_as_one(kind, letter, get):
    number = letter("lid", kind)
    assert get(f"/files/{number}")["Content-Disposition"].startswith("attachment")
    answer = get(f"/files/{number}?as=picture")
    assert (answer["Content-Type"], answer.body) == (kind, PNG)
    assert answer["Content-Disposition"] == 'inline; filename="lid"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        'a".pdf',
        "a\r\nSet-Cookie: x=1.pdf",
        "../../etc/passwd",
        "größe – 5.pdf",
        "a\\b",
        "\u202efdp.exe",
        "/",
        ".",
    ],
)
def test_a_file_of_any_name_can_be_fetched(name, letter, get):
    answer = get(f"/files/{letter(name, 'application/pdf')}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer.headers


def test_a_file_whose_bytes_are_gone_is_not_found(letter, ben, signed_in):
    number = letter("a.pdf", "application/pdf")
    forget(Attachment.objects.get(pk=number).storage_key)
    assert signed_in(ben).get(f"/files/{number}").status_code == 404


def test_a_file_leaves_with_its_conversation_for_another_inbox(
    letter, kettle, wholesale, ben, cleo, get, browser, at
):
    number = letter("a.pdf", "application/pdf")
    operations.move_inbox(conversation=kettle, inbox=wholesale, by=SYSTEM, at=at)
    assert browser(ben).get(f"/files/{number}").status_code == 404
    assert get(f"/files/{number}", cleo).status_code == 200


# Files of a draft


def test_files_come_to_the_draft_and_are_listed(kettle, ben, signed_in):
    path = f"/c/{kettle.pk}/draft/reply/files"
    answer = signed_in(ben).post(path, {"files": [upload("one.pdf"), upload("two.pdf")]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert all(name in page for name in ("one.pdf", "two.pdf"))
    assert Draft.objects.get(agent=ben, mode="reply").attachments.count() == 2


def test_an_upload_too_large_is_refused_in_words(kettle, ben, signed_in, settings):
    settings.MAX_UPLOAD_BYTES = 16
    answer = signed_in(ben).post(f"/c/{kettle.pk}/draft/reply/files", {"files": [upload(size=17)]})
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("text/plain")
    assert "label.pdf is larger than" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_more_files_at_once_than_fit_are_refused_and_not_quietly_dropped(kettle, ben, signed_in):
    many = [upload(f"{number}.pdf") for number in range(21)]
    answer = signed_in(ben).post(f"/c/{kettle.pk}/draft/reply/files", {"files": many})
    assert (answer.status_code, Attachment.objects.count()) == (413, 0)


@pytest.mark.parametrize("who", ["ada", "sam", "lou", "cleo"])
def test_a_file_of_a_draft_is_its_writers_alone(who, draft_file, ben, wholesale, browser, request):
    file, other = draft_file(ben), browser(request.getfixturevalue(who))
    assert other.get(f"/files/{file.pk}").status_code == 404
    assert other.get(f"/files/{file.pk}?as=picture").status_code == 404
    assert other.post(f"/files/{file.pk}/remove").status_code == 404
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_a_file_is_taken_off_ones_own_draft_and_never_off_a_message(draft_file, letter, ben, signed_in):
    kept, gone, sent = (
        draft_file(ben, name="kept.pdf"),
        draft_file(ben, name="gone.pdf"),
        letter("a.pdf", "x/y"),
    )
    path = f"/files/{gone.pk}/remove"
    page = signed_in(ben).post(path, headers={"HX-Request": "true"}).content.decode()
    assert ("kept.pdf" in page, "gone.pdf" in page) == (True, False)
    assert signed_in(ben).post(f"/files/{sent}/remove").status_code == 404
    assert set(Attachment.objects.values_list("pk", flat=True)) == {kept.pk, sent}


def test_without_scripts_taking_a_file_off_leads_back_and_keeps_what_was_typed(
    kettle, draft_file, ben, signed_in
):
    file = draft_file(ben)
    answer = signed_in(ben).post(f"/files/{file.pk}/remove", {"text": "Dear Dana,", "version": "1"})
    assert (answer.status_code, answer["Location"]) == (303, f"/c/{kettle.pk}?mode=reply")
    assert not Attachment.objects.exists()
    assert Draft.objects.get(agent=ben).body == "Dear Dana,"


# The mail's own HTML


def frame(get, scene, query=""):
    answer = get(f"/m/{scene.mail}/html{query}")
    return answer, answer.body.decode()


def test_the_frame_of_a_mail_can_load_and_run_nothing(scene, get):
    answer, page = frame(get, scene)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "'self' data:"
    assert policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert not {"allow-scripts", "allow-same-origin", "allow-forms"} & set(policy["sandbox"].split())
    assert "script-src" not in policy
    assert "alert(1)" not in page
    assert answer["X-Content-Type-Options"] == "nosniff"


def sources(page):
    return [unescape(source) for source in re.findall(r'<img[^>]* src="([^"]*)"', page)]


def test_pictures_from_elsewhere_wait_until_someone_asks_for_them(scene, get):
    _, page = frame(get, scene)
    assert len(sources(page)) == 1
    assert "remote-picture" not in page
    _, page = frame(get, scene, "?pictures=1")
    assert [source.partition("?")[0] for source in sources(page)] == [
        f"/files/{scene.picture}/framed",
        "/remote-picture",
    ]
    assert not any("tracker.example" in source for source in sources(page))


def test_a_picture_inside_the_mail_is_shown_without_a_cookie_by_its_own_link(scene, get, client):
    _, page = frame(get, scene)
    answer = client.get(sources(page)[0])
    assert (answer.status_code, answer["Content-Type"], answer.getvalue()) == (200, "image/png", PNG)
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_pictures_link_opens_no_other_file_and_nothing_when_altered(scene, client):
    assert client.get(f"/files/{scene.drawing}/framed?s={scene.link}").status_code == 404
    assert client.get(f"/files/{scene.picture}/framed?s={scene.link}x").status_code == 404
    assert client.get(f"/files/{scene.picture}/framed").status_code == 404


def test_a_pictures_link_ends_with_what_its_agent_may_see(
    scene, kettle, ben, help_inbox, wholesale, client, at
):
    path = f"/files/{scene.picture}/framed?s={scene.link}"
    operations.move_inbox(conversation=kettle, inbox=wholesale, by=SYSTEM, at=at)
    assert client.get(path).status_code == 404
    operations.move_inbox(conversation=kettle, inbox=help_inbox, by=SYSTEM, at=at)
    accounts.deactivate(agent=ben, by=SYSTEM, at=at)
    assert client.get(path).status_code == 404


def test_a_pictures_link_grows_old(scene, client, time_machine):
    time_machine.move_to(clock.now() + timedelta(minutes=11))
    assert client.get(f"/files/{scene.picture}/framed?s={scene.link}").status_code == 404


def test_a_picture_from_elsewhere_comes_through_us(scene, get, client, monkeypatch):
    asked = []

    def fetch(address):
        asked.append(address)
        return "image/png", PNG

    monkeypatch.setattr(remote, "fetch_picture", fetch)
    _, page = frame(get, scene, "?pictures=1")
    answer = client.get(sources(page)[1])
    assert asked == ["https://tracker.example/dot.png"]
    assert (answer["Content-Type"], answer.content) == ("image/png", PNG)
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_picture_that_may_not_be_fetched_is_not_found(scene, get, client, monkeypatch):
    def refuse(address):
        raise remote.NotFetched("It leads to a private address.")

    monkeypatch.setattr(remote, "fetch_picture", refuse)
    _, page = frame(get, scene, "?pictures=1")
    assert client.get(sources(page)[1]).status_code == 404


@pytest.mark.parametrize("link", ["", "x", "https://tracker.example/dot.png", "a:b:c", "é", "\0"])
def test_only_addresses_we_signed_are_fetched(link, db, client, monkeypatch):
    monkeypatch.setattr(remote, "fetch_picture", lambda address: pytest.fail("fetched"))
    assert client.get("/remote-picture", {"u": link}).status_code == 404


def test_a_link_signed_for_one_use_opens_nothing_of_another(scene, client):
    assert client.get("/remote-picture", {"u": scene.link}).status_code == 404


# The mail as it came


def test_the_source_is_plain_text(scene, get):
    answer = get(f"/m/{scene.mail}/source")
    assert answer.body == RAW
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_has_no_source_or_lost_it_is_not_found(scene, ben, signed_in):
    assert signed_in(ben).get(f"/m/{scene.waiting}/source").status_code == 404
    RawSource.objects.update(content=None, storage_key="raw/gone")
    assert signed_in(ben).get(f"/m/{scene.mail}/source").status_code == 404
