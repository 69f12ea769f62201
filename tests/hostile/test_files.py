"""What an admin's files may hold that was made, or damaged, to do harm."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from agendas.models import AgendaItem
from boards.models import Partnership, Priority
from core.models import RenderedFile
from core.sheets.cells import LARGEST_WHOLE
from tests import factories
from tests.imports.pages import Pages

STRATEGY = "strategy_id,strategy_name,status,item_id,item_kind,item_order,item_name,parent_item_id\n"


@pytest.fixture
def pages(world, client_for, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return Pages(world, client_for(world.admin))


def damaged(content: bytes, member: str) -> bytes:
    """The archive with its list of contents whole, and rubbish in the member."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(member)
    start = entry.header_offset + 30 + len(member) + 20
    broken = bytes(byte ^ 0x5A for byte in content[start : start + 150])
    return content[:start] + broken + content[start + 150 :]


def reasons(answer):
    return [(one["column"], one["reason"]) for one in answer.context["report"].refusals]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_zip_is_refused_in_words(pages, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("sectors.csv", "".join(sha256(bytes([n])).hexdigest() for n in range(100)))
    answer = pages.send(SimpleUploadedFile("files.zip", damaged(out.getvalue(), "sectors.csv")))
    assert "is damaged. Make it again" in str(answer.context["form"].errors["upload"])


def test_damaged_workbook_is_refused_in_words(pages):
    book, out = Workbook(), io.BytesIO()
    for number in range(300):
        book.active.append([f"code-{number}", f"Name {number}"])
    book.save(out)
    content = damaged(out.getvalue(), "xl/worksheets/sheet1.xml")
    answer = pages.send(SimpleUploadedFile("sectors.xlsx", content))
    assert reasons(answer) == [
        ("", "the file is damaged: it can’t be opened. Save it again, then choose it again"),
    ]


@pytest.mark.parametrize("number", ["0" * 9 + "9" * 5000, "0" * 9 + "9" * 30, "0" * 12 + "40000"])
def test_number_behind_many_zeros_is_refused(pages, number):
    answer = pages.choose(sectors=f"sector_id,name,sort_order\na,A,{number}\n")
    assert reasons(answer) == [("sort_order", f"enter a whole number from 0 to {LARGEST_WHOLE}")]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_agenda_of_no_year_is_refused(pages, moment):
    header = "meeting_id,title,kind,date_start,status,agenda_published\n"
    answer = pages.choose(meetings=f"{header}M1,Meeting,meeting,2012-03-06,held,{moment}\n")
    [(column, reason)] = reasons(answer)
    assert (column, "the dates that the portal keeps" in reason) == ("agenda_published", True)


@pytest.mark.parametrize("rows", ["new,Halton,{code}\n", "new,Halton,old\nold,Old,{code}\n"])
def test_no_partnership_comes_before_itself(pages, world, rows):
    filled = rows.format(code=world.partnership.code)
    answer = pages.choose(partnership=f"partnership_id,name,predecessor_id\n{filled}")
    assert [column for column, _ in reasons(answer)] == ["predecessor_id"]
    assert not Partnership.objects.exclude(predecessor=None).exists()


@pytest.mark.parametrize("above", ["a", "b"])
def test_no_priority_is_part_of_itself(pages, above):
    pages.choose(strategies=f"{STRATEGY}s,S,adopted,a,priority,1,A,\ns,S,adopted,b,theme,2,B,a\n")
    pages.confirm()
    answer = pages.choose(strategies=f"{STRATEGY}s,S,adopted,a,priority,1,A,{above}\n")
    assert [column for column, _ in reasons(answer)] == ["parent_item_id"]
    assert Priority.objects.get(code="a").parent is None
    pages.work(pages.client.post(pages.url("export")).url)
    assert RenderedFile.objects.get(kind="export").state == RenderedFile.State.DONE


def test_code_of_a_page_of_the_portal_is_refused(pages):
    answer = pages.choose(
        organisations="org_id,name\nadd,Addition\n", comparators="comparator_id,name,kind\nall,All,nation\n"
    )
    assert {column for column, _ in reasons(answer)} == {"org_id", "comparator_id"}


@pytest.mark.parametrize("held_on", ["2012-03-06", "2027-03-01"])
def test_agenda_in_preparation_does_not_come_out_with_a_file(pages, world, held_on):
    meeting = factories.MeetingFactory(
        partnership=world.partnership, body=world.board, code="M1", held_on=held_on, title="Board"
    )
    AgendaItem.objects.create(meeting=meeting, position=1, title="Not out yet")
    pages.choose(
        meetings=f"meeting_id,body_id,title,kind,date_start,status\nM1,board,Board,meeting,{held_on},planned\n",
        agenda_items="meeting_id,item_order,title,paper\nM1,2,Another,\n",
    )
    pages.confirm()
    meeting.refresh_from_db()
    assert (meeting.agenda_items.count(), meeting.agenda_published_at) == (2, None)
