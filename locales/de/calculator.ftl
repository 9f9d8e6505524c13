## The calculator: `{% calculator … %}`

# The form
calculator-inputs = Eingaben
calculator-results = Ergebnis
calculator-preset = Ausgehen von
calculator-own = eigene Werte
calculator-reset = Zurücksetzen
calculator-no-script = Ohne JavaScript steht hier das durchgerechnete Beispiel. Mit JavaScript rechnet diese Seite mit eigenen Eingaben.
calculator-no-server = Als Datei geöffnet, zeigt die Seite nur das durchgerechnete Beispiel; zum Rechnen gehört sie auf einen Webserver.
calculator-invalid = Eine Eingabe stimmt nicht, deshalb steht hier noch kein neues Ergebnis.

# What is wrong with a field
calculator-error-empty = Hier fehlt ein Wert.
calculator-error-number = Das ist keine Zahl.
calculator-error-unit = Diese Einheit ist unbekannt. Möglich sind { $values }.
calculator-error-whole = Hier gehört eine ganze Zahl hin.
calculator-error-least = Mindestens { $limit }.
calculator-error-above = Größer als { $limit }.
calculator-error-most = Höchstens { $limit }.
calculator-error-below = Kleiner als { $limit }.
calculator-error-limit = Mit so großen Werten lässt sich nicht rechnen.
calculator-error-other = Mit diesen Eingaben gibt es kein Ergebnis.

# Results
calculator-parts = Woraus es sich zusammensetzt
calculator-against = { $name }: { $value }
calculator-bar = { $name } nach Anteilen, verglichen mit: { $limit }
calculator-beside = { $value } je nach Wahl: { $name }
calculator-current = so eingestellt
calculator-each = { $name } für jede Karte der Tabelle
calculator-row = Name
calculator-changes = Was man zuerst ändert
calculator-changes-about = Je eine einzelne Änderung, nach der Ersparnis geordnet.
calculator-changes-none = Keine einzelne Änderung spart etwas.
calculator-change = { $name }: { $from } → { $to }
calculator-apply = Übernehmen
calculator-undo = Rückgängig machen
calculator-applied = Geändert: { $text }.
calculator-undone = Rückgängig gemacht: { $text }.
calculator-timeline = { $name }: Verlauf
calculator-timeline-peak = Am höchsten ist der Stand mit { $value } beim Schritt „{ $name }“.
calculator-said = { $name }: { $value }

# Links and copies
calculator-share = Diese Rechnung behalten
calculator-link = Link kopieren
calculator-copy = Als nanoGPT-Konfiguration kopieren
calculator-copied = Kopiert.
calculator-not-copied = Das Kopieren ist nicht erlaubt. Der Text steht hier zum Markieren:
calculator-link-unknown = Der Link nennt Eingaben, die es hier nicht gibt: { $values }
calculator-link-bad = Der Link enthält Werte, die nicht zu lesen sind: { $values }

# A pasted config
calculator-config = nanoGPT-Konfiguration einfügen
calculator-config-text = Inhalt der Konfigurationsdatei (Python)
calculator-config-about = Gelesen werden Literale und einfache Arithmetik; ausgeführt wird nichts, und nichts verlässt diese Seite.
calculator-config-read = Einlesen
calculator-config-said = Aus der Datei übernommen:
calculator-config-kept = Keine Einstellungen von nanoGPT und deshalb unverändert: { $values }.
calculator-config-empty = Hier fehlt der Inhalt der Konfigurationsdatei.
calculator-config-faults = Nichts wurde geändert, denn die Datei hat Fehler:
calculator-place = Zeile { $from }: { $text }
calculator-bad-whole = { $name } braucht eine ganze Zahl.
calculator-bad-number = { $name } braucht eine Zahl.
calculator-bad-flag = { $name } braucht True oder False.
calculator-bad-choice = { $name } braucht einen dieser Texte: { $values }.
calculator-unknown-default = { $key } = { $text } ist hier unbekannt, deshalb fehlt { $name }. Eine Zeile { $name } = … in der Datei hilft.
calculator-unknown-forced = Was { $key } = { $text } mitbringt, ist hier nicht bekannt; es gilt die Form aus der Datei.
calculator-python-this-text-has-no-end = Dieser Text hat kein Ende.
calculator-python-this-bracket-closes-nothing = Diese Klammer schließt nichts.
calculator-python-this-sign-means-nothing-in-python = Dieses Zeichen gibt es in Python nicht.
calculator-python-this-bracket-is-not-closed = Diese Klammer ist nicht geschlossen.
calculator-python-here-a-value-is-missing = Hier fehlt ein Wert.
calculator-python-here-a-name-is-missing = Hier fehlt ein Name.
calculator-python-this-does-not-belong-here = Das gehört nicht hierher.
calculator-python-only-a-number-has-a-sign = Nur eine Zahl hat ein Vorzeichen.
calculator-python-this-is-nested-more-than-100-deep = Das ist mehr als 100-fach verschachtelt.
calculator-python-this-number-cannot-be-read = Diese Zahl ist nicht zu lesen.
calculator-python-this-number-is-beyond-what-is-read = Diese Zahl geht über das hinaus, was gelesen wird.
calculator-python-this-result-has-more-than-4096-bits = Das Ergebnis hat mehr als 4096 Bit.
calculator-python-this-is-no-arithmetic-with-numbers = Damit lässt sich nicht rechnen.
calculator-python-division-by-zero = Hier wird durch null geteilt.
calculator-python-0-to-a-negative-power = Null hat keine negative Potenz.
calculator-python-this-file-has-more-than-1024-kib = Der Text ist länger als 1024 KiB.

# A pasted message
calculator-oom = Fehlermeldung (out of memory) einfügen
calculator-oom-text = Meldung von PyTorch
calculator-oom-about = Jede Zahl wird erklärt und der Tensor gesucht, der so groß ist, gerechnet mit den Eingaben oben.
calculator-oom-read = Erklären
calculator-oom-nothing = Das ist keine solche Meldung von PyTorch. Gebraucht wird der ganze Text ab „CUDA out of memory. Tried to allocate …“.
