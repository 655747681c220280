"""Load test of the SPARQL endpoint: hostile queries, and named queries of eight clients for a minute.

Run it as: python benchmarks/endpoint.py [SECONDS]
"""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.hostile_queries import HOSTILE
from tests.support.live_server import LiveServer, load_plain_queries, measure_resident_bytes, run_server

CLIENTS = 8


def time_hostile_queries(server: LiveServer) -> None:
    """Send each hostile query alone; print the slowest ones and all outcomes."""
    took: list[tuple[float, str, str]] = []
    for name, (text, _) in HOSTILE.items():
        start = time.perf_counter()
        answer = server.send_query(text)
        took.append((time.perf_counter() - start, name, answer.error_kind or str(answer.status)))
    print("| hostile query | s | outcome |\n| --- | --- | --- |")
    for seconds, name, outcome in sorted(took, reverse=True)[:5]:
        print(f"| {name} | {seconds:.2f} | {outcome} |")
    outcomes = [outcome for _, _, outcome in took]
    print("answered:", [name for _, name, outcome in took if outcome == "200"])
    print(", ".join(f"{outcomes.count(one)} {one}" for one in sorted(set(outcomes))))


def run_load(server: LiveServer, seconds: float) -> None:
    """Send named queries concurrently; print throughput, latency and memory of the server."""
    asked = load_plain_queries()
    right = {name: server.send_query(text).body for name, text in asked.items()}
    took: list[float] = []
    lost: list[str] = []
    end = time.monotonic() + seconds

    def ask_in_turn(number: int) -> None:
        while time.monotonic() < end:
            name = list(asked)[number % len(asked)]
            number += 1
            start = time.perf_counter()
            answer = server.send_query(asked[name])
            took.append(time.perf_counter() - start)
            if (answer.status, answer.body) != (200, right[name]):
                lost.append(name)

    print("| after s | server MB | workers MB |\n| --- | --- | --- |")
    start = time.monotonic()
    threads = [threading.Thread(target=ask_in_turn, args=(number * 5,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for part in range(4):
        time.sleep(max(0, start + seconds * part / 3 - time.monotonic()))
        workers = ", ".join(f"{measure_resident_bytes(one) / 1e6:.0f}" for one in server.list_workers())
        print(f"| {seconds * part / 3:.0f} | {measure_resident_bytes(server.process.pid) / 1e6:.0f} | {workers} |")
    for thread in threads:
        thread.join()
    middle, late = (statistics.quantiles(took, n=100)[one] * 1000 for one in (49, 98))
    print(f"{len(asked)} queries, {len(took):,} answers, {len(took) / seconds:.0f} a second, {len(lost)} lost or wrong")
    print(f"median {middle:.0f} ms, 99 in 100 within {late:.0f} ms, all within {max(took) * 1000:.0f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, run_server(Path(folder)) as started:
        time_hostile_queries(started)
        run_load(started, float(sys.argv[1]) if len(sys.argv) > 1 else 60)
