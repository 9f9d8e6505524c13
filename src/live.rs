//! The command `serve`: its arguments, what it prints while it runs, and the browser.

use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use babacus::diagnostic::{Diagnostics, Plural, Severity};
use babacus::memory::Memory;
use babacus::progress::Progress;
use babacus::serve::{self, News, Options};
use babacus::site::{Artifact, Project};
use clap::Args;

use crate::clock::Clock;
use crate::{Place, failed, report, say};

/// What of many changed files is named.
const NAMED: usize = 3;

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Port to listen on; 0 takes any that is free [default: 4000, or the next that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Address to listen on; anything but this machine's own lets others see the site
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

/// What was said last, and when the build began that will be spoken of next.
#[derive(Default)]
struct Said {
    began: Option<Instant>,
    ended: Option<Instant>,
    faults: String,
}

/// Serves the site until Ctrl-C.
pub(crate) fn run(call: &Serve) -> ExitCode {
    let options = Options { site: call.place.site.clone(), host: call.host, port: call.port };
    if !options.site.is_dir() {
        let (project, mut diagnostics) = babacus::disk::load(&options.site);
        diagnostics.keep_errors();
        report(&project.sources, &diagnostics);
        return ExitCode::from(2);
    }
    let said = Arc::new(Mutex::new(Said::default()));
    let clock = said.clone();
    let mut memory = Memory::default();
    // Only the first build takes so long that it is worth a bar.
    let mut first = Some(());
    let build = move |project: &Project, diagnostics: &mut Diagnostics| -> Vec<Artifact> {
        let began = Instant::now();
        // Taken away while it is in use: should the program fail, the next build begins with nothing.
        let mut used = std::mem::take(&mut memory);
        let artifacts = match first.take() {
            Some(()) => {
                let mut clock = Clock::start();
                clock.stage("load");
                let artifacts = babacus::build(project, &mut used, diagnostics, clock.progress());
                clock.hide();
                artifacts
            }
            None => babacus::build(project, &mut used, diagnostics, &Progress::default()),
        };
        memory = used;
        if let Ok(mut said) = clock.lock() {
            (said.began, said.ended) = (Some(began), Some(Instant::now()));
        }
        artifacts
    };
    let open_browser = call.open;
    let tell = move |news: News<'_>| match news {
        News::Ready(address) => {
            say(&format!("the site is at {address} (stop with Ctrl-C)"));
            if open_browser {
                open(address);
            }
        }
        News::Built { project, diagnostics, changed } => {
            if let Ok(mut said) = said.lock() {
                built(&mut said, project, diagnostics, changed);
            }
        }
        News::Notice(notice) => _ = failed(&babacus::diagnostic::Sources::default(), notice),
    };
    let tell: serve::Tell = Arc::new(tell);
    match serve::serve(&options, Box::new(build), &tell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            failed(&babacus::diagnostic::Sources::default(), *fault);
            ExitCode::from(2)
        }
    }
}

/// Says what came of a build. The same faults are not drawn again.
fn built(said: &mut Said, project: &Project, diagnostics: &Diagnostics, changed: &[String]) {
    let faults = diagnostics.render(&project.sources, false);
    if faults != said.faults {
        report(&project.sources, diagnostics);
        said.faults = faults;
    }
    let time = said.began.zip(said.ended).map_or(0.0, |(began, ended)| (ended - began).as_secs_f64() * 1000.0);
    let errors = diagnostics.iter().filter(|item| item.severity == Severity::Error).count();
    let verb = if changed.is_empty() { "built" } else { "built again" };
    let causes = match changed {
        [] => String::new(),
        few if few.len() <= NAMED => format!(" ({})", few.join(", ")),
        many => format!(" ({} and {} more)", many[..NAMED].join(", "), many.len() - NAMED),
    };
    if errors == 0 {
        say(&format!("{verb} in {time:.0} ms{causes}"));
    } else {
        say(&format!("not {verb}, {} in the way{causes}; open pages show what there was", Plural(errors, "error")));
    }
}

/// Opens an address in the reader's browser. Where that fails the address has been printed all the same.
fn open(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet = std::process::Stdio::null;
    let child = std::process::Command::new(program).arg(address).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    match child {
        // It is waited for, so that it leaves nothing behind; how it ends does not matter.
        Ok(mut child) => _ = std::thread::spawn(move || child.wait()),
        Err(_) => say(&format!("`{program}` is not there to open the browser")),
    }
}
