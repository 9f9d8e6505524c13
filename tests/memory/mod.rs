//! Memory: a build with one gives the same files and the same diagnostics as a build without, whatever was changed since.

mod kept;
mod site;

use std::collections::BTreeMap;

use babacus::diagnostic::Diagnostics;
use babacus::disk::cache::{from_bytes, to_bytes};
use babacus::memory::Memory;
use babacus::site::{Artifact, Project};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use site::{Random, Site};

/// Sequences of edits, and the edits of each. `SEQUENCES=1000 cargo test memory` looks longer.
const SEQUENCES: u64 = 60;
const EDITS: usize = 12;

/// What a build gives.
#[derive(PartialEq)]
struct Built {
    artifacts: Vec<Artifact>,
    diagnostics: String,
}

fn build(project: &Project, memory: &mut Memory) -> Built {
    let mut diagnostics = Diagnostics::default();
    let mut artifacts = babacus::build(project, memory, &mut diagnostics, &babacus::progress::Progress::default());
    diagnostics.sort(&project.sources);
    if diagnostics.has_errors() {
        // Nothing of it is written.
        artifacts.clear();
    }
    Built { artifacts, diagnostics: diagnostics.render(&project.sources, false) }
}

/// Where two builds differ, in a few lines.
fn difference(warm: &Built, cold: &Built) -> String {
    if warm.diagnostics != cold.diagnostics {
        return format!("--- with a memory\n{}\n--- without\n{}", warm.diagnostics, cold.diagnostics);
    }
    let paths = |built: &Built| built.artifacts.iter().map(|artifact| artifact.path.clone()).collect::<Vec<_>>();
    if paths(warm) != paths(cold) {
        return format!("--- with a memory\n{:?}\n--- without\n{:?}", paths(warm), paths(cold));
    }
    let differs = warm.artifacts.iter().zip(&cold.artifacts).find(|(warm, cold)| warm.bytes != cold.bytes);
    differs.map_or(String::new(), |(warm, cold)| {
        let (warm_text, cold_text) = (String::from_utf8_lossy(&warm.bytes), String::from_utf8_lossy(&cold.bytes));
        let lines = warm_text.lines().zip(cold_text.lines()).filter(|(warm, cold)| warm != cold).take(3);
        let lines: String = lines.map(|(warm, cold)| format!("with a memory: {warm}\nwithout:       {cold}\n")).collect();
        format!("{}\n{lines}", warm.path)
    })
}

/// What happens to the memory between two builds; `out` is what has been written.
type Keep = fn(Memory, &BTreeMap<String, Vec<u8>>, &mut Random) -> Memory;

/// Makes a site, changes it again and again, and compares after every change.
fn sequence(seed: u64, keep: Keep) -> Result<(), String> {
    let mut random = Random::new(seed);
    let mut site = Site::new(&mut random);
    let mut memory = Memory::default();
    let mut out: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut log = Vec::new();
    let mut project = site.project();
    for _ in 0..EDITS {
        let mut warm = build(&project, &mut memory);
        let cold = build(&site.project(), &mut Memory::default());
        for artifact in warm.artifacts.iter_mut().filter(|artifact| artifact.bytes.is_kept()) {
            let bytes = out.get(&artifact.path).ok_or_else(|| format!("seed {seed}: {} is not there", artifact.path))?;
            artifact.bytes = bytes.clone().into();
        }
        if warm != cold {
            let texts: String = site.texts.iter().map(|(path, text)| format!("=== {path}\n{text}\n")).collect();
            return Err(format!("seed {seed}, after {log:#?}:\n{}\n{texts}", difference(&warm, &cold)));
        }
        if !warm.artifacts.is_empty() {
            out = warm.artifacts.iter().map(|artifact| (artifact.path.clone(), artifact.bytes.to_vec())).collect();
            memory = keep(memory, &out, &mut random);
        } else {
            // A build with errors keeps nothing.
            memory = keep(Memory::default(), &BTreeMap::new(), &mut random);
        }
        log.push(site.edit(&mut random));
        site.bring_up_to_date(&mut project);
    }
    Ok(())
}

fn sequences(keep: Keep) {
    let count = std::env::var("SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(SEQUENCES);
    let failed: Vec<String> = (0..count).into_par_iter().filter_map(|seed| sequence(seed, keep).err()).collect();
    assert!(failed.is_empty(), "{} of {count} sequences; the first:\n{}", failed.len(), failed[0]);
}

#[test]
fn edits_in_one_memory() {
    sequences(|memory, _, _| memory);
}

#[test]
fn edits_with_a_memory_kept_on_disk() {
    sequences(|memory, out, random| {
        let bytes = to_bytes(&memory).expect("a memory has a form");
        let mut memory = from_bytes(&bytes).expect("it is read again");
        // Now and then somebody deletes a file of the output.
        let lost = out.keys().nth(random.below(out.len() * 3));
        memory.keep_in_place(|path| out.contains_key(path) && lost.is_none_or(|lost| lost != path));
        memory
    });
}

#[test]
fn no_bytes_break_it() {
    let mut random = Random::new(1);
    let mut memory = Memory::default();
    build(&Site::new(&mut random).project(), &mut memory);
    let bytes = to_bytes(&memory).expect("a memory has a form");
    for _ in 0..200 {
        let mut broken = bytes.clone();
        match random.below(3) {
            0 => broken.truncate(random.below(bytes.len())),
            1 => broken[random.below(bytes.len())] ^= 1,
            _ => broken.push(0),
        }
        assert!(from_bytes(&broken).is_none());
    }
}
