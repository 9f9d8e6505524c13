//! The default theme, embedded; a site's file of the same name wins.

/// Templates by name below `templates/`.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../templates/404.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("formula.html", include_str!("../../templates/formula.html")),
    ("formulas.html", include_str!("../../templates/formulas.html")),
    ("nav.html", include_str!("../../templates/nav.html")),
    ("page.html", include_str!("../../templates/page.html")),
    ("root.html", include_str!("../../templates/root.html")),
    ("shortcodes/breakdown.html", include_str!("../../templates/shortcodes/breakdown.html")),
    ("shortcodes/compare.html", include_str!("../../templates/shortcodes/compare.html")),
    ("shortcodes/config.html", include_str!("../../templates/shortcodes/config.html")),
    ("shortcodes/worked.html", include_str!("../../templates/shortcodes/worked.html")),
];

/// Files that are copied, by path in the output.
pub(super) const STATIC: &[(&str, &[u8])] = &[
    ("icon.svg", include_bytes!("../../static/icon.svg")),
    ("site.js", include_bytes!("../../static/site.js")),
    ("style.css", include_bytes!("../../static/style.css")),
];
