//! The door to git: a site as it was at a revision, read without touching the working tree.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::disk;
use crate::site::{FileKind, Project};

/// What a call of git gives.
type Called<T> = Result<T, Box<Diagnostic>>;

/// The site in `dir` as it was at a revision. What cannot be read of it is among the diagnostics.
///
/// # Errors
/// No git, no repository, no such revision, or no site in it.
pub fn load(dir: &Path, revision: &str) -> Called<(Project, Diagnostics)> {
    let prefix = text(dir, &["rev-parse", "--show-prefix"])
        .map_err(|fault| fault.help("`--against` takes a file, or a revision if the site is in a git repository"))?;
    let commit =
        text(dir, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{tree}}")]).map_err(|_| {
            let unknown = Diagnostic::nowhere("unknown-revision", format!("`{revision}` is neither a file nor a revision"));
            unknown.help("name a lock file, or a revision such as `HEAD`, `main` or a commit's hash")
        })?;
    let mut project = Project::default();
    let mut diagnostics = Diagnostics::default();
    let found = files(dir, commit.trim_end(), prefix.trim_end_matches('\n'))?;
    let bytes = contents(dir, &found)?;
    for ((path, _), bytes) in found.iter().zip(bytes) {
        disk::sort_in(&mut project, path, bytes, &mut diagnostics);
    }
    project.seal();
    Ok((project, diagnostics))
}

/// The files of the site in a tree: path in the site, id of the content; sorted by path.
fn files(dir: &Path, tree: &str, prefix: &str) -> Called<Vec<(String, String)>> {
    let listing = output(dir, &["ls-tree", "-r", "-z", "--full-tree", tree])?;
    let mut found = Vec::new();
    for entry in listing.split(|byte| *byte == 0) {
        let Ok(entry) = std::str::from_utf8(entry) else { continue };
        let Some((about, path)) = entry.split_once('\t') else { continue };
        let mut about = about.split(' ');
        let (Some(mode), Some("blob"), Some(id)) = (about.next(), about.next(), about.next()) else { continue };
        let Some(path) = path.strip_prefix(prefix) else { continue };
        let hidden = path.split('/').any(|part| part.starts_with('.'));
        let link = mode == "120000";
        if !hidden && !link && Project::kind(path) != FileKind::Ignored {
            found.push((path.to_string(), id.to_string()));
        }
    }
    found.sort();
    Ok(found)
}

/// The contents of files, in their order.
fn contents(dir: &Path, files: &[(String, String)]) -> Called<Vec<Vec<u8>>> {
    let mut child = start(dir, &["cat-file", "--batch"], Stdio::piped())?;
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else { return Err(unreadable("")) };
    let ids: String = files.iter().map(|(_, id)| format!("{id}\n")).collect();
    // On a thread of its own: git answers while it is asked, and both pipes are small.
    let asked = std::thread::spawn(move || input.write_all(ids.as_bytes()));
    let mut answer = Vec::new();
    let read = output.read_to_end(&mut answer);
    let sound = read.is_ok() && asked.join().is_ok_and(|asked| asked.is_ok()) && child.wait().is_ok_and(|code| code.success());
    if !sound {
        return Err(unreadable("it ended early"));
    }
    let mut rest = answer.as_slice();
    let mut found = Vec::with_capacity(files.len());
    for _ in files {
        let content = content(&mut rest).ok_or_else(|| unreadable("its answer is cut off"))?;
        found.push(content.to_vec());
    }
    Ok(found)
}

/// Takes one `<id> blob <size>\n<content>\n` from the front.
fn content<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let size: usize = std::str::from_utf8(&rest[..end]).ok()?.rsplit(' ').next()?.parse().ok()?;
    let content = rest.get(end + 1..end + 1 + size)?;
    *rest = rest.get(end + size + 2..)?;
    Some(content)
}

fn unreadable(what: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere("git", format!("git did not give the files of the revision: {what}")))
}

fn start(dir: &Path, arguments: &[&str], input: Stdio) -> Called<Child> {
    let mut command = Command::new("git");
    command.arg("-C").arg(dir).args(arguments).stdin(input).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().map_err(|error| {
        let missing = Diagnostic::nowhere("git", format!("cannot run git: {error}"));
        Box::new(missing.help("a revision is read with the program `git`; without it, name a lock file"))
    })
}

fn output(dir: &Path, arguments: &[&str]) -> Called<Vec<u8>> {
    let child = start(dir, arguments, Stdio::null())?;
    match child.wait_with_output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        _ => Err(Box::new(Diagnostic::nowhere("git", format!("`{}` is in no git repository", dir.display())))),
    }
}

fn text(dir: &Path, arguments: &[&str]) -> Called<String> {
    Ok(String::from_utf8_lossy(&output(dir, arguments)?).into_owned())
}
