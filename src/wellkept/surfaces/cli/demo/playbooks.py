"""How Larkmoor decides about what comes most often."""

from __future__ import annotations

from datetime import datetime

from wellkept.automation.domain.playbook_lines import read_lines
from wellkept.automation.operations import playbooks as operations
from wellkept.kernel.actors import Actor

from .company import Company

BROKEN = {
    "facts": """Months since purchase | number, months | the order, or the receipt
What is wrong | one of: lid, no heat, leaks | the customer, a picture helps
Broke by a fall | yes or no | ask, and believe the answer
Batch | text | four digits under the base
""",
    "table": """What is wrong: lid; Months since purchase: under 24 => Send a new lid | The lid is a part, fall or not.
What is wrong: lid; Months since purchase: 24 or more => Offer the part at cost | Parts are kept for ten years.
What is wrong: no heat or leaks; Months since purchase: under 24; Broke by a fall: no => Replace it | The warranty covers two years.
What is wrong: no heat or leaks; Months since purchase: under 24; Broke by a fall: yes => Repair at half price | Goodwill.
What is wrong: no heat or leaks; Months since purchase: 24 to under 60 => Repair at half price | Goodwill for five years.
What is wrong: no heat or leaks; Months since purchase: 60 or more => Offer the part at cost | Parts are kept for ten years.
""",
    "steps": """Note the batch, and tell the warehouse when it is the third of one
Send a new lid => Send the lid with today's collection, no return asked
Replace it => Order the exchange, with a label for the return
Replace it => Say when it arrives, as a promise
Repair at half price => Name the price and the days before anything is sent in
Offer the part at cost => Name the price, and how it is changed
""",
}
WHERE = {
    "facts": """Days late | number, days | the order: today minus the day that was named
Carrier's last word | one of: on its way, tried to deliver, lost, nothing | the carrier's page
Needed by a day | yes or no | the customer
""",
    "table": """Days late: under 1 => Name the day again | It is not late yet.
Days late: 1 or more; Carrier's last word: tried to deliver => Book the delivery anew | With the customer's own choice of day.
Days late: 1 or more; Carrier's last word: lost => Send it again today | Lost is ours to put right.
Days late: 1 to under 5; Carrier's last word: on its way or nothing; Needed by a day: no => Ask the carrier and promise word
Days late: 1 to under 5; Carrier's last word: on its way or nothing; Needed by a day: yes => Send it again today | The day counts.
Days late: 5 or more; Carrier's last word: on its way or nothing => Send it again today | Five days late counts as lost.
""",
    "steps": """Look at the carrier's page before you write
Ask the carrier and promise word => Open an inquiry with the carrier
Ask the carrier and promise word => Promise word by tomorrow noon
Send it again today => Order the second parcel before 16:00
Send it again today => Say that the first one may be kept, should it come
Book the delivery anew => Ask which day suits
Name the day again => Send the tracking link
""",
}
PLAYBOOKS = (
    ("Broken or damaged", "Something is broken", BROKEN),
    ("Where is it", "A parcel is late", WHERE),
)


def write_playbooks(company: Company, *, at: datetime) -> None:
    """Two playbooks, written and published by the supervisor."""
    by = Actor.agent(company.agents["sam"].pk)
    for driver, name, texts in PLAYBOOKS:
        playbook = operations.add(driver=company.drivers[driver], name=name, by=by, at=at)
        operations.save(playbook=playbook, definition=read_lines(**texts), by=by, at=at)
        operations.publish_draft(playbook=playbook, by=by, at=at)
