"""How often the boards and groups of the made-up cycle meet."""

from boards.services.bodies import HowItMeets, change_how_it_meets
from core.rules.dates import parse_cadence
from example.content import cadences
from example.cycle import Cycle


def add_cadences(cycle: Cycle) -> None:
    for text in cadences():
        body = cycle.partnership.bodies.get(code=text["body"])
        body.purpose = text.get("purpose", "")
        body.save(update_fields=["purpose"])
        how = HowItMeets(
            cadence=parse_cadence(text["often"]),
            usual_start=text.get("usual_start"),
            usual_venue=text.get("usual_venue", ""),
            owes_summary=text.get("owes_summary", body.owes_summary),
            quorum=None,
            quorum_share=text.get("quorum_share", ""),
            deputies_count=True,
            online_counts=True,
        )
        change_how_it_meets(body=body, how=how, by=cycle.officer)
