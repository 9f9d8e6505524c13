## Sections of the formula book, one for each file of content/formulas/.

book-attention = Attention
book-batch = Lot et tokens
book-block = Déroulement d’un bloc
book-card = Est-ce que cela tient sur la carte ?
book-cards = Cartes
book-inputs = Conditions sur les entrées
book-kernels = Espace de travail des noyaux
book-logits = Logits et entropie croisée
book-measured = Comparaison avec les mesures
book-observed = Valeurs mesurées
book-parameters = Nombre de paramètres
book-peak = Pic de mémoire
book-quoted = Règles empiriques citées
book-saved = Ce que conserve la propagation avant
book-scenarios = Scénarios
book-states = Poids, gradients, états de l’optimiseur
book-step = Un pas d’entraînement
book-requests = Demandes à l’allocateur
