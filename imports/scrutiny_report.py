"""report_paragraphs.csv and report_stages.csv: what a topic group's report says, and where it has been."""

from collections import defaultdict
from typing import Any

from boards.models import Body
from core.sheets.reading import Columns
from imports.cells import YES_OR_NO, Row
from imports.pairing import pair
from imports.run import ImportRun
from imports.scrutiny import recommendation_of
from recommendations.models import Recommendation
from scrutiny.choices import ReportStage, StageOutcome
from scrutiny.models import ReportParagraph, StagePassed, TopicGroup
from scrutiny.rules import Passed, is_number, number_key, why_not_stage

PARAGRAPHS = "report_paragraphs.csv"
PARAGRAPH_COLUMNS = Columns.parse(
    "body_id! number! heading text! recommended recommendations not_carried_reason source note"
)
STAGES = "report_stages.csv"
STAGE_COLUMNS = Columns.parse("body_id! stage! date precision outcome! note source")
STAGE_WORDS = {stage.value: stage for stage in ReportStage}
OUTCOME_WORDS = {word: outcome for outcome in StageOutcome for word in (outcome.label, outcome.value)}


def import_report(run: ImportRun) -> None:
    written: dict[TopicGroup, bool] = {}
    for row in run.rows(PARAGRAPHS, PARAGRAPH_COLUMNS, key=("body_id", "number")):
        with run.reading(row):
            group = _topic_group(run, row)
            written[group] = _write_paragraph(run, row, group) or written.get(group, False)
    for group, has_new in written.items():
        if has_new:
            _put_in_order(group)
        _warn_of_unaccounted(run, group)
    _import_stages(run)


def _topic_group(run: ImportRun, row: Row) -> TopicGroup:
    body: Body = row.required_reference("body_id", run.bodies)
    group = TopicGroup.objects.filter(body=body).first()
    if group is None:
        row.refuse("body_id", "it is not a topic group")
    return group


# Paragraphs


def _write_paragraph(run: ImportRun, row: Row, group: TopicGroup) -> bool:
    """Returns whether the report did not have it before."""
    number = row.required("number")
    if not is_number(number):
        row.refuse("number", "enter the number in digits and points, for example 6.15")
    values = {
        "is_heading": _is_yes(row, "heading"),
        "text": row.required("text"),
        "is_recommended": _is_yes(row, "recommended"),
        "not_carried_reason": row["not_carried_reason"],
        "source": row["source"],
        "note": row["note"],
    }
    if values["is_heading"] and values["is_recommended"]:
        row.refuse("recommended", "a heading recommends nothing")
    if values["not_carried_reason"] and not values["is_recommended"]:
        row.refuse("not_carried_reason", "the paragraph recommends nothing: there is nothing to account for")
    numbers = row.list("recommendations", ";")
    carried_by = [recommendation_of(run, row, "recommendations", number, group) for number in numbers]
    known = group.paragraphs.order_by("position")
    is_new = not known.filter(number=number).exists()
    if is_new:
        last = known.last()
        values["position"] = last.position + 1 if last else 1
    match = {"topic_group": group, "number": number}
    columns = {"is_heading": "heading", "is_recommended": "recommended"}
    paragraph = run.write(row, ReportParagraph, match=match, values=values, columns=columns)
    for recommendation in carried_by:
        through = Recommendation.paragraphs.through
        pair = {"recommendation": recommendation, "reportparagraph": paragraph}
        run.write(row, through, match=pair, values={}, part=True)
    return is_new


def _is_yes(row: Row, column: str) -> bool:
    return row.choice(column, YES_OR_NO) if row[column] else False


def _put_in_order(group: TopicGroup) -> None:
    """By their numbers, whatever the order of the file: 6.9 before 6.10."""
    paragraphs = list(group.paragraphs.all())
    in_order = sorted(paragraphs, key=lambda one: number_key(one.number))
    if in_order == paragraphs:
        return
    # First out of the way: no two may ever share a place.
    free = max(one.position for one in paragraphs)
    for start in (free, 0):
        for place, one in enumerate(in_order, start=start + 1):
            ReportParagraph.objects.filter(pk=one.pk).update(position=place)


def _warn_of_unaccounted(run: ImportRun, group: TopicGroup) -> None:
    numbers = list(group.paragraphs.unaccounted().values_list("number", flat=True))
    if numbers:
        run.warnings.append(
            f"{PARAGRAPHS}: what these paragraphs recommend is carried by no recommendation, and no reason is given: "
            f"{', '.join(numbers)}."
        )


# Stages


def _import_stages(run: ImportRun) -> None:
    read: dict[TopicGroup, dict[int, dict[str, Any]]] = defaultdict(dict)
    rows = {row.number: row for row in run.rows(STAGES, STAGE_COLUMNS, key=("body_id", "stage", "date", "outcome"))}
    for number, row in rows.items():
        with run.reading(row):
            read[_topic_group(run, row)][number] = _stage(row)
    for group, stages in read.items():
        means = pair(
            stages,
            list(group.stages.all()),
            same=("stage", "outcome"),
            day="happened_on",
            end="happened_on",
            others=(("stage", "happened_on"),),
            may=lambda stage, _: run.memory.knows(stage),
        )
        passed: list[Passed] = []
        for number, values in stages.items():
            with run.reading(rows[number]):
                found = [means[number]] if number in means else []
                passed.append(_write_stage(run, rows[number], {"topic_group": group, **values}, passed, found))


def _stage(row: Row) -> dict[str, Any]:
    happened_on, precision = row.dated("date", "precision")
    return {
        "stage": row.choice("stage", STAGE_WORDS),
        "outcome": row.choice("outcome", OUTCOME_WORDS),
        "happened_on": happened_on,
        "happened_precision": precision,
        "note": row["note"],
        "source": row["source"],
    }


def _write_stage(
    run: ImportRun, row: Row, values: dict[str, Any], before: list[Passed], means: list[StagePassed]
) -> Passed:
    known = Passed(values["stage"], values["happened_on"], values["happened_precision"], values["outcome"])
    refusal = why_not_stage(known.stage, known.happened_on, passed=before, today=run.today, precision=known.precision)
    if refusal is not None:
        row.refuse("date" if refusal.field == "happened_on" else refusal.field, refusal.sentence)
    columns = {"happened_on": "date", "happened_precision": "precision"}
    run.write(row, StagePassed, match={}, values=values, columns=columns, means=means)
    return known
