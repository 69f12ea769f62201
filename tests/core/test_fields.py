from datetime import date, time

import pytest
from django import forms

from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField, PlainTimeField, RichTextField

TODAY = date(2026, 11, 16)


class MeetingForm(forms.Form):
    held_on = PlainDateField(label="Date of the meeting", today=lambda: TODAY)
    ended_on = PlainDateField(label="When did it end?", noun="the last day", required=False, today=lambda: TODAY)
    issues = RichTextField(label="Key issues", required=False, max_length=40)


def errors_of(**typed):
    return MeetingForm({"held_on": "16 11 2026"} | typed).errors.get_json_data()


@pytest.mark.parametrize("typed", ["16 11 2026", "16/11/2026", "2026-11-16", "16 November 2026", " 16 Nov 2026 "])
def test_plain_date_field_takes_the_common_ways(typed):
    form = MeetingForm({"held_on": typed})
    assert form.is_valid()
    assert form.cleaned_data["held_on"] == TODAY
    assert form.cleaned_data["ended_on"] is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the date of the meeting, for example 16 11 2026"),
        ("   ", "Enter the date of the meeting, for example 16 11 2026"),
        ("next Monday", "Enter the date of the meeting, for example 16 11 2026"),
        ("31 2 2026", "The date of the meeting must be a day in the calendar, for example 16 11 2026"),
        ("1 1 1989", "The date of the meeting must be between 1 January 1990 and 16 November 2036"),
        ("17 11 2036", "The date of the meeting must be between 1 January 1990 and 16 November 2036"),
    ],
)
def test_plain_date_field_says_what_to_enter(typed, message):
    assert [error["message"] for error in errors_of(held_on=typed)["held_on"]] == [message]


def test_plain_date_field_names_what_its_noun_says():
    assert errors_of(ended_on="x")["ended_on"][0]["message"] == "Enter the last day, for example 16 11 2026"


def test_plain_date_field_keeps_what_was_typed():
    assert 'value="31 2 2026"' in str(MeetingForm({"held_on": "31 2 2026"})["held_on"])


def test_plain_date_field_shows_a_stored_date_in_words():
    form = MeetingForm(initial={"held_on": TODAY})
    assert 'value="16 November 2026"' in str(form["held_on"])
    assert MeetingForm({"held_on": "16/11/2026"}, initial={"held_on": TODAY}).has_changed() is False


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.30", "Enter when it starts with am or pm: 1:30am or 1:30pm"),
        ("half six", "Enter when it starts as a time, for example 2:30pm"),
    ],
)
def test_plain_time_field_asks_and_keeps_what_was_typed(typed, message):
    class StartForm(forms.Form):
        starts_at = PlainTimeField(label="Starts at", noun="when it starts")

    form = StartForm({"starts_at": typed})
    assert form.errors == {"starts_at": [message]}
    assert f'value="{typed}"' in str(form["starts_at"])
    assert StartForm({"starts_at": "6:30 p.m."}).fields["starts_at"].clean("6:30 p.m.") == time(18, 30)
    assert StartForm({"starts_at": " "}).is_valid()


def test_past_date_field_takes_today_and_refuses_tomorrow():
    field = PastDateField(label="Date of the report", today=lambda: TODAY)
    assert field.clean("16 11 2026") == TODAY
    with pytest.raises(forms.ValidationError, match="The date of the report must be today or in the past"):
        field.clean("17 11 2026")


def test_line_field_keeps_one_line_without_controls():
    assert LineField(label="Name", max_length=20).clean(" Safer \u202e Halton\r\n SSP\x07 ") == "Safer Halton SSP"


def test_paragraphs_field_keeps_lines_without_controls():
    assert ParagraphsField(label="Answer", max_length=20).clean(" One\r\n\r\nTwo\u202e ") == "One\n\nTwo"


@pytest.mark.parametrize("field", [LineField, ParagraphsField])
def test_text_field_says_what_to_enter_and_lets_no_browser_cut_it(field):
    named = field(label="Who reports it", noun="who reports it", max_length=1000)
    for typed, message in (
        ("\u202e ", "Enter who reports it"),
        ("x" * 1001, "Who reports it must be 1,000 characters or fewer"),
    ):
        with pytest.raises(forms.ValidationError, match=message):
            named.clean(typed)
    assert "maxlength" not in named.widget.attrs


def test_rich_text_field_makes_paragraphs_of_plain_text():
    form = MeetingForm({"held_on": "16 11 2026", "issues": "One\n\n- two & three"})
    form.is_valid()
    assert form.cleaned_data["issues"] == "<p>One</p><ul><li>two &amp; three</li></ul>"


def test_rich_text_field_requires_more_than_empty_paragraphs():
    field = RichTextField(label="Key issues")
    with pytest.raises(forms.ValidationError, match="Enter the key issues"):
        field.clean("<p></p>")


def test_rich_text_field_says_how_long_it_may_be():
    assert errors_of(issues="x" * 41)["issues"][0]["message"] == "The key issues must be 40 characters or fewer"
    assert errors_of(issues="x" * 40) == {}
    assert "maxlength" not in str(MeetingForm()["issues"])


def test_rich_text_field_media_carries_the_nonce_on_every_script():
    media = str(MeetingForm().media.with_nonce("abc"))
    assert media.count("<script") == media.count('nonce="abc"') - media.count("<link")
    assert "js/rich-text.js" in media
