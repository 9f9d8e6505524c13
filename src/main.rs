//! The commands: their arguments, what they print, and their exit codes.

mod clock;
mod live;
mod review;

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use babacus::diagnostic::{Diagnostic, Diagnostics, Plural, Severity, Sources};
use babacus::disk;
use babacus::disk::cache::Cache;
use babacus::evidence::{Given, TYPED, Text};
use babacus::explain::{self, Fault, Request};
use babacus::memory::Memory;
use babacus::site::{Artifact, Project};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clock::Clock;

/// Half of a cold build is allocation of small texts, where the system's allocator is slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bytes of standard input that are read.
const STDIN: u64 = 16 << 20;

/// Documents in several languages, full of numbers that are computed.
///
/// A site is a folder with `babacus.toml`, pages in `content/<language>/` and formulas in `content/formulas/`. Pages
/// show what formulas give: `{{ peak : GiB }}`.
#[derive(Parser)]
#[command(version, after_help = "Exit code: 0 well, 1 the site has errors, 2 the call was wrong.\n\nStart with `babacus serve`.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site into a folder
    ///
    /// Files that are equal stay untouched, files that an earlier build wrote and this one does not have are removed,
    /// and nothing else in the folder is ever changed. If the site has errors, nothing is written at all.
    Build(Build),
    /// Show the site on this machine while it is written
    ///
    /// Builds again when a file changes, and pages that are open follow. Nothing is written: the site is served from
    /// memory, on 127.0.0.1 only unless told otherwise.
    Serve(live::Serve),
    /// Write down every number that the site shows
    ///
    /// Writes `numbers.lock`, which is committed with the change that moved its numbers.
    Lock(review::LockOptions),
    /// Show which numbers changed, why, and where readers see them
    ///
    /// Exit code: 0 if no number differs, 1 if one does.
    #[command(after_help = "Examples:\n  babacus diff\n  babacus diff --against main --format markdown")]
    Diff(review::DiffOptions),
    /// Look for everything that is wrong with a site though it can be built
    ///
    /// Formulas without use or name, editions that differ, typed numbers, broken links, marks and spaces that are not
    /// the language's. `docs/checks.md` has an entry for each rule.
    #[command(after_help = "One place is excused with a reason: `{# allow code: reason #}`.")]
    Check(review::CheckOptions),
    /// Show which translations are current, stale or missing
    Status(review::StatusOptions),
    /// Ask the formula book
    ///
    /// Prints the value of an expression and the inputs that it depends on. Without an expression, lists what the book
    /// defines.
    #[command(after_help = "Examples:\n  babacus explain params\n  babacus explain 'peak / card' --in d2 --lang de\n  \
                            babacus explain peak --set batch_size=8 --format json\n  \
                            babacus explain --config config/train_gpt2.py --card rtx-4090\n  \
                            babacus explain --oom 'CUDA out of memory. Tried to allocate 394.00 MiB (GPU 0; …'")]
    Explain(Explain),
}

#[derive(Args)]
struct Place {
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

#[derive(Args)]
struct Build {
    #[command(flatten)]
    place: Place,
    /// Where the built site goes [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many threads work [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Tell how long each stage took
    #[arg(long)]
    timings: bool,
    /// Build everything anew, as if there were no `.babacus` folder
    #[arg(long)]
    no_cache: bool,
    /// Leave out the search
    #[arg(long)]
    no_search: bool,
}

#[derive(Args)]
struct Explain {
    #[command(flatten)]
    place: Place,
    /// What to compute, as in a page between `{{` and `}}`
    #[arg(value_name = "EXPR")]
    expression: Option<String>,
    /// Scenario to ask in
    #[arg(long = "in", value_name = "SCENARIO")]
    scenario: Option<String>,
    /// Set an input; may be given several times
    #[arg(long = "set", value_name = "INPUT=VALUE")]
    sets: Vec<String>,
    /// Config file of nanoGPT, on top of nanoGPT's own settings
    #[arg(long, value_name = "FILE.py")]
    config: Option<PathBuf>,
    /// Card whose memory the run must fit: `rtx-4070`
    #[arg(long, value_name = "NAME")]
    card: Option<String>,
    /// Training log to compare with the estimate
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// What `nvidia-smi` printed, to compare with the estimate
    #[arg(long, value_name = "FILE")]
    smi: Option<PathBuf>,
    /// Out-of-memory message to explain: its text, a file that holds it, or `-` for standard input
    #[arg(long, value_name = "TEXT|-")]
    oom: Option<String>,
    /// Language of the text
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Text,
    Json,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Build(options) => build(&options),
        Command::Serve(options) => live::run(&options),
        Command::Lock(options) => review::lock(&options),
        Command::Diff(options) => review::diff(&options),
        Command::Check(options) => review::check(&options),
        Command::Status(options) => review::status(&options),
        Command::Explain(options) => run_explain(&options),
    }
}

/// Loads and builds; prints what was found. The files are there only if nothing stops the build.
fn prepare(site: &Path, no_search: bool, memory: &mut Memory, clock: &mut Clock) -> (Project, Option<Vec<Artifact>>) {
    let (mut project, mut diagnostics) = disk::load(site);
    project.no_search = no_search;
    clock.stage("load");
    let artifacts = babacus::build(&project, memory, &mut diagnostics, clock.progress());
    clock.hide();
    diagnostics.sort(&project.sources);
    report(&project.sources, &diagnostics);
    let sound = !diagnostics.has_errors();
    (project, sound.then_some(artifacts))
}

fn build(options: &Build) -> ExitCode {
    if let Some(jobs) = options.jobs {
        // Fails only where the pool exists already, which it does not here.
        _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let mut clock = Clock::start();
    let out = options.out.clone().unwrap_or_else(|| options.place.site.join("public"));
    let waits = || say("another build of this site is at work; waiting for it to end");
    let mut cache = if options.no_cache { None } else { Cache::open(&options.place.site, &out, waits) };
    let mut memory = cache.as_mut().map(Cache::memory).unwrap_or_default().lean();
    clock.stage("recall");
    let (_project, artifacts) = prepare(&options.place.site, options.no_search, &mut memory, &mut clock);
    let Some(artifacts) = artifacts else {
        say(&format!("nothing was written, `{}` is as it was", out.display()));
        std::process::exit(1);
    };
    let written = match disk::write(&out, &artifacts) {
        Ok(written) => written,
        Err(fault) => return failed(&Sources::default(), *fault),
    };
    clock.stage("write");
    if let Some(cache) = &mut cache {
        cache.keep(&memory, &artifacts);
        clock.stage("keep");
    }
    if options.timings {
        for (stage, time) in clock.stages() {
            say(&format!("{stage:>9} {:8.2} ms", time.as_secs_f64() * 1000.0));
        }
    }
    let removed = if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
    say(&format!(
        "built {} in `{}` in {:.0} ms: {} changed, {} equal{removed}",
        Plural(artifacts.len(), "file"),
        out.display(),
        clock.total().as_secs_f64() * 1000.0,
        written.changed,
        written.equal,
    ));
    // Everything is on the disk; giving each text back to the allocator would only take time.
    std::process::exit(0);
}

fn run_explain(options: &Explain) -> ExitCode {
    let given = match given(options) {
        Ok(given) => given,
        Err(fault) => {
            failed(&Sources::default(), *fault);
            return ExitCode::from(2);
        }
    };
    let (mut project, mut diagnostics) = disk::load(&options.place.site);
    let request = Request {
        expression: options.expression.as_deref(),
        scenario: options.scenario.as_deref(),
        sets: &options.sets,
        language: options.lang.as_deref(),
        given: &given,
    };
    let answer = explain::explain(&mut project, &request, &mut diagnostics);
    diagnostics.sort(&project.sources);
    report(&project.sources, &diagnostics);
    let explanation = match answer {
        Ok(_) if diagnostics.has_errors() => return ExitCode::from(1),
        Ok(explanation) => explanation,
        Err(Fault::Site) => return ExitCode::from(1),
        Err(Fault::Call) => return ExitCode::from(2),
    };
    let text = match options.format {
        Output::Text => explanation.text(),
        Output::Json => format!("{:#}\n", explanation.json()),
    };
    // A reader that closes the pipe early wants no more.
    _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

/// The texts that a call brings along.
fn given(options: &Explain) -> Result<Given, Box<Diagnostic>> {
    let file = |path: &Option<PathBuf>| path.as_deref().map(disk::read).transpose();
    let oom = match options.oom.as_deref() {
        Some("-") => {
            let mut bytes = Vec::new();
            // What has come until a fault is all there is.
            _ = std::io::stdin().take(STDIN).read_to_end(&mut bytes);
            Some(Text { name: "<stdin>".to_string(), text: String::from_utf8_lossy(&bytes).into_owned() })
        }
        Some(text) => {
            Some(disk::read(Path::new(text)).unwrap_or_else(|_| Text { name: TYPED.to_string(), text: text.to_string() }))
        }
        None => None,
    };
    Ok(Given {
        config: file(&options.config)?,
        card: options.card.clone(),
        log: file(&options.log)?,
        smi: file(&options.smi)?,
        oom,
    })
}

fn failed(sources: &Sources, fault: Diagnostic) -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(fault);
    report(sources, &diagnostics);
    ExitCode::FAILURE
}

/// Prints diagnostics and their count to the error stream.
fn report(sources: &Sources, diagnostics: &Diagnostics) {
    if diagnostics.is_empty() {
        return;
    }
    let styled = std::io::stderr().is_terminal();
    let mut out = anstream::stderr();
    _ = out.write_all(diagnostics.render(sources, styled).as_bytes());
    let errors = diagnostics.iter().filter(|item| item.severity == Severity::Error).count();
    let warnings = diagnostics.iter().count() - errors;
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| Plural(*count, noun).to_string()).collect();
    say(&counts.join(", "));
}

fn say(line: &str) {
    _ = writeln!(std::io::stderr(), "{line}");
}
