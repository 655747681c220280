"""Open a client of the application, with all its processes, in this one."""

import contextlib
from collections.abc import Iterator

from starlette.testclient import TestClient

from actgraph.core.worker_pool import WorkLimits
from actgraph.web.app import ServerOptions, create_app


@contextlib.contextmanager
def open_client(day: str, **headers: str) -> Iterator[TestClient]:
    """Open a client whose server checks profiles patiently, since a machine may be busy.

    Args:
        day: default day of the server, ISO 8601.
        headers: of each request.
    """
    patient = ServerOptions(check_limits=WorkLimits(seconds=600))
    with TestClient(create_app(day, patient), base_url="http://127.0.0.1", headers=headers) as found:
        yield found
