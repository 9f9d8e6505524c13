//! The geometry of curves: paths, points, and where their labels stand.

use serde::Serialize;

use super::axis::{from_top, percent};
use super::scale::Scale;
use super::sweep::Line;
use crate::formula::rational::Rational;

/// Points that are so few that each is marked.
const FEW: usize = 24;

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

/// Lines from point to point; a value that is missing is a gap.
pub(super) fn path(along: &[Rational], values: &[Option<Rational>], x: &Scale, y: &Scale) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    for (at, value) in along.iter().zip(values) {
        match value {
            Some(value) => {
                path.push_str(if pen_down { "L" } else { "M" });
                path.push_str(&format!("{} {}", percent(&x.place(at)), from_top(&y.place(value))));
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    path
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
