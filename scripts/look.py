#!/usr/bin/env python3
"""Looks at a built site in headless Chromium: python3 scripts/look.py SITE BABACUS

Checks for every page of a sample, in four languages, served by `babacus serve` and once from the disk: the style sheet
and the content security policy work (no message on the console), nothing is wider than the window at 1280, 360 and
320 pixels, light and dark differ, numbers are shown and linked. Standard library only.
"""
import os, re, subprocess, sys, tempfile, threading

site, program = sys.argv[1], sys.argv[2]
CHROMIUM = os.environ.get("CHROMIUM", "chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=10000"]
faults = []


def chromium(url, *flags):
    with tempfile.TemporaryDirectory() as profile:
        run = subprocess.run([CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *flags, url], capture_output=True, timeout=120)
    return run.stdout, [line for line in run.stderr.decode(errors="replace").splitlines() if ":CONSOLE" in line]


def png_size(path):
    with open(path, "rb") as file:
        head = file.read(24)
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def expect(holds, message):
    if not holds:
        faults.append(message)
        print("FAULT", message)


def overflow(url, width):
    """Is anything wider than a frame of this width? Asked from a page beside the site, which may run a script."""
    probe = f"""<!DOCTYPE html><iframe id=f src="{url}" style="border:0;width:{width}px;height:2000px"></iframe><pre id=o></pre><script>
    document.getElementById('f').onload = e => {{ const d = e.target.contentDocument; const wide = [...d.querySelectorAll('body *')].filter(x => {{
      const r = x.getBoundingClientRect(); if (r.right <= {width} + 1 || r.width === 0) return false;
      for (let p = x; p; p = p.parentElement) {{ const s = e.target.contentWindow.getComputedStyle(p); if (p !== x && s.overflowX !== 'visible' || p.hasAttribute('popover') || s.position === 'fixed') return false; }}
      return !x.classList.contains('skip'); }});
    document.getElementById('o').textContent = 'WIDTH ' + d.documentElement.scrollWidth + ' ' + wide.slice(0, 3).map(x => x.outerHTML.slice(0, 80)).join(' | '); }};
    </script>"""
    name = os.path.join(site, "look-probe.html")
    with open(name, "w", encoding="utf-8") as file:
        file.write(probe)
    out, _ = chromium("file://" + os.path.abspath(name), "--allow-file-access-from-files", "--dump-dom", "--window-size=1400,1000")
    os.remove(name)
    found = re.search(r'<pre id="o">WIDTH (\d+) (.*?)</pre>', out.decode(errors="replace"), re.S)
    return (int(found[1]), found[2].strip()) if found else (0, "the probe did not answer")


def pages():
    """The root, the 404 page, and of each language the home page, the longest page and a page of the formula book."""
    yield "index.html"
    yield "404.html"
    for language in sorted(name for name in os.listdir(site) if os.path.isfile(os.path.join(site, name, "index.html"))):
        yield f"{language}/index.html"
        found = []
        for folder, _, files in os.walk(os.path.join(site, language)):
            if "index.html" in files:
                path = os.path.relpath(os.path.join(folder, "index.html"), site)
                found.append((os.path.getsize(os.path.join(site, path)), path))
        text = [item for item in found if "/formulas/" not in item[1]]
        yield max(text)[1]
        book = [item for item in found if "/formulas/" in item[1]]
        if book:
            yield max(book)[1]


def main():
    server = subprocess.Popen([program, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    address = None
    for line in server.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if found:
            address = found[0]
            break
    threading.Thread(target=server.stderr.read, daemon=True).start()
    try:
        for path in dict.fromkeys(pages()):
            html = open(os.path.join(site, path), encoding="utf-8").read()
            dom, console = chromium(address + path.removesuffix("index.html"), "--dump-dom")
            expect(len(dom) > 500, f"{path}: not served")
            expect(not console, f"{path}: {console[:2]}")
            expect("<script>" not in html and " style=" not in html, f"{path}: inline script or style")
            for width in (1280, 360, 320):
                wide, what = overflow("file://" + os.path.abspath(os.path.join(site, path)), width)
                expect(0 < wide <= width and not what, f"{path}: {wide} pixels wide at {width}: {what}")
            disk, console = chromium("file://" + os.path.abspath(os.path.join(site, path)), "--dump-dom")
            links = re.findall(r'<a [^>]*href="(\.[^"#]*?)(?:#[^"]*)?"', disk.decode(errors="replace"))
            expect(not console and not any(link.endswith("/") for link in links), f"{path}: from the disk: {console[:2]} {links[:3]}")
            numbers = html.count('<data class="n"')
            print(f"looked at {path} ({numbers} numbers)")
        with tempfile.TemporaryDirectory() as folder:
            shots = []
            for name, flags in (("light", []), ("dark", ["--blink-settings=preferredColorScheme=0"])):
                shot = os.path.join(folder, name + ".png")
                chromium(address, f"--screenshot={shot}", "--window-size=800,600", *flags)
                expect(os.path.exists(shot) and png_size(shot) == (800, 600), f"no {name} screenshot")
                shots.append(open(shot, "rb").read() if os.path.exists(shot) else b"")
            expect(shots[0] != shots[1], "dark looks like light")
    finally:
        server.terminate()
    if faults:
        sys.exit(f"{len(faults)} faults")


main()
