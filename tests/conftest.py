"""What every test may ask for."""

import os
from pathlib import Path

import hypothesis
import pytest

# How fast a machine draws its examples never decides a test.
hypothesis.settings.register_profile(
    "manto", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("manto")

SHARED = Path(os.environ.get("MANTO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of reference data beside the checkout, or skip."""
    if not SHARED.is_dir():
        pytest.skip(f"reference data is not at {SHARED}")
    return SHARED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database; `make test` runs all tests on both."""
    from django.conf import settings

    other = "postgresql" if settings.IS_SQLITE else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker(other)]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run with CI=true that skipped anything but tests that read reference data which is not there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", ()) if "shared" not in report.keywords]
    if skipped and exitstatus == pytest.ExitCode.OK:
        for report in skipped:
            reporter.write_line(f"With CI=true nothing may be skipped: {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
