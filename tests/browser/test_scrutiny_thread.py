"""The thread of Halton's scrutiny once more, from topic to review, by role, on days of 2012 and 2013.

It begins with an empty table. What is typed comes from the data pack, so that the table at the end is the one of then.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arrival import choose as pick
from tests.browser.arrival import follow
from tests.browser.downloads import downloaded, made_paper, text_of
from tests.browser.letters import open_link
from tests.browser.officer import typed
from tests.browser.portal import prepare_once, running_portal
from tests.browser.thread import PARTNER, PLACE, Day, choose, day, facts, go, main_button, morning_of, send, settle
from tests.papers import accessibility_errors

pytestmark = pytest.mark.browser

TOPIC = "Scrutiny of the Halton Strategic Partnership"
PPB = "Corporate Services Policy and Performance Board"
CHOSEN, WRITTEN, RECEIVED = date(2012, 2, 6), date(2012, 8, 20), date(2012, 9, 5)
ANSWERED, ASKED, REVIEWED = date(2012, 11, 9), date(2013, 9, 17), date(2013, 10, 30)
# The PPB met on the days before these, as its own records say.
PPB_OF_2012, PPB_OF_2013 = date(2012, 9, 4), date(2013, 10, 29)
NOT_IN_A_TABLE = "6.15"
# From which paragraph each recommendation was drawn; the tenth came later, without one.
PARAGRAPHS = {1: "6.2", 2: "6.7", 3: "6.9", 4: "6.11", 5: "6.16", 6: "6.4", 7: "6.5", 8: "6.6", 9: "6.8"}


def report_text() -> str:
    """The paragraphs that recommend something, in the order of the report, in the words of the data pack."""
    titles = {int(row["rec_no"]): row["title"] for row in facts("recommendations")}
    lines = {paragraph: f"{titles[number]} is recommended" for number, paragraph in PARAGRAPHS.items()}
    (untabled,) = (row for row in facts("topic_group") if row["source"] == "000 s6.15")
    lines |= {"1.2": "The board asked the group to study the partnership", NOT_IN_A_TABLE: untabled["text"]}
    in_order = sorted(lines, key=lambda number: [int(part) for part in number.split(".")])
    return "\n".join(f"{number} {lines[number]}" for number in in_order)


def status_words(label: str) -> str:
    return "no longer relevant" if label == "superseded" else label


@pytest.fixture
def place(tmp_path_factory: Any, browser: Any) -> Any:
    """``place(on)`` opens the portal on a day; what is done stays for the next."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if root.name.startswith("popen-") else root
    data_dir = tmp_path_factory.mktemp("thread")
    prepare_once(root / "portal-prepared", data_dir)
    with running_portal(data_dir, morning_of(CHOSEN)) as portal:
        yield partial(day, browser, portal)


def test_thread_runs_from_topic_to_review(place, tmp_path_factory, check_page):
    with place(CHOSEN) as today:
        settle(today.portal, tmp_path_factory.mktemp("records") / "halton-2012")
        topic_is_chosen_and_its_group_begins(today, check_page)
    with place(WRITTEN) as today:
        report_is_written_and_recommendations_are_drawn(today, check_page)
    with place(RECEIVED) as today:
        ppb_receives_the_report_and_everybody_reads_it(today, check_page)
    with place(ANSWERED) as today:
        executive_and_partnership_answer(today, check_page)
    with place(ASKED, with_worker=True) as today:
        owners_are_asked_and_answer_by_link(today, check_page)
        member_asks_for_follow_up(today, check_page)
        officer_enters_the_rest_by_file(today)
    with place(REVIEWED, with_worker=True) as today:
        ppb_confirms_reviews_and_closes(today, check_page)
        the_table_is_the_one_of_then(today)


def topic_is_chosen_and_its_group_begins(today: Day, check_page: Any) -> None:
    page = today.page_of("Officer")
    page.goto(f"{PLACE}/scrutiny/programme/")
    check_page(page)
    go(page, "Suggest a topic")
    pick(page.get_by_label("Whose programme is it?"), PPB)
    page.get_by_label("Programme of").select_option(label="2011/12")
    page.get_by_label("Topic", exact=True).fill(TOPIC)
    page.get_by_label("Why it should be looked at").fill("What is the partnership for, and who can question it?")
    follow(main_button(page))
    go(page, re.compile("^Record the decision"))
    page.get_by_label("Chosen: a topic group may begin").check()
    page.get_by_label("Date of the decision").fill(typed(CHOSEN))
    follow(main_button(page))
    go(page, re.compile("^Start"))
    check_page(page)
    send(page, Name_of_the_topic_group="HSP Topic Group", First_day_of_the_topic_group=typed(CHOSEN))
    expect(page.get_by_role("heading", level=1)).to_have_text(TOPIC)
    group = page.url
    for row in facts("topic_group"):
        if row["item_type"] == "term of reference":
            page.goto(f"{group}findings/add/")
            page.get_by_label("Term of reference").check()
            send(page, What_it_says=row["text"], Source=row["source"])
    page.goto(f"{group}members/add/")
    pick(page.get_by_label("Who joins?"), "PPB member of 2012")
    page.get_by_label("Chair", exact=True).check()
    send(page, First_day=typed(CHOSEN))
    expect(page.get_by_role("alert")).to_contain_text("PPB member of 2012 is on the topic group")
    check_page(page)


def group_of(page: Page) -> str:
    page.goto(f"{PLACE}/topic-groups/")
    go(page, TOPIC)
    return page.url


def record_stage(page: Page, stage: str, on: date, outcome: str, meeting: str = "") -> None:
    page.goto(f"{group_of(page)}stages/add/")
    page.get_by_label(stage, exact=True).check()
    if meeting:
        choose(page, "At which meeting?", meeting)
    else:
        page.get_by_label("Date", exact=True).fill(typed(on))
    page.get_by_label(outcome, exact=True).check()
    follow(main_button(page))


def report_is_written_and_recommendations_are_drawn(today: Day, check_page: Any) -> None:
    page, reader = today.page_of("Officer"), today.page_of(None)
    group = group_of(page)
    page.goto(f"{group}report/paste/")
    page.get_by_label("Text of the report").fill(report_text())
    follow(main_button(page))
    check_page(page)
    for number in [*PARAGRAPHS.values(), NOT_IN_A_TABLE]:
        page.get_by_label(f"{number} Recommends something", exact=True).check()
    go(page, re.compile(r"^Add \d+ paragraphs"))
    expect(page.locator("main")).to_contain_text(NOT_IN_A_TABLE)
    check_page(page)
    for row in facts("recommendations"):
        if int(row["rec_no"]) in PARAGRAPHS:
            draw_recommendation(page, group, row)
    page.goto(f"{group}report/")
    go(page, f"Mark as not carried of {NOT_IN_A_TABLE}", exact=True)
    send(page, **{"Why_does_no_recommendation_carry_it?": "It is worded as one, but no table of the time has it"})
    expect(page.locator("main")).to_contain_text("Every paragraph that recommends something is carried")
    record_stage(page, "Draft", WRITTEN, "Noted")
    record_stage(page, "Topic group", WRITTEN, "Agreed")
    # Until the PPB has it, nobody else reads it.
    assert reader.goto(f"{group}report/").status == 404
    reader.goto(f"{PLACE}/recommendations/")
    expect(reader.locator("main")).not_to_contain_text("Annual report")


def draw_recommendation(page: Page, group: str, row: dict[str, str]) -> None:
    number = int(row["rec_no"])
    if number in PARAGRAPHS:
        page.goto(f"{group}report/")
        go(page, f"Draw a recommendation from {PARAGRAPHS[number]}", exact=True)
    else:
        page.goto(f"{group}recommendations/add/")
    page.get_by_label("Number", exact=True).fill(str(number))
    page.get_by_label("What is asked").fill(row["title"])
    page.get_by_label("Explanation (optional)").fill("\n".join(row["explanation_points"].split(" | ")))
    page.get_by_label("What those who answer for it are asked to do").fill(row["task_asked_of_them"])
    follow(main_button(page))
    for place_number, printed in enumerate(row["by_whom"].split("; "), start=1):
        line = page.get_by_role("group", name=f"Row {place_number}", exact=True)
        line.get_by_label("Name as it is printed").fill(printed)
        line.get_by_label("Place").fill(str(place_number))
    go(page, "Save who answers for it")
    expect(page.get_by_role("heading", level=1)).to_have_text(row["title"])


def add_ppb(page: Page, on: date, title: str, *, is_held: bool) -> str:
    page.goto(f"{PLACE}/meetings/add/")
    pick(page.get_by_label("Whose meeting is it?"), PPB)
    page.get_by_label("Date", exact=True).fill(typed(on))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Held" if is_held else "Planned", exact=True).check()
    follow(page.locator("main").get_by_role("button").last)
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    return page.url


def ppb_receives_the_report_and_everybody_reads_it(today: Day, check_page: Any) -> None:
    page, councillor, reader = today.page_of("Officer"), today.page_of("PPB member"), today.page_of(None)
    add_ppb(page, PPB_OF_2012, "PPB of September 2012", is_held=True)
    record_stage(page, "Policy and Performance Board", PPB_OF_2012, "Agreed", "4 September 2012")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("public", re.IGNORECASE))
    check_page(page)
    go(page, "Record the stage and make the report public")
    councillor.goto(f"{PLACE}/recommendations/")
    expect(councillor.locator("table.app-recommendations tbody tr")).to_have_count(len(PARAGRAPHS))
    check_page(councillor)
    reader.goto(f"{PLACE}/recommendations/")
    go(reader, "Annual report")
    expect(reader.locator("main")).to_contain_text("It is due 4 September 2013")
    check_page(reader)


def executive_and_partnership_answer(today: Day, check_page: Any) -> None:
    page = today.page_of("Officer")
    record_stage(page, "Executive", date(2012, 11, 8), "Agreed")
    page.goto(f"{group_of(page)}responses/")
    check_page(page)
    page.get_by_label("the council’s executive").check()
    page.get_by_label("Date of the answer").fill("8 11 2012")
    for row in facts("recommendations")[: len(PARAGRAPHS)]:
        line = page.get_by_role("group", name=f"{row['rec_no']}. {row['title']}", exact=True)
        line.get_by_label("Answer").select_option(label="Accepted")
        line.get_by_label("Reason").fill("The executive took the report as a whole")
    follow(main_button(page))
    record_stage(page, "Partnership", ANSWERED, "Agreed")
    expect(page.locator("main")).to_contain_text("Response: accepted")


def owners_are_asked_and_answer_by_link(today: Day, check_page: Any) -> None:
    page, partner = today.page_of("Officer"), today.page_of(None)
    page.goto(f"{PLACE}/scrutiny/owners/")
    go(page, re.compile("^(Change|Edit).*Policy and Strategy|^Policy and Strategy$"))
    pick(page.get_by_label("Who is asked for progress"), "Policy Manager")
    follow(main_button(page))
    # The tenth stands in the later table only.
    draw_recommendation(page, group_of(page), facts("recommendations")[-1])
    meeting = add_ppb(page, PPB_OF_2013, "PPB of October 2013", is_held=False)
    page.goto(f"{meeting}agenda/edit/")
    go(page, "Start from the usual agenda")
    today.portal.tend_now()
    (mail,) = today.portal.mailbox.wait_for(1, subject="How far", to=PARTNER)
    open_link(partner, mail, "/links/progress/")
    check_page(partner)
    box = partner.get_by_role("region", name="7. Summary report after each meeting", exact=True)
    box.get_by_label("How far is it?").fill(claims_of(7)[0]["summary"])
    box.get_by_label("Status of this piece of work").select_option(label="In progress")
    box.get_by_text("Has the whole recommendation come to something else?").click()
    box.get_by_label("We think that the whole recommendation is now").select_option(label="In progress")
    box.get_by_label("Why", exact=True).fill(row_of(7)["status_reason"])
    follow(partner.locator("main form button").last)
    expect(partner.get_by_role("alert")).to_contain_text("Thank you")
    check_page(partner)


def claims_of(number: int) -> list[dict[str, str]]:
    return [row for row in facts("progress") if int(row["rec_no"]) == number]


def row_of(number: int) -> dict[str, str]:
    return facts("recommendations")[number - 1]


def member_asks_for_follow_up(today: Day, check_page: Any) -> None:
    page, officer = today.page_of("PPB member"), today.page_of("Officer")
    page.goto(f"{PLACE}/recommendations/")
    go(page, row_of(9)["title"])
    page.get_by_label("What should the next meeting look at?").fill("Does the new Board format make them needless?")
    go(page, "Ask for follow-up")
    expect(page.get_by_role("alert")).to_contain_text("Your request is with the partnership office")
    check_page(page)
    officer.goto(f"{PLACE}/recommendation-follow-ups/")
    follow(officer.get_by_role("button", name="Put on the agenda"))
    expect(officer.get_by_role("alert")).to_contain_text("29 October 2013")
    officer.goto(f"{PLACE}/meetings/")
    go(officer, "PPB of October 2013")
    officer.goto(f"{officer.url}agenda/publish/")
    follow(main_button(officer))


def officer_enters_the_rest_by_file(today: Day) -> None:
    """Claim by claim, as several stand under one recommendation: the file carries one for each at a time."""
    page = today.page_of("Officer")
    most = max(len(claims_of(number)) for number in range(1, 11))
    for turn in range(most):
        page.goto(f"{PLACE}/recommendations/progress/grid/")
        sheet = downloaded(page, page.get_by_role("link", name="CSV", exact=True)).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
        for row in rows:
            claims = claims_of(int(row["number"]))
            if turn < len(claims) and (row["number"], turn) != ("7", 0):
                row |= {"new_progress": claims[turn]["summary"], "status": claims[turn]["suggested_status"]}
                row |= {"date": ASKED.isoformat(), "reported_by": "Partnership office"}
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        go(page, re.compile("upload it", re.IGNORECASE))
        file = {"name": "progress.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
        page.get_by_label("CSV file or Excel workbook").set_input_files(file)
        follow(main_button(page))
        follow(main_button(page))
        expect(page.get_by_role("alert")).to_contain_text("written down")


def ppb_confirms_reviews_and_closes(today: Day, check_page: Any) -> None:
    page = today.page_of("Officer")
    page.goto(f"{PLACE}/meetings/")
    go(page, "PPB of October 2013")
    page.goto(f"{page.url}edit/")
    page.get_by_label("Held", exact=True).check()
    follow(page.locator("main").get_by_role("button").last)
    page.goto(f"{PLACE}/recommendations/to-confirm/")
    check_page(page)
    page.get_by_label(f"7. {row_of(7)['title']}").check()
    choose(page, "Which meeting confirmed them?", "29 October 2013")
    go(page, "Confirm the ticked ones")
    for row in facts("recommendations"):
        if row["rec_no"] != "7":
            change_status(page, row)
    record_review(page, check_page)


def change_status(page: Page, row: dict[str, str]) -> None:
    page.goto(f"{PLACE}/recommendations/?sort=number")
    go(page, row["title"], exact=True)
    go(page, "Change the status")
    label = status_words(row["suggested_overall_status"]).capitalize()
    page.get_by_label(label, exact=True).check()
    page.get_by_label("Why the status changes").fill(row["status_reason"])
    page.get_by_label("Date of the change").fill(typed(PPB_OF_2013))
    if label == "Implemented":
        # Without evidence it is refused, and what was typed stays.
        follow(main_button(page))
        expect(page.get_by_label("Why the status changes")).to_have_value(row["status_reason"])
        page.get_by_label("What shows it").fill(row["status_reason"])
    follow(main_button(page))
    expect(page.get_by_role("alert")).to_contain_text("is now")


def record_review(page: Page, check_page: Any) -> None:
    page.goto(f"{PLACE}/recommendations/reviews/")
    check_page(page)
    go(page, re.compile("Record the review.*recommendation 8", re.IGNORECASE))
    page.get_by_label("Day of the review").fill(typed(PPB_OF_2013))
    choose(page, "Meeting that reviewed it", "29 October 2013")
    page.get_by_label("What was achieved?").fill("Half-yearly and annual reports come out")
    page.get_by_label("At what cost?").fill("Officer time, which a restructure has cut")
    page.get_by_label("What comes next?").fill("A short version, once new measures are in")
    page.get_by_label("Complete", exact=True).check()
    follow(main_button(page))
    expect(page.get_by_role("alert")).to_be_visible()
    go(page, "Stop monitoring")
    choose(page, "Which meeting decided it?", "29 October 2013")
    page.get_by_label("Why did it decide so?").fill("It is done, and its review is recorded")
    follow(main_button(page))
    expect(page.locator("main")).to_contain_text("29 October 2013")
    check_page(page)


def the_table_is_the_one_of_then(today: Day) -> None:
    page = today.page_of(None)
    page.goto(f"{PLACE}/recommendations/?standing=all&sort=number")
    sheet = downloaded(page, page.get_by_role("link", name="CSV", exact=True)).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(sheet, newline="")))
    told = [(one["Number"], one["Action"], one["Explanation"], one["By whom"], one["Status"]) for one in table]
    assert told == [
        (
            row["rec_no"],
            row["title"],
            row["explanation_points"].replace(" | ", "\n"),
            row["by_whom"],
            row["suggested_overall_status"],
        )
        for row in facts("recommendations")
    ]
    claims = [line.split(": ", 1)[1] for one in table for line in one["Progress"].split("\n")]
    assert claims == [row["summary"] for row in facts("progress")]
    go(page, "Make a PDF")
    paper = made_paper(page)
    assert accessibility_errors(paper) == []
    words = text_of(paper)
    for row in facts("recommendations"):
        assert row["title"] in words
    follow_up = today.page_of("PPB member")
    follow_up.goto(f"{PLACE}/recommendations/?sort=number")
    go(follow_up, row_of(9)["title"], exact=True)
    # The agenda on which the follow-up stood has filled the history by itself.
    expect(follow_up.get_by_role("heading", name="Discussed at")).to_be_visible()
    expect(follow_up.locator("main")).to_contain_text("PPB of October 2013")
