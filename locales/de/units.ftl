## Verwechselte Einheiten

book-units = Verwechselte Einheiten

formula-accelerate--printed = Anzeige eines Schätzprogramms
    .meaning = Die Anzeige, in der angegebenen Einheit gelesen.
    .source = Beispielausgabe von `accelerate estimate-memory` (Hugging Face)
formula-accelerate--bytes = Die Bytes dahinter
    .meaning = Die Bytes, aus denen diese Anzeige entstand.
    .source = Beispielausgabe von `accelerate estimate-memory` (Hugging Face)
