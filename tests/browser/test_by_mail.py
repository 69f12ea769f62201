"""What begins with a mail: a member comments on a summary, a partner answers an invitation."""

from urllib.parse import urlsplit

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.arrival import choose, follow
from tests.browser.downloads import downloaded
from tests.browser.letters import open_link, words_of
from tests.browser.officer import add_meeting, in_weeks, publish_summary
from tests.browser.portal import sign_in

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PPB = "Corporate Services Policy and Performance Board"


def test_member_comments_on_a_summary_and_is_answered_by_mail(open_as, portal, check_page):
    title, question = "Board meeting on ponds", "Who looks after the ponds in August?"
    officer, member = open_as("Officer"), open_as(None)
    publish_summary(
        officer,
        add_meeting(officer, title),
        decisions="Ponds are cleaned every spring.",
        action="Count the ponds",
        owner="Halton Borough Council",
    )
    address, password = portal.sign_ins["PPB member"]
    [mail] = portal.mailbox.wait_for(1, subject=f"Summary: {title}", to=address)
    open_link(member, mail, "/meetings/")
    expect(member.locator("main")).to_contain_text("Ponds are cleaned every spring.")
    follow(member.get_by_role("link", name="Sign in to comment"))
    sign_in(member, address, password)
    expect(member.locator("h1")).to_have_text(title)
    follow(member.get_by_role("button", name="Send to the partnership office"))
    expect(member.get_by_role("alert")).to_contain_text("Enter your comment")
    check_page(member)
    member.get_by_label("Your comment").fill(question)
    follow(member.get_by_role("button", name="Send to the partnership office"))
    expect(member.get_by_role("article", name="Comment by PPB Member")).to_contain_text("No reply yet")
    check_page(member)

    portal.tend_now()
    [notice] = portal.mailbox.wait_for(1, subject=f"Comment on the summary of {title}", to="officer@example.org")
    assert question in words_of(notice)
    open_link(officer, notice, "#comment-")
    follow(officer.get_by_role("article").filter(has_text=question).get_by_role("link", name="Reply"))
    check_page(officer)
    officer.get_by_label("Answer").fill("The wardens do, from June on.")
    follow(officer.get_by_role("button", name="Publish the answer to members"))
    expect(officer.get_by_role("article").filter(has_text=question)).to_contain_text("The wardens do")

    portal.tend_now()
    [answer] = portal.mailbox.wait_for(1, subject=f"Answer to your comment on the summary of {title}", to=address)
    assert "The wardens do, from June on." in words_of(answer)
    open_link(member, answer, "#comment-")
    expect(member.get_by_role("article").filter(has_text=question)).to_contain_text("The wardens do")
    member = open_as(None)
    open_link(member, answer, "/mail/")
    expect(member.get_by_label("Answer to a comment")).to_be_checked()
    check_page(member)


def test_partner_invited_for_one_item_answers_by_link_and_keeps_the_date(open_as, portal, check_page):
    title, item, invited = "PPB meeting on night buses", "What a night bus costs", "bus.manager@example.org"
    officer, partner = open_as("Officer"), open_as(None, viewport=PHONE)
    day = in_weeks(officer, 3)
    address = add_meeting(officer, title, body=PPB, weeks=3, Starts_at="6:30pm", Where="Civic Suite")
    follow(officer.get_by_role("link", name="Write the agenda"))
    follow(officer.get_by_role("link", name="Add a single item"))
    officer.get_by_label("Title").fill(item)
    follow(officer.locator("main").get_by_role("button").last)

    officer.goto(address)
    follow(officer.get_by_role("link", name="Invite someone"))
    check_page(officer)
    officer.get_by_label("Or somebody else’s name or role").fill("Manager of the bus company")
    officer.get_by_label("Their email address").fill(invited)
    officer.get_by_label("What for").select_option(label=f"1. {item}")
    officer.get_by_label("What do you ask of them?").fill("Ten minutes on the cost, then questions.")
    follow(officer.locator("main").get_by_role("button").last)
    portal.tend_now()
    [mail] = portal.mailbox.wait_for(1, subject=title, to=invited)
    assert "Ten minutes on the cost" in words_of(mail)
    [attached] = mail.iter_attachments()
    assert attached.get_content_type() == "text/calendar"

    open_link(partner, mail, "/links/invitation/")
    expect(partner.locator("main")).to_contain_text(f"One item: {item}")
    check_page(partner)
    partner.get_by_label("What do you, or does whoever comes, need?").fill("A screen")
    follow(partner.get_by_role("button", name="I will come"))
    expect(partner.locator("h1")).to_have_text("Thank you")
    check_page(partner)
    follow(partner.get_by_role("link", name="Change your answer"))
    expect(partner.locator("main")).to_contain_text("you answered: is coming")

    officer.goto(address)
    follow(officer.get_by_role("link", name="Everyone invited, and their replies"))
    answered = officer.get_by_role("listitem").filter(has_text=invited)
    expect(answered).to_contain_text("is coming")
    expect(answered).to_contain_text("Needs: A screen")
    check_page(officer)

    reader = open_as(None)
    reader.goto("/halton/meetings/")
    follow(reader.get_by_role("navigation", name="Meetings").get_by_role("link", name="Calendar"))
    reader.get_by_text("Another month, or one board or group").click()
    choose(reader.get_by_label("Board or group"), PPB)
    reader.get_by_label("Month", exact=True).select_option(label=f"{day:%B}")
    reader.get_by_label("Year", exact=True).select_option(label=f"{day:%Y}")
    follow(reader.get_by_role("button", name="Show the month"))
    expect(reader.locator("h1")).to_have_text(f"{day:%B %Y}")
    check_page(reader)
    follow(reader.get_by_role("link", name=title))
    saved = downloaded(reader, reader.get_by_role("link", name="Add to my calendar"))
    [event] = icalendar.Calendar.from_ical(saved).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.date(), str(event["LOCATION"])) == (title, day, "Civic Suite")
    assert urlsplit(str(event["URL"])).path == urlsplit(address).path
