#!/usr/bin/env python3
"""How long `babacus serve` takes from a saved edit to the page that is served, and whether it stays small.

    benches/live.py SITE [--rounds N] [--babacus PROGRAM]     edits of a page and of a formula that every page shows
    benches/live.py SITE --soak 10000                         that many edits; open files and memory along the way

SITE is copied first. It has pages in `content/<language>/` and a formula book; the formula that changes is the last
definition of its first file, which is multiplied by a factor that no other round has. Times are wall time from the
moment the file is closed, medians and worst, the wait for quiet (15 ms) included.
"""

import argparse
import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

QUIET = 15.0


class Server:
    def __init__(self, program, site):
        self.process = subprocess.Popen(
            [program, "serve", "--site", site, "--port", "0"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        began = time.perf_counter()
        for line in self.process.stderr:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found[1])
                break
        self.start = time.perf_counter() - began
        subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, address):
        self.link.request("GET", address)
        return self.link.getresponse().read()

    def wait(self, address, text, limit=60.0):
        """Milliseconds until the page is served with this text."""
        began = time.perf_counter()
        while time.perf_counter() - began < limit:
            if text in self.get(address):
                return (time.perf_counter() - began) * 1000
            time.sleep(0.001)
        raise SystemExit(f"{address} never had {text!r}")

    def cpu(self):
        """Milliseconds that the server has computed so far, on all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def used(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        memory = {name: int(found) // 1024 for name, found in re.findall(r"(VmRSS|VmHWM):\s+(\d+)", status)}
        return len(os.listdir(f"/proc/{self.process.pid}/fd")), memory

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)


def address(site, page):
    path = page.relative_to(site / "content").with_suffix("").as_posix()
    return "/" + re.sub(r"(^|/)index$", r"\1", path).rstrip("/") + "/"


def edit_page(server, site, page, number):
    text = page.read_text()
    mark = f"Runde{number}x"
    page.write_text(re.sub(r"(\s*Runde\d+x)*\s*$", f"\n\n{mark}\n", text))
    return server.wait(address(site, page), mark.encode())


def edit_formula(server, site, pages, number):
    book = sorted((site / "content" / "formulas").rglob("*.formula"))[0]
    text = book.read_text().rstrip()
    bare = re.sub(r" \* \d+$", "", text)
    before = {page: server.get(address(site, page)) for page in pages}
    book.write_text(f"{bare} * {number + 2}\n")
    began = time.perf_counter()
    for page, old in before.items():
        shown = re.findall(rb"<data [^>]*>[^<]*", old)
        while re.findall(rb"<data [^>]*>[^<]*", server.get(address(site, page))) == shown:
            if time.perf_counter() - began > 60:
                raise SystemExit("the formula reached no page")
            time.sleep(0.001)
    return (time.perf_counter() - began) * 1000


def measure(server, name, edit, rounds):
    began = server.cpu()
    times = [edit(number) for number in range(rounds)]
    cpu = (server.cpu() - began) / rounds
    rest = statistics.median(times) - QUIET
    print(f"{name:<30} median {statistics.median(times):7.1f} ms  worst {max(times):7.1f}  beyond the wait {rest:7.1f}  cpu {cpu:7.1f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--soak", type=int)
    parser.add_argument("--babacus", default="target/release/babacus")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "site"
        shutil.copytree(call.site, site)
        pages = sorted(path for path in (site / "content").rglob("*.md") if "{{" in path.read_text())
        server = Server(call.babacus, site)
        print(f"{len(pages)} pages, first build {server.start:.2f} s, load {os.getloadavg()[0]:.1f}")
        probe = [pages[0], pages[len(pages) // 2], pages[-1]]
        if call.soak:
            soak(server, site, pages, probe, call.soak)
        else:
            page = lambda number: edit_page(server, site, pages[number * 7 % len(pages)], number)
            measure(server, "page edit to served page", page, call.rounds)
            measure(server, "formula edit to served pages", lambda number: edit_formula(server, site, probe, number), call.rounds)
            print("open files {}, memory {}".format(*server.used()))
        print("ended with", server.stop())


def soak(server, site, pages, probe, rounds):
    for number in range(rounds):
        if number % 10 == 9:
            edit_formula(server, site, probe, number % 1000)
        else:
            edit_page(server, site, pages[number * 7 % len(pages)], number)
        if number % max(1, rounds // 10) == 0 or number == rounds - 1:
            print("after {} edits: open files {}, memory {}".format(number + 1, *server.used()), flush=True)


if __name__ == "__main__":
    main()
