## Formules de la page « Est-ce que cela tient sur ma carte ? »

book-fit = Cartes et témoignages

formula-sold_as = Vendue pour
    .meaning = Ce qu’annonce la boîte : des Go, qui sont des Gio.
    .source = noms et fiches des fabricants
formula-sold_meant = Taille annoncée, lue en Gio
    .meaning = L’annonce de la boîte lue en Gio.
    .source = Définition de ce site
formula-card_short = Mémoire manquante
    .meaning = L’écart entre la boîte, lue en Gio, et le total de `nvidia-smi`.
    .source = Définition de ce site
formula-fit--cards = Cartes relevées
    .meaning = Celles de la table dont le total a été trouvé.
    .source = Définition de ce site
formula-fit--cards_short = Cartes en deçà
    .meaning = Parmi elles, celles qui annoncent moins que la boîte.
    .source = Définition de ce site
formula-fit--most_short = Plus grand manque
    .meaning = La part manquante la plus forte.
    .source = Définition de ce site
formula-largest_batch--beside_others = Plus grand micro-lot, carte partagée
    .meaning = Si d’autres processus occupent autant que sur la carte de D1.
    .source = Définition de ce site
scenario-xl_finetune = GPT-2 XL, affinage
    .meaning = finetune_shakespeare de nanoGPT : micro-lot de 1, accumulation 32.
scenario-large_finetune = GPT-2 large, affinage
    .meaning = La même chose avec GPT-2 large.
formula-xl_finetune--allocated = GPT-2 XL, à l’échec
    .meaning = Alloué au moment de l’erreur, sur une carte de 24 Go.
    .source = Rapporté : karpathy/nanoGPT, ticket 208
formula-gpt2_batch_4--used = GPT-2, lot de 4, rapporté
    .meaning = Ce qui serait occupé sur une carte de 16 Go.
    .source = Rapporté : karpathy/nanoGPT, ticket 437
formula-gpt2_batch_64--used = GPT-2, lot de 64, rapporté
    .meaning = Ce qui serait occupé sur une des huit cartes de 80 Go.
    .source = Rapporté : logbob0401/build-nanogpt, practice.md
