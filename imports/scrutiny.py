"""topic_groups.csv, topic_group.csv, recommendations.csv and progress.csv: what scrutiny asked and what came of it."""

from typing import Any

from django.utils.text import slugify

from boards.models import Body
from core.choices import Precision
from core.rules.dates import review_due_on
from core.rules.text import compare_key
from core.sheets.reading import Columns, Refusal
from imports.cells import YES_OR_NO, Row
from imports.columns import Choice, Day, Reference, Text
from imports.record_files import RecordFile
from imports.run import ImportRun
from imports.structure import FILE as BODIES
from progress.models import ProgressUpdate, StatusChange
from recommendations.choices import STATUS_WORDS, RecommendationPriority, RecommendationStatus
from recommendations.models import Owner, Recommendation, RecommendationOwner
from recommendations.rules import owner_name
from scrutiny.choices import FindingKind
from scrutiny.models import Finding, TopicGroup

TOPIC_GROUPS = "topic_groups.csv"
TOPIC_GROUP_COLUMNS = Columns.parse(
    "body_id! title! commissioned_by received_date received_precision in_preparation source note"
)
FINDINGS = "topic_group.csv"
FINDING_COLUMNS = Columns.parse("body_id item_type! item_order! text! source note")
RECOMMENDATIONS = "recommendations.csv"
RECOMMENDATION_COLUMNS = Columns.parse(
    "body_id rec_no! title! explanation explanation_points by_whom! owner_ids led_by task_asked_of_them "
    "suggested_overall_status! status_reason priority target_date resources_needed made_date source note"
)
PROGRESS = "progress.csv"
PROGRESS_COLUMNS = Columns.parse(
    "body_id progress_id! rec_no! entry_no! summary! suggested_status! status_reason report_date report_precision "
    "report_date_note reported_by source note"
)
COLUMNS_OF_GROUP = {"received_on": "received_date", "is_draft": "in_preparation"}
# Stands for the group and the number of a recommendation in a row.
KEY = "recommendation"
OWNERS = RecordFile(
    "owners.csv",
    "owner of recommendations",
    (
        Text("owner_id", "code", needed=True),
        Text("name", needed=True),
        Reference("body_id", "body"),
        Reference("org_id", "organisation", among=lambda run: run.organisations),
        Reference("person_id", "contact", among=lambda run: run.people),
    ),
    lambda partnership: partnership.owners.select_related("body", "organisation", "contact"),
    model=Owner,
    match=("code",),
)
PLAIN = (
    Choice("priority", choices=RecommendationPriority),
    Day("target_date", "target_on"),
    Text("resources_needed"),
    Day("made_date", "made_on"),
)
FINDING_KINDS: dict[str, FindingKind] = {kind.value: kind for kind in FindingKind}


def import_scrutiny(run: ImportRun) -> None:
    groups = _topic_groups(run)
    if groups is None:
        return
    OWNERS.import_rows(run)
    for recommendation in Recommendation.objects.filter(topic_group__in=groups).select_related("topic_group__body"):
        run.recommendations[recommendation_key(recommendation)] = recommendation
    for row in run.rows(FINDINGS, FINDING_COLUMNS, key=("body_id", "item_type", "item_order")):
        with run.reading(row):
            _write_finding(run, row, topic_group_of(run, row, groups))
    for row in run.rows(RECOMMENDATIONS, RECOMMENDATION_COLUMNS, key=("body_id", "rec_no")):
        code = row["body_id"] or groups[0].body.code
        row.cells = {**row.cells, KEY: f"{code}/{row['rec_no']}"}
        with run.reading(row, code=KEY, of=run.recommendations):
            group = topic_group_of(run, row, groups)
            run.recommendations[row[KEY]] = _write_recommendation(run, row, group)
    for row in run.rows(PROGRESS, PROGRESS_COLUMNS, key=("body_id", "progress_id")):
        with run.reading(row):
            group = topic_group_of(run, row, groups)
            _write_progress(run, row, recommendation_of(run, row, "rec_no", row.required("rec_no"), group))


def recommendation_key(recommendation: Recommendation) -> str:
    """What an import knows it by: several topic groups number from 1."""
    return f"{recommendation.topic_group.body.code}/{recommendation.number}"


def recommendation_of(run: ImportRun, row: Row, column: str, number: str, group: TopicGroup) -> Recommendation:
    """The recommendation of that number of the topic group."""
    key = f"{group.body.code}/{number}"
    if key not in run.recommendations and key not in run.recommendations.refused:
        row.refuse(column, f"there is no recommendation “{number}”")
    return row.found(column, key, run.recommendations)


def topic_group_of(run: ImportRun, row: Row, groups: list[TopicGroup]) -> TopicGroup:
    """The one that the row names, or the only one."""
    if not row["body_id"]:
        return groups[0]
    body = row.required_reference("body_id", run.bodies)
    found = next((group for group in groups if group.body_id == body.pk), None)
    if found is None:
        row.refuse("body_id", "it is not a topic group")
    return found


def _topic_groups(run: ImportRun) -> list[TopicGroup] | None:
    """The topic groups of the partnership; None where a file leaves open to which of them its rows belong."""
    bodies = {body.pk: body for body in run.bodies.values() if body.kind.is_topic_group}
    belonging = [file for file in (FINDINGS, RECOMMENDATIONS, PROGRESS) if file in run.tables]
    unnamed = [file for file in belonging if "" in run.names_in(file, "body_id")]
    named = run.names_in(BODIES, "body_id")
    meant = {pk for pk, body in bodies.items() if not named or body.code in named}
    if unnamed and len(meant) != 1:
        if not run.bodies.refused:
            reason = f"it belongs to one topic group, and bodies.csv has {len(meant)} of them"
            run.refusals.append(Refusal(unnamed[0], reason))
        return None
    for row in run.rows(TOPIC_GROUPS, TOPIC_GROUP_COLUMNS, key=("body_id",)):
        with run.reading(row):
            body = row.required_reference("body_id", run.bodies)
            if body.pk not in bodies:
                only = next(iter(bodies.values())).code if len(bodies) == 1 else ""
                row.refuse("body_id", f"the topic group of bodies.csv is {only}" if only else "it is not a topic group")
            _write_topic_group(run, row, body)
    groups = list(TopicGroup.objects.filter(body__in=bodies).select_related("body"))
    groups.sort(key=lambda group: group.body_id not in meant)  # rows that name none are of the first
    if len(bodies) == 1 and not groups and (belonging or BODIES in run.tables):
        groups = [_undescribed_topic_group(run, next(iter(bodies.values())))]
    if unnamed and not groups:
        return None
    return groups


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
        "is_draft": row.choice("in_preparation", YES_OR_NO) if row["in_preparation"] else False,
        "source": row["source"],
        "note": row["note"],
    }
    return run.write(row, TopicGroup, match={"body": body}, values=values, columns=COLUMNS_OF_GROUP)


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
    values: dict[str, Any] = {
        "partnership": run.partnership,
        "title": row.required("title"),
        "explanation": row["explanation"] or "\n".join(row.list("explanation_points", "|")),
        "task": row["task_asked_of_them"],
        "status": status,
        "status_reason": row["status_reason"],
        "review_due_on": review_due_on(received_on) if received_on else None,
        "review_precision": topic_group.received_precision,
        "source": row["source"],
        "note": row["note"],
    }
    for column in PLAIN:
        values |= column.values(row, run)
    # The file has what came first; the recommendation itself repeats the latest wording and the latest status.
    if known.exclude(wordings=None).exists():
        values = {name: value for name, value in values.items() if name not in ("title", "explanation", "task")}
    if is_changed_since := known.filter(status_changes__recorded_by__isnull=False).exists():
        values = {name: value for name, value in values.items() if name not in ("status", "status_reason")}
    columns = {"explanation": "explanation_points", "task": "task_asked_of_them"}
    if row["explanation"]:
        columns["explanation"] = "explanation"
    for column in PLAIN:
        columns |= column.fields
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
    names, codes = row.list("by_whom", ";"), row.list("owner_ids", ";")
    if codes and len(codes) != len(names):
        row.refuse("owner_ids", "give one for each of by_whom")
    numbered = list(enumerate(names, start=1))
    # Whoever leads comes last: one at a time may.
    for position, printed in sorted(numbered, key=lambda pair: pair[1] == row["led_by"]):
        code = codes[position - 1] if codes else slugify(owner_name(printed))
        owner = _write_owner(run, row, owner_name(printed), code)
        match = {"recommendation": recommendation, "owner": owner}
        values = {"printed_as": printed, "position": position, "is_lead": printed == row["led_by"]}
        columns = {"printed_as": "by_whom", "is_lead": "led_by"}
        run.write(row, RecommendationOwner, match=match, values=values, columns=columns, part=True)


def _write_owner(run: ImportRun, row: Row, name: str, code: str) -> Owner:
    """The owner that the portal has, else a new one; that it is the partnership's Board is known by its name alone."""
    known = Owner.objects.filter(partnership=run.partnership, code=code).first()
    if known is not None:
        return known
    boards = [body for body in run.bodies.values() if body.kind.is_board]
    board_names = {compare_key(f"{run.partnership.short_name} Board"), *(compare_key(board.name) for board in boards)}
    is_board = len(boards) == 1 and compare_key(name) in board_names
    values = {"name": name, "body": boards[0] if is_board else None}
    match = {"partnership": run.partnership, "code": code}
    columns = {"name": "by_whom", "code": "by_whom"}
    return run.write(row, Owner, match=match, values=values, columns=columns, part=True)


def _write_progress(run: ImportRun, row: Row, recommendation: Recommendation) -> None:
    reported_on, precision = row.dated("report_date", "report_precision")
    values: dict[str, Any] = {
        "position": row.required_whole("entry_no"),
        "text": row.required("summary"),
        "status": row.choice("suggested_status", STATUS_WORDS),
        "status_reason": row["status_reason"],
        "reported_on": reported_on,
        "reported_precision": precision,
        "date_note": row["report_date_note"],
        "reported_by": row["reported_by"],
        "source": row["source"],
        "note": row["note"],
    }
    columns = {
        "reported_on": "report_date",
        "position": "entry_no",
        "text": "summary",
        "code": "progress_id",
        "date_note": "report_date_note",
    }
    match = {"recommendation": recommendation, "code": row.required("progress_id")}
    if recommendation.progress.filter(position=values["position"], code="").exists():
        # It was entered in the portal, where entries have no code.
        match = {"recommendation": recommendation, "position": values.pop("position")}
    run.write(row, ProgressUpdate, match=match, values=values, columns=columns)
