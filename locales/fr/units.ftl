## Unités confondues

book-units = Unités confondues

formula-accelerate--printed = Affichage d’un outil d’estimation
    .meaning = Le nombre affiché, lu dans l’unité indiquée.
    .source = Exemple de sortie de `accelerate estimate-memory` (Hugging Face)
formula-accelerate--bytes = Les octets correspondants
    .meaning = Les octets dont cet affichage est tiré.
    .source = Exemple de sortie de `accelerate estimate-memory` (Hugging Face)
