## The calculator: `{% calculator … %}`

# The form
calculator-inputs = Entrées
calculator-results = Résultat
calculator-preset = Partir d’un exemple
calculator-own = valeurs saisies
calculator-reset = Réinitialiser
calculator-no-script = Sans JavaScript, cette page montre l’exemple calculé. Avec JavaScript, elle calcule avec vos propres entrées.
calculator-no-server = Ouverte comme fichier, cette page ne montre que l’exemple calculé ; pour calculer, il faut un serveur web.
calculator-invalid = Une entrée n’est pas valable ; le résultat n’est donc pas à jour.

# What is wrong with a field
calculator-error-empty = Il manque une valeur.
calculator-error-number = Ce n’est pas un nombre.
calculator-error-unit = Unité inconnue. Unités possibles : { $values }.
calculator-error-whole = Il faut un nombre entier.
calculator-error-least = Au moins { $limit }.
calculator-error-above = Supérieur à { $limit }.
calculator-error-most = Au plus { $limit }.
calculator-error-below = Inférieur à { $limit }.
calculator-error-limit = Ces valeurs sont trop grandes pour le calcul.
calculator-error-other = Ces entrées ne donnent pas de résultat.

# Results
calculator-parts = Composition
calculator-against = { $name } : { $value }
calculator-bar = { $name } par parts, face à : { $limit }
calculator-beside = { $value } selon le choix : { $name }
calculator-current = réglage actuel
calculator-each = { $name } pour chaque ligne du tableau
calculator-row = Nom
calculator-changes = Que changer en premier
calculator-changes-about = Une seule modification à la fois, classées selon le gain.
calculator-changes-none = Aucune modification seule ne fait gagner quoi que ce soit.
calculator-change = { $name } : { $from } → { $to }
calculator-apply = Appliquer
calculator-undo = Annuler
calculator-applied = Modifié : { $text }.
calculator-undone = Annulé : { $text }.
calculator-timeline = { $name } : déroulement
calculator-timeline-peak = Le maximum, { $value }, est atteint à l’étape « { $name } ».
calculator-said = { $name } : { $value }

# Links and copies
calculator-share = Garder ce calcul
calculator-link = Copier le lien
calculator-copy = Copier en configuration nanoGPT
calculator-copied = Copié.
calculator-not-copied = La copie n’est pas permise. Voici le texte à sélectionner :
calculator-link-unknown = Le lien contient des entrées inconnues ici : { $values }
calculator-link-bad = Le lien contient des valeurs illisibles : { $values }

# A pasted config
calculator-config = Coller une configuration nanoGPT
calculator-config-text = Contenu du fichier de configuration (Python)
calculator-config-about = Seuls les littéraux et l’arithmétique simple sont lus ; rien n’est exécuté et rien ne quitte cette page.
calculator-config-read = Lire
calculator-config-said = Repris du fichier :
calculator-config-kept = Ce ne sont pas des réglages de nanoGPT, donc inchangés : { $values }.
calculator-config-empty = Il manque le contenu du fichier.
calculator-config-faults = Rien n’a été modifié, car le fichier contient des erreurs :
calculator-place = Ligne { $from } : { $text }
calculator-bad-whole = { $name } attend un nombre entier.
calculator-bad-number = { $name } attend un nombre.
calculator-bad-flag = { $name } attend True ou False.
calculator-bad-choice = { $name } attend l’un de ces textes : { $values }.
calculator-unknown-default = { $key } = { $text } est inconnu ici, donc { $name } manque. Ajoutez une ligne { $name } = ….
calculator-unknown-forced = Ce qu’apporte { $key } = { $text } n’est pas connu ici ; c’est la forme du fichier qui vaut.
calculator-python-this-text-has-no-end = Ce texte n’a pas de fin.
calculator-python-this-bracket-closes-nothing = Cette parenthèse ne ferme rien.
calculator-python-this-sign-means-nothing-in-python = Ce signe n’existe pas en Python.
calculator-python-this-bracket-is-not-closed = Cette parenthèse n’est pas fermée.
calculator-python-here-a-value-is-missing = Il manque une valeur.
calculator-python-here-a-name-is-missing = Il manque un nom.
calculator-python-this-does-not-belong-here = Ceci n’a pas sa place ici.
calculator-python-only-a-number-has-a-sign = Seul un nombre a un signe.
calculator-python-this-is-nested-more-than-100-deep = L’imbrication dépasse 100 niveaux.
calculator-python-this-number-cannot-be-read = Ce nombre est illisible.
calculator-python-this-number-is-beyond-what-is-read = Ce nombre dépasse ce qui est lu.
calculator-python-this-result-has-more-than-4096-bits = Le résultat dépasse 4096 bits.
calculator-python-this-is-no-arithmetic-with-numbers = Ce n’est pas un calcul entre nombres.
calculator-python-division-by-zero = Division par zéro.
calculator-python-0-to-a-negative-power = Zéro n’a pas de puissance négative.
calculator-python-this-file-has-more-than-1024-kib = Le texte dépasse 1024 Kio.

# A pasted message
calculator-oom = Coller un message de mémoire insuffisante
calculator-oom-text = Message de PyTorch
calculator-oom-about = Chaque nombre est expliqué, et le tenseur de cette taille est cherché avec les entrées ci-dessus.
calculator-oom-read = Expliquer
calculator-oom-nothing = Ce n’est pas un tel message de PyTorch. Collez tout le texte à partir de « CUDA out of memory. Tried to allocate … ».
