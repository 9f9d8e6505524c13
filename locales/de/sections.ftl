## Sections of the formula book, one for each file of content/formulas/.

book-attention = Attention
book-batch = Batch und Token
book-block = Ablauf eines Blocks
book-card = Passt es auf die Karte?
book-cards = Karten
book-inputs = Bedingungen an die Eingaben
book-kernels = Arbeitsbereiche der Kernel
book-logits = Logits und Kreuzentropie
book-measured = Vergleich mit Messungen
book-observed = Messwerte
book-parameters = Zahl der Parameter
book-peak = Spitzenwert
book-quoted = Zitierte Faustregeln
book-saved = Was der Rückwärtslauf braucht
book-scenarios = Szenarien
book-states = Gewichte, Gradienten, Optimiererzustände
book-step = Ein Trainingsschritt
