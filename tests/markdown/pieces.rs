//! What a page yields besides its HTML.

use super::page;

#[test]
fn table_of_contents_has_no_links_and_no_data() {
    let (_, body, _) = page("# A *b* [c](/d) {{ e }} `f` {#g}\n\ntext[^1]\n\n## Zwei\n\n[^1]: note\n", false);
    assert_eq!(body.toc.len(), 2);
    assert_eq!(body.toc[0].html, "A <em>b</em> c e <code>f</code>");
    assert_eq!(body.toc[0].text, "A b c e f");
    assert_eq!((body.toc[0].level, body.toc[0].id.as_str()), (1, "g"));
    assert_eq!((body.toc[1].level, body.toc[1].id.as_str()), (2, "section-2"));
    assert_eq!(&body.text[body.toc[1].at..], "Zwei\nnote\n");
}

#[test]
fn links_and_images_know_their_places() {
    let text = "[a](/x.md \"t\") ![b](<c d.png>) [e][r] <https://example.org>\n\n[r]: /y.md#z\n";
    let (document, _, _) = page(text, false);
    let found: Vec<(&str, &str, bool)> = document
        .links()
        .iter()
        .map(|link| {
            let written = &text[link.span.start as usize..link.span.end as usize];
            (link.destination.literal().expect("nothing is computed"), written, link.image)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("/x.md", "/x.md", false),
            ("c d.png", "c d.png", true),
            ("/y.md#z", "/y.md#z", false),
            ("https://example.org", "https://example.org", false)
        ]
    );
}

#[test]
fn both_branches_are_enumerated() {
    let (document, body, _) = page("{% holds yes %}{{ a }}{% else %}{{ b }}{% end %}\n", false);
    assert_eq!(document.inserts().len(), 5);
    assert!(body.html.contains(">a<") && !body.html.contains(">b<"), "{}", body.html);
}
