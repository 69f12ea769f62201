"""Structure and membership as at a day: Halton's two snapshots, the gap between them, and the page's cost."""

from datetime import date

import pytest
from django.urls import reverse

from boards.models import BodyChange, Partnership, ReportingLine, Seat
from boards.seating import seating_of
from boards.structure import existence_in_words, structure_of
from tests import factories
from tests.halton import add_halton

SNAPSHOT_2005, GAP, SNAPSHOT_2012 = date(2005, 11, 9), date(2008, 6, 1), date(2012, 3, 1)


@pytest.fixture
def halton(db):
    return add_halton()


def names(bodies):
    return [one.name for one in bodies]


def test_structure_of_2005_has_the_five_ssps_of_2005(halton):
    structure = structure_of(halton, on=SNAPSHOT_2005)
    assert names(structure.bodies("ssp")) == [
        "Health SSP",
        "Urban Renewal SSP",
        "Life Chances and Employment SSP",
        "Wealth and Equality SSP",
        "Safe and Attractive Neighbourhoods SSP",
    ]
    assert structure.gaps == ()


def test_proposed_body_stands_apart_from_the_structure(halton):
    structure = structure_of(halton, on=date(2005, 10, 3))
    assert names(structure.proposed) == ["Scrutiny or evaluation grouping over the SSPs"]
    assert names(structure.bodies("statutory")) == []


def test_structure_of_2012_has_the_five_ssps_of_2012(halton):
    structure = structure_of(halton, on=SNAPSHOT_2012)
    assert names(structure.bodies("ssp")) == [
        "Health and Wellbeing Shadow Board",
        "Halton Children's Trust",
        "Employment, Learning and Skills SSP",
        "Environment and Regeneration SSP",
        "Safer Halton SSP",
    ]
    assert names(structure.bodies("thematic-group")) == [
        "Equality, Engagement and Cohesion Group",
        "Transport Partnership",
        "Halton Housing Partnership",
        "Child and Family Poverty group",
    ]
    assert [one.name for one in structure.bodies("ssp")[0].took_over_from] == ["Halton Health Partnership"]


def test_structure_between_the_snapshots_names_the_nearest_days(halton):
    structure = structure_of(halton, on=GAP)
    assert [gap.group.key for gap in structure.gaps] == ["ssp"]
    assert [one.words for one in structure.nearest] == ["9 November 2005", "2012"]


def test_structure_page_links_to_the_nearest_days(halton, client_for):
    page = client_for(None).get(reverse("boards:structure", args=["halton"]), {"on": "1 6 2008"}).text
    assert "The records say nothing about Specialist Strategic Partnerships on 1 June 2008." in page
    assert 'href="?on=2005-11-09">9 November 2005</a>' in page
    assert 'href="?on=2012-01-01">2012</a>' in page


def test_picture_has_the_board_and_scrutiny_apart(halton):
    board, ppb = structure_of(halton, on=SNAPSHOT_2012).picture
    assert [limb.title for limb in board.below] == ["Specialist Strategic Partnerships", "Thematic groups"]
    assert [branch.shown.name for limb in ppb.below for branch in limb.branches] == ["HSP Topic Group"]


def test_membership_of_2012_has_26_seats_in_nine_sectors_as_stated(halton):
    board = halton.bodies.get(code="hsp-board")
    seating = seating_of(board, on=SNAPSHOT_2012)
    assert [len(sector.seats) for sector in seating.sectors] == [5, 3, 4, 2, 3, 2, 2, 4, 1]
    assert [sector.differs for sector in seating.sectors] == [False] * 9
    assert (seating.total, seating.stated) == (26, 26)


def test_membership_shows_two_identical_seats_as_two(halton):
    seating = seating_of(halton.bodies.get(code="hsp-board"), on=SNAPSHOT_2012)
    council = next(sector for sector in seating.sectors if sector.name == "Local Government")
    assert [(one.seat.number, one.holder_name, one.place) for one in council.seats] == [
        (18, "Halton Borough Council", "seat 1 of 2"),
        (19, "Halton Borough Council", "seat 2 of 2"),
    ]


def test_seat_passes_from_the_police_authority_to_the_commissioner(halton):
    board = halton.bodies.get(code="hsp-board")

    def holder_of_seat_10(day):
        return next(
            one.holder_name
            for sector in seating_of(board, on=day).sectors
            for one in sector.seats
            if one.seat.number == 10
        )

    # Only the month is known: the successor holds from its first day (T-5).
    assert holder_of_seat_10(date(2012, 10, 31)) == "Cheshire Police Authority"
    assert holder_of_seat_10(date(2012, 11, 1)) == "Police and Crime Commissioner"


def test_membership_where_no_seat_is_on_record_names_the_nearest_day(halton):
    seating = seating_of(halton.bodies.get(code="hsp-board"), on=SNAPSHOT_2005)
    assert (seating.total, [one.words for one in seating.nearest]) == (0, ["March 2012"])


def test_membership_download_has_a_row_for_each_seat(halton, client_for):
    response = client_for(None).get(reverse("boards:membership_csv", args=["halton"]), {"on": "2012-03-01"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 27
    assert lines[18] == (
        "18,Local Government,Halton Borough Council,Halton Borough Council,organisation,,from March 2012,000 appendix 1"
    )
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''halton-membership-2012-03-01.csv"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2012-03-12", "12 March 2012"), ("12 3 2012", "12 March 2012"), ("12 March 2012", "12 March 2012")],
)
def test_page_takes_the_date_as_people_type_it(typed, shown, partnership, client_for):
    page = client_for(None).get(reverse("boards:structure", args=[partnership.slug]), {"on": typed}).text
    assert f"This page shows <strong>{shown}</strong>, not today." in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31 2 2012", "“31 2 2012” is not a day of the calendar. This page shows today."),
        ("soon", "“soon” is not a date, for example 16 11 2026. This page shows today."),
    ],
)
def test_page_answers_a_wrong_date_with_a_message_and_today(typed, message, partnership, client_for):
    response = client_for(None).get(reverse("boards:membership", args=[partnership.slug]), {"on": typed})
    assert response.status_code == 200
    assert response.context["on"] == response.context["today"]
    assert f'<a href="#on">{message}</a>' in response.text


def test_page_refuses_a_date_beyond_what_is_kept(partnership, client_for):
    response = client_for(None).get(reverse("boards:structure", args=[partnership.slug]), {"on": "1066-10-14"})
    assert response.context["on_error"].startswith("14 October 1066 is not between 1 January 1990 and ")


def test_nothing_of_another_partnership_shows(world, client_for):
    factories.BodyFactory(partnership=world.elsewhere, name="Board of elsewhere", code="theirs")
    client = client_for(None)
    assert "Board of elsewhere" not in client.get(reverse("boards:structure", args=["halton"])).text
    assert client.get(reverse("boards:body", args=["halton", "theirs"])).status_code == 404


def test_body_page_shows_names_of_the_day(world, client_for):
    factories.BodyNameFactory(
        body=world.ssp, name="Safer Partnership", starts_on=None, starts_precision="unknown", ends_on=date(2010, 3, 31)
    )
    factories.BodyNameFactory(body=world.ssp, name="Safer SSP", starts_on=date(2010, 4, 1))
    url = reverse("boards:body", args=["halton", "ssp"])
    assert '<h1 class="govuk-heading-xl">Safer Partnership</h1>' in client_for(None).get(url, {"on": "2010-03-31"}).text
    assert '<h1 class="govuk-heading-xl">Safer SSP</h1>' in client_for(None).get(url, {"on": "2010-04-01"}).text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("hsp-board", "Since 2001"),
        ("ssp12-safer", "In existence by 2012, start date not known"),
        ("halton-health-partnership", "Ended 2012, start date not known"),
        ("ssp05-health", "Last recorded in 2005, start date not known"),
    ],
)
def test_existence_is_said_once_and_in_plain_words(code, words, halton):
    assert existence_in_words(halton.bodies.get(code=code)) == words


def test_body_that_has_ended_opens_with_what_became_of_it(halton, client_for):
    page = client_for(None).get(reverse("boards:body", args=["halton", "halton-health-partnership"])).text
    story = page[page.index("app-story") : page.index("app-record")]
    assert "Replaced by" in story
    assert "Health and Wellbeing Shadow Board</a> (2012)." in " ".join(story.split())
    assert "See it as it was on" in story


def test_page_of_a_body_says_who_chairs_it_and_keeps_office_work_for_officers(world, client_for):
    person = factories.PersonFactory(partnership=world.partnership, name="Cid", shown_as="Chief Fire Officer")
    factories.AppointmentFactory(person=person, body=world.ssp, position="chair")
    url = reverse("boards:body", args=["halton", "ssp"])
    public, officer = client_for(None).get(url).text, client_for(world.officer).get(url).text
    assert "<dt>Chair</dt><dd>Chief Fire Officer</dd>" in public
    assert ("For the office" in public, "For the office" in officer) == (False, True)


def test_chair_of_the_board_is_provided_where_no_one_is_appointed(world, client_for):
    Partnership.objects.filter(pk=world.partnership.pk).update(chair_provided_by="The council")
    client = client_for(None)
    read = {code: client.get(reverse("boards:body", args=["halton", code])).text for code in ("board", "ssp")}
    assert {code: "Provided by The council" in page for code, page in read.items()} == {"board": True, "ssp": False}


def test_successor_holds_from_the_day_that_end_and_start_share(world):
    # T-5: an end typed as the day of the successor's start is kept as the day before.
    old = factories.BodyFactory(partnership=world.partnership, code="old", kind="ssp", ends_on=date(2012, 3, 31))
    new = factories.BodyFactory(partnership=world.partnership, code="new", kind="ssp", starts_on=date(2012, 4, 1))
    BodyChange.objects.create(body=old, kind="replaced", successor=new, happened_on=date(2012, 4, 1))

    def codes(day):
        return [one.body.code for one in structure_of(world.partnership, on=day).bodies("ssp")]

    assert sorted(codes(date(2012, 3, 31))) == ["old", "ssp"]
    assert sorted(codes(date(2012, 4, 1))) == ["new", "ssp"]


def test_seat_of_a_renamed_organisation_is_not_said_to_be_printed_under_its_name_before(world, client_for):
    holding = factories.SeatHoldingFactory(seat__body=world.board, seat__label="Chamber", organisation__name="Chamber")
    for name, starts_on, ends_on in (
        ("Chamber", None, date(2026, 3, 31)),
        ("Business Council", date(2026, 4, 1), None),
    ):
        holding.organisation.names.create(name=name, starts_on=starts_on, ends_on=ends_on)
    page = reverse("boards:membership", args=[world.partnership.slug])
    read = client_for(None).get(page, {"on": "1 4 2026"}).text
    assert ("Business Council" in read, "printed as" in read) == (True, False)
    Seat.objects.update(label="Chamber of Trade and Industry")
    assert "printed as “Chamber of Trade and Industry”" in client_for(None).get(page, {"on": "1 4 2026"}).text


@pytest.mark.parametrize("bodies", [1, 100])
def test_structure_page_costs_the_same_for_one_body_and_for_a_hundred(
    bodies, world, client_for, django_assert_num_queries
):
    for _ in range(bodies):
        below = factories.BodyFactory(partnership=world.partnership, kind="ssp")
        ReportingLine.objects.create(body=below, reports_to=world.board, starts_on=date(2001, 1, 1))
        BodyChange.objects.create(body=world.ssp, kind="replaced", successor=below, happened_on=date(2001, 1, 1))
    client = client_for(None)
    with django_assert_num_queries(9):
        client.get(reverse("boards:structure", args=["halton"]))


@pytest.mark.parametrize("seats", [1, 100])
def test_membership_page_costs_the_same_for_one_seat_and_for_a_hundred(
    seats, world, client_for, django_assert_num_queries
):
    sector = factories.SectorFactory(partnership=world.partnership)
    for _ in range(seats):
        seat = factories.SeatFactory(body=world.board, sector=sector)
        factories.SeatHoldingFactory(seat=seat)
        factories.AppointmentFactory(
            person=factories.PersonFactory(partnership=world.partnership), seat=seat, body=None
        )
    client = client_for(None)
    with django_assert_num_queries(7):
        client.get(reverse("boards:membership", args=["halton"]))


@pytest.mark.parametrize("organisations", [1, 100])
def test_list_of_organisations_costs_the_same_for_one_and_for_a_hundred(
    organisations, world, client_for, django_assert_num_queries
):
    for _ in range(organisations):
        factories.SeatHoldingFactory(seat=factories.SeatFactory(body=world.board))
    client = client_for(None)
    with django_assert_num_queries(4):
        page = client.get(reverse("boards:organisations", args=["halton"])).text
    assert page.count("<tr") == 1 + min(organisations, 25)


def test_organisation_counts_the_seats_of_the_day(world, client_for):
    holding = factories.SeatHoldingFactory(
        seat=factories.SeatFactory(body=world.board), starts_on=date(2012, 4, 1), ends_on=date(2013, 3, 31)
    )
    url = reverse("boards:organisations", args=["halton"])

    def seats(day):
        response = client_for(None).get(url, {"on": day})
        return [row.seats_on_day for row in response.context["table"].data if row == holding.organisation]

    assert [seats(day) for day in ("2012-03-31", "2012-04-01", "2013-03-31", "2013-04-01")] == [[0], [1], [1], [0]]


def test_theme_is_kept_by_browsers_and_readable_whatever_colour_is_stored(world, client_for):
    Partnership.objects.filter(pk=world.partnership.pk).update(accent="#ffff00")
    client = client_for(None)
    url = reverse("boards:theme", args=["halton"])
    response = client.get(url)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert "--accent: #ffff00" not in response.text
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304
