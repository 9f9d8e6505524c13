## Entraînements et formules de la page sur la précision mixte

book-precision = La précision mixte

scenario-d1_bfloat16 = D1 en bfloat16
    .meaning = D1 avec bfloat16 au lieu de float16.
scenario-d1_foreach = D1, AdamW foreach
    .meaning = D1 avec la version foreach de l’optimiseur.
scenario-d1_sgd = D1 avec SGD
    .meaning = D1 avec SGD sans moment au lieu d’AdamW.

formula-counting--mlsystems = Octets par paramètre, mlsystems.dev
    .meaning = La façon de compter de ce calculateur.
    .source = Citation : mlsystems.dev
formula-counting--eleutherai = Octets par paramètre, EleutherAI
    .meaning = Poids en demi-précision, gradients float32, poids maîtres et moments.
    .source = Citation : EleutherAI cookbook, `calc_transformer_mem.py`
formula-counting--master_weights = Compte avec poids maîtres
    .meaning = Poids et gradients en demi-précision, poids maîtres et moments en float32.
    .source = Définition de ce site
formula-counting--autocast = Compte sous autocast
    .meaning = Poids, gradients et deux moments, tous en float32.
    .source = Les allocations de PyTorch 2.15, suivies tenseur par tenseur et vérifiées sur un périphérique sans calcul
formula-model_states_with_copies = États du modèle et copies en demi-précision
    .meaning = Avec les copies des poids qui attendent la rétropropagation.
    .source = Les allocations de PyTorch 2.15, suivies tenseur par tenseur et vérifiées sur un périphérique sans calcul
formula-moment_state = Un moment
    .meaning = L’un des deux moments d’AdamW.
    .source = Les allocations de PyTorch 2.15, suivies tenseur par tenseur et vérifiées sur un périphérique sans calcul
formula-step_temporaries = Tenseurs temporaires de la mise à jour
    .meaning = Occupés par AdamW foreach et SGD le temps de la mise à jour.
    .source = Les allocations de PyTorch 2.15, suivies tenseur par tenseur et vérifiées sur un périphérique sans calcul
formula-step_peak = Pic d’un pas
    .meaning = Suivi opération par opération (eager).
    .source = Les allocations de PyTorch 2.15, suivies tenseur par tenseur et vérifiées sur un périphérique sans calcul
