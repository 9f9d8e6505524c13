//! The pages' files: the page that readers see, and what is beside it, or what an earlier build made of the same.

use rayon::iter::Either;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::memo::{Known, Memo, ingredients};
use super::page::{self, PageData, Sight};
use super::{Draw, OUTPUTS, Scope, gather, search};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::formula::eval::Evaluator;
use crate::progress::Progress;

/// Files by name, as the memory has them.
type Made = Vec<(String, Known)>;

/// A page that must be drawn.
pub(super) struct Open {
    pub(super) sight: Sight,
    /// What it is made of, if that is known already.
    of: Option<(PageData, Fingerprint)>,
}

/// The files that are known, and the pages that must be drawn.
pub(super) fn known(scope: &Scope<'_>, memo: &Memo, sights: Vec<Sight>) -> (Made, Vec<Open>) {
    let look = |sight: Sight| {
        let name = sight.path(scope);
        let mut made_of = None;
        let of = || {
            let data = page::data(scope, &sight);
            let of = ingredients(scope, &sight, &data);
            made_of = Some((data, of));
            of
        };
        match memo.find(&name, scope.stand.roughly(scope, &sight), of) {
            Some(known) => Either::Left((name, known)),
            None => Either::Right(Open { sight, of: made_of }),
        }
    };
    sights.into_par_iter().partition_map(look)
}

/// Draws pages.
pub(super) fn draw(scope: &Scope<'_>, open: Vec<Open>, progress: &Progress) -> Result<Made, Vec<Diagnostic>> {
    progress.begin(open.len());
    let book = &scope.manuscript.book;
    let drawn = open.into_par_iter().map_init(
        || Evaluator::new(book, scope.manuscript.scenario),
        |evaluator, open| {
            let files = one(scope, evaluator, open);
            progress.step();
            files
        },
    );
    gather(drawn)
}

/// The files of one page.
fn one(scope: &Scope<'_>, evaluator: &mut Evaluator<'_>, open: Open) -> Result<(String, Known), Box<Diagnostic>> {
    let sight = &open.sight;
    let (data, of) = open.of.unwrap_or_else(|| {
        let data = page::data(scope, sight);
        let of = ingredients(scope, sight, &data);
        (data, of)
    });
    let mut files = vec![page::draw(scope, sight, &data)?];
    for output in OUTPUTS.iter().filter(|output| output.is_wanted(scope)) {
        if let Draw::Beside(draw) = output.draw {
            files.extend(draw(scope, evaluator, sight, &files)?);
        }
    }
    let known = Known::new(of, scope.stand.roughly(scope, sight), &files).with_units(search::units(scope, &files[..1]));
    Ok((sight.path(scope), known))
}
