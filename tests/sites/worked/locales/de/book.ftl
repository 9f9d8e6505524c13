formula-total = Gesamt
formula-weights = Gewichte
input-width = Breite
