//! Typed numbers: sentences that have one, and sentences that only look like it.

use super::{Site, places, small};

/// Sentences in which no number is an old copy of one that the page computes (40.5 MiB, 12 GiB, 4464 MiB, 42.3 %,
/// 10,616,832 parameters): names, code, quotations, rates, other things that are counted, numbers without a unit.
const ONLY_LOOK: [(&str, &str); 44] = [
    ("de", "Auf der RTX 4070 12 GB läuft es."),
    ("de", "Eine RTX 4070 Ti SUPER 12 GB reicht."),
    ("de", "Die H100 12 GB gibt es nicht."),
    ("de", "Eine A100-SXM4-12GB gibt es auch nicht."),
    ("de", "Der Bus überträgt 12 GiB/s."),
    ("de", "Im Protokoll steht `12 GiB`."),
    ("de", "„Es waren 12 GiB“, schrieb jemand."),
    ("de", "> Jemand schrieb: 12 GiB."),
    ("de", "Version 10.6 erschien 2024."),
    ("de", "Auf Seite 12 des Handbuchs steht es."),
    ("de", "Ein Modell wie GPT-2 124M ist klein."),
    ("de", "Eine 12-GiB-Karte ist keine Messung."),
    ("de", "GB heißt 10⁹ Byte."),
    ("de", "Es sind 10616832 Möglichkeiten."),
    ("de", "Um 12:30 Uhr ist Pause."),
    ("de", "Mit 3 GiB kommt man nicht weit."),
    ("de", "Das waren 12 Schichten und 12 Köpfe."),
    ("de", "Der Anteil ist 7 %."),
    ("de", "Es waren 12 GiB {# typed: a reading of somebody else #}."),
    ("de", "```text\n12 GiB\n```"),
    ("fr", "La RTX 4070 12 Go suffit."),
    ("fr", "Quelqu’un écrit « 12 Gio »."),
    ("fr", "Le bus transmet 12 Gio/s."),
    ("fr", "Le fichier `12 Gio` est là."),
    ("fr", "La page 42 le dit."),
    ("fr", "En 2024, la version 10,6 est sortie."),
    ("fr", "Llama 3 8B est un modèle."),
    ("fr", "Il y a 10 616 832 possibilités."),
    ("fr", "> Quelqu’un écrit 12 Gio."),
    ("fr", "La part est de 90 %."),
    ("ja", "RTX 4070（12 GB）で動きます。"),
    ("ja", "「12 GiB必要だ」という声があります。"),
    ("ja", "帯域は12 GiB/sです。"),
    ("ja", "2026年11月12日に書きました。"),
    ("ja", "第12章を見てください。"),
    ("ja", "7Bモデルは大きいです。"),
    ("ja", "GPT-2（124M）は小さいです。"),
    ("ja", "`10,616,832`と表示されます。"),
    ("zh", "有人写道：“需要12 GiB”。"),
    ("zh", "H100 12GB是一个名字。"),
    ("zh", "带宽是12GiB/s。"),
    ("zh", "见第12节。"),
    ("zh", "7B模型很大。"),
    ("zh", "大约3亿个。"),
];

/// Sentences with a typed number, in the forms of the languages.
const TYPED: [(&str, &str); 20] = [
    ("de", "Die Gewichte belegen 40,5 MiB davon."),
    ("de", "Die Gewichte belegen 40.5 MiB davon."),
    ("de", "Das Modell hat 10,6 Mio. davon."),
    ("de", "Das Modell hat 10,6 Millionen Parameter."),
    ("de", "Das Modell hat 10.616.832 Parameter."),
    ("de", "Der Anteil ist 42,3 % davon."),
    ("de", "Der Anteil ist rund 42 Prozent."),
    ("de", "Gemessen waren 4.464 MiB."),
    ("de", "Gemessen waren 4,7 GB."),
    ("fr", "Les poids occupent 40,5 Mio."),
    ("fr", "La carte a 12 Gio."),
    ("fr", "La carte a 12,9 Go."),
    ("fr", "Le modèle a 10,6 millions de paramètres."),
    ("fr", "Le modèle a 10,6 M de paramètres."),
    ("ja", "重みは40.5 MiBです。"),
    ("ja", "重みは４０．５ＭｉＢではなく４０.５ MiBです。"),
    ("ja", "パラメータは1062万個です。"),
    ("ja", "パラメータは1千62万ではなく、1061万個です。"),
    ("zh", "权重占40.5MiB。"),
    ("zh", "共1062万个参数。"),
];

fn found(sentences: &[(&str, &str)]) -> Vec<usize> {
    let mut site = Site::load(&small());
    for (language, sentence) in sentences {
        let page = site.texts.get_mut(&format!("content/{language}/index.md")).expect("a page");
        page.push_str(&format!("\n{sentence}\n"));
    }
    let (project, found) = site.check();
    let found = places(&project, &found);
    let line = |(language, sentence): &(&str, &str)| {
        let path = format!("content/{language}/index.md");
        let page = &site.texts[&path];
        let at = page.find(&format!("\n{sentence}\n")).expect("it was put there") + 1;
        (path, page[..at].matches('\n').count() + 1..=page[..at + sentence.len()].matches('\n').count() + 1)
    };
    let is_found = |sentence: &(&str, &str)| {
        let (path, lines) = line(sentence);
        found.iter().any(|fault| fault.code == "typed-number" && fault.path == path && lines.contains(&fault.line))
    };
    (0..sentences.len()).filter(|at| is_found(&sentences[*at])).collect()
}

#[test]
fn what_only_looks_typed() {
    let alarms: Vec<_> = found(&ONLY_LOOK).into_iter().map(|at| ONLY_LOOK[at]).collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn what_is_typed() {
    let hit = found(&TYPED);
    let missed: Vec<_> = (0..TYPED.len()).filter(|at| !hit.contains(at)).map(|at| TYPED[at]).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
