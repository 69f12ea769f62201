"""Papers and minutes: what is taken, who may open which version, and what is refused with which words."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from agendas.models import Document, DocumentVersion
from agendas.services.documents import add_document, replace_document, seek_text, withdraw_document
from core.acts import Refused
from core.models import ChoreFailure
from core.uploads import check_upload
from tests import factories
from tests.core import files

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, held_on=date(2026, 11, 16), status="held", agenda_published_at=NOON)


def add(meeting, officer, content=None, **given):
    checked = check_upload(files.upload(content or files.pdf()))
    document = Document(**{"title": "Budget"} | given)
    return add_document(meeting=meeting, document=document, file=checked, by=officer, at=NOON)


def url(meeting, name, *args):
    return reverse(name, args=[meeting.partnership.slug, meeting.pk, *args])


def fetch(client, meeting, document, *version):
    """The status, and the file where there is one."""
    answer = client.get(
        url(meeting, "agendas:document_version" if version else "agendas:document_file", document.pk, *version)
    )
    content = b"".join(answer.streaming_content) if answer.status_code == 200 else b""
    return answer, content


def test_document_sent_twice_is_kept_once(meeting, officer, client_for):
    client, page = client_for(officer), url(meeting, "agendas:document_add")
    token = client.get(page).context["form_token"]
    for _ in range(2):
        client.post(page, {"title": "Budget", "file": files.upload(files.pdf()), "form_token": token})
    assert Document.objects.get().versions.count() == 1


def test_document_is_kept_under_a_name_of_ours(meeting, officer):
    version = add(meeting, officer).versions.get()
    assert (version.filename, version.pages, version.file.name.startswith("documents/")) == ("paper.pdf", 1, True)
    assert "paper" not in version.file.name


def test_second_minutes_are_refused_until_the_first_are_withdrawn(meeting, officer):
    first = add(meeting, officer, kind="minutes")
    with pytest.raises(Refused, match="The minutes are there already"):
        add(meeting, officer, files.pdf(2), kind="minutes")
    withdraw_document(document=first, reason="Wrong meeting", by=officer, at=NOON)
    assert add(meeting, officer, files.pdf(2), kind="minutes") != first


def test_newer_version_reaches_readers_and_the_old_one_stays_for_officers(meeting, officer, member, client_for):
    document = add(meeting, officer)
    newer = check_upload(files.upload(files.pdf(2)))
    replace_document(document=document, file=newer, note="October added", seen=1, by=officer, at=NOON)
    assert fetch(client_for(None), meeting, document)[1] == files.pdf(2)
    assert fetch(client_for(member), meeting, document, 1)[0].status_code == 404
    assert fetch(client_for(officer), meeting, document, 1)[1] == files.pdf()
    assert "October added" in client_for(None).get(url(meeting, "agendas:agenda")).text


def test_replacing_by_the_same_file_or_on_a_stale_page_changes_nothing(meeting, officer):
    document = add(meeting, officer)
    for pages, seen in ((2, 1), (2, 1)):
        file = check_upload(files.upload(files.pdf(pages)))
        replace_document(document=document, file=file, note="New", seen=seen, by=officer, at=NOON)
    file = check_upload(files.upload(files.pdf(3)))
    with pytest.raises(Refused, match="Somebody has put version 2 in its place"):
        replace_document(document=document, file=file, note="New", seen=1, by=officer, at=NOON)
    assert document.versions.count() == 2


def test_withdrawn_document_is_closed_to_everybody_but_officers(meeting, officer, member, client_for):
    document = add(meeting, officer)
    for reason in ("Wrong file", "Pressed twice"):
        withdraw_document(document=document, reason=reason, by=officer, at=NOON)
    assert [fetch(client_for(user), meeting, document)[0].status_code for user in (None, member, officer)] == [
        404,
        404,
        200,
    ]
    assert fetch(client_for(officer), meeting, document)[0]["Cache-Control"] == "private, no-store"
    assert document.history.latest().reason == "Wrong file"
    file = check_upload(files.upload(files.pdf(2)))
    with pytest.raises(Refused, match="It was withdrawn"):
        replace_document(document=document, file=file, note="New", seen=1, by=officer, at=NOON)


def test_paper_of_a_members_only_item_is_for_members(meeting, officer, member, client_for):
    item = factories.AgendaItemFactory(meeting=meeting, is_members_only=True)
    document = add(meeting, officer, item=item)
    assert fetch(client_for(None), meeting, document)[0].status_code == 404
    answer, content = fetch(client_for(member), meeting, document)
    assert (content, answer["Cache-Control"]) == (files.pdf(), "private, no-store")
    document.item = None
    document.save()
    assert fetch(client_for(None), meeting, document)[0].status_code == 200


def test_paper_of_an_unpublished_agenda_is_closed_while_minutes_are_open(board, officer, client_for):
    draft = factories.MeetingFactory(body=board, held_on=date(2026, 11, 16))
    paper, minutes = add(draft, officer), add(draft, officer, kind="minutes")
    client = client_for(None)
    assert [fetch(client, draft, one)[0].status_code for one in (paper, minutes)] == [404, 200]


def test_download_is_saved_and_never_shown_as_a_page(meeting, officer, client_for):
    answer, _ = fetch(client_for(None), meeting, add(meeting, officer))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-cache"


def test_paper_that_is_lost_from_the_disk_is_said_to_be_missing(meeting, officer, client_for, caplog):
    version = add(meeting, officer).versions.get()
    version.file.storage.delete(version.file.name)
    page = client_for(None).get(url(meeting, "agendas:document_file", version.document_id), follow=True)
    assert "The file is missing from the portal." in page.content.decode()
    assert [one.getMessage() for one in caplog.records] == [f"The file of a paper is missing: {version.file.name}"]


def test_document_of_another_meeting_is_not_found(meeting, board, officer, client_for):
    other = factories.MeetingFactory(body=board, agenda_published_at=NOON)
    assert fetch(client_for(officer), other, add(meeting, officer))[0].status_code == 404


# The forms


def test_paper_is_added_to_its_item(meeting, officer, client_for):
    item = factories.AgendaItemFactory(meeting=meeting)
    client = client_for(officer)
    assert (
        f'<option value="{item.pk}" selected>'
        in client.get(f"{url(meeting, 'agendas:document_add')}?item={item.pk}").text
    )
    data = {"title": "Budget", "item": item.pk, "file": files.upload(files.office("docx"), "Budget.docx")}
    client.post(url(meeting, "agendas:document_add"), data)
    assert Document.objects.get().item == item
    assert "Word document, 1 KB" in client_for(None).get(url(meeting, "agendas:agenda")).text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<!doctype html><p>Minutes</p>", "minutes.pdf", "Minutes.pdf is a web page inside, whatever its name says."),
        (files.with_macros(), "paper.docm", "Paper.docm contains macros"),
        (files.pdf()[:300], "paper.pdf", "Paper.pdf is cut off"),
        (b"", "paper.pdf", "The file is empty"),
        (b"x", "\u202efdp." + "x" * 300, "is not a PDF or an Office document inside"),
    ],
)
def test_refused_file_says_why_and_leaves_what_was_typed(meeting, officer, client_for, content, name, words):
    data = {"title": "Budget", "is_members_only": "on", "file": files.upload(content, name)}
    page = client_for(officer).post(url(meeting, "agendas:document_add"), data).text
    assert words in page
    assert 'value="Budget"' in page
    assert Document.objects.count() == 0


def test_paper_of_60_megabytes_is_refused_with_its_size_and_leaves_what_was_typed(meeting, officer, client_for):
    data = {"title": "Budget", "file": files.upload(b"%PDF-1.7" + bytes(60_000_000), "large.pdf")}
    page = client_for(officer).post(url(meeting, "agendas:document_add"), data).text
    assert "Large.pdf is 61 MB. It must be 25 MB or smaller" in page
    assert 'value="Budget"' in page


def test_minutes_stand_apart_from_the_summary_on_the_meetings_page(meeting, officer, client_for):
    assert "Minutes" not in client_for(None).get(url(meeting, "meetings:detail")).text
    data = {"title": "Minutes of the Board", "file": files.upload(files.pdf(4))}
    client_for(officer).post(url(meeting, "agendas:minutes_add"), data)
    page = client_for(None).get(url(meeting, "meetings:detail")).text
    assert "Minutes of the Board" in page
    assert "The minutes are the formal record." in page
    assert "Minutes of the Board" not in client_for(None).get(url(meeting, "agendas:agenda")).text


def test_document_is_replaced_changed_and_withdrawn_from_its_page(meeting, officer, client_for):
    document, client = add(meeting, officer), client_for(officer)
    address = url(meeting, "agendas:document_replace", document.pk)
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {"note": "October added", "seen": seen, "file": files.upload(files.pdf(2))})
    client.post(url(meeting, "agendas:document_edit", document.pk), {"title": "The budget", "is_members_only": "on"})
    page = client.get(url(meeting, "agendas:document", document.pk)).text
    assert [words in page for words in ("Version 2: paper.pdf", "The budget", "members only")] == [True] * 3
    client.post(url(meeting, "agendas:document_withdraw", document.pk), {"reason": "Wrong file"})
    document.refresh_from_db()
    assert (document.title, document.withdrawn_at is not None) == ("The budget", True)


# Scans

SCAN = "This PDF has images of pages and no text"


@pytest.mark.parametrize(("content", "is_scan"), [(files.pdf(2), True), (files.pdf_with_text(), False)])
def test_scan_is_told_to_the_officer_and_beside_the_paper(content, is_scan, client_for, officer, meeting):
    meeting.agenda_published_at = NOON
    meeting.save()
    item = factories.AgendaItemFactory(meeting=meeting, position=1)
    client, public = client_for(officer), client_for(None)
    data = {"title": "Budget", "item": item.pk, "file": files.upload(content)}
    answer = client.post(url(meeting, "agendas:document_add"), data, follow=True)
    assert (f"{SCAN}, so screen readers" in answer.text) is is_scan
    assert (f"{SCAN}: screen readers cannot read it" in public.get(url(meeting, "agendas:agenda")).text) is is_scan
    document = Document.objects.get()
    page = client.get(url(meeting, "agendas:document", document.pk)).text
    assert ("Images only: this PDF has no text." in page) is is_scan


def test_scan_that_replaces_a_text_is_told_and_so_are_minutes(client_for, officer, meeting):
    client = client_for(officer)
    data = {"title": "Minutes", "file": files.upload(files.pdf_with_text())}
    assert SCAN not in client.post(url(meeting, "agendas:minutes_add"), data, follow=True).text
    assert SCAN not in client_for(None).get(meeting.get_absolute_url()).text
    document = Document.objects.get()
    newer = {"note": "Signed", "seen": "1", "file": files.upload(files.pdf())}
    assert SCAN in client.post(url(meeting, "agendas:document_replace", document.pk), newer, follow=True).text
    assert SCAN in client_for(None).get(meeting.get_absolute_url()).text
    assert [version.has_text for version in document.versions.all()] == [False, True]


def test_what_is_no_pdf_is_not_called_a_scan(client_for, officer, meeting):
    data = {"title": "Budget", "file": files.upload(files.office("docx"), "budget.docx")}
    assert SCAN not in client_for(officer).post(url(meeting, "agendas:document_add"), data, follow=True).text
    assert DocumentVersion.objects.get().has_text is None


def test_scan_from_before_the_check_is_looked_at_once_and_then_told(client_for, meeting):
    meeting.agenda_published_at = NOON
    meeting.save()
    item = factories.AgendaItemFactory(meeting=meeting, position=1)
    for content in (files.pdf(2), files.pdf_with_text(), b"%PDF-1.7 no one can read"):
        factories.DocumentFactory(meeting=meeting, item=item, content=content)
    factories.DocumentFactory(meeting=meeting, item=item, content__media_type="text/plain")
    public = client_for(None)
    assert SCAN not in public.get(url(meeting, "agendas:agenda")).text

    assert [seek_text(at=NOON), seek_text(at=NOON)] == [3, 0]
    found = DocumentVersion.objects.order_by("pk").values_list("has_text", "text_sought_at")
    assert list(found) == [(False, NOON), (True, NOON), (None, NOON), (None, None)]
    assert public.get(url(meeting, "agendas:agenda")).text.count(SCAN) == 1


def test_paper_that_is_lost_from_the_disk_stops_no_other(meeting):
    lost, kept = (factories.DocumentFactory(meeting=meeting, content=files.pdf_with_text()) for _ in range(2))
    lost.versions.get().file.delete(save=False)
    assert seek_text(at=NOON) == 1
    assert kept.versions.get().has_text is True
    assert ChoreFailure.objects.get().chore == "seek-text"
