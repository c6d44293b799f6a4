import pytest

from wellkept.promises.tests.conftest import ledger  # noqa: F401  the same cast as the ledger's own tests

from .made_up import MadeUp


@pytest.fixture
def log(db) -> MadeUp:
    """The event log, to write by hand."""
    return MadeUp()
