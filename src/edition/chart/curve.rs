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
