## Läufe und Formeln der Seite über gemischte Genauigkeit

book-precision = Gemischte Genauigkeit

scenario-d1_bfloat16 = D1 in bfloat16
    .meaning = D1 mit bfloat16 statt float16.
scenario-d1_foreach = D1 mit AdamW (foreach)
    .meaning = D1 mit der Foreach-Variante des Optimierers.
scenario-d1_sgd = D1 mit SGD
    .meaning = D1 mit SGD ohne Momentum statt AdamW.

formula-counting--mlsystems = Byte je Parameter, mlsystems.dev
    .meaning = So zählt der Rechner.
    .source = Zitat: mlsystems.dev
formula-counting--eleutherai = Byte je Parameter, EleutherAI
    .meaning = Gewichte in halber Genauigkeit, float32-Gradienten, Master-Gewichte und Momente.
    .source = Zitat: EleutherAI cookbook, `calc_transformer_mem.py`
formula-counting--master_weights = Zählweise mit Master-Gewichten
    .meaning = Gewichte und Gradienten in halber Genauigkeit, Master-Gewichte und Momente float32.
    .source = Festlegung dieser Website
formula-counting--autocast = Zählweise unter Autocast
    .meaning = Gewichte, Gradienten und zwei Momente, alles float32.
    .source = Die Belegungen von PyTorch 2.15, Tensor für Tensor verfolgt und auf einem Gerät ohne Rechenwerk überprüft
formula-model_states_with_copies = Modellzustände mit Gewichtskopien
    .meaning = Samt den Kopien der Gewichte, die auf den Rückwärtslauf warten.
    .source = Die Belegungen von PyTorch 2.15, Tensor für Tensor verfolgt und auf einem Gerät ohne Rechenwerk überprüft
formula-moment_state = Ein Moment
    .meaning = Eines der beiden Momente von AdamW.
    .source = Die Belegungen von PyTorch 2.15, Tensor für Tensor verfolgt und auf einem Gerät ohne Rechenwerk überprüft
formula-step_temporaries = Zwischenspeicher beim Update
    .meaning = Von AdamW (foreach) und SGD nur während des Updates belegt.
    .source = Die Belegungen von PyTorch 2.15, Tensor für Tensor verfolgt und auf einem Gerät ohne Rechenwerk überprüft
formula-step_peak = Spitzenwert eines Schritts
    .meaning = Operation für Operation verfolgt (eager).
    .source = Die Belegungen von PyTorch 2.15, Tensor für Tensor verfolgt und auf einem Gerät ohne Rechenwerk überprüft
