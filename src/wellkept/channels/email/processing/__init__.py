"""From a stored mail to a message: claimed, read, screened, matched, written. One transaction a mail.

`queue` hands out waiting mail and keeps what fails; `letter` reads the bytes; `screening` holds back what would loop
or flood; `reports` takes bounces; `matching` finds the conversation; `writing` makes the message; `receipts` answers.
"""

from .queue import process_waiting

__all__ = ["process_waiting"]
