//! The pages' files: the page that readers see, and what is beside it, or what an earlier build made of the same.

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::memo::{Known, Memo, ingredients};
use super::page::{self, Sight};
use super::{Draw, OUTPUTS, Scope, search};
use crate::diagnostic::{Diagnostic, Span};
use crate::fingerprint::Fingerprint;
use crate::formula::eval::Evaluator;
use crate::progress::Progress;

/// Files by name, as the memory has them.
type Made = Vec<(String, Known)>;

/// The files that are known, and the pages that must be drawn.
pub(super) fn known(scope: &Scope<'_>, memo: &Memo, sights: Vec<Sight>) -> (Made, Vec<Sight>) {
    let look = |sight: Sight| {
        let name = sight.path(scope);
        let of = || ingredients(scope, &sight, &page::data(scope, &sight));
        match memo.find(&name, scope.stand.roughly(scope, &sight), of) {
            Some(known) => Ok((name, known)),
            None => Err(sight),
        }
    };
    let looked: Vec<Result<(String, Known), Sight>> = sights.into_par_iter().map(look).collect();
    let (mut made, mut open) = (Made::with_capacity(looked.len()), Vec::new());
    for found in looked {
        match found {
            Ok(found) => made.push(found),
            Err(sight) => open.push(sight),
        }
    }
    (made, open)
}

/// Draws pages. A template's fault shows once, not once per page.
pub(super) fn draw(scope: &Scope<'_>, open: Vec<Sight>, progress: &Progress) -> Result<Made, Vec<Diagnostic>> {
    progress.begin(open.len());
    let book = &scope.manuscript.book;
    let drawn: Vec<_> = open
        .into_par_iter()
        .map_init(
            || Evaluator::new(book, scope.manuscript.scenario),
            |evaluator, sight| {
                let files = one(scope, evaluator, &sight);
                progress.step();
                files
            },
        )
        .collect();
    let mut made = Made::with_capacity(drawn.len());
    let mut faults: BTreeMap<(Option<Span>, String), Diagnostic> = BTreeMap::new();
    for result in drawn {
        match result {
            Ok(files) => made.push(files),
            Err(fault) => _ = faults.entry((fault.span(), fault.message.clone())).or_insert(*fault),
        }
    }
    if faults.is_empty() { Ok(made) } else { Err(faults.into_values().collect()) }
}

/// The files of one page.
fn one(scope: &Scope<'_>, evaluator: &mut Evaluator<'_>, sight: &Sight) -> Result<(String, Known), Box<Diagnostic>> {
    let data = page::data(scope, sight);
    let of: Fingerprint = ingredients(scope, sight, &data);
    let mut files = vec![page::draw(scope, sight, &data)?];
    for output in OUTPUTS.iter().filter(|output| output.is_wanted(scope)) {
        if let Draw::Beside(draw) = output.draw {
            files.extend(draw(scope, evaluator, sight, &files)?);
        }
    }
    let known = Known::new(of, scope.stand.roughly(scope, sight), &files).with_units(search::units(scope, &files[..1]));
    Ok((sight.path(scope), known))
}
