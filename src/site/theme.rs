//! The default theme, embedded; a site's file of the same name wins.

/// Templates by name below `templates/`.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../templates/404.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("charts/axes.svg", include_str!("../../templates/charts/axes.svg")),
    ("charts/bar.svg", include_str!("../../templates/charts/bar.svg")),
    ("charts/data.html", include_str!("../../templates/charts/data.html")),
    ("charts/figure.html", include_str!("../../templates/charts/figure.html")),
    ("charts/heat.html", include_str!("../../templates/charts/heat.html")),
    ("charts/patterns.svg", include_str!("../../templates/charts/patterns.svg")),
    ("charts/scatter.svg", include_str!("../../templates/charts/scatter.svg")),
    ("charts/sweep.svg", include_str!("../../templates/charts/sweep.svg")),
    ("charts/table.html", include_str!("../../templates/charts/table.html")),
    ("charts/timeline.svg", include_str!("../../templates/charts/timeline.svg")),
    ("formula.html", include_str!("../../templates/formula.html")),
    ("formulas.html", include_str!("../../templates/formulas.html")),
    ("mark.html", include_str!("../../templates/mark.html")),
    ("nav.html", include_str!("../../templates/nav.html")),
    ("page.html", include_str!("../../templates/page.html")),
    ("root.html", include_str!("../../templates/root.html")),
    ("shortcodes/breakdown.html", include_str!("../../templates/shortcodes/breakdown.html")),
    ("shortcodes/compare.html", include_str!("../../templates/shortcodes/compare.html")),
    ("shortcodes/config.html", include_str!("../../templates/shortcodes/config.html")),
    ("shortcodes/worked.html", include_str!("../../templates/shortcodes/worked.html")),
    ("steps.html", include_str!("../../templates/steps.html")),
];

/// Files that are copied, by path in the output.
pub(super) const STATIC: &[(&str, &[u8])] = &[
    ("icon.svg", include_bytes!("../../static/icon.svg")),
    ("look.js", include_bytes!("../../static/look.js")),
    ("numbers.css", include_bytes!("../../static/numbers.css")),
    ("numbers.js", include_bytes!("../../static/numbers.js")),
    ("site.js", include_bytes!("../../static/site.js")),
    ("style.css", include_bytes!("../../static/style.css")),
];
