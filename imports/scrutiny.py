"""topic_groups.csv, topic_group.csv, recommendations.csv and progress.csv: what scrutiny asked and what came of it."""

from django.utils.text import slugify

from boards.choices import BodyKind
from boards.models import Body
from core.choices import Precision
from core.rules.dates import review_due_on
from core.rules.text import compare_key
from core.sheets.reading import Columns, Refusal
from imports.cells import Row
from imports.run import ImportRun
from progress.models import ProgressUpdate, StatusChange
from recommendations.choices import STATUS_WORDS, RecommendationStatus
from recommendations.models import Owner, Recommendation, RecommendationOwner
from recommendations.rules import owner_name
from scrutiny.choices import FindingKind
from scrutiny.models import Finding, TopicGroup

TOPIC_GROUPS = "topic_groups.csv"
TOPIC_GROUP_COLUMNS = Columns.parse("body_id! title! commissioned_by received_date received_precision source note")
FINDINGS = "topic_group.csv"
FINDING_COLUMNS = Columns.parse("item_type! item_order! text! source note")
RECOMMENDATIONS = "recommendations.csv"
RECOMMENDATION_COLUMNS = Columns.parse(
    "rec_no! title! explanation_points by_whom! task_asked_of_them suggested_overall_status! status_reason source note"
)
PROGRESS = "progress.csv"
PROGRESS_COLUMNS = Columns.parse(
    "progress_id! rec_no! entry_no! summary! suggested_status! status_reason report_date report_date_note source note"
)
FINDING_KINDS: dict[str, FindingKind] = {kind.value: kind for kind in FindingKind}


def import_scrutiny(run: ImportRun) -> None:
    topic_group = _import_topic_group(run)
    if topic_group is None:
        return
    for row in run.rows(FINDINGS, FINDING_COLUMNS, key=("item_type", "item_order")):
        with run.reading(row):
            _write_finding(run, row, topic_group)
    for row in run.rows(RECOMMENDATIONS, RECOMMENDATION_COLUMNS, key=("rec_no",)):
        with run.reading(row, code="rec_no", of=run.recommendations):
            run.recommendations[row["rec_no"]] = _write_recommendation(run, row, topic_group)
    for row in run.rows(PROGRESS, PROGRESS_COLUMNS, key=("progress_id",)):
        with run.reading(row):
            _write_progress(run, row)


def _import_topic_group(run: ImportRun) -> TopicGroup | None:
    """The one topic group of the directory, to which its findings and recommendations belong."""
    groups = [body for body in run.bodies.values() if body.kind == BodyKind.TOPIC_GROUP]
    belonging = [file for file in (FINDINGS, RECOMMENDATIONS) if file in run.tables]
    if len(groups) != 1:
        if belonging and not run.bodies.refused:
            reason = f"it belongs to one topic group, and bodies.csv has {len(groups)} of them"
            run.refusals.append(Refusal(belonging[0], reason))
        return None
    body = groups[0]
    described = None
    for row in run.rows(TOPIC_GROUPS, TOPIC_GROUP_COLUMNS, key=("body_id",)):
        with run.reading(row):
            if row.required_reference("body_id", run.bodies) != body:
                row.refuse("body_id", f"the topic group of bodies.csv is {body.code}")
            described = _write_topic_group(run, row, body)
    return described or _undescribed_topic_group(run, body)


def _undescribed_topic_group(run: ImportRun, body: Body) -> TopicGroup:
    line = body.reporting_lines.first()
    defaults = {
        "partnership": run.partnership,
        "title": body.name,
        "commissioned_by": line.reports_to if line else None,
    }
    topic_group, _ = TopicGroup.objects.get_or_create(body=body, defaults=defaults)
    if topic_group.received_on is None:
        run.warnings.append(
            f"{TOPIC_GROUPS} does not say when the report of “{body.name}” was received: "
            "no review date can be set for its recommendations."
        )
    return topic_group


def _write_topic_group(run: ImportRun, row: Row, body: Body) -> TopicGroup:
    received_on, precision = row.dated("received_date", "received_precision")
    values = {
        "partnership": run.partnership,
        "title": row.required("title"),
        "commissioned_by": row.reference("commissioned_by", run.bodies),
        "received_on": received_on,
        "received_precision": precision,
        "source": row["source"],
        "note": row["note"],
    }
    return run.write(row, TopicGroup, match={"body": body}, values=values, columns={"received_on": "received_date"})


def _write_finding(run: ImportRun, row: Row, topic_group: TopicGroup) -> None:
    match = {
        "topic_group": topic_group,
        "kind": row.choice("item_type", FINDING_KINDS),
        "position": row.required_whole("item_order"),
    }
    values = {"text": row.required("text"), "source": row["source"], "note": row["note"]}
    run.write(row, Finding, match=match, values=values)


# Recommendations


def _write_recommendation(run: ImportRun, row: Row, topic_group: TopicGroup) -> Recommendation:
    match = {"topic_group": topic_group, "number": row.required_whole("rec_no")}
    known = Recommendation.objects.filter(**match)
    before = known.values_list("status", flat=True).first() or ""
    status = row.choice("suggested_overall_status", STATUS_WORDS)
    if status is not RecommendationStatus.NOT_STARTED:
        row.required("status_reason")
    received_on = topic_group.received_on
    values = {
        "partnership": run.partnership,
        "title": row.required("title"),
        "explanation": "\n".join(row.list("explanation_points", "|")),
        "task": row["task_asked_of_them"],
        "status": status,
        "status_reason": row["status_reason"],
        "review_due_on": review_due_on(received_on) if received_on else None,
        "review_precision": topic_group.received_precision,
        "source": row["source"],
        "note": row["note"],
    }
    # The file has what came first; the recommendation itself repeats the latest wording and the latest status.
    if known.exclude(wordings=None).exists():
        values = {name: value for name, value in values.items() if name not in ("title", "explanation", "task")}
    if is_changed_since := known.filter(status_changes__recorded_by__isnull=False).exists():
        values = {name: value for name, value in values.items() if name not in ("status", "status_reason")}
    columns = {"explanation": "explanation_points", "task": "task_asked_of_them"}
    recommendation = run.write(row, Recommendation, match=match, values=values, columns=columns)
    _write_owners(run, row, recommendation)
    if before != status and not is_changed_since:
        StatusChange.objects.create(
            recommendation=recommendation,
            from_status=before,
            to_status=status,
            reason=row["status_reason"] or f"As stated in {RECOMMENDATIONS}",
            # The file has no column for evidence: what shows that it is implemented is its reason.
            evidence=row["status_reason"] if status is RecommendationStatus.IMPLEMENTED else "",
            changed_precision=Precision.UNKNOWN,
        )
    return recommendation


def _write_owners(run: ImportRun, row: Row, recommendation: Recommendation) -> None:
    row.required("by_whom")
    for position, printed in enumerate(row.list("by_whom", ";"), start=1):
        owner = _write_owner(run, row, owner_name(printed))
        match = {"recommendation": recommendation, "owner": owner}
        values = {"printed_as": printed, "position": position}
        run.write(row, RecommendationOwner, match=match, values=values, columns={"printed_as": "by_whom"}, part=True)


def _write_owner(run: ImportRun, row: Row, name: str) -> Owner:
    """The owner of that name; that it is the partnership's Board is known by its name alone."""
    boards = [body for body in run.bodies.values() if body.kind == BodyKind.BOARD]
    board_names = {compare_key(f"{run.partnership.short_name} Board"), *(compare_key(board.name) for board in boards)}
    is_board = len(boards) == 1 and compare_key(name) in board_names
    values = {"name": name, "body": boards[0] if is_board else None}
    match = {"partnership": run.partnership, "code": slugify(name)}
    columns = {"name": "by_whom", "code": "by_whom"}
    return run.write(row, Owner, match=match, values=values, columns=columns, part=True)


def _write_progress(run: ImportRun, row: Row) -> None:
    recommendation = row.required_reference("rec_no", run.recommendations)
    reported_on = row.day("report_date")
    values = {
        "position": row.required_whole("entry_no"),
        "text": row.required("summary"),
        "status": row.choice("suggested_status", STATUS_WORDS),
        "status_reason": row["status_reason"],
        "reported_on": reported_on,
        "reported_precision": Precision.DAY if reported_on else Precision.UNKNOWN,
        "date_note": row["report_date_note"],
        "source": row["source"],
        "note": row["note"],
    }
    columns = {"position": "entry_no", "text": "summary", "code": "progress_id", "date_note": "report_date_note"}
    match = {"recommendation": recommendation, "code": row.required("progress_id")}
    run.write(row, ProgressUpdate, match=match, values=values, columns=columns)
