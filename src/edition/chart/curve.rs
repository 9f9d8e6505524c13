//! The geometry of curves: paths, points, and where their labels stand.

use std::ops::Range;

use serde::Serialize;

use super::axis::{from_top, percent};
use super::scale::Scale;
use super::sweep::Line;
use crate::formula::rational::Rational;

/// Points that are so few that each is marked.
const FEW: usize = 24;
/// What is less than one such part of the height off a line is not seen to be.
const VISIBLE: i128 = 2000;

/// One curve.
#[derive(Serialize)]
pub(super) struct Curve {
    pub(super) key: usize,
    /// A path in a square of 100 by 100.
    pub(super) path: String,
    /// The points, where there are so few that the lines between them are not the curve.
    pub(super) dots: Vec<Dot>,
    /// The point of the page's value.
    pub(super) now: Option<Mark>,
    /// The name at the end of the curve, where it does not meet another's.
    pub(super) label: Option<Mark>,
}

/// A point.
#[derive(Serialize)]
pub(super) struct Dot {
    pub(super) x: String,
    pub(super) y: String,
}

/// A place with a label.
#[derive(Serialize)]
pub(super) struct Mark {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) label: String,
    /// Stands the label before the place, else behind it.
    pub(super) before: bool,
    /// Stands it above the place, else below it.
    pub(super) above: bool,
}

pub(super) fn rises(values: &[Option<Rational>]) -> bool {
    let mut known = values.iter().flatten();
    match (known.next(), known.next_back()) {
        (Some(first), Some(last)) => last >= first,
        _ => true,
    }
}

/// Lines from point to point; a value that is missing is a gap. Points on the line between others are left out.
pub(super) fn path(along: &[Rational], values: &[Option<Rational>], x: &Scale, y: &Scale) -> String {
    let places: Vec<Option<Place>> =
        along.iter().zip(values).map(|(at, value)| Some((x.place(at), y.place(value.as_ref()?)))).collect();
    let mut path = String::new();
    for piece in places.split(Option::is_none) {
        let piece: Vec<&Place> = piece.iter().flatten().collect();
        let mut kept = vec![false; piece.len()];
        keep(&piece, 0..piece.len(), &mut kept);
        for (index, (across, up)) in piece.iter().enumerate().filter(|(index, _)| kept[*index]) {
            path.push_str(if index == 0 { "M" } else { "L" });
            path.push_str(&format!("{} {}", percent(across), from_top(up)));
        }
    }
    path
}

/// A place in a square of 1 by 1.
type Place = (Rational, Rational);

/// Marks the first and the last point of a range, and those between that do not lie on the line from one to the other:
/// the farthest off, and what is needed on both sides of it.
fn keep(points: &[&Place], range: Range<usize>, kept: &mut [bool]) {
    let (Some(first), Some(last)) = (range.clone().next(), range.clone().next_back()) else { return };
    (kept[first], kept[last]) = (true, true);
    let ((from, low), (to, high)) = (points[first], points[last]);
    let Some(slope) = high.sub(low).div(&to.sub(from)) else { return };
    let off = |index: &usize| points[*index].1.sub(low).sub(&points[*index].0.sub(from).mul(&slope)).abs();
    let Some(farthest) = (first + 1..last).max_by_key(off) else { return };
    if off(&farthest) > Rational::ONE.div(&VISIBLE.into()).unwrap_or(Rational::ZERO) {
        keep(points, first..farthest + 1, kept);
        keep(points, farthest..last + 1, kept);
    }
}

pub(super) fn dots(along: &[Rational], values: &[Option<Rational>], x: &Scale, y: &Scale) -> Vec<Dot> {
    let points = along.iter().zip(values).filter_map(|(at, value)| Some((at, value.as_ref()?)));
    let dot = |(at, value)| Dot { x: percent(&x.place(at)), y: from_top(&y.place(value)) };
    if along.len() <= FEW { points.map(dot).collect() } else { Vec::new() }
}

/// The height of a label, as a share of the chart's.
fn tall() -> Rational {
    Rational::from(7).div(&100.into()).unwrap_or(Rational::ZERO)
}

/// From where to where a label reaches that stands above or below its place.
fn reach(place: &Rational, above: bool) -> (Rational, Rational) {
    if above { (place.clone(), place.add(&tall())) } else { (place.sub(&tall()), place.clone()) }
}

/// The labels of the points at the page's value: above or below, where they meet neither each other nor a limit's; a
/// label without room is left out, its value stands in the table. `now`, which names the page's value, stands at the
/// foot, or at the head where that is taken.
pub(super) fn settle(points: &mut [(Rational, &mut Mark)], limits: &[Rational], now: &mut Mark) {
    let mut taken: Vec<(Rational, Rational)> = limits.iter().map(|limit| reach(limit, true)).collect();
    let free = |taken: &[(Rational, Rational)], (from, to): &(Rational, Rational)| {
        !from.is_negative() && taken.iter().all(|(low, high)| to <= low || high <= from)
    };
    points.sort_by(|a, b| b.0.cmp(&a.0));
    for (place, mark) in points {
        match [mark.above, !mark.above].into_iter().find(|above| free(&taken, &reach(place, *above))) {
            Some(above) => {
                mark.above = above;
                taken.push(reach(place, above));
            }
            None => mark.label.clear(),
        }
    }
    now.above = !free(&taken, &reach(&Rational::ZERO, true)) && free(&taken, &reach(&Rational::ONE, false));
}

/// Names at the ends of several curves, from the top, where no other name is near.
pub(super) fn label_ends(curves: &mut [Curve], lines: &[Line], y: &Scale) {
    if lines.len() < 2 {
        return;
    }
    let near = Rational::from(9).div(&100.into()).unwrap_or(Rational::ZERO);
    let mut taken: Vec<Rational> = Vec::new();
    let ends = lines.iter().enumerate().filter_map(|(index, line)| Some((index, y.place(line.values.last()?.as_ref()?))));
    let mut ends: Vec<(usize, Rational)> = ends.collect();
    ends.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for (index, place) in ends {
        if taken.iter().all(|other| other.sub(&place).abs() > near) {
            let name = &lines[index].asked.name.text;
            curves[index].label = Some(Mark {
                x: "100".into(),
                y: from_top(&place),
                label: name.clone(),
                before: true,
                above: rises(&lines[index].values),
            });
            taken.push(place);
        }
    }
}
