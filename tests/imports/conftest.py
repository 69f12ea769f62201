"""A directory that is just large enough."""

from pathlib import Path

import pytest

from tests.imports.pages import Pages


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A directory with one row or two of each file."""
    directory = tmp_path / "small"
    directory.mkdir()
    for file, text in SMALL.items():
        (directory / file).write_text(text, encoding="utf-8")
    return directory


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def pages(world, client_for, media):
    """The pages of an admin: ``pages.choose(…)`` reads files, as a worker does, and shows the preview."""
    return Pages(world, client_for(world.admin))


SMALL = {
    "partnership.csv": (
        "partnership_id,name,short_name,start_date,start_precision\nsp,Small Partnership,SP,2001-01-01,year\n"
    ),
    "kinds.csv": (
        "kind_id,name,plural,abbreviation,owes_summary,is_topic_group,is_board\n"
        "board,Board,Boards,,yes,no,yes\n"
        "ssp,Specialist Strategic Partnership,Specialist Strategic Partnerships,SSP,yes,no,no\n"
        "task-group,Task group,Task groups,,no,no,no\n"
        "topic-group,Topic group,Topic groups,,no,yes,no\n"
    ),
    "bodies.csv": (
        "body_id,name,kind,reports_to,start_date,start_precision,end_date,end_precision,as_at\n"
        "board,Board,board,,2001-01-01,year,,,2012\n"
        "health,Health SSP,SSP,board,,,,,2012\n"
        "group,Topic Group,topic group,,2012-01-01,year,,,2012\n"
    ),
    "sectors.csv": "sector_id,name,sort_order,seats_stated\ngov,Government,1,1\n",
    "organisations.csv": (
        "org_id,name,sector_id,kind,successor_id\n"
        "council,Council,gov,council,\n"
        "authority,Old Authority,gov,authority,council\n"
    ),
    "seats.csv": (
        "seat_no,body_id,sector_id,agency,holder_id,holder_kind,start_date,start_precision\n"
        "1,board,gov,Council,council,organisation,2012-03-01,month\n"
    ),
    "documents.csv": "code,title\n",
    "seat_changes.csv": "seat_no,body_id,holder_id,holder_kind,start_date,start_precision\n",
    "strategies.csv": (
        "strategy_id,strategy_name,status,period_start,period_start_precision,period_end,"
        "item_id,item_kind,item_order,item_name,parent_item_id\n"
        "s1,Strategy,adopted,2011-04-01,month,,s1-1,priority,1,Health,\n"
        "s1,Strategy,adopted,2011-04-01,month,,s1-1.1,sub-theme,1,Smoking,s1-1\n"
    ),
    "topic_groups.csv": (
        "body_id,title,commissioned_by,received_date,received_precision\ngroup,A study,board,2012-09-01,month\n"
    ),
    "topic_group.csv": "item_type,item_order,text\nconclusion,1,A forum is needed\n",
    "recommendations.csv": (
        "rec_no,title,explanation_points,by_whom,suggested_overall_status,status_reason\n"
        "1,Do more,Point one | Point two,SP Board members; Elected members,in progress,Begun\n"
    ),
    "progress.csv": (
        "progress_id,rec_no,entry_no,summary,suggested_status,status_reason,report_date,report_date_note\n"
        "P1.1,1,1,Something was done,in progress,Under way,,not printed\n"
    ),
    "meetings.csv": (
        "meeting_id,body_id,title,kind,date_start,date_end,date_precision,time_start,time_end,status_in_source\n"
        "M1,board,Board meeting,meeting,2012-03-06,2012-03-06,day,09:30,12:30,held\n"
    ),
    "agenda_items.csv": ("meeting_id,date,item_order,time_start,time_end,title\nM1,2012-03-06,1,09:30,09:40,Welcome\n"),
    "measures.csv": (
        "measure_id,name,unit,year,value,change_stated,polarity\n"
        "l3,Level 3,%,2010,42.3,+8.4,higher\n"
        "l3,Level 3,%,2011,50.3,+8.4,higher\n"
    ),
    "achievements.csv": (
        "achievement_id,date,date_precision,theme,title,headline\nA1,2009-01-01,year,Health,Done,Well done\n"
    ),
}
