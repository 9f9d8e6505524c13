## Formeln der Seite „Passt es auf meine Karte?“

book-fit = Karten und Berichte

formula-sold_as = Verkauft als
    .meaning = Die Angabe auf dem Karton: GB, gemeint sind GiB.
    .source = Produktnamen und Datenblätter der Hersteller
formula-sold_meant = Gemeinte Größe
    .meaning = Die Angabe auf dem Karton, in GiB gelesen.
    .source = Festlegung dieser Website
formula-card_short = Fehlbetrag
    .meaning = Um so viel liegt der Gesamtspeicher laut `nvidia-smi` darunter.
    .source = Festlegung dieser Website
formula-fit--cards = Karten mit Angabe
    .meaning = Karten der Tabelle, deren Gesamtspeicher bekannt ist.
    .source = Festlegung dieser Website
formula-fit--cards_short = Karten mit Fehlbetrag
    .meaning = Davon solche, die weniger angeben, als auf dem Karton steht.
    .source = Festlegung dieser Website
formula-fit--most_short = Größter Fehlbetrag
    .meaning = Der größte Anteil, der fehlt.
    .source = Festlegung dieser Website
formula-largest_batch--beside_others = Größter Mikro-Batch neben anderen
    .meaning = Wenn andere Prozesse so viel belegen wie auf der Karte von D1.
    .source = Festlegung dieser Website
scenario-xl_finetune = GPT-2 XL, Feintuning
    .meaning = finetune_shakespeare aus nanoGPT: Mikro-Batch 1, Akkumulation 32.
scenario-large_finetune = GPT-2 large, Feintuning
    .meaning = Dasselbe mit GPT-2 large.
formula-xl_finetune--allocated = GPT-2 XL beim Abbruch
    .meaning = Auf einer Karte mit 24 GB im Augenblick des Fehlers zugeteilt.
    .source = Bericht: karpathy/nanoGPT, Issue 208
formula-gpt2_batch_4--used = GPT-2, Batch 4, berichtet
    .meaning = Genannter Bedarf auf einer Karte mit 16 GB.
    .source = Bericht: karpathy/nanoGPT, Issue 437
formula-gpt2_batch_64--used = GPT-2, Batch 64, berichtet
    .meaning = Genannter Bedarf auf einer von acht Karten mit 80 GB.
    .source = Bericht: logbob0401/build-nanogpt, practice.md
